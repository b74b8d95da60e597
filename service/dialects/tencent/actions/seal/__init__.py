"""SealOCR."""
