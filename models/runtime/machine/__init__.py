"""What computes: cores, memory, and what the processor knows."""
