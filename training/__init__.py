"""Training of the networks that Sealstack carries; nothing here is needed to run it."""
