"""Read by gunicorn when it is started in this folder: `gunicorn` alone serves Sealstack."""

from service.server import *  # noqa: F403
