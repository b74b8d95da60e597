"""From what a client sends (base64, bytes, a URL) to an upright picture; knows no dialect."""
