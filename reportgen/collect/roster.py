"""The hospitals that have to submit, from a table with a head: csv, xlsx or whatever else is read as a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.errors import Refused
from reportgen.intake.workbooks import contents, opening
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake.words.figures import Cell

LARGEST: Final = 50_000_000


@dataclass(frozen=True)
class Member:
    """A hospital of the roster.

    Attributes:
        due: day by which its submission has to be there; None where the roster does not say.
        received: day on which it came, as the agency's register has it; None where the file's own day counts.
    """

    id: str
    name: str
    group: str | None = None
    due: dt.date | None = None
    received: dt.date | None = None


def read(path: Path, catalog: Catalog) -> tuple[Member, ...]:
    """All hospitals of a roster, in its order.

    Raises:
        Refused: I03, I38 and others a file that cannot be read, G40 no column of ids, G41 an id twice, G42 nobody,
            G43 what is no day; all of them at once.
    """
    found, problems = opening.sheets(contents.bounded(path, LARGEST), path.name)
    for sheet in found:
        head = opening.find_columns(sheet.rows, catalog.words.under("collect.roster"), frozenset({"id"}))
        if head is not None:
            row, columns = head
            return _members(Path(path.name), sheet.name, sheet.rows, row, columns)
    raise Refused(problems or [Finding("G40", Place(path.name))])


def _members(
    path: Path, sheet: str | None, rows: Sequence[tuple[Cell, ...]], head: int, columns: Mapping[str, int]
) -> tuple[Member, ...]:
    problems: list[Finding] = []
    found: dict[str, Member] = {}
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        place = Place(path.name, sheet, line=number if sheet is None else None, cell=f"A{number}" if sheet else None)
        said = {key: row[index] for key, index in columns.items()}
        identifier = _text(said["id"])
        if not identifier:
            continue
        days = {key: _day(said.get(key, "")) for key in ("due", "received")}
        wrong = [key for key, day in days.items() if day is None and _text(said.get(key, ""))]
        problems += [Finding("G43", place, {"text": _text(said[key])}) for key in wrong]
        if identifier in found:
            problems.append(Finding("G41", place, {"id": identifier}))
        name = _text(said.get("name", "")) or identifier
        found[identifier] = Member(
            identifier, name, _text(said.get("group", "")) or None, days["due"], days["received"]
        )
    if problems or not found:
        raise Refused(problems or [Finding("G42", Place(path.name, sheet))])
    return tuple(found.values())


def _text(cell: Cell) -> str:
    """A cell as people read it: an id that a workbook keeps as a number has no point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _day(cell: Cell) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    for text in _written(_text(cell)):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            continue
    return None


def _written(text: str) -> Iterator[str]:
    """The ways in which a day may be meant: 2026-01-31, 2026/1/31, 2026.1.31."""
    yield text[:10]
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3:  # noqa: PLR2004 - year, month and day
        yield f"{parts[0]}-{parts[1]:0>2}-{parts[2]:0>2}"
