"""How well templates of forms are aligned and read, measured on forms drawn for the purpose."""
