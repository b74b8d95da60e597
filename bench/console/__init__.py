"""What the web console shows: its sample pictures, and screenshots of its pages."""
