"""The self-assessment by the list of the national appraisal: in brief, row by row, with its evidence and its doubts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.catalog import filing
from reportgen.model.known import under
from reportgen.model.printing import placed, whole
from reportgen.model.values import Reason
from reportgen.report.desk.tables.answers import form_of, heading, scribe, unanswered
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reportgen.analysis.business.national_appraisal import AppraisedLine, SelfAssessment
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block

ANALYSIS: Final = "business.national_appraisal"
MARK: Final = "\N{BLACK UP-POINTING TRIANGLE}"
OVERVIEW: Final = "self_assessment"
ROWS: Final = "appraised_rows"
EVIDENCE: Final = "appraised_evidence"
DOUBTS: Final = "appraised_doubts"
LETTERED: Final = frozenset({"credit_grade"})
RATING: Final = "ratio"
"""Unit of what is in place or not."""
CODE: Final = "code"
MOST_DECIMALS: Final = 4
COUNTS: Final = ("rows", "whole", "not_asked", "better", "worse")


def overview(context: HospitalContext) -> SectionContent:
    """The dimensions, the band as told, what asks for attention, what went well and what is missing."""
    return _section(context, OVERVIEW, _overview)


def rows(context: HospitalContext) -> SectionContent:
    """Every line by dimension with both years."""
    return _section(context, ROWS, _rows)


def evidence(context: HospitalContext) -> SectionContent:
    """What each line is made of and what bears it out; lines filed otherwise than the tables have them."""
    return _section(context, EVIDENCE, _evidence)


def doubts(context: HospitalContext) -> SectionContent:
    """Definitions that the manual of the year has to settle."""
    return _section(context, DOUBTS, _doubts)


def _section(
    context: HospitalContext, section: str, write: Callable[[CellWriter, SelfAssessment], SectionContent]
) -> SectionContent:
    found: SelfAssessment | Unavailable = context.material.analysis[ANALYSIS]
    if isinstance(found, Unavailable):
        return unanswered(context, section, found)
    return write(scribe(context, section), found)


def _overview(writer: CellWriter, found: SelfAssessment) -> SectionContent:
    say = writer.context.say
    facts = {"rows": found.rows, "whole": found.whole, "better": rows_of(found.better), "worse": rows_of(found.worse)}
    heads = {"dimension": (52.0, ""), **dict.fromkeys(COUNTS, (24.0, "n"))}
    counts = {one.id: [getattr(one, name) for name in COUNTS] for one in found.dimensions}
    lines = [TableRow((say(f"appraised.dimension.{name}"), *map(whole, own))) for name, own in counts.items()]
    sums = (whole(sum(column)) for column in zip(*counts.values(), strict=True))
    lines.append(TableRow((say(f"{OVERVIEW}.total"), *sums), emphasis="total"))
    table = writer.table().grid("dimensions", heads, lines, say(f"{OVERVIEW}.note"), pack=found.pack.name)
    bands = [
        say(f"{OVERVIEW}.band", year=str(one.year), band=one.band, source=one.source)
        for one in (found.band, found.band_before)
        if one is not None
    ]
    blocks: list[Block] = [*([Paragraphs(tuple(bands))] if bands else []), table]
    blocks += _paragraph(writer, "risk", found.at_risk, _at_risk)
    blocks += _paragraph(writer, "moved", found.better, _moved)
    if found.missing:
        names = [_name(writer.context, one) for one in found.missing]
        told = say(f"{OVERVIEW}.lacking.of", names=say.join(names, "list.comma"))
        blocks.append(Paragraphs((told,), say(f"{OVERVIEW}.lacking.title", n=len(names))))
    return SectionContent(say(f"{OVERVIEW}.headline", **facts), tuple(blocks), (say(f"{OVERVIEW}.own"),))


def rows_of(lines: Iterable[AppraisedLine]) -> int:
    """How many rows of the list some lines belong to."""
    return len({one.line.number.partition(".")[0] for one in lines})


def _paragraph(
    writer: CellWriter, key: str, lines: tuple[AppraisedLine, ...], say: Callable[[CellWriter, AppraisedLine], Text]
) -> list[Block]:
    if not lines:
        return []
    title = writer.context.say(f"{OVERVIEW}.{key}.title", n=len(lines))
    return [Paragraphs(tuple(say(writer, one) for one in lines), title)]


def _at_risk(writer: CellWriter, one: AppraisedLine) -> Text:
    context = writer.context
    if one.course == "worse":
        direction = context.say(f"appraised.direction.{one.line.row.direction}")
        return context.say(
            f"{OVERVIEW}.risk.course", name=_name(context, one), **_years(writer, one), direction=direction
        )
    assert one.grade is not None
    now = _spoken(writer, one, one.value, "now")
    return context.say(f"{OVERVIEW}.risk.grade", name=_name(context, one), now=now, grade=context.grade(one.grade))


def _moved(writer: CellWriter, one: AppraisedLine) -> Text:
    return writer.context.say(f"{OVERVIEW}.moved.of", name=_name(writer.context, one), **_years(writer, one))


def _years(writer: CellWriter, one: AppraisedLine) -> dict[str, Text]:
    return {"before": _spoken(writer, one, one.before, "before"), "now": _spoken(writer, one, one.value, "now")}


def _spoken(writer: CellWriter, one: AppraisedLine, figure: Figure, key: str) -> Text:
    """A value with its unit, entered in the passport."""
    context, identifier = writer.context, one.line.indicator
    assert figure.value is not None
    words = context.spoken(identifier, figure.value, _more(context, one))
    return writer.entered(f"{identifier}.{key}", context.name(identifier), words, figure.value, figure.places)


def _more(context: HospitalContext, one: AppraisedLine) -> int:
    """Decimals beyond the usual that tell both years apart."""
    now, before = one.value.value, one.before.value
    if now is None or before is None or now == before:
        return 0
    finer = (more for more in range(MOST_DECIMALS) if _told_apart(context, one.line.indicator, (now, before), more))
    return next(finer, 0)


def _told_apart(context: HospitalContext, identifier: str, values: tuple[float, float], more: int) -> bool:
    one, other = (context.printed(identifier, value, more) for value in values)
    return one != other


def _name(context: HospitalContext, one: AppraisedLine) -> Text:
    """What the list calls a row; a part of one by the name of its indicator."""
    return one.line.row.name if len(one.line.row.indicators) == 1 else context.name(one.line.indicator)


def _marked(context: HospitalContext, one: AppraisedLine) -> Text:
    mark = MARK if one.line.row.monitored else ""
    return context.say("appraised.form.named", mark=mark, name=_name(context, one))


def _rows(writer: CellWriter, found: SelfAssessment) -> SectionContent:
    say, table = writer.context.say, writer.table()
    watched = [one for one in found.lines if one.line.row.monitored]
    worse = [one for one in watched if one.course == "worse"]
    heads = {
        "number": (12.0, CODE),
        "name": (62.0, ""),
        "unit": (16.0, ""),
        "now": (19.0, "n"),
        "before": (19.0, "n"),
        "direction": (18.0, ""),
        "course": (14.0, ""),
        "grade": (12.0, "c"),
    }
    lines: list[TableRow] = []
    for dimension in found.dimensions:
        lines.append(heading(say(f"appraised.dimension.{dimension.id}")))
        lines += [_row(table, one) for one in dimension.lines]
    headline = say(f"{ROWS}.headline", n=rows_of(watched), worse=rows_of(worse))
    grid = table.grid("rows", heads, lines, say(f"{ROWS}.note"), year=str(found.year))
    return SectionContent(headline, (grid,))


def _row(table: CellWriter, one: AppraisedLine) -> TableRow:
    context, say = table.context, table.context.say
    return TableRow(
        (
            one.line.number,
            _marked(context, one),
            context.unit(one.line.indicator),
            _value(table, one, one.value, ""),
            _value(table, one, one.before, f"{table.context.period.previous_year()}."),
            say(f"appraised.direction.{one.line.row.direction}"),
            say(f"appraised.course.{one.course}") if one.course is not None else "",
            context.grade(one.grade) if one.grade is not None else "",
        ),
        level=1,
    )


def _value(table: CellWriter, one: AppraisedLine, figure: Figure, period: str) -> Text | str:
    """A value of the year, or of an earlier `period`, under its key; one that was typed names its cell."""
    if figure.value is not None and one.line.row.qualitative:
        return _rated(table.context, one, figure.value)
    if figure.value is not None:
        table.indicators.append(one.line.indicator)
        known = figure.value if figure.places else under(figure.value, f"{period}indicator.{one.line.indicator}")
        return placed(table.context.printed(one.line.indicator, known), figure.places)
    if one.not_asked and not period:
        return table.notes.absent(table.context.reason(Reason.EXCLUDED_BY_USER))
    return table.notes.absent(table.context.reason(figure.reason or Reason.MISSING_INPUT))


def _rated(context: HospitalContext, one: AppraisedLine, value: float) -> Text | str:
    """A rating in the words in which it was filed: yes or no, a letter; a level and what lies between as a number."""
    if one.line.numerator in LETTERED and value in range(1, len(filing.GRADES) + 1):
        return filing.GRADES[int(value) - 1].upper()
    answer = next((key for key, meant in filing.ANSWERS.items() if value == meant), None)
    if answer is None or context.indicator(one.line.indicator).unit != RATING:
        return context.printed(one.line.indicator, value)
    return context.say(answer)


def _evidence(writer: CellWriter, found: SelfAssessment) -> SectionContent:
    say, table = writer.context.say, writer.table()
    heads = {
        "number": (12.0, CODE),
        "name": (46.0, ""),
        "numerator": (24.0, "n"),
        "denominator": (24.0, "n"),
        "from": (22.0, ""),
        "evidence": (28.0, ""),
        "department": (16.0, ""),
    }
    lines: list[TableRow] = []
    for dimension in found.dimensions:
        lines.append(heading(say(f"appraised.dimension.{dimension.id}")))
        lines += [_proof(table, one) for one in dimension.lines]
    blocks: list[Block] = [table.grid("evidence", heads, lines, say(f"{EVIDENCE}.note"))]
    if found.differing:
        other = writer.table()
        columns = {"number": (14.0, CODE), "name": (78.0, ""), "filed": (40.0, "n"), "own": (40.0, "n")}
        held = [TableRow(tuple(_held(other, one))) for one in found.differing]
        blocks.append(other.grid("differing", columns, held))
    return SectionContent(say(f"{EVIDENCE}.headline", n=len(found.unproved)), tuple(blocks))


def _held(table: CellWriter, one: AppraisedLine) -> Iterator[Text | str]:
    """A value as filed beside that of the hospital's own tables."""
    yield one.line.number
    yield _marked(table.context, one)
    yield table.indicator(one.line.indicator, one.filed)
    yield _value(table, one, one.value, "")


