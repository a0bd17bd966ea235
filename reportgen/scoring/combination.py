"""Two sets of weights made one: what experts or the scheme say, and what the figures say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from reportgen.model.finding import Fact
from reportgen.model.schemes import SchemePart, WeightRule
from reportgen.scoring import judgements
from reportgen.scoring.kernels.objective_weights import WEIGHT_COMBINATIONS
from reportgen.scoring.naming import AHP, COMBINED, GIVEN
from reportgen.scoring.weighing import Weights
from reportgen.scoring.weights import WEIGHTINGS

Fault = tuple[str, str, dict[str, Fact]]
PAIR: Final = 2
DEFAULT: Final = "linear"


def faults(part: SchemePart) -> Iterator[Fault]:
    """S32: a combination names two known weightings and a known way to combine them; given ones are there."""
    rule = _rule(part)
    known = (*WEIGHTINGS, GIVEN, AHP)
    wrong = len(rule.of) != PAIR or any(name not in known for name in rule.of)
    if wrong or (rule.combine or DEFAULT) not in WEIGHT_COMBINATIONS:
        yield "S32", "weights", {"known": tuple(sorted(known)), "ways": tuple(sorted(WEIGHT_COMBINATIONS))}
        return
    if AHP in rule.of:
        yield from judgements.faults(part)
    if GIVEN in rule.of and any(one.weight is None for one in part.indicators.values()):
        lacking = tuple(name for name, one in part.indicators.items() if one.weight is None)
        yield "S09", "indicators", {"indicators": lacking}


def named(part: SchemePart) -> tuple[str, ...]:
    """The weightings that a combination is made of."""
    return _rule(part).of


def combined(part: SchemePart, weigh: Callable[[SchemePart], Weights]) -> Weights:
    """Both sets and their combination; the table and the objects are those of the second.

    Args:
        part: its rule names the two.
        weigh: the weights of a part by a single rule.
    """
    rule = _rule(part)
    alone = {"of": (), "combine": None}
    first, second = (
        weigh(part.model_copy(update={"weights": rule.model_copy(update={"method": name, **alone})}))
        for name in rule.of
    )
    shares = WEIGHT_COMBINATIONS[rule.combine or DEFAULT](first.shares, second.shares, rule.alpha)
    return Weights(shares, COMBINED, second.objects, second.rows, (*first.remarks, *second.remarks))


def _rule(part: SchemePart) -> WeightRule:
    return part.weights if isinstance(part.weights, WeightRule) else WeightRule(method=part.weights)
