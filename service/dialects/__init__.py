"""The dialects beside that of the Tencent Cloud API: each parses its wire format and renders its answers."""
