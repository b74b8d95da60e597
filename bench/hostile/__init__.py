"""Requests made to stop, slow or fill the service, and what they do to it."""
