"""Sealstack's packages lie beside this one: whatever has the name of one of them may hide it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_OWN = ("models", "service", "templates_store", "migrations")


def require_own_packages() -> None:
    """Make sure that Sealstack's packages are those that Python finds by their names.

    Raises:
        ImportError: one is hidden by another module or package of its name; the message says where that is.
    """
    home = Path(__file__).resolve().parent.parent
    for name in _OWN:
        place = _place_of(name)
        if place is not None and (home / name).is_dir() and place != home / name:
            raise ImportError(
                f"{place} hides Sealstack's own package `{name}`: rename it, or start Python in another "
                "folder and without its folder in PYTHONPATH",
                name=name,
                path=str(place),
            )


def _place_of(name: str) -> Path | None:
    """The file of a module or the folder of a package; None where it is unknown."""
    try:
        spec = find_spec(name)
    except ValueError:  # somebody put a module there by hand
        return None
    if spec is None or not spec.has_location or spec.origin is None:
        return None
    path = Path(spec.origin).resolve()
    return path.parent if path.name == "__init__.py" else path
