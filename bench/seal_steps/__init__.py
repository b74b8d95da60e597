"""A picture of how a seal is read, for the documents."""
