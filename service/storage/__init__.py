"""The database that the settings name: opened, looked after, and told when it cannot be used."""
