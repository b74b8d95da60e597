"""Killing what writes to the database, and looking whether anything that was acknowledged is lost or torn."""
