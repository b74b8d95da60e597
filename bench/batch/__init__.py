"""Batches measured: as fast as the engine, in flat memory, and whole after any kill."""
