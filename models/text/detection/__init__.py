"""Where in a picture lines of text stand."""
