"""ratings.csv of a case: what was rated on five levels, when, how, and on what evidence.

A level counts as the share of the full mark that the evaluation of 2002 gives it: 1.0, 0.8, 0.6, 0.4, 0.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from reportgen.catalog import Catalog
from reportgen.formula.functions import nearest
from reportgen.intake import opening
from reportgen.intake.experts import MARKS, levels_known
from reportgen.intake.labels import bare
from reportgen.intake.reading import Reading
from reportgen.intake.sheets import Sheet
from reportgen.model.casefile import Case
from reportgen.model.dataset import Dataset, Key, Observation, View, extended
from reportgen.model.expression import Name
from reportgen.model.finding import Finding
from reportgen.model.period import PATTERN
from reportgen.model.place import Place
from reportgen.model.schemes import Grade

FILE: Final = "ratings.csv"
REQUIRED: Final = ("item", "period", "level", "evidence")
COEFFICIENTS: Final = dict(zip(Grade, (1.0, 0.8, 0.6, 0.4, 0.2), strict=True))
LEVEL: Final = "level"
"""Unit of the items that are rated."""


@dataclass(frozen=True, eq=False)
class _RatingFile:
    """The file while it is read; `names` and `levels` are words → item and words → level."""

    sheet: Sheet
    heads: Mapping[str, int]
    names: Mapping[str, str]
    levels: Mapping[str, Grade]
    dataset: Dataset
    own: str | None
    findings: list[Finding] = field(default_factory=list)
    kept: dict[Key, tuple[Observation, str]] = field(default_factory=dict)

    def text(self, row: int, name: str) -> str:
        """A cell as text, empty where there is no such column."""
        return str(self.sheet.rows[row][self.heads[name]]).strip() if name in self.heads else ""

    def place(self, row: int, name: str) -> Place:
        """Where a cell stands: its line and its column in the table."""
        return Place(FILE, line=row + 1, column=self.heads.get(name, 0) + 1)

    def find(self, rule: str, row: int, name: str, **facts: object) -> None:
        """Tell about a cell."""
        self.findings.append(Finding(rule, self.place(row, name), facts))  # type: ignore[arg-type]


def rated(reading: Reading, case: Case, catalog: Catalog) -> Reading:
    """The reading with its ratings and their evidence; as it was where the case has no ratings."""
    path = case.folder / FILE
    if not path.is_file() or path.is_symlink():
        return reading
    sheet, findings = opening.text_sheet(path.read_bytes(), FILE)
    if sheet is None or not sheet.rows:
        return replace(reading, findings=(*reading.findings, *findings))
    table = _opened(sheet, reading.dataset, case, catalog)
    lost = tuple(name for name in REQUIRED if name not in table.heads)
    if lost:
        told = Finding("N01", Place(FILE, line=1), {"heads": lost})
        return replace(reading, findings=(*reading.findings, *findings, told))
    for row in range(1, len(sheet.rows)):
        if any(str(cell).strip() for cell in sheet.rows[row]):
            _row(table, row, catalog)
    dataset = extended(
        reading.dataset,
        [observation for observation, _ in table.kept.values()],
        {key: evidence for key, (_, evidence) in table.kept.items() if evidence},
    )
    return replace(reading, dataset=dataset, findings=(*reading.findings, *findings, *table.findings))


def _opened(sheet: Sheet, dataset: Dataset, case: Case, catalog: Catalog) -> _RatingFile:
    words = _spelled({key: (key, text.zh, text.en) for key, text in catalog.words.under("rating").items()})
    heads = {words[key]: column for column, cell in enumerate(sheet.rows[0]) if (key := _key(cell)) in words}
    named = {grade: catalog.words[f"grade.{grade}"] for grade in Grade}
    levels = _spelled({str(grade): (str(grade), text.zh, text.en) for grade, text in named.items()})
    spelt = {_key(word): grade for word, grade in levels_known().items()}
    known = spelt | {word: Grade(grade) for word, grade in levels.items()}
    known |= {f"{mark:g}": grade for mark, grade in MARKS.items()}
    own = case.file.entity.id if case.file.entity else None
    return _RatingFile(sheet, heads, _items(catalog), known, dataset, own)


def _items(catalog: Catalog) -> dict[str, str]:
    """Words for every rated item: its own, and those of the indicator that is this item and nothing else."""
    rated_items = {name: item for name, item in catalog.items.items() if item.unit == LEVEL}
    found = _spelled({name: (name, item.name.zh, item.name.en) for name, item in rated_items.items()})
    for name, expression in catalog.expressions.items():
        if isinstance(expression, Name) and expression.id in rated_items:
            own = catalog.indicators[name]
            found |= {_key(word): expression.id for word in (name, own.name.zh, own.name.en)}
    return found


def _row(table: _RatingFile, row: int, catalog: Catalog) -> None:
    name, period, level = (table.text(row, column) for column in ("item", "period", "level"))
    if not (level or table.text(row, "evidence")):
        return  # a line of the form that nobody filled in
    item, grade = table.names.get(_key(name)), table.levels.get(_key(level))
    entity = table.text(row, "entity") or table.own
    if item is None:
        table.find("N02", row, "item", item=name[:60], nearest=nearest(name, [*catalog.items, *catalog.indicators]))
    if not PATTERN.fullmatch(period):
        table.find("N04", row, "period", text=period[:20])
    if grade is None:
        known = tuple(catalog.words[f"grade.{one}"].zh for one in Grade)
        table.find("N03", row, "level", text=level[:40], known=known)
    if entity is None:
        table.find("N07", row, "item")
    if item is None or grade is None or entity is None or not PATTERN.fullmatch(period):
        return
    key = (item, entity, period, str(View.PERIOD))
    if key in table.kept or table.dataset.value(*key) is not None:
        table.find("N06", row, "item", item=catalog.items[item].name, period=period)
        return
    value = COEFFICIENTS[grade]
    observation = Observation(item, entity, period, View.PERIOD, value, LEVEL, table.place(row, "level"))
    table.kept[key] = observation, table.text(row, "evidence")


def _spelled(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {_key(word): meaning for meaning, spellings in words.items() for word in spellings}


def _key(cell: object) -> str:
    return bare(str(cell)).lower()
