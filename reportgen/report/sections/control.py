"""Document control: editions of the report, who approved it, what a correction changed.

That this report takes the place of another: which, why, and every figure that differs.

The attachment of a corrected submission: which one it corrects, why, and every figure that differs.

Changes of definition and restatements: what does not compare with earlier years as it stands, and why.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name, period_with_year
from reportgen.model import printing
from reportgen.report.desk.documents.furniture import hospital
from reportgen.report.desk.grades import years
from reportgen.report.desk.grades.years import unlike
from reportgen.report.desk.sources import provenance
from reportgen.report.desk.tables import official_tables
from reportgen.report.desk.tables.official_tables import OfficialCell, Sheets
from reportgen.report.desk.tables.official_tables import OfficialColumn as OfficialTablesColumn
from reportgen.report.desk.tables.official_tables import OfficialRow as OfficialTablesLine
from reportgen.report.desk.tables.official_tables import OfficialTable as OfficialTablesSheet
from reportgen.report.desk.tables.sheet import Block, Paragraphs, SectionContent, Table, TableColumn, TableRow
from reportgen.report.section import Piece
from reportgen.report.speech import capital, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.standing import Correction, Standing
    from reportgen.report.desk.context import HospitalContext, SubjectContext
    from reportgen.report.desk.grades.group import GroupContext

SECTION = "control"


def control(context: HospitalContext) -> SectionContent:
    """Editions, approvals and corrections, as the journal of the case has them."""
    say, standing = context.say, context.material.standing
    if standing is None:
        return SectionContent(say("control.headline.none"), (Paragraphs((say("control.none"),)),))
    wanted = context.material.case.file.approvals
    given = sum(1 for role in wanted if role in {approval.role for approval in standing.approvals})
    blocks: list[Block] = [_editions(context, standing), _approvals(context, standing)]
    if standing.corrects is not None:
        blocks.append(_changes(context, standing.corrects))
    journal = say("control.journal", digest=standing.journal) if standing.journal else say("control.journal.none")
    blocks.append(Paragraphs((journal,)))
    headline = say(
        "control.headline", number=standing.number, state=_state(context, standing), given=given, wanted=len(wanted)
    )
    return SectionContent(headline, tuple(blocks))


def _state(context: HospitalContext, standing: Standing) -> Text:
    return context.say(f"furniture.state.{standing.state}", number=standing.replaced_by or "")


def _editions(context: HospitalContext, standing: Standing) -> Table:
    say, corrected = context.say, standing.corrects
    lines = []
    if corrected is not None:
        replaced = say("furniture.state.superseded", number=standing.number)
        lines.append(TableRow((same(corrected.number), str(corrected.issued), replaced, say("control.first"))))
    why = say("control.corrects", number=corrected.number, why=corrected.why) if corrected else say("control.first")
    issued = str(standing.issued) if standing.issued else say("control.not_issued")
    lines.append(TableRow((same(standing.number), issued, _state(context, standing), why)))
    columns = (
        TableColumn(say("furniture.number"), 34),
        TableColumn(say("furniture.issued"), 30),
        TableColumn(say("furniture.status.label"), 44),
        TableColumn(say("control.head.why"), 64),
    )
    return Table(context.table(SECTION, say("control.editions")), columns, tuple(lines))


def _approvals(context: HospitalContext, standing: Standing) -> Table:
    say, file = context.say, context.material.case.file
    given = {approval.role: approval for approval in standing.approvals}
    lines = []
    for role in dict.fromkeys((*file.approvals, *given)):
        found = given.get(role)
        by = found.by if found else file.person(role) or say("control.unnamed")
        lines.append(TableRow((_role(context, role), by, str(found.on) if found else say("control.waiting"))))
    columns = (
        TableColumn(say("control.head.role"), 64),
        TableColumn(say("control.head.by"), 54),
        TableColumn(say("control.head.on"), 54),
    )
    return Table(context.table(SECTION, say("control.approvals")), columns, tuple(lines))


def _role(context: HospitalContext, role: str) -> Text:
    file = context.material.case.file
    named = next((each.role for each in file.signatories if each.id == role), None)
    key = f"{file.roles_key}.{role}"
    return named or (context.say(key) if key in context.say.words else same(role))


def _changes(context: HospitalContext, correction: Correction) -> Table:
    say = context.say
    columns = (
        TableColumn(say("control.head.figure"), 84),
        TableColumn(say("control.head.before"), 44, "n"),
        TableColumn(say("control.head.after"), 44, "n"),
    )
    caption = context.table(SECTION, say("control.changes", number=correction.number))
    lines = tuple(TableRow(row) for row in provenance.rows(context, correction))
    return Table(caption, columns, lines or (TableRow((say("control.no_changes"),)),))


CORRECTION_SECTION: Final = "correction"


def correction(context: HospitalContext) -> SectionContent | None:
    """The table of changed figures; nothing in a report that corrects none."""
    found = _corrected(context)
    return _sheet(context, found, tuple(map(TableRow, provenance.rows(context, found)))) if found else None


def group_correction(desk: GroupContext) -> SectionContent | None:
    """The same of a group, hospital by hospital."""
    found = _corrected(desk)
    return _sheet(desk, found, tuple(_by_hospital(desk, found))) if found else None


def _by_hospital(desk: GroupContext, corrected: Correction) -> Iterator[TableRow]:
    for name, rows in groupby(provenance.rows_of_group(desk, corrected), key=itemgetter(0)):
        yield TableRow((name,), "section")
        yield from (TableRow(row[1:], level=1) for row in rows)


def _corrected(office: SubjectContext) -> Correction | None:
    standing = office.material.standing
    return standing.corrects if standing else None


def _sheet(office: SubjectContext, corrected: Correction, lines: tuple[TableRow, ...]) -> SectionContent:
    say = office.say
    columns = (
        TableColumn(say("control.head.figure"), 84),
        TableColumn(say("control.head.before"), 44, "n"),
        TableColumn(say("control.head.after"), 44, "n"),
    )
    why = Paragraphs(
        (
            say("correction.why", number=corrected.number, day=str(corrected.issued), why=corrected.why),
            say("correction.void", number=corrected.number),
        )
    )
    headline = say("correction.headline", number=corrected.number, n=len(corrected.changes))
    if not lines:
        return SectionContent(headline, (why, Paragraphs((say("control.no_changes"),))))
    caption = office.table(CORRECTION_SECTION, say("control.changes", number=corrected.number))
    return SectionContent(headline, (why, Table(caption, columns, lines, is_unlike=True)))


NAME: Final = "correction_table"
HEADS: Final = (("figure", "row", 76.0), ("before", "n", 40.0), ("after", "n", 40.0))


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """One table; none in a submission that corrects none."""
    del options
    standing = context.material.standing
    if standing is None or standing.corrects is None:
        return []
    return [Piece(NAME, Sheets((_correction_table_sheet(context, standing.corrects),)))]


def _correction_table_sheet(context: HospitalContext, corrected: Correction) -> OfficialTablesSheet:
    say, columns = context.say, len(HEADS)
    why = say("correction.why", number=corrected.number, day=str(corrected.issued), why=corrected.why)
    rows = [
        OfficialTablesLine(
            (
                official_tables.named(name),
                *(OfficialCell(figure.in_language(context.language), "n") for figure in figures),
            )
        )
        for name, *figures in provenance.rows(context, corrected)
    ]
    return OfficialTablesSheet(
        id=NAME,
        title=say("control.changes", number=corrected.number),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say("correction.as_printed"),
        columns=tuple(OfficialTablesColumn(say(f"control.head.{head}"), kind, width) for head, kind, width in HEADS),
        rows=(
            official_tables.group(why, columns),
            *(rows or [official_tables.group(say("control.no_changes"), columns)]),
        ),
    )


RESTATEMENTS_SECTION: Final = "restatements"


def restatements(context: HospitalContext) -> SectionContent | None:
    """Earlier definitions, figures changed by an audit, breaks in the series, weights by which earlier years stand.

    None where no indicator is scored and nothing was changed: there is nothing that could have been restated.
    """
    say = context.say
    found = [block for block in (_definitions(context), _adjusted(context)) if block is not None]
    breaks = context.material.case.file.comparable_from
    lines = [say("restatements.break", year=period_name(str(year))) for year in breaks]
    scored = bool(context.evaluation.indicators)
    if not (scored or found or breaks):
        return None
    if context.material.history and scored:
        lines.append(say("restatements.weights" if context.material.restated else "restatements.own_weights"))
    if (compared := unlike(context)) is not None:
        lines.append(capital(years.told(context, compared)))
    if not found and scored:
        lines.append(say("restatements.none", n=len(context.evaluation.indicators)))
    blocks: list[Block] = [*found, Paragraphs(tuple(lines))]
    n = sum(len(table.lines) for table in found) + len(breaks)
    if not n:
        return SectionContent(say("restatements.headline.none", n=len(context.evaluation.indicators)), tuple(blocks))
    return SectionContent(say("restatements.headline", n=n), tuple(blocks))


def _definitions(context: HospitalContext) -> Table | None:
    say = context.say
    used = [context.indicator(i.id) for i in context.evaluation.indicators]
    lines = [
        TableRow((definition.name, str(old.valid_to), old.formula, old.note or same(old.source)))
        for definition in used
        for old in definition.earlier
    ]
    columns = (
        TableColumn(say("scorecard.head.indicator"), 46),
        TableColumn(say("restatements.head.until"), 18, "c"),
        TableColumn(say("restatements.head.formula"), 60, "place"),
        TableColumn(say("restatements.head.why"), 48),
    )
    caption = say("restatements.definitions")
    return Table(context.table(RESTATEMENTS_SECTION, caption), columns, tuple(lines)) if lines else None


def _adjusted(context: HospitalContext) -> Table | None:
    say, material = context.say, context.material
    mine = [(key, change) for key, change in material.dataset.adjustments.items() if key[1] == material.entity]
    lines = []
    for (item, _, period, _), change in sorted(mine, key=lambda pair: (pair[0][2], pair[0][0])):
        name: Text = context.caption(item) if item in material.catalog.items else same(item)
        amounts = [printing.number(value, 2) for value in (change.reported, change.audited)]
        difference = printing.number(change.amount, 2, sign=True)
        lines.append(TableRow((name, period_with_year(period), amounts[0], difference, amounts[1], change.reason)))
    columns = (
        TableColumn(say("statement.column.item"), 36),
        TableColumn(say("furniture.period"), 18),
        TableColumn(say("restatements.head.reported"), 28, "n"),
        TableColumn(say("restatements.head.amount"), 26, "n"),
        TableColumn(say("restatements.head.audited"), 28, "n"),
        TableColumn(say("restatements.head.why"), 36),
    )
    caption = say("restatements.adjusted", name=say.currency_name())
    return Table(context.table(RESTATEMENTS_SECTION, caption), columns, tuple(lines)) if lines else None
