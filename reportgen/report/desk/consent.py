"""How far the experts agree who rated a part: told wherever their marks are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredAbility, ScoredPart
    from reportgen.report.desk.context import Context

THREE: Final = 3
CONSISTENT: Final = 0.7
"""Cronbach's alpha from which ratings are usually taken as consistent (Nunnally 1978)."""


def agreement(context: Context, part: ScoredPart) -> Text:
    """How far the experts of a part agree, on how many of them it rests, and what that means."""
    items = sum(one.part == part.id for one in context.evaluation.indicators)
    facts: dict[str, Text | str] = {"part": part.name, "experts": printing.whole(part.experts), "items": str(items)}
    facts["rated"] = printing.whole(part.rated)
    if part.reliability is None:
        return context.say("consultation.reliability_undefined", **facts)
    told = context.say("consultation.reliability", alpha=printing.number(part.reliability, THREE), **facts)
    key = "negative" if part.reliability < 0 else "firm" if part.reliability >= CONSISTENT else "weak"
    return context.say(f"consultation.reliability_means.{key}", told=told, line=printing.number(CONSISTENT, 2))


def agreements(context: Context) -> Iterator[Text]:
    """The same of each part that experts rated and that counts."""
    yield from (
        agreement(context, part) for part in context.evaluation.parts if part.experts and part.score is not None
    )


def warned(context: Context, ability: ScoredAbility) -> Text | None:
    """A sentence beside the score of an ability whose experts agree too little, or contradict one another."""
    part = next((one for one in context.evaluation.parts if one.id == ability.part), None)
    if part is None or part.reliability is None or part.reliability >= CONSISTENT or ability.score is None:
        return None
    key = "contradicting" if part.reliability < 0 else "agreeing_little"
    alpha, experts = printing.number(part.reliability, THREE), printing.whole(part.experts)
    return context.say(f"consultation.{key}", alpha=alpha, experts=experts)
