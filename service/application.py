"""The web application."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, Unauthorized

from service.access import open_access
from service.api_keys import ApiKeys
from service.body import drain
from service.description_pages import description_pages
from service.dialects import rapidocr
from service.dialects.custom_ocr.pages import CustomOcr, is_custom_ocr
from service.dialects.paddle import envelope as paddle
from service.dialects.paddle.operations import DOCUMENTS, SEALS, paddle_pages
from service.gateway import Gateway
from service.health import health_pages
from service.inference import Inference, Readers
from service.opening import open_database
from service.settings import Settings, read_settings
from service.templates import Templates
from templates_store.templates import TemplateStore

_LOG = logging.getLogger(__name__)

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")


def create_app(settings: Settings | None = None, readers: Readers | None = None) -> Flask:
    """Make the application.

    The networks are not loaded here: `app.extensions["inference"].readers.load()` does it, once a worker has
    started, or else the first reading.

    Args:
        settings: how it is set up; read from the environment when not given.
        readers: what reads pictures; the bundled networks when not given.

    Raises:
        service.setting_values.SettingsError: a setting cannot be, or the database cannot be opened.
    """
    settings = settings or read_settings()
    inference = Inference(readers or _bundled(settings), threads=settings.reading_count, queue=settings.queue)
    database = open_database(settings)
    keys = ApiKeys(settings.api_keys)
    templates = Templates(settings, inference, TemplateStore(database))
    custom_ocr = CustomOcr(settings, templates, keys)
    neighbours = (custom_ocr.neighbour(), rapidocr.greeting(keys))
    gateway = Gateway(settings, inference, open_access(settings, database), keys, templates, neighbours)

    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False
    app.extensions["settings"] = settings
    app.extensions["inference"] = inference
    app.extensions["database"] = database
    app.register_blueprint(health_pages(inference, database))
    app.register_blueprint(description_pages())
    app.register_blueprint(paddle_pages(settings, inference))
    app.register_blueprint(rapidocr.rapidocr_pages(settings, inference))
    app.register_blueprint(custom_ocr.pages())
    app.add_url_rule(
        "/",
        "gateway",
        lambda: gateway.answer(request),
        methods=_METHODS,
        provide_automatic_options=False,
    )
    _close_with_keys(app, keys)
    _answer_errors_in_json(app, gateway, custom_ocr)
    return app


def _bundled(settings: Settings) -> Readers:
    # imported here so that an application with readers of its own needs no networks
    from service.engine_readers import EngineReaders

    return EngineReaders(settings)


def _close_with_keys(app: Flask, keys: ApiKeys) -> None:
    @app.before_request
    def check() -> None:
        if request.path == "/":
            return  # the dialects that live there look at their own credentials
        try:
            keys.check(request)
        except Unauthorized:
            drain(request)
            raise


def _answer_errors_in_json(app: Flask, gateway: Gateway, custom_ocr: CustomOcr) -> None:
    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        if request.path == "/":
            return gateway.refuse(request, error)
        if request.path in (SEALS, DOCUMENTS):
            return paddle.refuse(error)
        if request.path == rapidocr.PATH:
            return rapidocr.refuse(error)
        if is_custom_ocr(request.path):
            return custom_ocr.refuse(error)
        status = error.code or 500
        told = {"code": error.name.replace(" ", ""), "message": error.description}
        # nobody knows which dialect an unknown path is meant in: the answer is in all of them
        response = jsonify(error=told, detail=error.name, **paddle.refusal(status, error.name))
        response.status_code = status
        response.headers.extend(
            (name, value) for name, value in error.get_headers() if name.lower() != "content-type"
        )
        return response

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        _LOG.error("unforeseen at %s: %s", request.path, error, exc_info=error)
        response = jsonify(error={"code": "InternalServerError", "message": "Something went wrong here."})
        response.status_code = 500
        return response
