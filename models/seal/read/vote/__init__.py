"""What the recognizer saw in strips of one text, and the vote by position."""
