"""Alembic's scripts: every change of the database's tables, in order."""
