"""Where the figures come from: each file with its source, its day, the periods it gave, and whether it is stale.

Over which periods the equations of the data were counted, so that a total can be found again on its pages.

What a correction changes, figure by figure, for every page that tells it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from reportgen.model.period import Period
from reportgen.model.standing import GRADE, RANK, apart
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.analysis.material import Material
    from reportgen.model.casefile import Provenance
    from reportgen.model.definition import Text
    from reportgen.model.standing import Correction
    from reportgen.report.desk.context import HospitalContext, SubjectContext
    from reportgen.report.desk.grades.group import GroupContext

    Row = tuple[Text, Text, Text]


@dataclass(frozen=True)
class FileOrigin:
    """One file that was read, or one that was announced and is not there.

    Attributes:
        file: its path, or the pattern that finds none.
        sha256: of its content, None where it is missing.
        declared: what case.yaml says of it.
        periods: the first and the last that it gave figures of this hospital for.
        stale: whether it is missing, or it and all others of its source end before the period.
    """

    file: str
    sha256: str | None
    declared: Provenance | None
    periods: tuple[str, str] | None
    stale: bool


def origins(material: Material) -> tuple[FileOrigin, ...]:
    """Every file read, then every announced source of which there is none."""
    declared = material.case.file.provenance
    reach = _reach(material)
    by_file = {file.name: _declared(file.name, declared) for file in material.files}
    last = Period.parse(material.period).sort_key()[:2]
    late = {one.file for one in declared if _is_late(one, by_file, reach, last, material)}
    found = [
        FileOrigin(file.name, file.sha256, one, reach.get(file.name), stale=one is not None and one.file in late)
        for file in material.files
        for one in (by_file[file.name],)
    ]
    there = {one.file for one in by_file.values() if one is not None}
    return (*found, *(FileOrigin(one.file, None, one, None, stale=True) for one in declared if one.file not in there))


def _declared(name: str, declared: tuple[Provenance, ...]) -> Provenance | None:
    return next((one for one in declared if fnmatchcase(name, one.file)), None)


def _is_late(
    one: Provenance,
    by_file: dict[str, Provenance | None],
    reach: dict[str, tuple[str, str]],
    last: tuple[int, int],
    material: Material,
) -> bool:
    """Whether the newest of the files of a source ends before the period, or was taken out before the period ended."""
    named = [name for name, other in by_file.items() if other is one and name in reach]
    ends = [Period.parse(reach[name][1]).sort_key()[:2] for name in named]
    ended = str(Period.parse(material.period).end(material.case.file.fiscal_year_start))
    return (bool(ends) and max(ends) < last) or (one.extracted is not None and one.extracted < ended)


def _reach(material: Material) -> dict[str, tuple[str, str]]:
    """The first and the last period that each file gave figures of the hospital for."""
    found: dict[str, set[str]] = {}
    for file, period in (*_figures(material), *_rows(material), *_rounds(material)):
        found.setdefault(file, set()).add(period)
    ordered = {file: sorted(periods, key=lambda one: Period.parse(one).sort_key()) for file, periods in found.items()}
    return {file: (periods[0], periods[-1]) for file, periods in ordered.items()}


def _rows(material: Material) -> Iterator[tuple[str, str]]:
    """Files of the registers with the periods of their rows."""
    for register in material.registers.by_id.values():
        for record in register.of(material.entity):
            if record.period and record.cells:
                yield record.place(next(iter(record.cells))).file, record.period


def _rounds(material: Material) -> Iterator[tuple[str, str]]:
    """Files of the experts' opinions that were used, with the dates that they bear."""
    for said in filter(None, (material.opinions, *material.earlier_opinions.values())):
        if said.period is not None:
            yield from ((sheet.file, said.period) for sheet in said.sheets)


def _figures(material: Material) -> Iterator[tuple[str, str]]:
    """Files of statements and data with the periods of their figures."""
    dataset = material.dataset
    heads = [tuple(map(str, head)) for head in dataset.values.columns.to_list()]
    for place, one in enumerate(dataset.values.index.to_list()):
        entity, period = map(str, one)
        if entity != material.entity:
            continue
        row = dataset.values.iloc[place].to_numpy()
        for (item, view), value in zip(heads, row, strict=True):
            where = None if math.isnan(value) else dataset.place((item, entity, period, view))
            if where is not None:
                yield where.file, period


def between(context: HospitalContext) -> int:
    """The equations of the period that stand on no single form: those between forms and those of activity."""
    material, period = context.material, context.material.period
    whole = material.quality.equations_checked
    if context.is_month and material.outcome is not None:
        whole, _ = material.outcome.equations(material.entity, period)
    return whole - sum(row.checked for row in material.quality.sources if row.period == period)


def failed(context: HospitalContext) -> int:
    """How many of the equations of the period do not tie."""
    material = context.material
    if context.is_month and material.outcome is not None:
        return material.outcome.equations(material.entity, material.period)[1]
    return material.quality.equations_failed


def counted(context: HospitalContext, key: str) -> tuple[str, dict[str, int]]:
    """The key of a sentence on the number of equations, with what it says of the periods.

    A month counts those of every month of its year so far that was read: then the key ends in ``.months``, with their
    number and how many of the equations are of the month itself. A year, and the only month, counts its own alone.
    """
    material = context.material
    months = sum(1 for month in material.analysis.books.all_months if month.year == context.period.year)
    if not context.is_month or months == 1 or material.outcome is None or not material.quality.equations_checked:
        return key, {}
    now, _ = material.outcome.equations(material.entity, material.period)
    return f"{key}.months", {"months": months, "now": now}


OF_TOTAL: Final = {"score": "verdict.total", GRADE: "correction.grade"}
OF_A_HOSPITAL: Final = {RANK: "correction.rank"}


def rows(office: SubjectContext, correction: Correction) -> Iterator[Row]:
    """Name, before and after of each figure, as printed then and now; said in a word where it was or is missing."""
    for change in correction.changes:
        name = _name(office, change.id, OF_TOTAL)
        yield name, _figure(office, change.id, change.before), _figure(office, change.id, change.after)


def rows_of_group(desk: GroupContext, correction: Correction) -> Iterator[tuple[Text, *Row]]:
    """The same of a group, with the name of the hospital before each."""
    for change in correction.changes:
        hospital, figure = _of_hospital(desk, change.id)
        named = desk.names.get(hospital, same(hospital)), _name(desk, figure, OF_TOTAL | OF_A_HOSPITAL)
        yield *named, _figure(desk, figure, change.before), _figure(desk, figure, change.after)


def _of_hospital(desk: GroupContext, identifier: str) -> tuple[str, str]:
    """Hospital and figure of an id; a hospital's own id stands for its total."""
    hospital, figure = apart(identifier)
    return (hospital, figure) if hospital in desk.names else (identifier, "score")


def _name(office: SubjectContext, identifier: str, words: Mapping[str, str]) -> Text:
    if identifier in words:
        return office.say(words[identifier])
    if identifier in office.material.catalog.indicators:
        unit = office.say.printed_unit(office.indicator(identifier))
        return office.say("correction.measured", name=office.name_of(identifier), unit=unit)
    return office.name_of(identifier) if office.knows(identifier) else same(identifier)


def _figure(office: SubjectContext, identifier: str, printed: str | None) -> Text:
    if printed is None:
        return office.say("control.absent")
    return office.say(f"grade.{printed}") if identifier == GRADE else same(printed)
