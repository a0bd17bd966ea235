"""Which hospitals need help, by how pressing it is, with their money: on one page before all lists."""

from __future__ import annotations

from math import fsum
from statistics import median
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.known import count
from reportgen.model.warnings import Level
from reportgen.report import marks
from reportgen.report.desk.judgement import group_needs
from reportgen.report.desk.judgement.alarms import alarms
from reportgen.report.desk.judgement.group_needs import FALL, KindOfNeed
from reportgen.report.desk.tables.drawings import DrawnUnit
from reportgen.report.desk.tables.sheet import DrawnNumber, Paragraphs, SectionContent, Table, TableColumn, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.analysis.signals.follow_up import Action
    from reportgen.model.definition import Text
    from reportgen.report.desk.grades.group import GroupContext
    from reportgen.report.desk.judgement.group_needs import NeedyHospital, SharedLine
    from reportgen.report.speech import Fact

SECTION: Final = "needs"
HEADS: Final = {
    "why": (36.0, "stacked"),
    "hospital": (34.0, "stacked"),
    "grade": (11.5, "grade"),
    "score": (14.0, "n"),
    "change": (14.0, "n"),
}
"""Width in mm and style of each column but amounts."""
MONEY: Final = ("income", "surplus", "cash", "loans")
MONEY_MM: Final = 14.0
COURSE_MM: Final = 31.0
STEP_HEADS: Final = {"hospital": (34.0, "stacked"), "step": (84.0, "told"), "owner": (36.0, "told"), "due": (18.0, "")}
MOST_NAMED: Final = 12
"""Hospitals without a score, or without a measure, that are named; of more there is their number, and the league."""


def needs(desk: GroupContext) -> SectionContent:
    """The hospitals that need help, in one table; a sentence where there is none."""
    found, absent = group_needs.needy(desk), desk.material.absent
    every = count((*desk.material.hospitals, *absent))
    fall = printing.whole(round(FALL))
    if not found and not absent:
        none = (desk.say("group.needs.none", fall=fall), *_red_by_score(desk))
        unscored = [one.entity for one in desk.material.members if one.evaluation.score is None]
        key = "group.needs.headline.none" + (".unscored" if unscored else "")
        headline = desk.say(key, n=every, unscored=count(unscored))
        return SectionContent(headline, (Paragraphs((*none, *_unscored(desk, unscored))),))
    n = count((*(one.hospital for one in found), *absent))
    key = f"group.needs.headline{'.every' if n == every and n > 1 else ''}"
    headline = desk.say(key, n=n, of=every, kinds=group_needs.kinds(desk, found, absent))
    lead = (desk.say("group.needs.lead", fall=fall), *_share(desk, found))
    table = (_table(desk, found),) if found else ()
    return SectionContent(headline, (*table, *_absent(desk, absent), *_steps(desk, found)), lead)


def _unscored(desk: GroupContext, hospitals: Sequence[str]) -> Iterator[Text]:
    """Which the title counts that have no score."""
    if hospitals:
        many = len(hospitals) > MOST_NAMED
        names = desk.say.join([desk.short_names[one] for one in hospitals])
        yield desk.say(f"group.needs.unscored{'.many' if many else ''}", n=count(hospitals), names=names)


def _absent(desk: GroupContext, hospitals: Sequence[str]) -> Iterator[Paragraphs]:
    """Hospitals without any data, in one sentence: a row of a table would be dashes."""
    if hospitals:
        names = desk.say.join([desk.short_names[one] for one in hospitals])
        yield Paragraphs((desk.say("group.needs.absent", n=count(hospitals), names=names),))


def _red_by_score(desk: GroupContext) -> Iterator[Text]:
    """Red alerts of the league where no line is reached: by which indicators, else both pages contradict each other."""
    red = {
        (member.entity, one.indicator)
        for member in desk.material.members
        for one in alarms(desk.at(member))
        if one.level is Level.RED
    }
    if red:
        names = [desk.say.within(desk.short(one)) for one in sorted({indicator for _, indicator in red})]
        n = count({hospital for hospital, _ in red})
        yield desk.say("group.needs.by_score", n=n, names=desk.say.join(names, "list.and"))


def _share(desk: GroupContext, found: Sequence[NeedyHospital]) -> Iterator[Text]:
    """What share of the income the hospitals at a red line have, where all that have data tell theirs."""
    income = group_needs.income_item(desk)
    every = [member.analysis.books.to_date(income).value for member in desk.material.members]
    red = [one for one in found if one.need is KindOfNeed.RED]
    total = fsum(one for one in every if one is not None)
    if red and total > 0 and None not in every:
        share = printing.percent(fsum(one.money["income"] or 0.0 for one in red) / total, 1)
        n, of = count(one.hospital for one in red), count(desk.material.hospitals)
        yield desk.say("group.needs.share", n=n, of=of, share=share)


def _table(desk: GroupContext, found: Sequence[NeedyHospital]) -> Table:
    say = desk.say
    shown = [name for name in MONEY if any(one.money[name] is not None for one in found)]
    # A giant among them must not take the last digit from the others: at least half can be read.
    largest = [max((abs(value) for value in one.money.values() if value is not None), default=0.0) for one in found]
    unit = DrawnUnit.of(desk, [median(largest or [0.0])])
    line = group_needs.shared_line(found)
    has_changes = any(one.change is not None for one in found)
    heads = {name: how for name, how in HEADS.items() if name != "change" or has_changes}
    columns = [TableColumn(say(f"group.needs.head.{name}"), *how) for name, how in heads.items()]
    columns += [TableColumn(say(f"group.needs.head.{name}"), MONEY_MM, "n") for name in shown]
    columns += [TableColumn(desk.short(line.indicator), COURSE_MM, "spark")] if line else []
    lines = [_row(desk, unit, one, shown, line, has_changes=has_changes) for one in found]
    red = [one for one in found if one.need is KindOfNeed.RED]
    if len(red) > 1:
        lines.insert(len(red), _sum(desk, unit, red, shown, len(heads) - 1, int(line is not None)))
    caption = desk.table(SECTION, say("group.needs.table", unit=unit.name) if shown else say("group.needs.table.plain"))
    notes = tuple(_notes(desk, found, lines, line, has_changes=has_changes))
    return Table(caption, tuple(columns), tuple(lines), notes, dense=True)


