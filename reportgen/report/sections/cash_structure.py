"""Where cash came from and what it was paid for: receipts and payments by activity, with their shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.report.charts import Part, composition
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import heading, left_out, scribe, unanswered
from reportgen.report.desk.sheet import Figure, Line, Sheet
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.analysis.comparison.common_size import CommonSize
    from reportgen.analysis.comparison.common_size import Part as Share
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Table

SECTION: Final = "cash_structure"
SIDES: Final = {"receipts": "cash_receipts", "payments": "cash_payments"}
ACTIVITIES: Final = ("operating", "investing", "financing")
"""In the order of the parts of both structures."""


def cash_structure(context: Context) -> Sheet:
    """Both sides in one drawing and one table."""
    answers = context.material.analysis["comparison.common_size"]
    found = {side: answers[name] for side, name in SIDES.items()}
    known = {side: one for side, one in found.items() if not isinstance(one, Lack)}
    lacks = [one for one in found.values() if isinstance(one, Lack)]
    if not known:
        return unanswered(context, SECTION, *lacks)
    writer = scribe(context, SECTION)
    return Sheet(_headline(writer, known), (_figure(writer, known), _table(writer, known), *left_out(context, lacks)))


def _activity(context: Context, place: int) -> Text:
    return context.say(f"cash_structure.activity.{ACTIVITIES[place]}")


def _percent(share: Share) -> float:
    return (share.share.value or 0.0) * printing.PERCENT


def _headline(writer: Scribe, known: dict[str, CommonSize]) -> Text:
    context, said = writer.context, []
    for side, one in known.items():
        place = max(range(len(one.parts)), key=lambda number: _percent(one.parts[number]))
        name = _activity(context, place)
        share = writer.said(f"headline.{side}", name, _percent(one.parts[place]) / printing.PERCENT, "share")
        said.append(context.say(f"cash_structure.headline.{side}", activity=context.say.within(name), share=share))
    return context.say.join(said, "list.semicolon")


def _figure(writer: Scribe, known: dict[str, CommonSize]) -> Figure:
    context, bars, told = writer.context, [], []
    for side, one in known.items():
        named = [(_activity(context, place), _percent(part)) for place, part in enumerate(one.parts)]
        parts = [
            Part(name.in_language(context.language), share, printing.number(share, 2), context.behind(name))
            for name, share in named
        ]
        bars.append((context.text(f"cash_structure.{side}"), parts))
        listed = [context.say("phrase.named", name=name, value=printing.number(share, 2)) for name, share in named]
        told.append(context.say("cash_structure.alt.bar", side=context.say(f"cash_structure.{side}"),
                                listed=context.say.join(listed, "list.comma")))  # fmt: skip
    alt = context.text("cash_structure.alt", listed=context.say.join(told, "list.semicolon"))
    caption = context.figure(SECTION, context.say("cash_structure.figure"))
    picture = context.picture(SECTION, composition(bars, alt, ink()))
    return Figure(caption, picture, context.say("cash_structure.figure.note"))


def _table(writer: Scribe, known: dict[str, CommonSize]) -> Table:
    context, table = writer.context, writer.table()
    heads = {"activity": (72.0, ""), "amount": (34.0, "n"), "share": (33.0, "n"), "before": (33.0, "n")}
    lines: list[Line] = []
    for side, one in known.items():
        lines.append(heading(context.say(f"cash_structure.{side}")))
        lines += [
            Line((_activity(context, place), table.write(part.amount, "money"), table.write(part.share, "share"),
                  table.write(part.earlier_share, "share")), level=1)
            for place, part in enumerate(one.parts)
        ]  # fmt: skip
        all_of_it = table.write(one.whole.over(one.whole), "share")
        lines.append(Line((context.say("cash_structure.all"), table.write(one.whole, "money"), all_of_it, ""), "grand"))
    note = context.say("cash_structure.note")
    return table.grid("activities", heads, lines, note, unit=form_rows.unit(context))
