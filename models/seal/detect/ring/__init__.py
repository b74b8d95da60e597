"""The rims of round and oval seals: proposed, then fitted."""
