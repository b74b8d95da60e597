"""Actions that keep templates and read forms by them: our own."""
