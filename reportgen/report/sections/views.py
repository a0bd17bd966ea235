"""What money does not say: environment, intangibles, strategy, staff and patients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.report.desk.answers import course, heading, left_out, scribe, unanswered
from reportgen.report.desk.sheet import Line, Sheet
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.value.views import Seen, View
    from reportgen.model.reports import Options
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context

SECTION: Final = "views"


def pieces(context: Context, options: Options) -> list[Piece]:
    """One table with a part for each view that is asked for."""
    found: Mapping[str, View | Lack] = {
        name: context.material.analysis[f"value.{name}"] for name in options.words("of")
    }
    known = [one for one in found.values() if not isinstance(one, Lack)]
    lacks = [one for one in found.values() if isinstance(one, Lack)]
    if not known:
        return [Piece(options.entry, unanswered(context, SECTION, *lacks))]
    writer, say = scribe(context, SECTION), context.say
    table = writer.table()
    heads = {
        "indicator": (52.0, ""), "unit": (18.0, "c"), "now": (22.0, "n"), "before": (22.0, "n"),
        "moved": (20.0, ""), "evidence": (38.0, ""),
    }  # fmt: skip
    lines: list[Line] = []
    for one in known:
        lines.append(heading(say(f"views.of.{one.id}")))
        lines += [_line(table, row) for row in one.known]
    rows = [row for one in known for row in one.known]
    better, worse = (sum(row.better is verdict for row in rows) for verdict in (True, False))
    headline = say("views.headline", n=len(rows), better=better, worse=worse)
    whole = table.grid("views", heads, lines, say("views.note"))
    return [Piece(options.entry, Sheet(headline, (whole, *left_out(context, lacks))))]


def _line(table: Scribe, row: Seen) -> Line:
    context = table.context
    assert row.value.value is not None
    earlier = table.indicator(row.indicator, row.change.against.value)
    moved = course(context, better=row.better)
    now = table.indicator(row.indicator, row.value.value)
    name, unit = context.short(row.indicator), context.unit(row.indicator)
    return Line((name, unit, now, earlier, moved, table.cell(row.evidence)), level=1)
