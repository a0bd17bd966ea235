"""Where templates and styles lie: at the top of a source checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def folder(name: str) -> Path:
    """The folder `templates` or `styles`; of the wheel where it is one, else of the checkout, never both.

    Raises:
        FileNotFoundError: if the installation is damaged.
    """
    packed = _PACKAGE / "_data"
    place = (packed if packed.is_dir() else _PACKAGE.parent) / name
    if not place.is_dir():
        raise FileNotFoundError(place)
    return place
