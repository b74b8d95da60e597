"""Training of the path network: where text runs in a seal, and which way."""
