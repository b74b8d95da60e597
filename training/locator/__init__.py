"""Training of the locator: a small network that sees where seals lie on a page."""
