"""Requests made by chance from right ones, each of which must get one right answer in its dialect's shape."""
