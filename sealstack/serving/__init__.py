"""Running the service in the foreground: what it needs, and a first call."""
