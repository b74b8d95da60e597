"""Where the console is served, and how a browser that asks for `/` comes to it.

Its files hold nothing of anybody's and are open to all. Whatever the page shows it asks of the same endpoints
as every other client, with the same keys and signatures.
"""

from __future__ import annotations

from flask import Blueprint, Request, Response, abort, request

from sealstack.service.console.files import PAGE, BuiltFile, built_file
from sealstack.service.dialects.neighbour import Body, Neighbour

PATH = "/console/"

_YEAR = 31_536_000  # seconds

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""What the page may do: run its own files and ask its own service. Pictures are those that it was given."""

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Vary": "Accept-Encoding",
}


def console_pages() -> Blueprint:
    """Make `/console/` and everything below it."""
    pages = Blueprint("console", __name__)

    @pages.get(PATH, defaults={"name": PAGE})
    @pages.get(f"{PATH}<path:name>")
    def file(name: str) -> Response:
        found = built_file(name)
        if found is None:
            abort(404)
        return _sent(found)

    return pages


def is_console(path: str) -> bool:
    """Tell whether a path is the console's; its files are open to all."""
    return path == PATH.rstrip("/") or path.startswith(PATH)


def browsers_to_the_console() -> Neighbour:
    """Make what leads a browser that asks for `/`, and for nothing in particular, to the console."""

    def recognises(asked: Request, body: Body) -> bool:
        return (
            asked.method == "GET"
            and not asked.query_string
            and "text/html" in asked.headers.get("Accept", "")
            and not any(name.lower().startswith("x-tc-") for name in asked.headers.keys())  # noqa: SIM118
        )

    def lead(asked: Request) -> Response:
        # relative, so that it holds below the prefix of a proxy too
        return Response(status=302, headers={"Location": PATH.lstrip("/"), "Vary": "Accept"})

    return Neighbour(recognises, lead)


def _sent(found: BuiltFile) -> Response:
    takes_gzip = found.compressed is not None and request.accept_encodings["gzip"] > 0
    response = Response(
        found.compressed if takes_gzip else found.content,
        content_type=found.content_type,
        headers=_HEADERS,
    )
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{found.tag}-gzip" if takes_gzip else found.tag)
    if found.lasts:
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
