"""What an ONNX file says without being loaded."""
