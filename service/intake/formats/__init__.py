"""What each kind of file tells of itself, and its pixels."""
