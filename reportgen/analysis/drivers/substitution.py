"""Why an indicator changed: its figures replaced one after the other, each step by itself (chain substitution).

The order is that of the formula from left to right; a joint effect falls to the figure that is replaced later. The last
step arrives at the value of the later period, so that the effects add up to the whole change.

Return on net assets of a public hospital, and the three factors that it is the product of.

surplus / net assets = surplus / income × income / assets × assets / net assets, with average balances. There is no tax
on the medical surplus, so leverage brings no tax benefit, and a high return is not an aim in itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Unavailable, values_of
from reportgen.analysis.books import lacking
from reportgen.analysis.drivers.split import Split, chain, replaced, shapley
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.model.period import Period
    from reportgen.model.values import Derivation

Leaf = Callable[["Derivation"], bool]

ARITHMETIC: Final = frozenset("+-*/")
SUMS: Final = frozenset("+-")
MOST_FIGURES: Final = 6
"""A formula of more figures than this is replaced in two steps: what is divided, and what it is divided by."""
CLOSE: Final = 1e-9


@dataclass(frozen=True)
class SubstitutionFigure:
    """One figure of a formula, in both periods.

    Attributes:
        expression: the part of the formula that it stands for.
        unit: of an item, such as money; empty for what was computed.
    """

    expression: str
    before: float
    after: float
    unit: str
    node: Derivation


@dataclass(frozen=True)
class SubstitutionStep:
    """The value once a figure has been replaced, and the change that this made."""

    figure: SubstitutionFigure
    value: float
    effect: float


@dataclass(frozen=True)
class Substitution:
    """All steps from the earlier value to the later one."""

    before: float
    after: float
    steps: tuple[SubstitutionStep, ...]


def substitution(before: Derivation, after: Derivation) -> Substitution | None:
    """The steps between two periods; None where a figure is missing, or the formula was another one then."""
    whole = _formula(before), _formula(after)
    opened = _opened(whole[0]), _opened(whole[1])
    old, new = opened if _alike(*opened) else whole
    if not _alike(old, new):
        return None
    is_leaf = _is_leaf if len(list(_figures(new, _is_leaf))) <= MOST_FIGURES else _is_side
    pairs = list(zip(_figures(old, is_leaf), _figures(new, is_leaf), strict=True))
    if any(was.value is None or now.value is None for was, now in pairs):
        return None
    places = _places([now for _, now in pairs])
    firsts = [pairs[places.index(place)] for place in range(len(set(places)))]
    figures = [
        SubstitutionFigure(now.expression, was.value or 0.0, now.value or 0.0, now.unit, now) for was, now in firsts
    ]
    states = replaced(
        [each.before for each in figures],
        [each.after for each in figures],
        lambda values: _value(new, is_leaf, (values[place] for place in places)),
    )
    if not all(math.isfinite(state) for state in states) or not _arrives(states, old, new):
        return None
    steps = (
        SubstitutionStep(figure, later, later - earlier)
        for figure, (earlier, later) in zip(figures, pairwise(states), strict=True)
    )
    moved = tuple(
        step for step in steps if step.figure.before != step.figure.after or step.figure.node.kind != "calendar"
    )
    return Substitution(states[0], states[-1], moved)


def _places(leaves: Sequence[Derivation]) -> list[int]:
    """For each leaf the number of the figure that it is: one that a formula names twice is replaced in both places."""
    numbers: dict[tuple[str, str, str, str], int] = {}
    return [numbers.setdefault((leaf.id, leaf.expression, leaf.period, leaf.view), len(numbers)) for leaf in leaves]


def _formula(node: Derivation) -> Derivation:
    while node.kind == "indicator" and node.parts:
        node = node.parts[0]
    return node


def _opened(node: Derivation) -> Derivation:
    """The formula with the lines of sums that stand on no line themselves in place of these."""
    is_sum = node.kind == "item" and node.place is None and [one.kind for one in node.parts] == ["operation"]
    if is_sum and node.parts[0].id in SUMS:
        return _opened(node.parts[0])
    return node if _is_leaf(node) else replace(node, parts=tuple(map(_opened, node.parts)))


def _is_leaf(node: Derivation) -> bool:
    return not (node.kind == "operation" and node.id in ARITHMETIC)


def _is_side(node: Derivation) -> bool:
    return not (node.kind == "operation" and node.id == "/")


def _alike(old: Derivation, new: Derivation) -> bool:
    if _is_leaf(old) or _is_leaf(new):
        return _is_leaf(old) and _is_leaf(new) and old.expression == new.expression
    same = old.id == new.id and len(old.parts) == len(new.parts)
    return same and all(_alike(was, now) for was, now in zip(old.parts, new.parts, strict=True))


def _figures(node: Derivation, is_leaf: Leaf) -> Iterator[Derivation]:
    if is_leaf(node):
        if node.kind != "number":
            yield node
        return
    for part in node.parts:
        yield from _figures(part, is_leaf)


def _value(node: Derivation, is_leaf: Leaf, values: Iterator[float]) -> float:
    if is_leaf(node):
        return (node.value if node.value is not None else math.nan) if node.kind == "number" else next(values)
    parts = [_value(part, is_leaf, values) for part in node.parts]
    if len(parts) == 1:
        return -parts[0]
    left, right = parts
    match node.id:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right if right else math.nan


def _arrives(states: Sequence[float], old: Derivation, new: Derivation) -> bool:
    ends = ((states[0], old.value), (states[-1], new.value))
    return all(known is not None and math.isclose(found, known, rel_tol=CLOSE, abs_tol=CLOSE) for found, known in ends)


ITEMS: Final = ("period_surplus", "total_income", "total_assets", "net_assets")
FACTORS: Final = ("surplus_margin", "asset_turnover", "equity_multiplier")
"""In the order in which they are replaced: result before use before structure."""


@dataclass(frozen=True)
class PeriodTree:
    """The tree of one period; flows to date, not annualised, so that two equal parts of years compare."""

    period: str
    factors: tuple[Figure, ...]
    return_on_net_assets: Figure


@dataclass(frozen=True)
class DuPont:
    """The tree of now and of last year, and what each factor did; the split in order and free of order."""

    now: PeriodTree
    before: PeriodTree
    in_order: Split | Unavailable
    order_free: Split | Unavailable


def dupont(analyses: Analyses) -> DuPont | Unavailable:
    """Return on net assets and its change."""
    books = analyses.books
    lack = lacking(books, ITEMS)
    if lack is not None:
        return lack
    now, before = levels(books, books.now), levels(books, books.now.previous_year())
    if now.return_on_net_assets.value is None:
        return _no_return(books, now)
    old, new = values_of(before.factors), values_of(now.factors)
    if old is None or new is None:
        lack = _unsplit(books, new)
        return DuPont(now, before, lack, lack)
    return DuPont(now, before, chain(FACTORS, old, new), shapley(FACTORS, old, new))


def _no_return(books: Books, now: PeriodTree) -> Unavailable:
    """Why there is no return: the average of net assets is not above zero, or has no opening balance."""
    reason = now.return_on_net_assets.reason or Reason.NEGATIVE_DENOMINATOR
    return Unavailable("average" if books.average("net_assets").value is None else "not_positive", reason)


def _unsplit(books: Books, new: Sequence[float] | None) -> Unavailable:
    """Which of the two years has no factors: this one, or last year with figures or without any."""
    if new is None:
        return Unavailable("factors", Reason.NEGATIVE_DENOMINATOR)
    is_there = lacking(books, ITEMS, books.now.previous_year()) is None
    return Unavailable("factors_before" if is_there else "last_year", Reason.MISSING_PRIOR)


def levels(books: Books, period: Period) -> PeriodTree:
    """The tree of a period."""
    surplus, income = books.to_date("period_surplus", period), books.to_date("total_income", period)
    assets, own = books.average("total_assets", period), books.average("net_assets", period)
    found = (surplus.over(income), income.over(assets), assets.over(own))
    return PeriodTree(str(period), found, surplus.over(own))
