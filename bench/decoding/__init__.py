"""What it costs to decode in other processes."""
