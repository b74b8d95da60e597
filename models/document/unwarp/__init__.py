"""Pages made flat."""
