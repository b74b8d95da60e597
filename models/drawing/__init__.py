"""Pictures of results for people: what was found, drawn on what it was found in."""
