"""How a group was judged: weights and standards by level, where ranks and ranges come from, what does not compare.

Whether the data of a group can be trusted: completeness of each hospital by source, errors, figures restated.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.draws import WEIGHT_SPREAD
from reportgen.analysis.group.league import RANKED_FROM, UNFLAGGED_FROM
from reportgen.checks.needs import MissingKind, told
from reportgen.model import printing
from reportgen.model.known import count
from reportgen.model.schemes import Grade
from reportgen.report import conditions
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.grades.gradings import grades_table
from reportgen.report.desk.grades.together import has_gaps
from reportgen.report.desk.tables.sheet import Table, TableColumn, TableRow
from reportgen.report.speech import same
from reportgen.scoring.sample import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.grades.group import GroupContext

SECTION: Final = "group_method"
LONGEST_ALIGNED: Final = len("\N{GREATER-THAN OR EQUAL TO} 165.00")
"""Characters of a standard that leave room in its column for decimals it has not."""
BY_LEVELS: Final = frozenset({"level_efficacy", "enterprise_layers"})
"""Methods whose coefficients are the shares of full marks at the five standards."""
Bounds = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class GroupMethod:
    """Words, then a table of weights and standards for each set of levels that share them, together on a page."""

    headline: Text
    words_title: Text
    words: tuple[Text, ...]
    grades: tuple[Table, ...]
    tables: tuple[Table, ...]


def group_method(desk: GroupContext) -> GroupMethod:
    """How it was done."""
    say, material = desk.say, desk.material
    indicators = sorted({row.id for one in material.members for row in one.evaluation.indicators})
    headline = say("group.method.headline.gaps" if _has_gaps(desk) else "group.method.headline", n=count(indicators))
    tables = tuple(_tables(desk))
    # the grades stand beside the words; one table of standards fills its page with them
    grades = (grades_table(desk, SECTION),) if desk.material.scheme.grades and len(tables) > 1 else ()
    return GroupMethod(headline, say("group.method.how"), tuple(_words(desk)), grades, tables)


def _has_gaps(desk: GroupContext) -> bool:
    return any(has_gaps(one.evaluation) for one in desk.material.members)


def _words(desk: GroupContext) -> Iterator[Text]:
    say, league = desk.say, desk.material.league
    yield say("group.method.scored", name=desk.material.scheme.name, version=same(str(desk.material.scheme.version)))
    if league.ranked:
        yield say(
            "group.method.rank",
            n=league.ranked,
            draws=printing.whole(league.draws),
            spread=printing.percent(WEIGHT_SPREAD, 0),
        )
    limits = {"ranked": printing.percent(RANKED_FROM, 0), "unflagged": printing.percent(UNFLAGGED_FROM, 0)}
    yield say("group.method.complete", **limits)
    if _has_gaps(desk):
        yield say("group.method.gaps")
    yield say("group.method.small", k=FEWEST)
    yield conditions.so(desk, "group.method.levels", "group.method.levels.one")
    yield from _alerts(desk)
    yield say("appendix.words.path", best=desk.grade(Grade.EXCELLENT))
    if any(one.evaluation.grade is Grade.EXCELLENT for one in desk.material.members):
        yield say("group.method.threat")
    yield say("group.method.money", currency=say.currency_name())
    yield say("group.method.table.note")
    if _points(desk):
        yield say("group.method.points")
    if desk.material.scheme.note is not None:
        yield desk.material.scheme.note


def _alerts(desk: GroupContext) -> Iterator[Text]:
    """By which lines alerts are counted, where the case has chosen a set of them."""
    found = desk.material.catalog.warnings.get(desk.material.case.file.analysis.warnings)
    if found is not None:
        yield desk.say(
            "group.method.alerts",
            name=found.name,
            source=gradings.source_of(desk, found.source),
        )


def _tables(desk: GroupContext) -> Iterator[Table]:
    """One table for levels with the same weights and standards."""
    found: dict[Bounds, tuple[HospitalContext, list[Text]]] = {}
    for tier in desk.levels:
        context = desk.at(desk.material.by_id[tier.hospitals[0]])
        rows = tuple(_cells(context, one) for one in context.evaluation.indicators)
        found.setdefault(rows, (context, []))[1].append(desk.tier_name(tier))
    for rows, (context, names) in found.items():
        yield _table(desk, context, rows, desk.say.join(names))


def _points(desk: GroupContext) -> tuple[float, ...]:
    """What a value at each standard earns, best first; nothing where parts of the scheme differ or use no levels."""
    parts = desk.material.scheme.parts.values()
    found = {one.coefficients for one in parts if one.method in BY_LEVELS}
    return found.pop() if len(found) == 1 and all(one.method in BY_LEVELS for one in parts) else ()


def _heads(desk: GroupContext) -> list[Text]:
    points = _points(desk)
    if not points:
        return [desk.grade(grade) for grade in Grade]
    pairs = [(grade, printing.shortest(share * printing.PERCENT)) for grade, share in zip(Grade, points, strict=False)]
    return [desk.say("group.method.level_points", grade=desk.grade(grade), points=printed) for grade, printed in pairs]


def _cells(context: HospitalContext, one: ScoredIndicator) -> tuple[str, ...]:
    levels = one.standards.values() if one.standards is not None else ()
    weight = printing.number(one.weight, 2, times=printing.PERCENT)
    return (one.id, weight, *(gradings.bound(context, one, value) for value in levels))


def _table(desk: GroupContext, context: HospitalContext, rows: Bounds, levels: Text) -> Table:
    say = desk.say
    width = max(len(row) for row in rows)
    grades = _heads(desk)[: width - 2]
    columns = (
        TableColumn(say("scorecard.head.indicator"), 48),
        TableColumn(say("scorecard.head.unit"), 15, "c"),
        TableColumn(say("verdict.head.weight"), 14, "n"),
        *(TableColumn(name, 19, "n") for name in grades),
    )
    lines = tuple(
        TableRow((desk.short(row[0]), context.unit(row[0]), *row[1:], *[""] * (width - len(row)))) for row in rows
    )
    caption = desk.table(SECTION, say("group.method.table", levels=levels, n=count(row[0] for row in rows)))
    is_unlike = any(len(value) > LONGEST_ALIGNED for row in rows for value in row[2:])
    return Table(caption, columns, lines, dense=True, is_unlike=is_unlike)


FULL: Final = 0.9995
OF_FORMS: Final = frozenset({MissingKind.STATEMENT, MissingKind.FORM, MissingKind.MONTHS, MissingKind.PERIODS})
MOST_LACKING: Final = 12
"""Sentences about what hospitals lack, those of the least complete first; of the others it is said how many."""
MOST_NAMED: Final = 6
"""Hospitals that lack the same and are named; of more it is said how many."""
MOST_FORMS: Final = 8
"""Forms that stand side by side."""
NAME_MM: Final = 52.0
WHOLE_MM: Final = 18.0
COUNT_MM: Final = 15.0
REST_MM: Final = 172.0


@dataclass(frozen=True)
class FormCell:
    """Completeness of one form; `style` is full, part or none."""

    text: str
    style: str


@dataclass(frozen=True)
class HospitalGridRow:
    """One hospital."""

    name: Text
    completeness: str
    style: str
    cells: tuple[FormCell, ...]
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
    rows: tuple[HospitalGridRow, ...]
    absent: tuple[Text, ...]
    missing: int
    notes: tuple[Text, ...]


def group_quality(desk: GroupContext) -> GroupQuality:
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
        notes=(_note(desk), *notes.lines(), *_lacking(desk, members)),
    )


def _lacking(desk: GroupContext, members: list[Material]) -> Iterator[Text]:
    """What hospitals have to bring, as `check` says it, once for all of whom the same is said."""
    say = desk.say
    alike: dict[Text, list[str]] = {}
    for entity, pieces in _pieces(members):
        alike.setdefault(say.join(pieces, "list.semicolon"), []).append(entity)
    shown = list(alike.items())[:MOST_LACKING]
    for said, hospitals in shown:
        names = say.join([desk.short_names[one] for one in hospitals[:MOST_NAMED]])
        key = "group.quality.lacking.some" if len(hospitals) > MOST_NAMED else "group.quality.lacking"
        yield say(key, name=names, n=len(hospitals), pieces=said)
    rest = sum(map(len, alike.values())) - sum(len(hospitals) for _, hospitals in shown)
    if rest:
        yield say("group.quality.lacking.more", n=rest)


def _pieces(members: list[Material]) -> Iterator[tuple[str, list[Text]]]:
    """Lines and months of forms that a hospital lacks, and what else it lacks and others have."""
    found = {member.entity: member.lacking(in_group=True) for member in members}
    common = Counter((one.kind, one.items) for pieces in found.values() for one in pieces)
    for member in members:
        own = [
            one for one in found[member.entity] if one.kind in OF_FORMS or common[one.kind, one.items] < len(members)
        ]
        if own:
            yield member.entity, [told(one, member.catalog) for one in own]


def _headline(desk: GroupContext, members: list[Material]) -> Text:
    full = desk.count(one.entity for one in members if one.quality.completeness >= UNFLAGGED_FROM)
    limit = printing.percent(UNFLAGGED_FROM, 0)
    key = f"group.quality.headline{'' if full else '.none'}"
    return desk.say(key, n=desk.count(one.entity for one in members), full=full, limit=limit)


def _lead(desk: GroupContext, members: list[Material]) -> Iterator[Text]:
    low = desk.count(one.entity for one in members if one.quality.completeness < RANKED_FROM)
    checked = sum(member.quality.equations_checked for member in members)
    failed = sum(member.quality.equations_failed for member in members)
    state = ".none" if not checked else "" if failed else ".agree"
    yield desk.say(f"group.quality.ties{state}", checked=checked, failed=failed)
    if low:
        yield desk.say("group.quality.low", n=low, limit=printing.percent(RANKED_FROM, 0))


def _note(desk: GroupContext) -> Text:
    limits = {"unflagged": printing.percent(UNFLAGGED_FROM, 0), "ranked": printing.percent(RANKED_FROM, 0)}
    return desk.say("group.quality.note", **limits)


def _form(desk: GroupContext, code: str) -> Text:
    form = desk.material.catalog.forms.get(code)
    return form.title if form else desk.say("phrase.words", words=code)


def _row(
    desk: GroupContext, member: Material, forms: tuple[str, ...], adjusted: Iterable[str], notes: Notes
) -> HospitalGridRow:
    quality = member.quality
    shares = {source.form: source.completeness for source in quality.sources if source.period == desk.material.period}
    failed = quality.equations_failed
    unchecked = desk.say("group.quality.unchecked")
    return HospitalGridRow(
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


def _cell(share: float | None) -> FormCell:
    if share is None:
        return FormCell("\u00d7", "none")
    text = printing.number(share, 0, times=printing.PERCENT)
    return FormCell(text, "full" if share >= FULL else "part")
