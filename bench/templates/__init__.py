"""How long a service with many templates takes."""
