"""What each kind of file says of itself, and its pixels."""