def _steps(desk: GroupContext, found: Sequence[NeedyHospital]) -> Iterator[Table]:
    """What is done next for each, by whom and until when, as the register has it; whom it has nothing for is noted."""
    say, known = desk.say, [(one, step) for one in found if (step := group_needs.next_step(one)) is not None]
    if not known:
        return
    columns = tuple(TableColumn(say(f"group.needs.head.{name}"), *how) for name, how in STEP_HEADS.items())
    lines = tuple(_step(desk, one, step) for one, step in known)
    without = [one.hospital for one in found if group_needs.next_step(one) is None]
    key = f"group.needs.without_step{'.many' if len(without) > MOST_NAMED else ''}"
    names = say.join([desk.short_names[one] for one in without]) if without else ""
    notes = (say(key, n=count(without), names=names),) if without else ()
    yield Table(desk.table(SECTION, say("group.needs.steps")), columns, lines, notes, dense=True)


def _step(desk: GroupContext, one: NeedyHospital, step: Action) -> TableRow:
    at = desk.at(one.member)
    owner = at.own(step.owner) if step.owner else printing.DASH
    return TableRow(
        (desk.short_names[one.hospital], at.own(step.measure), owner, step.moved or step.due or printing.DASH)
    )


def _notes(
    desk: GroupContext,
    found: Sequence[NeedyHospital],
    lines: Sequence[TableRow],
    line: SharedLine | None,
    *,
    has_changes: bool,
) -> Iterator[Text]:
    if line is not None:
        limit = desk.at(desk.material.members[0]).spoken(line.indicator, line.value)
        n = max(_years(group_needs.course(desk, one, line.indicator)) for one in found)
        key = "group.needs.course" if n > 1 else "group.needs.course.now"
        yield desk.say(key, n=n, name=desk.short(line.indicator), line=limit)
    if any(cell == printing.DASH for one in lines for cell in one.cells):
        yield desk.say("group.needs.dash" if has_changes else "group.needs.dash.plain")
    if not any(map(group_needs.next_step, found)):
        yield desk.say("group.needs.no_steps")


def _years(course: Sequence[float | None]) -> int:
    """How many years back the first known value is, this one counted."""
    return next((len(course) - at for at, value in enumerate(course) if value is not None), 0)


def _course(desk: GroupContext, one: NeedyHospital, line: SharedLine) -> DrawnNumber | str:
    """The indicator of the red line now, with its last years and the line."""
    values = group_needs.course(desk, one, line.indicator)
    now, at = values[-1], desk.at(one.member)
    if now is None:
        return printing.DASH
    drawn = at.mark("needs", marks.sparkline(values, (line.value,), alert=line.indicator in one.lines))
    return DrawnNumber(at.printed(line.indicator, now), drawn)


def _row(  # noqa: PLR0913 - all that a row says
    desk: GroupContext,
    unit: DrawnUnit,
    one: NeedyHospital,
    shown: Sequence[str],
    line: SharedLine | None,
    *,
    has_changes: bool,
) -> TableRow:
    evaluation = one.member.evaluation
    return TableRow(
        (
            _why(desk, one),
            desk.short_names[one.hospital],
            printing.DASH if evaluation.grade is None else str(evaluation.grade),
            desk.total(evaluation),
            *_changed(desk, one, has_changes=has_changes),
            *_amounts(unit, one.money, shown),
            *([] if line is None else [_course(desk, one, line)]),
        )
    )


def _why(desk: GroupContext, one: NeedyHospital) -> Text:
    """Why it is on the list: the red lines by name, a weak grade as what it is, else the kind of need."""
    facts: dict[str, Fact] = {}
    if one.need is KindOfNeed.RED:
        facts = {"names": desk.say.join([desk.short(name) for name in one.lines], "list.comma")}
    elif one.need is KindOfNeed.WEAK and one.member.evaluation.grade is not None:
        facts = {"grade": desk.grade(one.member.evaluation.grade)}
    return desk.say(f"group.needs.why.{one.need}", **facts)


def _changed(desk: GroupContext, one: NeedyHospital, *, has_changes: bool) -> Iterator[str]:
    """The cell of the change of its total, where there is such a column."""
    if has_changes:
        yield printing.DASH if one.change is None else desk.points(one.change)


def _amounts(unit: DrawnUnit, money: Mapping[str, float | None], shown: Sequence[str]) -> Iterator[str]:
    for name in shown:
        value = money[name]
        yield printing.DASH if value is None else unit.printed(value)


def _sum(  # noqa: PLR0913 - all that the row is wide by
    desk: GroupContext, unit: DrawnUnit, red: Sequence[NeedyHospital], shown: Sequence[str], before: int, behind: int
) -> TableRow:
    """What the hospitals at a red line have together; a dash for what one of them does not report."""
    sums: dict[str, float | None] = {}
    for name in shown:
        amounts = [one.money[name] for one in red]
        sums[name] = None if None in amounts else fsum(one for one in amounts if one is not None)
    said = desk.say("group.needs.sum", n=count(one.hospital for one in red))
    return TableRow((said, *([""] * before), *_amounts(unit, sums, shown), *([""] * behind)), "total")
