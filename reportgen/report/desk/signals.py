"""What the months of an indicator say of its direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis import SignalKind, score_bridge
from reportgen.report.desk import standards
from reportgen.report.desk.series import Series, series
from reportgen.report.desk.years import year_before
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context


@dataclass(frozen=True)
class Signal:
    """The trend in a word: arrow or wave, and its colour."""

    words: Text
    sense: str  # fav, unfav or quiet
    mark: str  # file of the arrow or wave, "" where there is no verdict


def signal(context: Context, indicator: ScoredIndicator, history: Series) -> Signal:
    """What the months say of the direction: a verdict by process-control rules, or that it is too early for one."""
    if indicator.value is None:
        return Signal(context.say("trend.not_scored"), "quiet", "")
    if history.signal is None:
        return Signal(context.say("trend.too_few"), "quiet", "")
    if history.signal.kind is SignalKind.STEADY:
        return Signal(context.say("trend.stable"), "quiet", "marks/wave.svg")
    if history.signal.kind is SignalKind.UNCLEAR:
        return Signal(context.say("trend.unclear"), "quiet", "")
    direction = "up" if history.signal.direction > 0 else "down"
    better = standards.improved(indicator, history.signal.direction)
    sense = {1: "fav", -1: "unfav", 0: "ink-3"}[better]
    words = {1: "trend.better", -1: "trend.worse", 0: f"trend.{direction}"}[better]
    return Signal(context.say(words), sense, f"marks/{direction}-{sense}.svg")


def effects(context: Context) -> Mapping[str, Signal]:
    """What each indicator did to the total since last year, in points; none within a year, none of unlike totals.

    Years are too few for a verdict by process-control rules.
    """
    before = year_before(context) if context.is_year else None
    found = score_bridge(before, context.evaluation) if before else None
    return {step.id: _effect(context, step.change) for step in found.indicators} if found else {}


def _effect(context: Context, change: float) -> Signal:
    printed = context.points(change)
    sense = "quiet" if printed == context.points(0.0) else "fav" if change > 0 else "unfav"
    return Signal(same(printed), sense, "")


def worsens(context: Context, indicator: ScoredIndicator) -> bool:
    """Whether its months say so, by the rules of process control."""
    return signal(context, indicator, series(context, indicator)).sense == "unfav"
