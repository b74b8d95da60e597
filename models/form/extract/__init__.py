"""What a form says in each of its fields, once it is aligned."""
