"""The web console: the built page and its files, and where a browser is led to it. Sources: `console/`."""
