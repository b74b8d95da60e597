"""How well print reads once the seals over it are erased."""
