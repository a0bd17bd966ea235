"""The worksheet of a consolidation: what members have, what is eliminated, what the group has.

As JSON, ``reportgen/consolidation/1``, and as tables for spreadsheets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.export.findings import both, place
from reportgen.export.workbook import made, table
from reportgen.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.catalog import Catalog
    from reportgen.model.casefile import GroupFile
    from reportgen.model.consolidation import Elimination, Summand
    from reportgen.model.dataset import Dataset
    from reportgen.model.definition import Language, Text

SCHEMA: Final = "reportgen/consolidation/1"
OF_MEMBERS: Final = ("net_assets", "period_surplus", "period_balance_2012")
"""What belongs in part to others, where the group does not hold a member alone."""


@dataclass(frozen=True)
class Row:
    """One item of the group in one period.

    Attributes:
        parts: of each member, in their order.
        eliminated: lines of the table.
        total: of all members; None where one of them lacks it.
        minority: what of it belongs to others than the group.
    """

    item: str
    parts: tuple[Summand, ...]
    eliminated: tuple[Summand, ...]
    total: float | None
    value: float | None
    minority: float | None

    @property
    def lacking(self) -> tuple[Text, ...]:
        """The members that lack it."""
        return tuple(part.name for part in self.parts if part.value is None)

    @property
    def out(self) -> float | None:
        """What the eliminations come to."""
        return None if self.total is None else math.fsum(one.value or 0.0 for one in self.eliminated)


@dataclass(frozen=True, eq=False)
class Worksheet:
    """The whole sheet of one period.

    Attributes:
        members: in the order of the columns.
    """

    group: GroupFile
    period: str
    members: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: tuple[Elimination, ...]
    catalog: Catalog


def worksheet(
    whole: Dataset, catalog: Catalog, group: GroupFile, members: Sequence[str], lines: Sequence[Elimination]
) -> Callable[[str], Worksheet]:
    """What gives the sheet of a period of a consolidated dataset."""
    order = {name: number for number, name in enumerate(catalog.items)}
    items = sorted(whole.values.columns.unique(level=0), key=lambda item: order[item])

    def made_of(at: str) -> Worksheet:
        found = (_row(item, whole, group, members, at) for item in items)
        rows = tuple(row for row in found if any(part.value is not None for part in row.parts))
        asked = Period.parse(at).year
        year = tuple(line for line in lines if Period.parse(line.period).year == asked)
        return Worksheet(group, at, tuple(members), rows, year, catalog)

    return made_of


def _row(item: str, dataset: Dataset, group: GroupFile, members: Sequence[str], at: str) -> Row:
    parts = dataset.summands((item, group.id, at, ""))
    own, eliminated = parts[: len(members)], parts[len(members) :]
    amounts = [part.value for part in own if part.value is not None]
    total = round(math.fsum(amounts), 6) if len(amounts) == len(own) else None
    value = dataset.value(item, group.id, at)
    return Row(item, own, eliminated, total, value, _minority(item, own, group.shares, members))


def _minority(item: str, own: Sequence[Summand], shares: Mapping[str, float], members: Sequence[str]) -> float | None:
    """The parts of others; None where the group holds all its members alone, or a figure of such a one is missing."""
    held = [(part.value, shares.get(member, 1.0)) for part, member in zip(own, members, strict=True)]
    parts = [(value, share) for value, share in held if share < 1]
    if item not in OF_MEMBERS or not parts or any(value is None for value, _ in parts):
        return None
    return round(math.fsum((value or 0.0) * (1 - share) for value, share in parts), 6)


def document(sheet: Worksheet, version: str) -> dict[str, Any]:
    """As data: every figure with the cells and lines that it is made of."""
    return {
        "schema": SCHEMA,
        "program": version,
        "group": {"id": sheet.group.id, "name": both(sheet.group.name)},
        "period": sheet.period,
        "members": [{"id": one, "share": sheet.group.shares.get(one, 1.0)} for one in sheet.members],
        "items": [_listed(row, sheet) for row in sheet.rows],
    }


def _listed(row: Row, sheet: Worksheet) -> dict[str, Any]:
    return {
        "item": row.item,
        "name": both(sheet.catalog.items[row.item].name),
        "value": row.value,
        "sum": row.total,
        "eliminated": row.out,
        "minority": row.minority,
        "lacking": [both(name) for name in row.lacking],
        "members": [{"id": one, **_part(part)} for one, part in zip(sheet.members, row.parts, strict=True)],
        "eliminations": [_part(part) for part in row.eliminated],
    }


def _part(part: Summand) -> dict[str, Any]:
    places = [place(one) for one in part.places]
    return {"name": both(part.name), "value": part.value, "note": part.note or None, "places": places}


def rows(sheet: Worksheet, language: Language) -> Iterator[list[str | float | None]]:
    """The head, then an item in each row."""
    words = sheet.catalog.words.under("consolidation.head")
    names = [part.name.in_language(language) for part in sheet.rows[0].parts] if sheet.rows else []
    head = {key: words[key].in_language(language) for key in words}
    last = [head[key] for key in ("sum", "eliminated", "consolidated", "minority", "reason")]
    yield [head["item"], head["name"], *names, *last]
    for row in sheet.rows:
        name = sheet.catalog.items[row.item].name.in_language(language)
        amounts = [part.value for part in row.parts]
        yield [row.item, name, *amounts, row.total, row.out, row.value, row.minority, why(row, sheet.catalog, language)]


def why(row: Row, catalog: Catalog, language: Language) -> str:
    """Why the group lacks an item, "" where it has it."""
    members = "、".join(name.zh for name in row.lacking) if language == "zh" else ", ".join(n.en for n in row.lacking)
    said = catalog.words["consolidation.lacking"].in_language(language)
    return said.format(members=members) if row.lacking else ""


def workbook(sheet: Worksheet, language: Language) -> bytes:
    """The worksheet, and the lines of the table that it rests on."""
    words = {key: text.in_language(language) for key, text in sheet.catalog.words.under("consolidation").items()}
    heads = [words[key] for key in ("head.item", "from", "to", "counter", "amount", "why", "place")]
    lines = [
        [line.item, line.giver, line.receiver, line.counter, line.amount, line.reason, str(line.place)]
        for line in sheet.lines
    ]

    def fill(book: Any) -> None:
        table(book, words["title"], rows(sheet, language), (26, 30, *[18] * (len(sheet.members) + 4), 30))
        table(book, words["sheet"], [heads, *lines], (26, 14, 14, 26, 18, 40, 30))

    return made(fill)
