"""What is told of files as a whole, once all of them are read.

Forms on which nothing of their period stands yet: a new year's file, filled in for last year (I112).

Figures that no sheet says whose they are, in a case that is of no hospital: told sheet by sheet, not read (I150).

Findings of one file that say the same thing of many of its sheets, told once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.intake.context import FigureBlock, told
from reportgen.model.dataset import View
from reportgen.model.finding import Fact, Finding
from reportgen.model.submitted import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.catalog import Catalog
    from reportgen.intake.context import FoundValues, ReadingContext
    from reportgen.model.dataset import Dataset, FormReading, Observation
    from reportgen.model.place import Place


BEFORE: Final = (View.OPEN, View.COMPARATIVE)


def begun(dataset: Dataset, catalog: Catalog) -> Iterator[Finding]:
    """A finding for each form that has columns of the time before its period alone; an empty one is told elsewhere."""
    stated = catalog.items_on_forms
    for form in dataset.forms:
        if form.form in catalog.forms and _is_begun(dataset, form, stated.get(form.form, ())):
            facts: dict[str, Fact] = {
                "form": catalog.forms[form.form].title,
                "entity": form.entity,
                "period": form.period,
            }
            yield Finding("I112", form.place, facts)


def _is_begun(dataset: Dataset, form: FormReading, stated: Iterable[str]) -> bool:
    whose, lines = (form.entity, form.period), tuple(stated)

    def has(views: Iterable[View]) -> bool:
        return any(dataset.value(item, *whose, view) is not None for view in views for item in lines)

    is_lost = any((item, *whose) in dataset.unread for item in lines)
    return not has(OWN) and not is_lost and has(BEFORE)


RULE: Final = "I150"


def settle_nameless(gathered: FoundValues, context: ReadingContext) -> None:
    """Leave out what is nobody's, told once for each sheet; in plain files it is the only hospital's that is named."""
    if "" not in gathered.entities:
        return
    if context.case is None:
        _give_to_the_only_one(gathered)
    if context.is_named(""):
        return
    lost: dict[tuple[str, str | None], list[Place]] = {}
    kept: list[Observation | FigureBlock] = []
    for part in gathered.observations:
        if _is_named(part):
            kept.append(part)
            continue
        kept += (one for one in told([part]) if one.entity)
        for one in _nameless(part):
            lost.setdefault((one.place.file, one.place.sheet), []).append(one.place)
    for places in lost.values():
        gathered.find(RULE, places[0], count=len(places))
    gathered.observations = kept
    gathered.forms = [one for one in gathered.forms if one.entity]
    gathered.doubtful = {key: places for key, places in gathered.doubtful.items() if key[1]}
    del gathered.entities[""]


def _give_to_the_only_one(gathered: FoundValues) -> None:
    """Sheets that name no hospital, where all others name one and the same: or nothing would hold them together."""
    names = [name for name, one in gathered.entities.items() if name and not one.is_total]
    if len(names) != 1:
        return
    (name,) = names
    gathered.observations = [_given(one, name) for one in gathered.observations]
    gathered.forms = [one if one.entity else _form_given(one, name) for one in gathered.forms]
    doubtful: dict[tuple[str, str, str], tuple[Place, ...]] = {}
    for (item, of, when), places in gathered.doubtful.items():
        key = (item, of or name, when)
        doubtful[key] = (*doubtful.get(key, ()), *places)
    gathered.doubtful = doubtful
    gathered.summands = {
        (item, of or name, when, view): parts for (item, of, when, view), parts in gathered.summands.items()
    }
    gathered.records = {
        register: [one if one.entity else replace(one, entity=name) for one in records]
        for register, records in gathered.records.items()
    }
    del gathered.entities[""]


def _given(part: Observation | FigureBlock, name: str) -> Observation | FigureBlock:
    if isinstance(part, FigureBlock):
        return replace(part, heads=tuple(replace(head, entity=head.entity or name) for head in part.heads))
    return part if part.entity else replace(part, entity=name)


def _form_given(form: FormReading, name: str) -> FormReading:
    lines = (replace(line, figures=tuple(replace(one, entity=name) for one in line.figures)) for line in form.own)
    return replace(form, entity=name, own=tuple(lines))


def _is_named(part: Observation | FigureBlock) -> bool:
    return all(head.entity for head in part.heads) if isinstance(part, FigureBlock) else bool(part.entity)


def _nameless(part: Observation | FigureBlock) -> Iterator[Observation]:
    return (one for one in told([part]) if not one.entity and not one.derived)


DIFFERS = "W17"
ONE_SHEET = frozenset({"I71"})
"""Told at each cell, and once a sheet after that."""
BLANK: Final = frozenset({"I78", "K22"})
"""Told at each form or register, and once a workbook after that, however many of them nobody has filled in."""


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one file, those that say the same of many cells or sheets once, with their count and places."""
    kept: list[Finding] = []
    at: dict[object, int] = {}
    for finding in findings:
        key = _key(finding)
        if key is None:
            kept.append(finding)
        elif key not in at:
            at[key] = len(kept)
            kept.append(replace(finding, facts={**finding.facts, "count": None if finding.rule in BLANK else 1}))
        else:
            first = kept[at[key]]
            places = (*first.places, finding.place)
            kept[at[key]] = replace(first, facts={**first.facts, "count": len(places) + 1}, places=places)
    return kept


def _key(finding: Finding) -> object:
    """What findings that say the same have in common; None for one that stands by itself."""
    if finding.rule == DIFFERS:
        return finding.facts.get("name")
    if finding.rule in BLANK:
        return finding.rule, finding.facts.get("period")
    if finding.rule in ONE_SHEET or (finding.rule == "W05" and finding.place.cell):
        return finding.rule, finding.place.sheet, str(finding.facts)
    return None
