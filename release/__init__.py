"""Making a release: the distributions, the same when built twice, and the list of what is in them."""
