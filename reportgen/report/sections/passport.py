"""The passport of the printed numbers, on pages: indicators with the cells they rest on, scores with their rule."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.sources.passport_rows import PassportRow, formula_text, parts, unrounded, vouchers
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.place import Place
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.passport import ProvenanceEntry

ITEM: Final = "item."
VERDICT: Final = "verdict"
"""Before the ids of items, in keys of numbers."""


@dataclass(frozen=True)
class Passport:
    """Numbers with their rule or cell, and the other cells that the rules name, each once."""

    headline: Text
    rows: tuple[PassportRow, ...]
    cells: tuple[PassportRow, ...]


def passport(context: HospitalContext) -> Passport:
    """Scores, then indicators, then the key figures of page 1; then the cells of the indicators."""
    told = [i for i in context.evaluation.indicators if i.value is not None and gradings.is_quantitative(context, i)]
    rows = [*_scores(context), *(_indicator(context, indicator) for indicator in told), *_items(context)]
    named = {_cell(row) for row in rows if row.place}
    used = (row for indicator in told for row in parts(context, indicator.id))
    cells = {(row.name, row.unrounded, row.place, row.origin): row for row in used if _cell(row) not in named}
    return Passport(
        headline=context.say("passport.headline", n=len(rows)),
        rows=tuple(rows),
        cells=tuple(cells.values()),
    )


def _cell(row: PassportRow) -> tuple[str, str, str]:
    """Item, place and value; a place alone may be a whole line of a table of text."""
    return row.key.removeprefix(ITEM).partition(".")[0], row.place, row.unrounded


@dataclass(frozen=True)
class PageNumber:
    """A number with the anchor of the section in which it is printed, and the marks of its rule and its cells."""

    row: PassportRow
    section: str
    basis: str


@dataclass
class Files:
    """The files of cells, each with a mark in the order in which they come up."""

    marks: dict[str, str] = field(default_factory=dict)

    def short(self, place: Place) -> str:
        """A place with the mark of its file."""
        mark = self.marks.setdefault(place.file, f"F{len(self.marks) + 1}")
        within = str(replace(place, file="")).lstrip(" \u203a:")
        return f"{mark} {within}".strip()


@dataclass
class Rules:
    """The rules by which numbers were computed, each with a mark in the order in which they come up."""

    marks: dict[Text, str] = field(default_factory=dict)

    def short(self, rule: Text | None) -> str:
        """The mark of a rule; nothing for a number that was read."""
        return "" if rule is None else self.marks.setdefault(rule, f"R{len(self.marks) + 1}")


@dataclass(frozen=True)
class AllNumbers:
    """Every number that was entered, in the order of sections; rules and files of cells by their marks."""

    headline: Text
    note: Text
    files: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, Text], ...]
    groups: tuple[tuple[PageNumber, ...], ...]


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The main numbers, or all of them by page."""
    found = all_numbers(context) if options.word("of") == "all" else passport(context)
    return [Piece(options.entry, found)]


def _signed(entry: ProvenanceEntry) -> str:
    """The digits with their sign, where words beside them say it: a loss of 3.2 million."""
    is_bare = entry.value < 0 and any(digit in entry.printed for digit in "123456789")
    return f"{printing.MINUS}{entry.printed}" if is_bare and printing.MINUS not in entry.printed else entry.printed


def all_numbers(context: HospitalContext) -> AllNumbers:
    """Every number, grouped by the section that prints it with its full context."""
    groups: dict[str, list[PageNumber]] = {}
    files, rules = Files(), Rules()
    for key, entry in context.ledger.entries.items():
        place = "; ".join(files.short(place) for place in entry.places)
        origin = entry.origin
        if not place and origin is None and key.startswith("indicator."):
            origin = formula_text(context, key.split(".")[1])
        printed = printing.PrintedNumber(_with_unit(context, key, entry) or _signed(entry), entry.value)
        row = PassportRow(
            printed,
            entry.name,
            key,
            origin,
            place,
            unrounded(entry.value),
            is_part=False,
            voucher=vouchers(context, entry.places),
        )
        basis = " ".join(mark for mark in (rules.short(origin), place) if mark)
        groups.setdefault(entry.section, []).append(PageNumber(row, entry.section, basis))
    count = sum(len(rows) for rows in groups.values())
    return AllNumbers(
        headline=context.say("all_numbers.headline", n=count),
        note=context.say("all_numbers.note"),
        files=tuple((mark, file) for file, mark in files.marks.items()),
        rules=tuple((mark, rule) for rule, mark in rules.marks.items()),
        groups=tuple(tuple(rows) for rows in groups.values()),
    )


def _scores(context: HospitalContext) -> Iterator[PassportRow]:
    for key, entry in context.ledger.entries.items():
        if key.startswith("score."):
            yield PassportRow(entry.printed, entry.name, key, entry.origin, "", unrounded(entry.value), is_part=False)


def _indicator(context: HospitalContext, indicator: ScoredIndicator) -> PassportRow:
    assert indicator.value is not None
    definition = context.indicator(indicator.id)
    return PassportRow(
        printed=context.spoken(indicator.id, indicator.value).in_language(context.language),
        name=definition.name,
        key=indicator.id,
        origin=formula_text(context, indicator.id),
        place="",
        unrounded=unrounded(indicator.value),
        is_part=False,
    )


def _with_unit(context: HospitalContext, key: str, entry: ProvenanceEntry) -> str:
    """Money of page 1, which is printed there in the unit that suits it; empty for every other number."""
    item = context.material.catalog.items.get(key.removeprefix(ITEM)) if key.startswith(ITEM) else None
    if item is None or item.unit != "money" or entry.section != VERDICT:
        return ""
    return context.say.money(entry.value, with_unit=True).in_language(context.language)


def _items(context: HospitalContext) -> Iterator[PassportRow]:
    for key, entry in context.ledger.entries.items():
        if key.startswith(ITEM) and entry.section == VERDICT:
            printed = _with_unit(context, key, entry) or entry.printed
            place = "; ".join(str(place) for place in entry.places)
            booked = vouchers(context, entry.places)
            yield PassportRow(
                printed,
                entry.name,
                key,
                entry.origin,
                place,
                unrounded(entry.value),
                is_part=False,
                voucher=booked,
            )
