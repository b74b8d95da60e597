"""How a process serves: gunicorn's worker, waitress's connections before it, and what a caller is."""
