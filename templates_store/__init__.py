"""What is kept: the database engine, its sessions and its migrations."""
