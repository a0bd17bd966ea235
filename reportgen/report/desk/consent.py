"""Ratings whose experts contradict one another: what they say is not to be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredAbility, ScoredPart
    from reportgen.report.desk.context import Context

THREE: Final = 3


def contradicting(context: Context, part: str) -> ScoredPart | None:
    """The part by its id, if the reliability of its ratings is below zero: one expert's high mark is another's low."""
    found = next((one for one in context.evaluation.parts if one.id == part), None)
    return found if found is not None and found.reliability is not None and found.reliability < 0 else None


def warned(context: Context, ability: ScoredAbility) -> Text | None:
    """A sentence on the score of an ability that rests on such ratings."""
    found = contradicting(context, ability.part)
    if found is None or found.reliability is None or ability.score is None:
        return None
    return context.say("consultation.contradicting", alpha=printing.number(found.reliability, THREE))
