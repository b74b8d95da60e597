"""Accuracy and speed, each one command writing a table; and the generator of labelled seals."""
