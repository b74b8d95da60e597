"""rapidocr_api: `POST /ocr`, and the greeting at `/`."""
