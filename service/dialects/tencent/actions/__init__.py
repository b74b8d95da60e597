"""The Actions, one file each."""
