"""From what was read to a field's value: hints, patterns and phrases."""
