"""How well seals are read: over HTTP as clients see it, or in this process, against floors."""
