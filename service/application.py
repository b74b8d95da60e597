"""The web application."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, Unauthorized
from werkzeug.middleware.proxy_fix import ProxyFix

from service.accounts.api_keys import HEALTH_PATHS, ApiKeys
from service.dialects.custom_ocr.pages import CustomOcr, is_custom_ocr
from service.dialects.failures import sentence_of
from service.dialects.paddle import envelope as paddle
from service.dialects.paddle.operations import DOCUMENTS, SEALS, paddle_pages
from service.dialects.rapidocr import pages as rapidocr
from service.dialects.tencent.access import open_access
from service.dialects.tencent.gateway import Gateway
from service.health import health_pages
from service.http.body import drain_unread
from service.http.foreign_pages import ForeignPageError, require_known_host
from service.http.request_log import RequestLog, note
from service.http.traces import trace_observers
from service.intake.decoders import Decoders, make_decoders
from service.openapi.pages import description_pages
from service.process.worker import STOPPING
from service.readers.inference import Inference, Readers
from service.settings.settings import Settings, read_settings
from service.storage.opening import open_database
from service.templates import Templates
from service.version import __version__
from templates_store.templates import TemplateStore

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LOG = logging.getLogger(__name__)

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")


def create_app(
    settings: Settings | None = None, readers: Readers | None = None, decoders: Decoders | None = None
) -> Flask:
    """Make the application.

    The networks are not loaded here: `app.extensions["inference"].readers.load()` does it, once a worker has
    started, or else the first reading. The processes that decode are not started here either:
    `app.extensions["decoders"].start()` does it, or else the first picture; they end with this process.

    Args:
        settings: how it is set up; read from the environment when not given.
        readers: what reads pictures; the bundled networks when not given.
        decoders: what decodes them; processes of its own when not given.

    Raises:
        service.settings.values.SettingsError: a setting cannot be, or the database cannot be opened.
    """
    settings = settings or read_settings()
    inference = Inference(
        readers or _bundled(settings),
        threads=settings.reading_count,
        queue=settings.queue,
        seconds=settings.reading_seconds,
    )
    decoders = decoders or make_decoders(settings)
    database = open_database(settings)
    keys = ApiKeys(settings.api_keys)
    templates = Templates(settings, inference, decoders, TemplateStore(database))
    custom_ocr = CustomOcr(settings, templates, keys)
    neighbours = (custom_ocr.neighbour(), rapidocr.greeting(keys))
    gateway = Gateway(
        settings, inference, decoders, open_access(settings, database), keys, templates, neighbours
    )

    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False
    app.extensions["settings"] = settings
    app.extensions["inference"] = inference
    app.extensions["decoders"] = decoders
    app.extensions["database"] = database
    app.extensions[STOPPING] = stopping = threading.Event()
    app.wsgi_app = _logged(app.wsgi_app, settings)  # type: ignore[method-assign, assignment]
    app.register_blueprint(health_pages(inference, database, stopping))
    app.register_blueprint(description_pages())
    app.register_blueprint(paddle_pages(settings, inference, decoders))
    app.register_blueprint(rapidocr.rapidocr_pages(settings, inference, decoders))
    app.register_blueprint(custom_ocr.pages())
    app.add_url_rule(
        "/",
        "gateway",
        lambda: gateway.answer(request),
        methods=_METHODS,
        provide_automatic_options=False,
    )
    _close_with_keys(app, keys, settings)
    _answer_errors_in_json(app, gateway, custom_ocr)
    _tell_the_version(app)
    return app


def _logged(application: WSGIApplication, settings: Settings) -> WSGIApplication:
    """Write a line for every request, with the caller's address as the trusted proxies tell it."""
    logged: WSGIApplication = RequestLog(application, *trace_observers(settings.traces_url))
    hops = settings.trusted_proxies
    return ProxyFix(logged, x_for=hops, x_proto=0) if hops else logged


def _tell_the_version(app: Flask) -> None:
    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Sealstack-Version"] = __version__
        return response


def _bundled(settings: Settings) -> Readers:
    # imported here so that an application with readers of its own needs no networks
    from service.readers.engine import EngineReaders

    return EngineReaders(settings)


def _close_with_keys(app: Flask, keys: ApiKeys, settings: Settings) -> None:
    @app.before_request
    def check() -> None:
        if request.path == "/":
            return  # the dialects that live there look at their own credentials
        try:
            keys.check(request)
            if keys.is_open and request.path not in HEALTH_PATHS:
                require_known_host(request, settings)
        except (Unauthorized, ForeignPageError):
            drain_unread(request)
            raise


def _answer_errors_in_json(app: Flask, gateway: Gateway, custom_ocr: CustomOcr) -> None:
    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        note(code=error.name.replace(" ", ""), reason=sentence_of(error))
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
        note(code="InternalServerError", reason=type(error).__name__)
        _LOG.error("unforeseen: %s", error, exc_info=error)
        response = jsonify(error={"code": "InternalServerError", "message": "Something went wrong here."})
        response.status_code = 500
        return response
