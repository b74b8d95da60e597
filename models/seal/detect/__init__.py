"""Where on a page seals may be: what the network says, refined on the ink, and a fallback by ink alone."""
