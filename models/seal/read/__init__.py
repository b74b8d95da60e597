"""What stands in a seal: looks along its text paths and their vote, put together to body and others."""
