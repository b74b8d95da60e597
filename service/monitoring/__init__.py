"""What the service tells of itself: `/metrics` for Prometheus, `/status` for people."""
