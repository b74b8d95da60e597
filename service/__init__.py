"""The web service: requests, accounts, errors and wire formats; no pixel code."""
