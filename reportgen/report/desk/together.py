"""Parts that judge hospitals, or years, against one another: no indicator has a score of its own there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.model import printing
from reportgen.scoring.ranking import UNWEIGHTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.ranking import Ranking
    from reportgen.model.results import ScoredIndicator, ScoredPart
    from reportgen.report.desk.context import Context


def ranked(context: Context) -> Iterator[tuple[ScoredPart, Ranking]]:
    """The parts that rank, with what they found."""
    for part in context.evaluation.parts:
        if part.ranking is not None:
            yield part, part.ranking


def is_ranked_alone(context: Context) -> bool:
    """Whether there is no total because a part gives a rank and nothing else."""
    return any(part.score is None and not part.withheld for part, _ in ranked(context))


def is_judged_together(context: Context, indicator: ScoredIndicator) -> bool:
    """Whether an indicator that has a value is judged only together with others."""
    if indicator.value is None or indicator.score is not None:
        return False
    return any(part.id == indicator.part for part, _ in ranked(context))


def is_absent(context: Context, indicator: ScoredIndicator) -> bool:
    """Whether an indicator is not judged at all, neither alone nor together with others."""
    return indicator.score is None and not is_judged_together(context, indicator)


def is_all_together(context: Context) -> bool:
    """Whether no indicator has a score of its own because all are judged together."""
    indicators = context.evaluation.indicators
    return any(is_judged_together(context, one) for one in indicators) and all(one.score is None for one in indicators)


def place(context: Context, part: ScoredPart, found: Ranking) -> Text:
    """The rank among how many, with its interval."""
    facts = {"rank": printing.whole(found.rank), "among": printing.whole(found.among)}
    interval = context.part_intervals.get(part.id)
    if interval is None:
        return context.say("together.place_unsure", **facts)
    return context.say("together.place", low=printing.whole(interval.low), high=printing.whole(interval.high), **facts)


def headline(context: Context) -> Text | None:
    """What a ranking says in one line; None where nothing is ranked."""
    for part, found in ranked(context):
        method = context.say(f"scoring.{found.method}")
        return context.say("together.headline", method=method, place=place(context, part, found))
    return None


def how(context: Context, found: Ranking) -> Text:
    """What the interval of a rank comes from."""
    return context.say(f"together.how.{'without_one' if found.method in UNWEIGHTED else 'weights'}")
