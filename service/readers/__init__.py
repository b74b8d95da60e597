"""What reads pictures: the bundled engine, on a few threads with a short queue."""
