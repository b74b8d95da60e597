"""A seal lifted off its page, and the page without its seals."""
