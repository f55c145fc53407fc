"""From words to the things they stand for: entities, places, times, quantities, references, speakers."""
