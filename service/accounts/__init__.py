"""Accounts: who may call, in what state they are, and how many calls they have left."""
