"""PaddleX and PaddleOCR serving: `/seal-recognition` and `/document-preprocessing`."""
