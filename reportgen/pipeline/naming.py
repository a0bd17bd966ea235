"""What becomes of names that are not known: answers understood, and the files that they are written into."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen import intake
from reportgen.errors import Refused
from reportgen.formula.functions import nearest
from reportgen.intake.case.folder import refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.writing import replace

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake import Doubted

YES: Final = frozenset({"y", "yes"})
LEFT: Final = frozenset({"u", "unread"})
OWN: Final = "items/own.yaml"
MAPPING: Final = "mapping.yaml"

Chosen = Mapping["Doubted", str]
"""What becomes of each name: an item, ``unread``, or ``new`` and the id of an item of one's own."""


def choice(said: str, name: Doubted, catalog: Catalog) -> str | None:
    """What an answer means, None where it means nothing."""
    word = said.lower()
    if word in YES:
        return name.nearest[0][0]
    if word in LEFT:
        return intake.UNREAD
    if word.isdecimal():
        return name.nearest[int(word) - 1][0] if 0 < int(word) <= len(name.nearest) else None
    if (own := intake.NEW.fullmatch(said)) is not None:
        return None if own[1] in catalog.items else said
    return said if said in catalog.items else None


def wrong(said: str, name: Doubted, catalog: Catalog, file: str) -> Finding:
    """C72, with the nearest item."""
    return Finding("C72", Place(file), {"name": name.label, "value": said, "nearest": nearest(said, catalog.items)})


def texts(folder: Path, chosen: Chosen, catalog: Catalog) -> dict[str, str]:
    """The files of a case as they will be, by name.

    Items of one's own stand in items/own.yaml; names, columns and what is left unread in mapping.yaml.
    """
    found: dict[str, str] = {}
    new = {own[1]: name for name, said in chosen.items() if (own := intake.NEW.fullmatch(said))}
    if new:
        found[OWN] = intake.own_items(_text(folder / OWN), new, catalog)
    mapped = {
        name: own[1] if (own := intake.NEW.fullmatch(said)) else said
        for name, said in chosen.items()
        if said != intake.UNREAD
    }
    columns: dict[int, dict[str, str]] = {}
    for name, item in mapped.items():
        if name.source is not None:
            columns.setdefault(name.source, {})[name.label] = item
    text = _text(folder / MAPPING)
    text = intake.with_columns(text, columns) if columns else text
    text = intake.with_names(text, {name.label: item for name, item in mapped.items() if name.source is None})
    found[MAPPING] = intake.with_unread(text, [name.label for name, said in chosen.items() if said == intake.UNREAD])
    return found


def take(folder: Path, chosen: Chosen, catalog: Catalog) -> None:
    """Write what was chosen into the case.

    Raises:
        Refused: I06 where a link stands in the place of the folder of one's own items.
    """
    if not chosen:
        return
    for name, text in texts(folder, chosen, catalog).items():
        path = folder / name
        if path.parent != folder:
            _insist_on_plain(path.parent, folder)
        replace(path, text.encode())


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig") if path.exists() else ""


def _insist_on_plain(path: Path, folder: Path) -> None:
    """See that what is written for a case stays in it."""
    findings: list[Finding] = []
    if (path.exists() or path.is_symlink()) and refused(path, folder, findings):
        raise Refused(findings)
