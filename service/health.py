"""How the service is: for load balancers, containers and people. Open always."""

from __future__ import annotations

import logging
import uuid

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from service.inference import Inference
from templates_store.database import Database

_LOG = logging.getLogger(__name__)


def health_pages(inference: Inference, database: Database) -> Blueprint:
    """Make the pages `/healthz`, `/readyz` and `/health`.

    Args:
        inference: whose readers must be loaded before the service is ready.
        database: what must be within reach.
    """
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def alive() -> Response:
        return jsonify(status="alive")

    @pages.get("/readyz")
    def ready() -> tuple[Response, int]:
        readers, reachable = inference.readers, _is_reachable(database)
        is_ready = readers.loaded and reachable
        told = jsonify(
            status="ready" if is_ready else "not ready",
            models=readers.loaded,
            provider=readers.provider or None,
            database=reachable,
        )
        return told, 200 if is_ready else 503

    @pages.get("/health")
    def paddlex() -> Response:
        """Answer in the shape of PaddleX serving."""
        return jsonify(logId=str(uuid.uuid4()), errorCode=0, errorMsg="Healthy")

    return pages


def _is_reachable(database: Database) -> bool:
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        _LOG.warning("the database is out of reach: %s", error)
        return False
    return True
