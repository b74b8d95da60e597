"""PaddleX reads the crops of true seals, beside the project's own reader on the same crops."""
