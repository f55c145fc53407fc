"""What several reports have in common: stories (copies of one text) and incidents (tellings of one event)."""
