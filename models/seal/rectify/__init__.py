"""Text laid straight: a path becomes a strip, a column a row of its cells."""
