"""The Custom OCR dialect: JSON told apart by `type`, at `/`, `/custom_ocr` and `/custom-ocr`."""
