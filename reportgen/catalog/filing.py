"""The lines of the form of the national appraisal, one for each indicator of its list: what is to be filed in each.

A share asks for its two items, a count for the one; what is made of several statements or years is computed and asks
for nothing but a value to hold against it.

What a hospital filed, line by line: a row under another's name, a part above its whole and one item with two values
are not used, and each is told with its cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.model.blocks import AppraisalSource
from reportgen.model.definitions import PERCENT
from reportgen.model.expression import Binary, Call, Expression, Name, Number
from reportgen.model.finding import Finding
from reportgen.model.period import Period, PeriodKind

if TYPE_CHECKING:
    from reportgen.catalog.catalog import Catalog
    from reportgen.model.blocks import AppraisalRow, Pack
    from reportgen.model.finding import Fact
    from reportgen.model.place import Place
    from reportgen.model.registers import Record

REGISTER: Final = "filed_values"
"""The table in which a hospital files."""
ANNUALISED: Final = "annualised"
"""The function that leaves the figure of a whole year as it is."""
LISTS: Final = {"\u4e09": "appraisal_tertiary", "\u4e8c": "appraisal_secondary"}
"""How the level of a hospital begins (grade three, grade two), and the list by which it is appraised."""


@dataclass(frozen=True)
class FilingLine:
    """One line of the form.

    Attributes:
        number: of the row, or of a part of it such as 10.1.
        numerator, denominator: items to be filed; of a value that is one item, the numerator alone; none of what is
            computed.
        is_share: whether the numerator is a part of the denominator.
    """

    number: str
    row: AppraisalRow
    indicator: str
    numerator: str | None = None
    denominator: str | None = None
    is_share: bool = False

    @property
    def items(self) -> tuple[str, ...]:
        """The items that are filed in this line."""
        return tuple(item for item in (self.numerator, self.denominator) if item is not None)

    @property
    def is_value(self) -> bool:
        """Whether its one figure is filed as the value."""
        return self.numerator is not None and self.denominator is None


def list_of(level: str | None, named: str | None) -> str | None:
    """The list by which a hospital is appraised: the one that its case names, else that of its level; else None."""
    return named or next((pack for start, pack in LISTS.items() if (level or "").startswith(start)), None)


def lines(pack: Pack, catalog: Catalog, year: int) -> tuple[FilingLine, ...]:
    """The lines of a list for a year, in its order."""
    return tuple(_lines(pack, catalog, year))


def _lines(pack: Pack, catalog: Catalog, year: int) -> Iterator[FilingLine]:
    for number, row in pack.rows.items():
        if row.since is not None and year < row.since:
            continue
        for indicator, own in row.numbers(number).items():
            definition = catalog.indicators[indicator]
            part, whole = _filed(catalog.expressions[indicator], catalog)
            is_share = definition.unit == PERCENT and whole is not None and row.data_from is not AppraisalSource.FINANCE
            yield FilingLine(own, row, indicator, part, whole, is_share)


def _filed(tree: Expression, catalog: Catalog) -> tuple[str | None, str | None]:
    """The items of a quotient of two, or the one that a formula is; none of any other formula."""
    match tree:
        case Binary("*", Binary("/") as quotient, Number()):
            return _filed(quotient, catalog)
        case Binary("/", part, whole):
            above, below = _item(part, catalog), _item(whole, catalog)
            return (above, below) if above and below else (None, None)
    return _item(tree, catalog), None


def factor(tree: Expression) -> float:
    """By what a quotient is multiplied: 100 of what counts for each hundred, else 1."""
    match tree:
        case Binary("*", Binary("/"), Number(value)):
            return value
    return 1.0


def _item(tree: Expression, catalog: Catalog) -> str | None:
    match tree:
        case Call(function, (Name(name),)) if function == ANNUALISED:
            return name if name in catalog.items else None
        case Name(name) if name in catalog.items:
            return name
    return None


NUMBER: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
LEVEL: Final = re.compile(r"(?:level)?(\d)\D{0,1}")  # 5, level 5, 5 and the word for it
GRADES: Final = "abcd"
"""Letters of the public credit grade, best first."""
HUNDRED: Final = 100.0
HALF: Final = 0.5
FLOATING: Final = 1e-9
"""Of a last place; more than a quotient of counts can be off."""
ANSWERS: Final = {"appraised.yes": 1.0, "appraised.no": 0.0}


@dataclass(frozen=True)
class FiledLine:
    """What was filed in one line.

    Attributes:
        figures: item → value and cell; value: as filed, in the base unit.
        parts: the one item of a quotient that is filed alone; it is used for nothing.
        not_asked: why the row does not apply to the hospital, "" where it does.
    """

    line: FilingLine
    record: Record
    figures: Mapping[str, tuple[float, Place]] = field(default_factory=dict)
    value: float | None = None
    not_asked: str = ""
    parts: Mapping[str, tuple[float, Place]] = field(default_factory=dict)


@dataclass(frozen=True)
class Filed:
    """The lines that were filed for a year by number, and what is wrong with the others."""

    lines: Mapping[str, FiledLine]
    findings: tuple[Finding, ...]


def filed(records: Iterable[Record], asked: Iterable[FilingLine], catalog: Catalog) -> Filed:
    """What one hospital filed for one year, held against the lines that it is asked for."""
    known = {line.number: line for line in asked}
    found: dict[str, FiledLine] = {}
    findings: list[Finding] = []
    for record in records:
        line = known.get(plain(record.text("number")))
        if line is None:
            findings.append(_found("K23", record, "number", number=record.text("number")[:20]))
        elif plain(record.text("filed_name")) not in _names(line, catalog):
            name = catalog.indicators[line.indicator].name if len(line.row.indicators) > 1 else line.row.name
            facts: dict[str, Fact] = {"number": line.number, "text": record.text("filed_name")[:40], "name": name}
            findings.append(_found("K24", record, "filed_name", **facts))
        else:
            found[line.number] = _line(record, line, catalog, findings)
    return Filed(_without_contradictions(found, catalog, findings), tuple(findings))


def year_of(record: Record) -> int | None:
    """The year that a form is of; None where it states a part of one."""
    period = Period.parse(record.period)
    return period.year if period.kind is PeriodKind.YEAR else None


def plain(text: str) -> str:
    """Words as they are compared: without blanks, in plain letters."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _names(line: FilingLine, catalog: Catalog) -> set[str]:
    own = catalog.indicators[line.indicator].name
    names = (own,) if len(line.row.indicators) > 1 else (own, line.row.name)
    return {plain(words) for name in names for words in (name.zh, name.en)}


