"""How long pictures keep a core that were made to be slow."""
