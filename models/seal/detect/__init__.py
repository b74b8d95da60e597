"""Where on a page seals may be: what the network sees, refined on the ink."""
