"""The score table attached to a letter: values, standards, weights, scores; formulas, cells and sources behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report import conditions
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.documents.furniture import hospital
from reportgen.report.desk.grades import gradings, together
from reportgen.report.desk.sources.passport_rows import formula_text, parts
from reportgen.report.desk.tables import doubts, official_tables
from reportgen.report.desk.tables.official_tables import (
    OfficialCell,
    OfficialColumn,
    OfficialRow,
    OfficialTable,
    Sheets,
)
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.section import Piece
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.desk.context import HospitalContext

NAME: Final = "score_table"
HEADS: Final = (
    ("indicator", "row", 58.0),
    ("unit", "c", 11.0),
    ("value", "n", 17.0),
    ("standard", "n", 21.0),
    ("median", "n", 0.0),
    ("weight", "n", 13.0),
    ("score", "n", 12.5),
    ("points", "n", 13.5),
    ("grade", "c", 10.0),
)
"""Columns with their kind and width in millimetres."""
MEDIAN: Final = "median"
OPENING: Final = "\uff08"
EM_MM: Final = official_tables.SIZE * official_tables.POINT_MM
PADDING_MM: Final = 2.0
INDENT_EM: Final = 1.6
"""As the style sheet has them: a Chinese character, the air beside the words of a cell, the indentation of a level."""
PEERS: Final = {"indicator": -12.8, "unit": -1.0, "value": -1.5, "standard": 0.2, MEDIAN: 15.0, "points": 0.1}
"""What columns give to that of the peers, where there are any."""
GIVEN: Final = {
    "zh": {},
    "en": {
        "indicator": -2.8,
        "unit": 0.5,
        "value": -2.0,
        "standard": -1.2,
        "weight": -0.5,
        "points": -1.0,
        "grade": 7.0,
    },
}
"""What columns give to others: English names and words for grades are longer."""


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The table of one evaluation."""
    del options
    return [Piece(NAME, Sheets((_sheet(context),)))]


