"""Where text runs in a seal, and which way: a small network's maps, and the text paths decoded from them."""
