"""The WSGI entry, for any server: `gunicorn wsgi:app`."""

from sealstack.service.application import create_app

app = create_app()
