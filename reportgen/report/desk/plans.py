"""Why the surplus differs from its budget, and what the year may end with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.analysis.outlook.trials import CONFIDENCE
from reportgen.model import printing
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import Scribe, scribe
from reportgen.report.desk.figures import item_figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context
    from reportgen.report.speech import Fact

SECTION: Final = "budget"
SURPLUS: Final = "period_surplus"
SIDES: Final = {"income": "total_income", "expense": "total_expense"}
SEEN: Final = 0.01
"""Of the tables' unit: what their two decimals show."""


def remarks(context: Context) -> Iterator[Text]:
    """Where the figures for either are there."""
    writer = scribe(context, SECTION)
    yield from _cause(writer)
    yield from _year_end(writer)


def _cause(writer: Scribe) -> Iterator[Text]:
    """The surplus falls short of its budget by what income falls short and expense exceeds."""
    gaps = {name: _gap(writer.context, item) for name, item in {"surplus": SURPLUS, **SIDES}.items()}
    known = {name: gap for name, gap in gaps.items() if gap is not None}
    if len(known) < len(gaps) or any(_is_nothing(writer.context, gap) for gap in known.values()):
        return
    if not _is_nothing(writer.context, known["income"] - known["expense"] - known["surplus"]):
        return
    facts: dict[str, Fact] = {name: _moved(writer, name, gap) for name, gap in known.items()}
    yield writer.context.say("budget.cause", **facts)


def _gap(context: Context, item: str) -> float | None:
    found = item_figures(context.material, item)
    if found is None or found.now is None or found.budget_to_date is None:
        return None
    return found.now - found.budget_to_date


def _is_nothing(context: Context, amount: float) -> bool:
    return abs(amount) / form_rows.scale(context) < SEEN


def _moved(writer: Scribe, name: str, gap: float) -> Text:
    say = writer.context.say
    amount = writer.money(f"gap.{name}", say(f"budget.gap.{name}"), gap)
    return say(f"budget.{'more' if gap > 0 else 'less'}", amount=amount)


def _year_end(writer: Scribe) -> Iterator[Text]:
    """The surplus of the year as its months so far let expect, with what such forecasts missed by."""
    found: Mapping[str, Forecast | Lack] = writer.context.material.analysis["outlook.year_end"]
    one = found["surplus"]
    if isinstance(one, Lack) or one.gap.value is None or one.high is None:
        return
    say = writer.context.say
    facts: dict[str, Fact] = {
        "total": _signed(writer, "expected", one.total),
        "reach": writer.money("expected.reach", say("budget.expected.reach"), one.high - one.total),
        "gap": writer.money("expected.gap", say("budget.expected.gap"), one.gap.value),
        "share": printing.percent(CONFIDENCE, 0),
    }
    yield say(f"budget.year_end.{'above' if one.gap.value >= 0 else 'below'}", **facts)


def _signed(writer: Scribe, key: str, amount: float) -> Text:
    """A surplus, or a deficit by that name."""
    say = writer.context.say
    said = writer.money(key, say("budget.expected"), amount)
    return say(f"budget.{'surplus' if amount >= 0 else 'deficit'}", amount=said)
