"""How well the service reads seals, measured over HTTP as a client would see it."""
