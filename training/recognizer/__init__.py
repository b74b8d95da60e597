"""Fine-tuning of the line recognizer towards unrolled seal strips."""
