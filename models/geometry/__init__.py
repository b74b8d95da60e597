"""Boxes, quads, plane maps and sizes: used by all readers."""
