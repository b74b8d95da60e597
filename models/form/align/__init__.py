"""A template's form laid onto a query, as a whole and field by field."""
