"""Pixels in, values out: reading text, seals, forms and documents. Knows no HTTP and no database."""
