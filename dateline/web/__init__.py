"""The local page: a serving index beside the store, a JSON API over it, and the built front end."""
