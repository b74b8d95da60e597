"""Reading text: a detector of lines, a recognizer of one line, a classifier of lines on their head."""
