"""Sealstack, rapidocr_api and faster-paddle beside each other on the same pictures and cores."""
