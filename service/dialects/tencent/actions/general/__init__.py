"""Actions that read general text."""
