"""A card measured: each network, readings beside each other, and several workers."""
