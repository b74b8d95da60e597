"""Sealstack and rapidocr_api beside each other on the same pictures and cores."""
