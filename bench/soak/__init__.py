"""Thousands of calls of every dialect at once, each of whose answers must be the one that it has alone."""
