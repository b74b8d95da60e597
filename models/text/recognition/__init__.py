"""What one line says: strips into a network, its columns out as text."""
