"""Review: people's decisions on events. Pure functions over records and decisions; the table of decisions is the store's.

- `ledger`: which decisions hold, and what they say of each event.
- `values`: what a person may put in place of a coder's value, and events with such values; `counts` reads the numbers, `checks` is shared.
- `agreement`: how far two reviewers agree.
- `corpus`: reviewed sentences as lines of a training corpus.
"""
