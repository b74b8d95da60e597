"""What is no seal though it may look like one: drawn to be learned as nothing."""
