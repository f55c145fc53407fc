"""From text to what each sentence says: mentions, events and their roles."""
