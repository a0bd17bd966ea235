"""Whether the data of a group can be trusted: completeness of each hospital by source, errors, figures restated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.league import RANKED_FROM, UNFLAGGED_FROM
from reportgen.model import printing
from reportgen.model.known import count
from reportgen.report.desk.notes import Notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.report.desk.group import GroupDesk

FULL: Final = 0.9995
MOST_FORMS: Final = 8
"""Forms that stand side by side."""
NAME_MM: Final = 52.0
WHOLE_MM: Final = 18.0
COUNT_MM: Final = 15.0
REST_MM: Final = 172.0


@dataclass(frozen=True)
class GridCell:
    """Completeness of one form; `style` is full, part or none."""

    text: str
    style: str


@dataclass(frozen=True)
class GridRow:
    """One hospital."""

    name: Text
    completeness: str
    style: str
    cells: tuple[GridCell, ...]
    ties: str
    errors: str
    warnings: str
    adjusted: str


@dataclass(frozen=True)
class GroupQuality:
    """The page, or pages."""

    headline: Text
    lead: tuple[Text, ...]
    forms: tuple[Text, ...]
    widths: tuple[float, ...]
    rows: tuple[GridRow, ...]
    absent: tuple[Text, ...]
    missing: int
    notes: tuple[Text, ...]


def group_quality(desk: GroupDesk) -> GroupQuality:
    """Hospitals in the order of their completeness, the least complete first."""
    notes, material = Notes(), desk.material
    members = sorted(material.members, key=lambda member: (member.quality.completeness, member.entity))
    counts = Counter(
        source.form for member in members for source in member.quality.sources if source.period == material.period
    )
    forms = tuple(sorted(counts, key=lambda form: (-counts[form], form))[:MOST_FORMS])
    adjusted: dict[str, list[str]] = {}
    for item, entity, period, _ in material.dataset.adjustments:
        if period == material.period:
            adjusted.setdefault(entity, []).append(f"item.{item}.{period}")
    width = (REST_MM - NAME_MM - WHOLE_MM - 4 * COUNT_MM) / max(len(forms), 1)
    name = NAME_MM if forms else REST_MM - WHOLE_MM - 4 * COUNT_MM
    return GroupQuality(
        headline=_headline(desk, members),
        lead=tuple(_lead(desk, members)),
        forms=tuple(_form(desk, form) for form in forms),
        widths=(round(name, 2), WHOLE_MM, *[round(width, 2)] * len(forms), *[COUNT_MM] * 4),
        rows=tuple(_row(desk, member, forms, adjusted.get(member.entity, ()), notes) for member in members),
        missing=count(material.absent),
        absent=tuple(desk.names.get(hospital, desk.say("group.no_level")) for hospital in material.absent),
        notes=(_note(desk), *notes.lines()),
    )


def _headline(desk: GroupDesk, members: list[Material]) -> Text:
    full = desk.count(one.entity for one in members if one.quality.completeness >= UNFLAGGED_FROM)
    limit = printing.percent(UNFLAGGED_FROM, 0)
    return desk.say("group.quality.headline", n=desk.count(one.entity for one in members), full=full, limit=limit)


def _lead(desk: GroupDesk, members: list[Material]) -> Iterator[Text]:
    low = desk.count(one.entity for one in members if one.quality.completeness < RANKED_FROM)
    checked = sum(member.quality.equations_checked for member in members)
    failed = sum(member.quality.equations_failed for member in members)
    yield desk.say("group.quality.ties", checked=checked, failed=failed)
    if low:
        yield desk.say("group.quality.low", n=low, limit=printing.percent(RANKED_FROM, 0))


def _note(desk: GroupDesk) -> Text:
    limits = {"unflagged": printing.percent(UNFLAGGED_FROM, 0), "ranked": printing.percent(RANKED_FROM, 0)}
    return desk.say("group.quality.note", **limits)


def _form(desk: GroupDesk, code: str) -> Text:
    form = desk.material.catalog.forms.get(code)
    return form.title if form else desk.say("phrase.words", words=code)


def _row(desk: GroupDesk, member: Material, forms: tuple[str, ...], adjusted: Iterable[str], notes: Notes) -> GridRow:
    quality = member.quality
    shares = {source.form: source.completeness for source in quality.sources if source.period == desk.material.period}
    failed = quality.equations_failed
    unchecked = desk.say("group.quality.unchecked")
    return GridRow(
        name=desk.short_names[member.entity],
        completeness=printing.percent(quality.completeness, 1),
        style="low"
        if quality.completeness < RANKED_FROM
        else "part"
        if quality.completeness < UNFLAGGED_FROM
        else "full",
        cells=tuple(_cell(shares.get(form)) for form in forms),
        ties=printing.composed(
            "{} / {}", printing.whole(quality.equations_checked - failed), printing.whole(quality.equations_checked)
        )
        if quality.equations_checked
        else notes.absent(unchecked),
        errors=printing.whole(quality.errors),
        warnings=printing.whole(quality.warnings),
        adjusted=printing.whole(count(adjusted)),
    )


def _cell(share: float | None) -> GridCell:
    if share is None:
        return GridCell("\u00d7", "none")
    text = printing.number(share, 0, times=printing.PERCENT)
    return GridCell(text, "full" if share >= FULL else "part")
