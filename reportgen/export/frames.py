"""Figures, indicators, scores and findings as pandas frames, each row with its place; what is missing with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from reportgen.export.findings import legible
from reportgen.export.results import grade_of
from reportgen.model.place import NOWHERE, Place
from reportgen.model.values import Reason

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog
    from reportgen.model.dataset import Dataset
    from reportgen.model.definition import Text
    from reportgen.model.finding import Finding

Columns = Mapping[str, str]
"""Name of a column → its type."""
NUMBER: Final = "float64"
WORD: Final = "object"
"""A text, or None."""
WHERE: Final[Columns] = {"workbook": WORD, "sheet": WORD, "cell": WORD, "line": WORD}
"""Where a row stands; None where it stands nowhere, or in more than one place."""
NAMED: Final[Columns] = {"name_zh": WORD, "name_en": WORD}
OF: Final[Columns] = {"entity": WORD, "period": WORD}
VALUED: Final[Columns] = {"value": NUMBER, "unit": WORD, "reason": WORD}
ITEMS: Final[Columns] = {**OF, "item": WORD, "view": WORD, **NAMED, **VALUED, "derived": "bool", **WHERE}
INDICATORS: Final[Columns] = {**OF, "indicator": WORD, **NAMED, **VALUED, "flags": WORD, **WHERE, "sources": WORD}
SCORES: Final[Columns] = {
    **OF,
    "scheme": WORD,
    "level": WORD,
    "id": WORD,
    "part": WORD,
    "ability": WORD,
    "weight": NUMBER,
    "effective_weight": NUMBER,
    "score": NUMBER,
    "points": NUMBER,
    "grade": WORD,
    "reason": WORD,
    **WHERE,
}
FINDINGS: Final[Columns] = {
    "severity": WORD,
    "rule": WORD,
    "message_zh": WORD,
    "message_en": WORD,
    "fix_zh": WORD,
    "fix_en": WORD,
    **WHERE,
    "cause": WORD,
}


def items(dataset: Dataset, catalog: Catalog) -> pd.DataFrame:
    """All figures that were read, as `ITEMS`; those that are there and could not be taken without a value."""
    return _frame((*_read(dataset, catalog), *_not_taken(dataset, catalog)), ITEMS)


def items_of(materials: Sequence[Material]) -> pd.DataFrame:
    """The figures of each hospital in its period, and those that its scored indicators ask for and that are missing."""
    rows: list[dict[str, Any]] = []
    for one in materials:
        whose = (one.entity, one.period)
        rows += _read(one.dataset, one.catalog, whose)
        rows += _not_taken(one.dataset, one.catalog, whose)
        there = {(row["item"], row["period"], row["view"]) for row in rows if row["entity"] == one.entity}
        rows += _missing(one, there)
    return _frame(rows, ITEMS)


def indicators(materials: Sequence[Material]) -> pd.DataFrame:
    """Every indicator of the catalogue for each hospital, as `INDICATORS`: its value, or the reason why there is none.

    `sources` are all cells behind a value as a page of a report writes them.
    """
    return _frame((row for one in materials for row in _indicators(one)), INDICATORS)


def scores(materials: Sequence[Material]) -> pd.DataFrame:
    """The indicators that the scheme scores, abilities, parts and the total of each hospital, as `SCORES`."""
    return _frame((row for one in materials for row in _scores(one)), SCORES)


def findings(found: Iterable[Finding], catalog: Catalog) -> pd.DataFrame:
    """What was found, as `FINDINGS`, in the order in which it was found."""
    return _frame((_finding(one, catalog) for one in found), FINDINGS)


def _frame(rows: Iterable[Mapping[str, Any]], columns: Columns) -> pd.DataFrame:
    """A frame of these columns whatever is in it; a text that is not there is None, a number NaN."""
    import pandas as pd

    listed = list(rows)
    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in listed], dtype=kind) for name, kind in columns.items()}
    )


def where(place: Place | None) -> dict[str, Any]:
    """The columns of a place."""
    found = place or NOWHERE
    return {"workbook": legible(found.file) or None, "sheet": found.sheet, "cell": found.cell, "line": found.line}


def _named(name: Text | None, otherwise: str) -> dict[str, Any]:
    return {"name_zh": name.zh if name else otherwise, "name_en": name.en if name else otherwise}


def _item(item: str, catalog: Catalog) -> dict[str, Any]:
    known = catalog.items.get(item)
    return {"item": item, **_named(known.name if known else None, item), "unit": known.unit if known else None}


def _read(dataset: Dataset, catalog: Catalog, whose: tuple[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Every value of the dataset, or those of a hospital in a period."""
    table = dataset.values if whose is None else dataset.values.loc[[whose]] if whose in dataset.values.index else None
    if table is None:
        return
    names = {item: _item(item, catalog) for item in set(map(str, table.columns.get_level_values(0)))}
    columns = [(str(column[0]), str(column[1])) for column in table.columns]
    for index, row in zip(table.index, table.to_numpy(), strict=True):
        entity, period = str(index[0]), str(index[1])
        for (item, view), value in zip(columns, row, strict=True):
            if value == value:  # noqa: PLR0124 - not NaN
                key = (item, entity, period, view)
                own = {"entity": entity, "period": period, "view": view, "value": float(value)}
                yield {**own, **names[item], "derived": dataset.derived(key), **where(dataset.place(key))}


