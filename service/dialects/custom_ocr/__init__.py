"""The Custom OCR dialect: JSON with a `type`, at `/`, `/custom_ocr` and `/custom-ocr`."""
