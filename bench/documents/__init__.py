"""Measures how well pages are turned upright and made flat."""
