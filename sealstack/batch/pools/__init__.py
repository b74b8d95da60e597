"""Where readers run: processes of this machine, or actors of a Ray cluster."""
