"""From the annotated corpus to the reader's ONNX model. Needs the `train` extra, except for the corpus parser and checker."""
