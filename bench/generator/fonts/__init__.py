"""The faces the generator writes with: one bundled, others when the machine has them."""

from bench.generator.fonts.faces import Face, available_faces, bundled_font, find_faces

__all__ = ["Face", "available_faces", "bundled_font", "find_faces"]
