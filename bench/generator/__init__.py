"""Seals, and pages that carry them, drawn from a seed together with their truth."""