def _not_taken(dataset: Dataset, catalog: Catalog, whose: tuple[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Figures that are there and could not be taken, and so have no value."""
    for (item, entity, period), places in sorted(dataset.unread.items()):
        if whose in {None, (entity, period)}:
            own = {"entity": entity, "period": period, "view": "", "reason": str(Reason.INVALID_INPUT)}
            yield {**own, **_item(item, catalog), "derived": False, **where(places[0] if places else None)}


def _missing(material: Material, there: set[tuple[str, str, str]]) -> Iterator[dict[str, Any]]:
    """What scored indicators ask for in the period itself and does not have, each once."""
    seen = set(there)
    for scored in material.evaluation.indicators:
        if scored.id not in material.catalog.indicators:
            continue
        for leaf in material.derive(scored.id).items():
            key = (leaf.id, leaf.period, leaf.view)
            if leaf.value is None and leaf.period == material.period and key not in seen:
                seen.add(key)
                own = {"entity": material.entity, "period": leaf.period, "view": leaf.view, "derived": False}
                yield {**own, **_item(leaf.id, material.catalog), "reason": str(leaf.reason or Reason.MISSING_INPUT)}


def _indicators(material: Material) -> Iterator[dict[str, Any]]:
    for identifier, definition in material.catalog.indicators.items():
        if definition.obsolete:
            continue
        now = material.values.at(identifier, material.entity, material.period)
        places = _places(material, identifier)
        yield {
            "entity": material.entity,
            "period": material.period,
            "indicator": identifier,
            **_named(definition.name, identifier),
            "value": now.value,
            "unit": definition.unit,
            "reason": str(now.reason) if now.reason else None,
            "flags": tuple(map(str, now.flags)),
            **where(places[0] if len(places) == 1 else None),
            "sources": tuple(map(str, places)),
        }


def _places(material: Material, identifier: str) -> tuple[Place, ...]:
    """The cells behind an indicator, each once, in the order of its formula."""
    leaves = material.derive(identifier).items()
    return tuple(dict.fromkeys(leaf.place for leaf in leaves if leaf.place is not None))


def _scores(material: Material) -> Iterator[dict[str, Any]]:
    found = material.evaluation
    own = {"entity": material.entity, "period": material.period, "scheme": material.scheme_id}
    for row in found.indicators:
        yield {
            **own,
            "level": "indicator",
            "id": row.id,
            "part": row.part,
            "ability": row.ability,
            "weight": row.weight,
            "effective_weight": row.effective_weight,
            "score": row.score,
            "points": row.points,
            "grade": grade_of(row.score, material),
            "reason": str(row.reason) if row.reason else None,
            **_only_place(material, row.id),
        }
    for ability in found.abilities:
        graded = {"score": ability.score, "grade": str(ability.grade) if ability.grade else None}
        reason = None if ability.score is not None else _shared(material, ability.id)
        named = {"id": ability.id, "part": ability.part, "reason": reason}
        yield {**own, "level": "ability", "weight": ability.weight, **graded, **named}
    for part in found.parts:
        reason = None if part.score is not None else str(part.withheld or Reason.MISSING_INPUT)
        yield {**own, "level": "part", "id": part.id, "weight": part.share, "score": part.score, "reason": reason}
    if found.parts:
        withheld = next((part.withheld for part in found.parts if part.withheld), Reason.MISSING_INPUT)
        whole = {"id": material.scheme_id, "grade": str(found.grade) if found.grade else None}
        reason = None if found.score is not None else str(withheld)
        yield {**own, "level": "total", "weight": 1.0, "score": found.score, **whole, "reason": reason}


def _shared(material: Material, ability: str) -> str:
    """Why an ability has no score: what all its indicators lack, or that something is missing."""
    reasons = {row.reason for row in material.evaluation.indicators if row.ability == ability and row.reason}
    return str(reasons.pop() if len(reasons) == 1 else Reason.MISSING_INPUT)


def _only_place(material: Material, identifier: str) -> dict[str, Any]:
    """The cell behind a scored row where there is one and no other; rows of experts have none."""
    places = _places(material, identifier) if identifier in material.catalog.indicators else ()
    return where(places[0] if len(places) == 1 else None)


def _finding(found: Finding, catalog: Catalog) -> dict[str, Any]:
    said = catalog.messages.both(found)
    fix = {} if said.fix is None else {"fix_zh": legible(said.fix.zh), "fix_en": legible(said.fix.en)}
    words = {"message_zh": legible(said.message.zh), "message_en": legible(said.message.en)}
    cause = found.cause[0] if found.cause else None
    return {"severity": str(said.severity), "rule": found.rule, **words, **fix, **where(found.place), "cause": cause}
