"""How lines stand on their page: its angle, columns, paragraphs and which way up."""
