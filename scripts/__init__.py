"""Scripts that build data files and documents, and the demo."""
