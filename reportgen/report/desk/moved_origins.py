"""What numbers of a comparison with the period before are: changes of the score, by ability and by indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportgen.analysis import score_bridge
from reportgen.model.known import few
from reportgen.report.desk import doubts
from reportgen.report.desk.passport_rows import cells
from reportgen.report.passport import Origin

if TYPE_CHECKING:
    from reportgen.model.place import Place
    from reportgen.report.desk.context import Context


def moved(context: Context) -> Iterator[Origin]:
    """Each change that pages print, with the cells of its indicators in both periods, and the peers' median score."""
    now, rule = context.evaluation, context.say("passport.origin.median")
    if now.peer_median_score is not None:
        yield Origin("score.peer.median", now.peer_median_score, (), "", rule)
        for score in (now.score, now.comparable_score):
            if score is not None:
                yield Origin("score.peer.distance", score - now.peer_median_score, (), "", rule)
    if context.before is None or (found := score_bridge(context.before, context.evaluation)) is None:
        return
    rule, before = context.say("passport.origin.moved"), context.before.period
    for step in found.abilities:
        ids = [row.id for row in context.evaluation.indicators if row.ability == step.id]
        yield Origin(f"change.ability.{step.id}", step.change, _behind(context, ids, before), "", rule)
    for one in found.indicators:
        yield Origin(f"change.indicator.{one.id}", one.change, _behind(context, [one.id], before), "", rule)
    asked = doubts.doubted(context)
    yield Origin("change.in_question", doubts.moved(context), _behind(context, asked, before), "", rule)


def _behind(context: Context, indicators: Iterable[str], before: str) -> tuple[Place, ...]:
    known = [one for one in indicators if one in context.material.catalog.expressions]
    return few(place for one in known for period in (None, before) for place in cells(context, one, period))
