"""The database that the settings name: opened, looked after, and reported when it cannot be used."""
