"""What PaddleX and PaddleOCR call a pipeline, without any wire."""
