"""The web application."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, ServiceUnavailable, TooManyRequests, Unauthorized
from werkzeug.middleware.proxy_fix import ProxyFix

from sealstack.service.accounts.api_keys import HEALTH_PATHS, ApiKeys
from sealstack.service.accounts.limits.throttle import RateExceededError, open_throttle
from sealstack.service.console.calls import REFUSAL, ConsoleCalls
from sealstack.service.console.pages import browsers_to_the_console, console_pages, is_console
from sealstack.service.dialects.custom_ocr.description import TYPES
from sealstack.service.dialects.custom_ocr.pages import CustomOcr, is_custom_ocr
from sealstack.service.dialects.failures import sentence_of
from sealstack.service.dialects.paddle import envelope as paddle
from sealstack.service.dialects.paddle.operations import DOCUMENTS, SEALS, paddle_pages
from sealstack.service.dialects.rapidocr import pages as rapidocr
from sealstack.service.dialects.tencent.access import open_access
from sealstack.service.dialects.tencent.actions.registry import ACTIONS
from sealstack.service.dialects.tencent.gateway import Gateway
from sealstack.service.health import health_pages
from sealstack.service.http.body import drain_unread
from sealstack.service.http.foreign_pages import ForeignPageError, require_known_host
from sealstack.service.http.request_log import RequestLog, note
from sealstack.service.http.traces import trace_observers
from sealstack.service.intake.decoders import Decoders, make_decoders
from sealstack.service.monitoring.errors import LastErrors
from sealstack.service.monitoring.metrics import Metrics
from sealstack.service.monitoring.status import status_pages
from sealstack.service.openapi.pages import description_pages
from sealstack.service.process.worker import STOPPING
from sealstack.service.readers.inference import Inference, Readers
from sealstack.service.settings.environment import read_settings
from sealstack.service.settings.settings import Settings
from sealstack.service.storage.opening import open_account_store, open_database
from sealstack.service.storage.trouble import logged_reason
from sealstack.service.templates import Templates
from sealstack.service.version import __version__
from sealstack.templates_store.templates import TemplateStore
from sealstack.templates_store.trouble import DatabaseTroubleError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LOG = logging.getLogger(__name__)

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")

_KNOWN_ACTIONS = frozenset((*ACTIONS, *TYPES, SEALS[1:], DOCUMENTS[1:], rapidocr.PATH[1:]))


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
        service.settings.values.SettingsError: a setting is invalid, or the database cannot be opened.
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
    throttle = open_throttle(settings.data_dir.expanduser(), settings.rate_limit, settings.redis_url)
    keys = ApiKeys(settings.api_keys, throttle)
    templates = Templates(settings, inference, decoders, TemplateStore(database))
    custom_ocr = CustomOcr(settings, templates, keys)
    neighbours = (custom_ocr.neighbour(), rapidocr.greeting(keys), browsers_to_the_console())
    access = open_access(settings, database, throttle)
    gateway = Gateway(settings, inference, decoders, access, keys, templates, neighbours)

    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False
    app.extensions["settings"] = settings
    app.extensions["inference"] = inference
    app.extensions["decoders"] = decoders
    app.extensions["database"] = database
    app.extensions[STOPPING] = stopping = threading.Event()
    metrics, errors = Metrics(inference, _KNOWN_ACTIONS), LastErrors()
    observers = (metrics.observe, errors.observe, *trace_observers(settings.traces_url))
    log = RequestLog(ConsoleCalls(app.wsgi_app, settings, keys, access), *observers)
    app.wsgi_app = _behind_proxies(log, settings)  # type: ignore[method-assign, assignment]
    app.register_blueprint(health_pages(inference, database, stopping))
    app.register_blueprint(description_pages())
    app.register_blueprint(console_pages())
    app.register_blueprint(metrics.pages())
    app.register_blueprint(status_pages(settings, inference, open_account_store(settings, database), errors))
    app.register_blueprint(paddle_pages(settings, inference, decoders))
    app.register_blueprint(rapidocr.rapidocr_pages(settings, inference, decoders))
    app.register_blueprint(custom_ocr.pages())
    _add_the_gateway(app, gateway)
    _close_with_keys(app, keys, settings)
    _answer_errors_in_json(app, gateway, custom_ocr)
    _add_the_version(app)
    return app


def _add_the_gateway(app: Flask, gateway: Gateway) -> None:
    """Have it answer at `/`, whatever the method."""
    app.add_url_rule(
        "/",
        "gateway",
        lambda: gateway.answer(request),
        methods=_METHODS,
        provide_automatic_options=False,
    )


def _behind_proxies(application: WSGIApplication, settings: Settings) -> WSGIApplication:
    """Take the caller's address as the trusted proxies give it."""
    hops = settings.trusted_proxies
    return ProxyFix(application, x_for=hops, x_proto=0) if hops else application


def _add_the_version(app: Flask) -> None:
    @app.after_request
    def add(response: Response) -> Response:
        response.headers["X-Sealstack-Version"] = __version__
        return response


def _bundled(settings: Settings) -> Readers:
    # imported here so that an application with readers of its own needs no networks
    from sealstack.service.readers.engine import EngineReaders

    return EngineReaders(settings)


def _close_with_keys(app: Flask, keys: ApiKeys, settings: Settings) -> None:
    @app.before_request
    def check() -> None:
        if REFUSAL in request.environ:
            drain_unread(request)
            raise request.environ[REFUSAL]
        if request.path == "/" or is_console(request.path):
            return  # the dialects at `/` look at their own credentials, and the page has nothing to hide
        try:
            keys.check(request)
            if request.path in (SEALS, DOCUMENTS, rapidocr.PATH):
                _count(keys)
            if keys.is_open and request.path not in HEALTH_PATHS:
                require_known_host(request, settings)
        except (Unauthorized, ForeignPageError, TooManyRequests, ServiceUnavailable):
            drain_unread(request)
            raise


def _count(keys: ApiKeys) -> None:
    """Count a call against the rate of its key; each dialect answers what this raises in its own shape.

    Raises:
        TooManyRequests: as many were made as may be.
        ServiceUnavailable: calls cannot be counted at present.
    """
    try:
        keys.count(request)
    except RateExceededError as error:
        said = f"A key may make up to {error.rate} calls a second. Try again later."
        raise TooManyRequests(said, retry_after=1) from None
    except DatabaseTroubleError as error:
        raise ServiceUnavailable(
            f"Try again later: {logged_reason(error).render('en-US')}", retry_after=1
        ) from None


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
        described = {"code": error.name.replace(" ", ""), "message": error.description}
        # nobody knows which dialect an unknown path is meant in: the answer is in all of them
        response = jsonify(error=described, detail=error.name, **paddle.refusal(status, error.name))
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
