"""The API described in OpenAPI, from the schemas that check it."""
