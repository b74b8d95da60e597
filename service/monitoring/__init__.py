"""What the service reports about itself: `/metrics` for Prometheus, `/status` for people."""
