"""Scores against gold: what the yardsticks and the corpus ask of the reader."""
