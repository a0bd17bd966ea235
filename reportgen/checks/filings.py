"""What was filed for the national appraisal, held against the hospital's own tables and against the year before.

K26: an item filed otherwise than the hospital's own tables have it. K28: a value that its numerator and denominator
do not give. K29: a value that jumped, without a remark. K32: a part without the
other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.catalog import filing
from reportgen.compute.cells import Cells
from reportgen.formula.context import Aspect
from reportgen.model.finding import Finding, Money
from reportgen.model.period import Period
from reportgen.model.terms import Terms

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.catalog.filing import FiledLine
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset
    from reportgen.model.finding import Fact
    from reportgen.model.registers import Registers

MONEY: Final = "money"
STEP: Final = 0.005
"""Half a fen, and far below one of anything that is counted."""
NOTHING: Final = 1e-9
"""What a quotient of decimals may lie beside them: 13 / 10 − 1 is more than 0.3."""
YEAR_BEFORE: Final = 1


def filings(tables: Registers, dataset: Dataset, catalog: Catalog, case: Case) -> Iterator[Finding]:
    """All years of all hospitals that filed."""
    settings, register = case.file.national_appraisal, tables[filing.REGISTER]
    name = filing.list_of(case.file.entity.level if case.file.entity else None, settings.pack)
    if name is None or name not in catalog.packs:
        return
    found: dict[tuple[str, int], Mapping[str, FiledLine]] = {}
    for entity in dict.fromkeys(record.entity for record in register.records):
        for period in register.periods(entity):
            records = list(register.of(entity, period))
            year = filing.year_of(records[0])
            if year is not None:
                asked = filing.lines(catalog.packs[name], catalog, year)
                found[entity, year] = filing.filed(records, asked, catalog).lines
    for (entity, year), lines in found.items():
        cells = Cells(dataset, catalog.items, entity, Terms(first_month=case.file.fiscal_year_start))
        before = found.get((entity, year - YEAR_BEFORE), {})
        told: set[str] = set()
        for number, one in lines.items():
            judged = _Judged(one, cells, Period.parse(str(year)), catalog)
            yield from judged.halves()
            yield from judged.items(told)
            yield from judged.value()
            yield from judged.jump(before.get(number), settings.jump)


@dataclass(frozen=True, eq=False)
class _Judged:
    """One line that was filed."""

    one: FiledLine
    cells: Cells
    year: Period
    catalog: Catalog

    def halves(self) -> Iterator[Finding]:
        """A part that somebody entered alone; what the own tables have was there from the start."""
        line = self.one.line
        for item, (_, place) in self.one.parts.items():
            if self.cells.figure(item, self.year, Aspect.YEAR_TO_DATE) is None:
                lost = next(other for other in line.items if other != item)
                yield Finding("K32", place, {**self._own(), "item": self.catalog.items[lost].name})

    def items(self, told: set[str]) -> Iterator[Finding]:
        """Items that the hospital's own tables have otherwise, each once however many lines it stands in."""
        for item, (value, place) in self.one.figures.items():
            own = self.cells.figure(item, self.year, Aspect.YEAR_TO_DATE)
            if own is None or own.value is None or own.place == place or abs(own.value - value) <= STEP:
                continue
            if item in told:
                continue
            told.add(item)
            is_money = self.catalog.items[item].unit == MONEY
            facts: dict[str, Fact] = {
                "item": self.catalog.items[item].name,
                "value": Money(value) if is_money else value,
                "own": Money(own.value) if is_money else own.value,
                "where": own.place,
            }
            yield Finding("K26", place, {**self._own(), **facts})

    def value(self) -> Iterator[Finding]:
        """A value that its own quotient does not give."""
        quotient = _quotient(self.one, self.catalog)
        text = self.one.record.text("filed_value")
        if self.one.value is None or quotient is None or self.one.line.is_value:
            return
        if abs(self.one.value - quotient) > filing.rounding(text):
            place = self.one.record.place("filed_value")
            yield Finding("K28", place, {**self._own(), "text": text, "right": round(quotient, 6)})

    def jump(self, before: FiledLine | None, limit: float) -> Iterator[Finding]:
        """A value that moved by more than a share of the year before's, and nothing is said of it."""
        now, then = self._filed(self.one), before and self._filed(before)
        if now is None or not then or self.one.record.text("filed_remark"):
            return
        change = now / then - 1
        if abs(change) - limit > NOTHING:
            facts: dict[str, Fact] = {"change": round(change * 100, 1), "limit": round(limit * 100, 1)}
            yield Finding("K29", self.one.record.place("number"), {**self._own(), **facts})

    def _filed(self, one: FiledLine) -> float | None:
        quotient = _quotient(one, self.catalog)
        return one.value if quotient is None else quotient

    def _own(self) -> dict[str, Fact]:
        line, record = self.one.line, self.one.record
        return {"number": line.number, "name": line.row.name, "entity": record.entity, "period": record.period}


def _quotient(one: FiledLine, catalog: Catalog) -> float | None:
    """The value that the filed items give; None where there are none, or nothing to divide by."""
    line = one.line
    if line.denominator is None or not one.figures:
        return None
    (part, _), (whole, _) = one.figures[line.items[0]], one.figures[line.items[1]]
    return part / whole * filing.factor(catalog.expressions[line.indicator]) if whole else None
