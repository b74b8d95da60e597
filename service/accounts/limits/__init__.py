"""How often an account may call."""
