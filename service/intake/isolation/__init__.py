"""Decoding in processes of its own, which may hang, crash or grow without harm to the service."""
