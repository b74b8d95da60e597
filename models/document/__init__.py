"""Pages made upright and flat."""
