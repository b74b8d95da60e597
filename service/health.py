"""How the service is: for load balancers, containers and people. Open always."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, jsonify

from service.inference import Inference


def health_pages(inference: Inference) -> Blueprint:
    """Make the pages `/healthz`, `/readyz` and `/health`.

    Args:
        inference: whose readers must be loaded before the service is ready.
    """
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def alive() -> Response:
        return jsonify(status="alive")

    @pages.get("/readyz")
    def ready() -> tuple[Response, int]:
        readers = inference.readers
        told = jsonify(
            status="ready" if readers.loaded else "loading",
            models=readers.loaded,
            provider=readers.provider or None,
        )
        return told, 200 if readers.loaded else 503

    @pages.get("/health")
    def paddlex() -> Response:
        """Answer in the shape of PaddleX serving."""
        return jsonify(logId=str(uuid.uuid4()), errorCode=0, errorMsg="Healthy")

    return pages
