"""How the service is: for load balancers, containers and people. Open always."""

from __future__ import annotations

import logging
import uuid
from threading import Event

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from sealstack.service.readers.inference import Inference
from sealstack.service.storage.trouble import logged_reason
from sealstack.service.version import __version__
from sealstack.templates_store.database import Database
from sealstack.templates_store.trouble import DatabaseTroubleError

_LOG = logging.getLogger(__name__)


def health_pages(inference: Inference, database: Database, stopping: Event) -> Blueprint:
    """Make the pages `/healthz`, `/readyz` and `/health`.

    Args:
        inference: whose readers must be loaded before the service is ready.
        database: what must be within reach.
        stopping: set when the service is about to end, and is ready for no new call.
    """
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def alive() -> Response:
        return jsonify(status="alive")

    @pages.get("/readyz")
    def ready() -> tuple[Response, int]:
        readers, trouble, stuck = inference.readers, _trouble_of(database), inference.stuck
        is_ready = readers.loaded and not trouble and not stuck and not stopping.is_set()
        state = jsonify(
            status="ready" if is_ready else "stopping" if stopping.is_set() else "not ready",
            models=readers.loaded,
            provider=readers.provider or None,
            database=not trouble,
            stuck_readings=stuck,
            reason=_reason(readers.loaded, trouble, stuck, stopping.is_set()),
            version=__version__,
        )
        return state, 200 if is_ready else 503

    @pages.get("/health")
    def paddlex() -> Response:
        """Answer in the shape of PaddleX serving."""
        return jsonify(logId=str(uuid.uuid4()), errorCode=0, errorMsg="Healthy")

    return pages


def _trouble_of(database: Database) -> str:
    """Say why the database cannot be used; empty when it can."""
    try:
        database.check()
    except DatabaseTroubleError as error:
        return logged_reason(error).render("en-US")
    except SQLAlchemyError as error:
        _LOG.warning("the database is out of reach: %s", error)
        return "the database is out of reach."
    return ""


def _reason(is_loaded: bool, trouble: str, stuck: int, is_stopping: bool) -> str | None:
    """Say why the service is not ready; None when it is."""
    if is_stopping:
        return "it is about to stop."
    if stuck:
        return f"{stuck} reading(s) go on long after their time."
    return trouble or (None if is_loaded else "the networks are not loaded yet.")
