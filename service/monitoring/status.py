"""`/status`: how the service is set up, its accounts and limits, and the last errors; without secrets."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from sealstack.service.accounts.account import Account
from sealstack.service.accounts.api_keys import admitted_account
from sealstack.service.accounts.store import AccountStore
from sealstack.service.http.foreign_pages import require_own_page
from sealstack.service.monitoring.errors import LastErrors
from sealstack.service.readers.inference import Inference
from sealstack.service.settings.settings import Settings
from sealstack.service.version import __version__
from sealstack.templates_store.trouble import DatabaseTroubleError

_LOG = logging.getLogger(__name__)

_SHOWN = 8


def status_pages(
    settings: Settings, inference: Inference, accounts: AccountStore, errors: LastErrors
) -> Blueprint:
    """Make `/status`.

    Args:
        settings: how the service is set up.
        inference: what it reads with.
        accounts: those that are stored.
        errors: the last ones.
    """
    pages = Blueprint("status", __name__)

    @pages.get("/status")
    def status() -> Response:
        if not settings.api_keys:
            require_own_page(request, settings)
        response = jsonify(
            version=__version__,
            provider=inference.readers.provider or None,
            loaded=inference.readers.loaded,
            stuck_readings=inference.stuck,
            settings=_settings(settings),
            closed={"tencent": _is_closed(settings, accounts), "others": bool(settings.api_keys)},
            accounts=_accounts(settings, accounts),
            errors=errors.latest(admitted_account()),
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    return pages


def _settings(settings: Settings) -> Mapping[str, Any]:
    return {
        "device": settings.device,
        "precision": settings.precision,
        "text_model": settings.text_model,
        "own_models": settings.model_dir is not None,
        "workers": settings.worker_count,
        "readings": settings.reading_count,
        "queue": settings.queue,
        "decoders": settings.decoders,
        "reading_seconds": settings.reading_seconds,
        "max_seals": settings.max_seals,
        "max_pixels": settings.max_pixels,
        "max_image_base64": settings.max_image_base64,
        "rate_limit": settings.rate_limit,
    }


def _is_closed(settings: Settings, accounts: AccountStore) -> bool | None:
    """Whether the Tencent dialect wants signatures; None while the database cannot be asked."""
    try:
        return bool(settings.secret_id) or accounts.door.is_shut or not accounts.is_empty()
    except (SQLAlchemyError, DatabaseTroubleError) as error:
        _LOG.warning("the accounts cannot be read: %s", error)
        return None


def _accounts(settings: Settings, accounts: AccountStore) -> list[dict[str, Any]] | None:
    """List the accounts for whoever has a key, or the one that asks; None for others."""
    if not settings.api_keys:
        return None
    try:
        only = admitted_account()
        return [_account(one) for one in accounts.all() if only in (None, one.secret_id)]
    except (SQLAlchemyError, DatabaseTroubleError) as error:
        _LOG.warning("the accounts cannot be listed: %s", error)
        return None


def _account(account: Account) -> dict[str, Any]:
    return {
        "secret_id": f"{account.secret_id[:_SHOWN]}…",
        "name": account.name,
        "state": str(account.state),
        "rates": dict(account.rates),
        "package_remaining": account.package_remaining,
    }
