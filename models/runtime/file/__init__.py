"""What an ONNX file tells without being loaded."""
