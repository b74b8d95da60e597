"""What HTTP brings: bodies, JSON, percent-encoded text; and the log."""