def _line(record: Record, line: FilingLine, catalog: Catalog, findings: list[Finding]) -> FiledLine:
    reason = record.text("not_asked")
    if reason:
        return FiledLine(line, record, not_asked=reason)
    value = _value(record, line, catalog, findings)
    if line.is_value:
        figures = {} if value is None else {line.items[0]: (value, record.place("filed_value"))}
        return FiledLine(line, record, figures, value)
    columns = dict(zip(line.items, ("numerator", "denominator"), strict=False))
    figures = {
        item: (number, record.place(column))
        for item, column in columns.items()
        if (number := record.number(column)) is not None
    }
    if 0 < len(figures) < len(line.items):
        return FiledLine(line, record, parts=figures)
    if figures and line.is_share and not _is_part(record, line, figures, findings):
        return FiledLine(line, record)
    return FiledLine(line, record, figures, value)


def _is_part(
    record: Record, line: FilingLine, figures: Mapping[str, tuple[float, Place]], findings: list[Finding]
) -> bool:
    """Whether the numerator of a share is not above its denominator (K25)."""
    (part, _), (whole, _) = (figures[item] for item in line.items)
    if part > whole:
        facts: dict[str, Fact] = {"number": line.number, "name": line.row.name, "part": part, "whole": whole}
        findings.append(_found("K25", record, "numerator", **facts))
    return part <= whole


def _value(record: Record, line: FilingLine, catalog: Catalog, findings: list[Finding]) -> float | None:
    """The value as filed; None for a blank and for what cannot be one (K30)."""
    text = record.text("filed_value")
    if not text:
        return None
    value = _read(plain(text), catalog, is_percent=catalog.indicators[line.indicator].unit == PERCENT)
    if value is None:
        facts: dict[str, Fact] = {"number": line.number, "name": line.row.name, "text": text[:40]}
        findings.append(_found("K30", record, "filed_value", **facts))
    return value


def _read(text: str, catalog: Catalog, *, is_percent: bool) -> float | None:
    """A number, a percentage as a fraction, a level, a grade of A to D, yes or no."""
    bare = text.removesuffix("%")
    if NUMBER.fullmatch(bare):
        number = float(bare.replace(",", ""))
        if bare != text:
            return number / HUNDRED if is_percent else None
        return number if not is_percent or abs(number) <= 1 else None
    for key, answer in ANSWERS.items():
        if text in {plain(catalog.words[key].zh), plain(catalog.words[key].en)}:
            return answer
    if text in set(GRADES):
        return float(GRADES.index(text) + 1)
    level = LEVEL.fullmatch(text)
    return float(level[1]) if level else None


def rounding(text: str) -> float:
    """By how much a value may differ from its quotient: half of the last place in which it is written.

    And as much more as floating point needs: 6.3 % is 6 of 96 rounded half up.
    """
    bare = plain(text)
    decimals = len(bare.removesuffix("%").partition(".")[2])
    return (HALF + FLOATING) * 10.0**-decimals / (HUNDRED if bare.endswith("%") else 1.0)


def _without_contradictions(
    found: Mapping[str, FiledLine], catalog: Catalog, findings: list[Finding]
) -> dict[str, FiledLine]:
    """The lines without items that two of them state differently (K27): neither value is used."""
    stated: dict[str, tuple[float, Place]] = {}
    torn: set[str] = set()
    for one in found.values():
        for item, (value, place) in one.figures.items():
            first, where = stated.setdefault(item, (value, place))
            if first != value:
                facts: dict[str, Fact] = {
                    "item": catalog.items[item].name,
                    "value": value,
                    "first": first,
                    "where": where,
                }
                findings.append(
                    Finding("K27", place, {**facts, "entity": one.record.entity, "period": one.record.period})
                )
                torn.add(item)
    return {
        number: one if torn.isdisjoint(one.figures) else FiledLine(one.line, one.record)
        for number, one in found.items()
    }


def _found(rule: str, record: Record, column: str, **facts: Fact) -> Finding:
    own: dict[str, Fact] = {"entity": record.entity, "period": record.period}
    return Finding(rule, record.place(column), {**own, **facts})
