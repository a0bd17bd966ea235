"""The table of eliminations of a group: eliminations.csv or .xlsx beside case.yaml, a line for what two members share.

A line that cannot be right is told and eliminates nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.catalog.messages import in_a_row
from reportgen.formula.functions import nearest
from reportgen.intake.case import case_file
from reportgen.intake.case.folder import lone
from reportgen.intake.statements.lists import period_of
from reportgen.intake.words.figures import figure
from reportgen.intake.words.labels import bare
from reportgen.intake.workbooks import opening
from reportgen.model.consolidation import Elimination
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding, amount
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake.words.figures import Cell
    from reportgen.intake.workbooks.sheets import Sheet
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset

NAME: Final = "eliminations"
REQUIRED: Final = frozenset({"period", "giver", "receiver", "item", "counter", "amount"})
NEAR: Final = 0.005
VIEWS: Final = ("", "ytd")


@dataclass(frozen=True)
class Eliminations:
    """What was read of the table.

    Attributes:
        file: the table, "" where the case has none.
        lines: those that can be right by themselves.
    """

    file: str = ""
    lines: tuple[Elimination, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(eq=False)
class _EliminationReader:
    """The table while it is read."""

    sheet: Sheet
    columns: Mapping[str, int]
    catalog: Catalog
    members: Mapping[str, str]
    items: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    def lines(self, first: int) -> Iterator[Elimination]:
        """The lines below the head."""
        for row in range(first, len(self.sheet.rows)):
            if any(cell not in {"", None} for cell in self.sheet.rows[row]) and (line := self._line(row)):
                yield line

    def _line(self, row: int) -> Elimination | None:
        before = len(self.findings)
        period = period_of(self._cell(row, "period"))
        value = figure(self._cell(row, "amount")).value
        if period is None:
            self._find("Q04", row, "period", text=self._text(row, "period"))
        if value is None or value <= 0:
            self._find("Q05", row, "amount", text=self._text(row, "amount"))
        giver, receiver = (self._known(row, key, self.members, "Q02") for key in ("giver", "receiver"))
        item, counter = (self._known(row, key, self.items, "Q03") for key in ("item", "counter"))
        if giver and giver == receiver:
            self._find("Q06", row, "receiver", name=giver)
        reason = self._text(row, "reason")
        if len(self.findings) > before or period is None or value is None:
            return None
        if not reason:
            self._find("Q09", row, "giver")
        return Elimination(str(period), giver, receiver, item, counter, value, reason, self._place(row, "amount"))

    def _known(self, row: int, key: str, known: Mapping[str, str], rule: str) -> str:
        text = self._text(row, key)
        found = known.get(bare(text).lower(), "")
        if not found:
            self._find(rule, row, key, name=text or "-", nearest=nearest(text, set(known.values())))
        return found

    def _cell(self, row: int, key: str) -> Cell:
        return self.sheet.at(row, self.columns[key]) if key in self.columns else None

    def _text(self, row: int, key: str) -> str:
        cell = self._cell(row, key)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return "" if cell is None else str(cell).strip()

    def _place(self, row: int, key: str) -> Place:
        return self.sheet.place(row, self.columns.get(key, 0))

    def _find(self, rule: str, row: int, key: str, **facts: Fact) -> None:
        self.findings.append(Finding(rule, self._place(row, key), facts))


def has_eliminations(case: Case) -> bool:
    """Whether the case has such a table, empty or not."""
    return next(lone(case.folder, NAME), None) is not None


def read(case: Case, catalog: Catalog, dataset: Dataset, members: Sequence[str]) -> Eliminations:
    """The table of a case; what cannot be right is a finding at its cell."""
    source = next(lone(case.folder, NAME), None)
    shares = tuple(_shares(case, members))
    if source is None:
        return Eliminations(findings=shares)
    if case.file.group is None:
        return Eliminations(source.name, findings=(Finding("Q01", Place(source.name)),))
    sheets, problems = opening.sheets(source.content, source.name)
    found: list[Finding] = [*shares, *problems]
    lines: list[Elimination] = []
    words = catalog.words.under("elimination.head")
    for sheet in sheets:
        head = opening.find_columns(sheet.rows, words, REQUIRED)
        if head is None:
            if any(any(cell not in {"", None} for cell in row) for row in sheet.rows):
                found.append(Finding("Q08", sheet.whole, {"heads": _lost(sheet, words)}))
            continue
        reader = _EliminationReader(sheet, head[1], catalog, _names(case, dataset, members), _items(catalog))
        lines += reader.lines(head[0] + 1)
        found += reader.findings
    return Eliminations(source.name, tuple(lines), tuple(found))


def _lost(sheet: Sheet, words: Mapping[str, Text]) -> Text:
    """The columns that the first row lacks."""
    some = opening.find_columns(sheet.rows[:1], words, frozenset())
    lost = sorted(REQUIRED - set(some[1] if some else ()))
    return in_a_row(Text(zh=words[key].zh.split("/")[0], en=words[key].en.split("/")[0]) for key in lost)


def _shares(case: Case, members: Sequence[str]) -> Iterator[Finding]:
    """Q07: a share of a member that there is not."""
    group = case.file.group
    for name in sorted(set(group.shares) - set(members)) if group is not None else ():
        place = case_file.document(case.folder).key_place(("group", "shares", name))
        yield Finding("Q07", place, {"name": name, "nearest": nearest(name, members)})


def _names(case: Case, dataset: Dataset, members: Iterable[str]) -> dict[str, str]:
    """Members by id and by every name that they have."""
    found: dict[str, str] = {}
    for member in members:
        known, called = dataset.entities.get(member), case.file.name_of(member)
        words = [member, *([known.name] if known else []), *([called.zh, called.en] if called else [])]
        found.update({bare(word).lower(): member for word in words})
    return found


def _items(catalog: Catalog) -> dict[str, str]:
    """Lines by id, and by a name that is that of one line alone."""
    by: dict[str, set[str]] = defaultdict(set)
    for name, item in catalog.items.items():
        for word in {name, item.name.zh, item.name.en}:
            by[bare(word).lower()].add(name)
    ids = {name.lower(): name for name in catalog.items}
    return {word: next(iter(names)) for word, names in by.items() if len(names) == 1} | ids


def doubts(lines: Sequence[Elimination], dataset: Dataset) -> Iterator[tuple[Elimination, Finding]]:
    """Q11: there is no such figure; Q12: more is eliminated than the member has. Neither can be."""
    gone: dict[tuple[str, str, str], float] = defaultdict(float)
    for line in lines:
        for member, item in line.sides:
            values = (dataset.value(item, member, line.period, view) for view in VIEWS)
            has = next((value for value in values if value is not None), None)
            facts: dict[str, Fact] = {"member": member, "item": item, "period": line.period}
            if has is None:
                yield line, Finding("Q11", line.place, facts)
                continue
            gone[member, item, line.period] += line.amount
            if (much := gone[member, item, line.period]) > abs(has) + NEAR:
                sums: dict[str, Fact] = {"amount": amount(much, "money"), "has": amount(has, "money")}
                places = dataset.places((item, member, line.period, ""))
                yield line, Finding("Q12", line.place, {**facts, **sums}, places=places)
