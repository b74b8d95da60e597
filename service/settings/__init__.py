"""Every setting of the service, and how the text of one is read."""
