"""Read by gunicorn when it is started in this folder: `gunicorn` alone serves Sealstack."""

from sealstack.service.server import *  # noqa: F403
