"""Document control: editions of the report, who approved it, what a correction changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.report.desk import corrections
from reportgen.report.desk.sheet import Block, Column, Line, Sheet, Table, Words
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.standing import Correction, Standing
    from reportgen.report.desk.context import Context

SECTION = "control"


def control(context: Context) -> Sheet:
    """Editions, approvals and corrections, as the journal of the case has them."""
    say, standing = context.say, context.material.standing
    if standing is None:
        return Sheet(say("control.headline.none"), (Words((say("control.none"),)),))
    wanted = context.material.case.file.approvals
    given = sum(1 for role in wanted if role in {approval.role for approval in standing.approvals})
    blocks: list[Block] = [_editions(context, standing), _approvals(context, standing)]
    if standing.corrects is not None:
        blocks.append(_changes(context, standing.corrects))
    journal = say("control.journal", digest=standing.journal) if standing.journal else say("control.journal.none")
    blocks.append(Words((journal,)))
    headline = say(
        "control.headline", number=standing.number, state=_state(context, standing), given=given, wanted=len(wanted)
    )
    return Sheet(headline, tuple(blocks))


def _state(context: Context, standing: Standing) -> Text:
    return context.say(f"furniture.state.{standing.state}", number=standing.replaced_by or "")


def _editions(context: Context, standing: Standing) -> Table:
    say, corrected = context.say, standing.corrects
    lines = []
    if corrected is not None:
        replaced = say("furniture.state.superseded", number=standing.number)
        lines.append(Line((same(corrected.number), str(corrected.issued), replaced, say("control.first"))))
    why = say("control.corrects", number=corrected.number, why=corrected.why) if corrected else say("control.first")
    issued = str(standing.issued) if standing.issued else say("control.not_issued")
    lines.append(Line((same(standing.number), issued, _state(context, standing), why)))
    columns = (
        Column(say("furniture.number"), 34), Column(say("furniture.issued"), 30),
        Column(say("furniture.status.label"), 44), Column(say("control.head.why"), 64),
    )  # fmt: skip
    return Table(context.table(SECTION, say("control.editions")), columns, tuple(lines))


def _approvals(context: Context, standing: Standing) -> Table:
    say, file = context.say, context.material.case.file
    given = {approval.role: approval for approval in standing.approvals}
    lines = []
    for role in dict.fromkeys((*file.approvals, *given)):
        found = given.get(role)
        by = found.by if found else file.person(role) or say("control.unnamed")
        lines.append(Line((_role(context, role), by, str(found.on) if found else say("control.waiting"))))
    columns = (
        Column(say("control.head.role"), 64), Column(say("control.head.by"), 54), Column(say("control.head.on"), 54)
    )  # fmt: skip
    return Table(context.table(SECTION, say("control.approvals")), columns, tuple(lines))


def _role(context: Context, role: str) -> Text:
    named = next((each.role for each in context.material.case.file.signatories if each.id == role), None)
    key = f"sign.role.{role}"
    return named or (context.say(key) if key in context.say.words else same(role))


def _changes(context: Context, correction: Correction) -> Table:
    say = context.say
    columns = (
        Column(say("control.head.figure"), 84), Column(say("control.head.before"), 44, "n"),
        Column(say("control.head.after"), 44, "n"),
    )  # fmt: skip
    caption = context.table(SECTION, say("control.changes", number=correction.number))
    lines = tuple(Line(row) for row in corrections.rows(context, correction))
    return Table(caption, columns, lines or (Line((say("control.no_changes"),)),))