def _sheet(context: HospitalContext) -> OfficialTable:
    notes, say = Notes(), context.say
    given = GIVEN[context.language]
    peers = PEERS if _has_peers(context) else {}
    widths = {head: width + given.get(head, 0.0) + peers.get(head, 0.0) for head, _, width in HEADS}
    names = {head: say(f"submission.scores.{head}") for head, _, _ in HEADS}
    columns = tuple(
        OfficialColumn(names[head], kind, widths[head], _parts(context, names[head], widths[head]))
        for head, kind, _ in HEADS
        if peers or head != MEDIAN
    )
    rows = [line for ability in context.evaluation.abilities for line in _ability(context, ability, notes)]
    rows = [_broken(context, line, widths[HEADS[0][0]]) for line in rows]
    rows.append(_total(context, notes))
    return OfficialTable(
        id=NAME,
        title=say("submission.scores.title"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say("submission.unit", unit=say("submission.scores.measured")),
        columns=columns,
        rows=tuple(rows),
        notes=(*notes.lines(), *_caution(context), *_sample(context), _columns_told(context)),
    )


def _columns_told(context: HospitalContext) -> Text:
    """What the columns of standards and points are; a scheme of single standards has none of levels."""
    keys = ("submission.scores.standard.levels", "submission.scores.rounding")
    told = [context.say(key) for key in keys if not conditions.untrue({key}, context.material)]
    return context.say.join(told, "list.sentences")


def _parts(context: HospitalContext, name: Text, width: float) -> tuple[str, ...]:
    """A Chinese name that is too long for its column, in the two parts that stand under each other.

    What is in brackets stands by itself.
    """
    most = int((width - PADDING_MM) / EM_MM)
    called, bracket, remark = name.zh.partition(OPENING)
    if not remark or len(name.zh) <= most:
        parts = context.breaks.parts(name.zh, most)
    else:
        parts = (called, f"{bracket}{remark}")
    return parts if len(parts) > 1 and max(map(len, parts)) <= most else ()


def _broken(context: HospitalContext, line: OfficialRow, width: float) -> OfficialRow:
    """A row whose name goes on between two of its words."""
    name, *others = line.cells
    if isinstance(name.text, str):
        return line
    parts = _parts(context, name.text, width - INDENT_EM * name.level * EM_MM)
    return replace(line, cells=(replace(name, parts=parts), *others))


def _has_peers(context: HospitalContext) -> bool:
    return any(one.peer is not None for one in context.evaluation.indicators)


def _sample(context: HospitalContext) -> tuple[Text, ...]:
    """Whose median stands beside the standard."""
    if not _has_peers(context):
        return ()
    peers = context.material.case.file.peers
    if peers is None or peers.name is None:
        return (context.say("submission.scores.peers.unnamed"),)
    return (context.say("submission.scores.peers", name=context.say.within(peers.name)),)


def _caution(context: HospitalContext) -> tuple[Text, ...]:
    asked = doubts.told(context, in_full=True)
    return () if asked is None else (asked,)


def _ability(context: HospitalContext, ability: ScoredAbility, notes: Notes) -> list[OfficialRow]:
    """The ability with its sum, then its indicators."""
    members = [one for one in context.evaluation.indicators if one.ability == ability.id]
    score = context.score(ability.score) if ability.score is not None else _withheld(context, notes)
    if ability.score is not None:
        origin = context.say("passport.origin.ability")
        context.enter(ProvenanceEntry(f"score.{ability.id}", ability.name, score, NAME, ability.score, origin))
    weight = sum(together.weighed(context.evaluation, one) for one in members)
    is_counted = ability.score is not None and context.evaluation.score is not None
    points = context.score(sum(one.points or 0.0 for one in members)) if is_counted else _withheld(context, notes)
    sums = (OfficialCell(_percent(weight), "n"), OfficialCell(score, "n"), OfficialCell(points, "n"))
    grade = context.grade(ability.grade) if ability.grade else ""
    name = OfficialCell(ability.name, "total")
    first = OfficialRow((name, *_blanks(context), *sums, OfficialCell(grade, "c")), "total")
    return [first, *(_indicator(context, one, notes) for one in members)]


def _withheld(context: HospitalContext, notes: Notes) -> str:
    return notes.absent(context.say("submission.scores.withheld"))


def _percent(share: float) -> str:
    return printing.number(share, 2, times=printing.PERCENT)


def _indicator(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> OfficialRow:
    rated = not gradings.is_quantitative(context, indicator)
    grade = context.grade_of(indicator)
    standard = None if rated else gradings.standards_best(context, indicator)
    withheld = context.say("submission.scores.withheld") if indicator.score is None else None
    reason = indicator.reason or gradings.why_unscored(indicator)
    why = context.reason(reason) if reason else withheld
    absent = printing.DASH if why is None else notes.absent(why)
    counted = context.points(indicator.points or 0.0, sign=False) if indicator.score is not None else absent
    if indicator.score is not None and context.evaluation.score is None:
        counted = _withheld(context, notes)
    return OfficialRow(
        (
            official_tables.named(context.name(indicator.id), 1),
            OfficialCell(context.say("submission.scores.rated") if rated else context.unit(indicator.id), "c"),
            official_tables.number(_value(context, indicator, absent, rated=rated)),
            official_tables.number(
                standard or notes.absent(context.say(f"submission.scores.{'experts' if rated else 'none'}"))
            ),
            *_median(context, indicator, notes),
            official_tables.number(_percent(together.weighed(context.evaluation, indicator))),
            official_tables.number(gradings.one_decimal(indicator.score) if indicator.score is not None else absent),
            official_tables.number(counted),
            OfficialCell(context.grade(grade) if grade else "", "c"),
        )
    )


def _value(context: HospitalContext, indicator: ScoredIndicator, absent: str, *, rated: bool) -> str:
    if rated:
        return gradings.one_decimal(indicator.score) if indicator.score is not None else absent
    if indicator.value is None:
        return absent
    printed = context.printed(indicator.id, indicator.value)
    name = context.name(indicator.id)
    return context.enter(ProvenanceEntry(f"indicator.{indicator.id}", name, printed, NAME, indicator.value))


def _total(context: HospitalContext, notes: Notes) -> OfficialRow:
    evaluation = context.evaluation
    score = _withheld(context, notes) if evaluation.score is None else context.score(evaluation.score)
    if evaluation.score is not None:
        origin, name = context.say("passport.origin.total"), context.say("verdict.total")
        context.enter(ProvenanceEntry("score.total", name, score, NAME, evaluation.score, origin))
    weight = sum(together.weighed(evaluation, one) for one in evaluation.indicators)
    grade = context.grade(evaluation.grade) if evaluation.grade else ""
    name_cell = OfficialCell(context.say("verdict.total"), "total")
    cells = (
        OfficialCell(_percent(weight), "n"),
        official_tables.EMPTY,
        OfficialCell(score, "n"),
        OfficialCell(grade, "c"),
    )
    return OfficialRow((name_cell, *_blanks(context), *cells), "grand")


def _blanks(context: HospitalContext) -> tuple[OfficialCell, ...]:
    """The cells of a sum from unit to standard, or to the peers' median."""
    return (official_tables.EMPTY,) * (4 if _has_peers(context) else 3)


def _median(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> tuple[OfficialCell, ...]:
    """The median of the peers; no cell where nobody has peers."""
    if not _has_peers(context):
        return ()
    if indicator.peer is not None:
        return (official_tables.number(context.printed(indicator.id, indicator.peer.median)),)
    rated = not gradings.is_quantitative(context, indicator)
    return (
        official_tables.number(notes.absent(context.say(f"submission.scores.{'experts' if rated else 'no_median'}"))),
    )


CALCULATION_TABLE_NAME: Final = "calculation_table"
FIGURES: Final = (("item", "row", 82.0), ("amount", "n", 40.0), ("place", "w", 103.0))
LEVELS: Final = (("indicator", "row", 52.0), ("unit", "c", 15.0))
LEVEL_WIDTH: Final = 26.0
SOURCE_WIDTH: Final = 28.0
LEVELED: Final = "level_efficacy"
"""The method that scores by the level reached, with a coefficient for each."""


def calculation_table_pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The figures of every indicator that was computed, then the standards and the scheme in words."""
    del options
    counted = [one for one in context.evaluation.indicators if gradings.is_quantitative(context, one)]
    with_standards = [one for one in counted if one.standards is not None]
    found = [_figures(context, counted)]
    if with_standards:
        found.append(_levels(context, with_standards))
    return (
        [Piece(CALCULATION_TABLE_NAME, Sheets(tuple(found), paragraphs=tuple(_paragraphs(context))))] if counted else []
    )


def _figures(context: HospitalContext, counted: list[ScoredIndicator]) -> OfficialTable:
    notes = Notes()
    rows = [line for indicator in counted for line in _calculation_table_indicator(context, indicator, notes)]
    return _calculation_table_sheet(context, "figures", FIGURES, rows, notes)


def _calculation_table_indicator(
    context: HospitalContext, indicator: ScoredIndicator, notes: Notes
) -> list[OfficialRow]:
    """The indicator with its formula and value, then the figures it rests on."""
    name = context.name(indicator.id)
    if indicator.value is None:
        reason = context.reason(indicator.reason) if indicator.reason else context.say("reason.missing_input")
        value = same(notes.absent(reason))
    else:
        value = context.spoken(indicator.id, indicator.value)
    formula = formula_text(context, indicator.id)
    head = context.say("submission.calculation.formula", name=name, formula=formula, value=value)
    if beside := list(_beside(context, indicator)):
        head = context.say(
            "submission.calculation.beside", told=head, beside=context.say.join(beside, "list.comma_only")
        )
    return [
        official_tables.group(head, len(FIGURES)),
        *(
            _figure(row.name, row.printed, row.place or row.origin)
            for row in parts(context, indicator.id, in_full=True)
        ),
    ]


def _beside(context: HospitalContext, indicator: ScoredIndicator) -> Iterator[Text]:
    """The standard of the best level and the median of the peers, as far as they are known."""
    if (standard := gradings.spoken(context, indicator)) is not None:
        yield context.say("submission.calculation.standard", standard=standard)
    if indicator.peer is not None:
        yield context.say("submission.calculation.median", median=context.spoken(indicator.id, indicator.peer.median))


def _figure(name: Text, printed: str, place: Text | str | None) -> OfficialRow:
    return OfficialRow(
        (official_tables.named(name, 1), official_tables.number(printed), OfficialCell(place or "", "place"))
    )


def _levels(context: HospitalContext, scored: list[ScoredIndicator]) -> OfficialTable:
    notes, say = Notes(), context.say
    grades = [(context.grade(key.grade), "n", LEVEL_WIDTH) for key in gradings.grade_key(context)]
    heads = [(say(f"submission.calculation.{head}"), kind, width) for head, kind, width in LEVELS]
    columns = tuple(
        OfficialColumn(*each) for each in (*heads, *grades, (say("submission.calculation.source"), "c", SOURCE_WIDTH))
    )
    rows = []
    for indicator in scored:
        assert indicator.standards is not None
        values = [gradings.bound(context, indicator, value) for value in indicator.standards.values()]
        kind = say(f"standard.{indicator.standards.kind}")
        mark = notes.mark(gradings.source_of(context, indicator.standards.source))
        source = say("submission.calculation.kind", kind=kind, mark=mark)
        name = official_tables.named(context.name(indicator.id))
        cells = (
            OfficialCell(context.unit(indicator.id), "c"),
            *map(official_tables.number, values),
            OfficialCell(source, "c"),
        )
        rows.append(OfficialRow((name, *cells)))
    return OfficialTable(
        id="levels",
        title=say("submission.calculation.levels.title"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say("submission.calculation.levels.unit"),
        columns=columns,
        rows=tuple(rows),
        notes=notes.lines(),
        is_wide=True,
        is_signed=False,
        runs_on=True,
    )


def _calculation_table_sheet(
    context: HospitalContext,
    name: str,
    heads: tuple[tuple[str, str, float], ...],
    rows: list[OfficialRow],
    notes: Notes,
) -> OfficialTable:
    say = context.say
    return OfficialTable(
        id=name,
        title=say(f"submission.calculation.{name}.title"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say(f"submission.calculation.{name}.unit", unit=say.currency_name()),
        columns=tuple(
            OfficialColumn(say(f"submission.calculation.{head}"), kind, width) for head, kind, width in heads
        ),
        rows=tuple(rows),
        notes=(*notes.lines(), say("submission.calculation.unrounded")),
        is_wide=True,
        is_signed=False,
    )


def _paragraphs(context: HospitalContext) -> list[Text]:
    """The scheme, how weights were found, how scores are made and graded."""
    say, scheme = context.say, context.material.scheme
    source = gradings.source_of(context, scheme.source)
    found = [say("submission.scheme.name", name=scheme.name, version=scheme.version, source=source)]
    shares = [
        say("submission.scheme.part", name=part.name, share=printing.percent(part.share, 0))
        for part in context.evaluation.parts
    ]
    found.append(say("submission.scheme.parts", parts=say.join(shares, "list.comma")))
    for part in context.evaluation.parts:
        key = f"weighting.{part.weighting}"
        if key in say.words:
            count = len(part.objects) or max((row.n for row in part.weights), default=0)
            found.append(say("submission.scheme.weights", name=part.name, words=say(key, n=count)))
    methods = {part.method for part in scheme.parts.values()}
    found += [say(key) for name in sorted(methods) if (key := f"appendix.words.{name}") in say.words]
    found += list(_coefficients(context))
    bands = [say("submission.scheme.band", grade=key.name, range=key.range) for key in gradings.grade_key(context)]
    if bands:
        found.append(say("submission.scheme.bands", bands=say.join(bands, "list.comma"), decimals=scheme.decimals))
    return [*found, *together.rule_of_missing(context)]


def _coefficients(context: HospitalContext) -> Iterator[Text]:
    """The coefficients of the levels, by which base and step are computed."""
    say, levels = context.say, gradings.grade_key(context)
    parts = [part for part in context.material.scheme.parts.values() if part.method == LEVELED]
    for coefficients in dict.fromkeys(part.coefficients for part in parts):
        *named, below = map(printing.shortest, coefficients)
        if len(named) == len(levels):
            pairs = zip(levels, named, strict=True)
            said = [say("submission.scheme.coefficient", name=level.name, value=value) for level, value in pairs]
            yield say("submission.scheme.coefficients", listed=say.join(said, "list.comma"), below=below)
