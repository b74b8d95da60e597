"""A fleet: replicas behind one address, on one PostgreSQL and one Redis; what it keeps and survives."""
