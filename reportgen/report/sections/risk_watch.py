"""Risks by level with owner and measure, what became of measures, and what the figures say together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.catalog.calendar_words import period_tick, period_with_year, year_name
from reportgen.formula import names_in
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.known import under
from reportgen.model.values import Reason
from reportgen.model.warnings import Level
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.grades.ways import measure
from reportgen.report.desk.judgement import alarms as desk_alarms
from reportgen.report.desk.judgement.alarms import alarms
from reportgen.report.desk.sources.passport_rows import WARNING
from reportgen.report.desk.tables import doubts
from reportgen.report.desk.tables.answers import OTHER, annualised, left_out, outside_rules, scribe, unanswered
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent, Table, TableColumn, TableRow
from reportgen.report.section import Piece
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from reportgen.analysis.signals.follow_up import Action, FollowUp
    from reportgen.analysis.signals.judgements import Judgement
    from reportgen.analysis.signals.process import Outlier
    from reportgen.analysis.signals.risks import LevelOfPeriod, Risks, Worsening
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.judgement.alarms import Alarm
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block

SECTION: Final = "risk_watch"
MEASURES: Final = "measures"


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """Warnings, measures, judgements, and what else stands out, as far as they are asked for."""
    asked = options.words("of")
    measures: FollowUp | Unavailable = context.material.analysis["signals.follow_up"]
    sheet = _of_measures(context, measures) if asked == (MEASURES,) else _of_risks(context, asked, measures)
    return [Piece(options.entry, sheet)]


def _of_measures(context: HospitalContext, measures: FollowUp | Unavailable) -> SectionContent:
    """What was decided and what became of it, alone."""
    if isinstance(measures, Unavailable):
        return unanswered(context, SECTION, measures)
    late = sum(1 for one in measures.actions if one.status == "late")
    headline = context.say("risk_watch.headline.alone", n=len(measures.actions), late=late)
    return SectionContent(headline, tuple(_measures(scribe(context, SECTION), measures)))


def _of_risks(context: HospitalContext, asked: Container[str], measures: FollowUp | Unavailable) -> SectionContent:
    found: Risks | Unavailable = context.material.analysis["signals.risks"]
    if isinstance(found, Unavailable):
        return unanswered(context, SECTION, found)
    writer = scribe(context, SECTION)
    parts: dict[str, Callable[[], Sequence[Block]]] = {
        "warnings": lambda: _warnings(writer, found),
        MEASURES: lambda: () if isinstance(measures, Unavailable) else _measures(writer, measures),
        "judgements": lambda: _judged(writer),
        "outliers": lambda: _standing_out(writer, found),
    }
    blocks = [block for name, part in parts.items() if name in asked for block in part()]
    unknown = _unknown(context, found) if "warnings" in asked else ()
    lacks = [measures] if isinstance(measures, Unavailable) and MEASURES in asked else []
    headline = _headline(context, measures if MEASURES in asked else None)
    return SectionContent(headline, (*blocks, *unknown, *left_out(context, lacks)))


def _judged(writer: CellWriter) -> list[Block]:
    """What figures say together, and which of them rest on what has yet to be settled."""
    context, told = writer.context, gradings.said(writer)
    found: Mapping[str, Judgement | Unavailable | None] = context.material.analysis["signals.judgements"]
    made = [one for one in found.values() if one is not None and not isinstance(one, Unavailable)]
    names = dict.fromkeys(name for one in made for name in one.figures)
    asked = doubts.about(context, tuple(names)) if told else None
    return told if asked is None else [*told, Paragraphs((asked,))]


def _headline(context: HospitalContext, measures: FollowUp | Unavailable | None) -> Text:
    say = context.say
    listed = alarms(context)
    counts = {level: sum(1 for one in listed if one.level is level) for level in reversed(Level)}
    there = [say("risk_watch.count", n=n, level=say(f"analysis.level.{level}")) for level, n in counts.items() if n]
    told = say.join(there, "list.comma") if there else say("risk_watch.count.none")
    if measures is None or isinstance(measures, Unavailable) or not measures.actions:
        return say("risk_watch.headline", listed=told)
    late = sum(1 for one in measures.actions if one.status == "late")
    if not late:
        return say("risk_watch.headline.on_time", listed=told, n=len(measures.actions))
    return say("risk_watch.headline.measures", listed=told, n=len(measures.actions), late=late)


def _warnings(writer: CellWriter, found: Risks) -> list[Block]:
    rows = [_warned(writer)] if alarms(writer.context) else []
    return [*rows, *([_levels(writer, found)] if found.warned else [])]


def _levels(writer: CellWriter, found: Risks) -> Table:
    """The level of each warning in the newest periods that have figures: whether it came, rose, fell or stayed."""
    context, say, table = writer.context, writer.context.say, writer.table()
    courses = [one.course for one in found.warned]
    known = [any(step.reason is None for step in steps) for steps in zip(*courses, strict=True)]
    since = known.index(True)
    periods = [step.period for step in courses[0][since:]]
    columns = (
        TableColumn(say("risk_watch.head.indicator"), 52),
        *(TableColumn(same(period_tick(period)), 20, "level") for period in periods),
    )
    lines = tuple(
        TableRow((context.short(one.indicator), *(_level(table, step) for step in one.course[since:])))
        for one in found.warned
    )
    caption = context.table(SECTION, say("risk_watch.levels", n=len(periods)))
    has_inside = any(not step.level and step.reason is None for one in found.warned for step in one.course[since:])
    legend = (say("risk_watch.levels.note"),) if has_inside else ()
    return Table(caption, columns, lines, (*legend, *_graver(context, found), *table.notes.lines()), dense=True)


def _graver(context: HospitalContext, found: Risks) -> Iterator[Text]:
    """Which warnings of the register are graver than the lines alone, which the table of periods goes by."""
    register = {one.indicator: one.level for one in alarms(context)}
    names = [
        context.say.within(context.short(one.indicator))
        for one in found.warned
        if register.get(one.indicator) not in {None, one.course[-1].level}
    ]
    if names:
        yield context.say("risk_watch.levels.graver", names=context.say.join(names, "list.and"))


def _level(table: CellWriter, step: LevelOfPeriod) -> Text | str:
    if step.reason is not None:
        return table.notes.absent(table.context.reason(step.reason))
    return str(step.level) if step.level else table.context.say("risk_watch.inside")


def _warned(writer: CellWriter) -> Table:
    """Every warning of the register; what no line of the set is about says by which rule it is warned of."""
    context, say, table = writer.context, writer.context.say, writer.table()
    listed, owners = alarms(context), context.material.case.file.owners
    is_named = any(one.line is None and one.indicator in owners for one in listed)
    columns = (
        TableColumn(say("risk_watch.head.indicator"), 34),
        TableColumn(say("risk_watch.head.level"), 11, "level"),
        TableColumn(say("scorecard.head.unit"), 10, "c"),
        TableColumn(say("risk_watch.head.value"), 14, "n"),
        TableColumn(say("risk_watch.head.line"), 14, "n"),
        TableColumn(say("risk_watch.head.since"), 13),
        TableColumn(say("risk_watch.head.periods"), 11, "n"),
        TableColumn(say(f"risk_watch.head.{'owner' if is_named else 'usual_owner'}"), 19),
        TableColumn(say("risk_watch.head.usual_measure"), 48),
    )
    lines = tuple(_warning(table, one) for one in listed)
    caption = context.table(SECTION, say("risk_watch.warnings"))
    sources = dict.fromkeys(one.line.source for one in listed if one.line is not None)
    notes = tuple(say("risk_watch.source", source=gradings.source_of(context, source)) for source in sources)
    annual = annualised(context, [one.indicator for one in listed])
    return Table(caption, columns, lines, (say("risk_watch.note"), *annual, *notes, *table.notes.lines()), dense=True)


def _warning(table: CellWriter, one: Alarm) -> TableRow:
    context = table.context
    name, unit = context.short(one.indicator), context.unit(one.indicator)
    value = context.printed(one.indicator, one.value)
    if one.line is None:
        rules = table.notes.absent(context.say.join(list(one.rules), "list.semicolon"))
        row = next(row for row in context.evaluation.indicators if row.id == one.indicator)
        owner = context.material.case.file.owners.get(one.indicator)
        who = owner if owner is not None else table.notes.absent(context.say("risk_watch.not_named"))
        return TableRow((name, str(one.level), unit, value, rules, rules, rules, who, measure(context, row)))
    reached = under(one.line.line, f"{WARNING}.{one.indicator}.{one.line.level}")
    line, periods = context.printed(one.indicator, reached), printing.number(one.line.periods, 0)
    since = year_name(one.line.since) if one.line.since.isdigit() else one.line.since
    return TableRow((name, str(one.level), unit, value, line, since, periods, one.line.owner, one.line.measure))


def _measures(writer: CellWriter, found: FollowUp) -> list[Block]:
    """What was decided and what became of it; what nobody answers for yet."""
    context, say, table = writer.context, writer.context.say, writer.table()
    blocks: list[Block] = []
    if found.actions:
        columns = (
            TableColumn(say("risk_watch.head.action"), 20),
            TableColumn(say("risk_watch.head.indicator"), 28),
            TableColumn(say("risk_watch.head.measure"), 38),
            TableColumn(say("risk_watch.head.owner"), 20),
            TableColumn(say("risk_watch.head.due"), 18),
            TableColumn(say("risk_watch.head.status"), 14),
            TableColumn(say("risk_watch.head.course"), 34),
        )
        lines = tuple(_action(table, one) for one in found.actions)
        notes = (say("risk_watch.measures.note"), *table.notes.lines())
        caption = context.table(SECTION, say("risk_watch.measures", n=len(found.actions)))
        blocks.append(Table(caption, columns, lines, notes, dense=True))
    blocks += desk_alarms.outcomes(context, found)
    if found.unknown:
        names = say.join([context.own(name) for name, _ in found.unknown], "list.comma")
        blocks.append(Paragraphs((say("risk_watch.measures.unread", n=len(found.unknown), names=names),)))
    if alone := desk_alarms.unanswered(context):
        names = say.join([say.within(context.short(one.indicator)) for one in alone], "list.and")
        words = say("risk_watch.unanswered", n=len(alone), names=names)
        blocks.append(Paragraphs((words,), say("risk_watch.unanswered.title")))
    return blocks


def _action(table: CellWriter, one: Action) -> TableRow:
    context = table.context
    course = desk_alarms.course(context, one) or table.notes.absent(context.say("risk_watch.no_course"))
    blank = context.say("risk_watch.not_entered")
    due: Text | str = one.due or table.notes.absent(blank)
    if one.moved:
        due = context.say("warnings.measures.moved", day=same(one.due), moved=same(one.moved))
    status = context.say(f"analysis.status.{one.status}")
    owner = context.own(one.owner) if one.owner else table.notes.absent(blank)
    number = same(one.id) if one.id else table.notes.absent(context.say("risk_watch.letter"))
    return TableRow((number, context.short(one.indicator), table.cell(one.measure), owner, due, status, course))


def _standing_out(writer: CellWriter, found: Risks) -> list[Block]:
    """Values far from the others, and what worsens period by period."""
    context = writer.context
    outliers = context.material.analysis["signals.outliers"].found
    lines = [*(_far(writer, one) for one in outliers), *(_worsens(writer, one) for one in found.worsening)]
    key = "both" if outliers and found.worsening else "far" if outliers else "worsening"
    return [Paragraphs(tuple(lines), context.say(f"risk_watch.standing_out.{key}"))] if lines else []


def _far(writer: CellWriter, one: Outlier) -> Text:
    context = writer.context
    value, median = (context.spoken(one.id, number) for number in (one.value, one.median))
    facts: dict[str, Text | str | int] = {
        "name": context.short(one.id),
        "value": value,
        "median": median,
        "n": one.n,
        "score": writer.shown(one.score, "tenths", sign=True),
        "turn": _turn(context, one),
    }
    if months := context.material.analysis.books.all_months:  # of a case of years there are none
        facts["period"] = period_with_year(str(months[-1]))
    return context.say(f"risk_watch.outlier.{one.against}", **facts)


def _turn(context: HospitalContext, one: Outlier) -> Text:
    """Whether being far is for the better or the worse; of an indicator with a best range, whether it left that."""
    scored = next(indicator for indicator in context.evaluation.indicators if indicator.id == one.id)
    best, side = gradings.target(scored), gradings.improved(scored, one.value - one.median)
    if isinstance(best, tuple):
        key = "inside" if best[0] <= one.value <= best[1] else "outside"
    elif side:
        key = "better" if side > 0 else "worse"
    else:
        return same("")
    return context.say(f"risk_watch.outlier.turn.{key}")


def _worsens(writer: CellWriter, one: Worsening) -> Text:
    context = writer.context
    said = [context.spoken(one.indicator, value) for value in one.values]
    facts = {"name": context.short(one.indicator), "values": context.say.join(said, "list.then")}
    key = "months" if context.period.is_partial else "years"
    return context.say(f"risk_watch.worsening.{key}", n=len(one.values) - 1, **facts)


def _why(context: HospitalContext, name: str, reason: Reason) -> Text:
    """Why an indicator has no value: that nothing was submitted is said only of what its rules have a line for.

    Statements without official forms have the lines that they state in any period.
    """
    items, is_other = context.material.catalog.items, context.material.case.file.regime == OTHER
    needed = [one for one in names_in(context.material.catalog.expressions[name]) if one in items]
    if reason is not Reason.MISSING_INPUT:
        return context.reason(reason)
    if not any(outside_rules(context, item) for item in needed):
        dataset, entity = context.material.dataset, context.material.entity
        stated = {item for period in dataset.periods(entity) for item, _ in dataset.known(entity, period)}
        return context.say("risk_watch.unknown.never") if is_other and {*needed} - stated else context.reason(reason)
    if is_other:
        return context.say("risk_watch.unknown.outside.other")
    regime = context.say(f"regime.{context.material.case.file.regime}")
    return context.say("risk_watch.unknown.outside", regime=regime)


def _unknown(context: HospitalContext, found: Risks) -> tuple[Paragraphs, ...]:
    """What could not be held against a line, with the reason."""
    if not found.unknown:
        return ()
    say, by_reason = context.say, dict[Text, list[Text]]()
    for name, reason in found.unknown:
        by_reason.setdefault(_why(context, name, reason), []).append(context.short(name))
    told = [
        say("risk_watch.unknown.of", names=say.join(names, "list.comma"), reason=why)
        for why, names in by_reason.items()
    ]
    return (Paragraphs(tuple(told), say("risk_watch.unknown", n=len(found.unknown))),)