def _proof(table: CellWriter, one: AppraisedLine) -> TableRow:
    context, say = table.context, table.context.say
    return TableRow(
        (
            one.line.number,
            _marked(context, one),
            _part(table, one, one.numerator, 0),
            _part(table, one, one.denominator, 1),
            say(f"appraised.from.{one.line.row.data_from}"),
            _said(table, one),
            table.cell(one.department),
        ),
        level=1,
    )


def _part(table: CellWriter, one: AppraisedLine, figure: Figure, place: int) -> str:
    """A numerator or a denominator; nothing in the row of what is no quotient."""
    items = () if one.line.is_value else one.line.items
    if place >= len(items):
        return ""
    form = form_of(table.context, items[place])
    return table.write(figure, "number" if form == "money" else form)


def _said(table: CellWriter, one: AppraisedLine) -> Text | str:
    say = table.context.say
    if one.not_asked:
        return say(f"{EVIDENCE}.excused", reason=table.own(one.not_asked))
    if one.evidence and one.remark:
        return say(f"{EVIDENCE}.remarked", evidence=table.own(one.evidence), remark=table.own(one.remark))
    return table.cell(one.evidence or one.remark)


def _doubts(writer: CellWriter, found: SelfAssessment) -> SectionContent:
    say, table = writer.context.say, writer.table()
    heads = {"number": (14.0, CODE), "name": (60.0, ""), "confirm": (98.0, "told")}
    lines = [
        TableRow((number, row.name, row.confirm))
        for number, row in ((key, next(group).line.row) for key, group in groupby(found.lines, _row_number))
        if row.confirm is not None
    ]
    grid = table.grid("doubts", heads, lines, version=found.pack.version)
    return SectionContent(say(f"{DOUBTS}.headline", n=len(lines)), (grid,))


def _row_number(one: AppraisedLine) -> str:
    return one.line.number.partition(".")[0]
