"""The plain way to compute indicators and their place among peers: cell by cell, with peers grouped beforehand."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bench.usual_calls import call
from reportgen.catalog import Catalog
from reportgen.model.expression import Binary, Call, Expression, Name, Number, Unary

Row = Mapping[str, float]
Formula = Callable[[Sequence[Row], float], float]
CALENDAR: Final = {"days": "d", "months": "12.0"}
SHARES: Final = (0.25, 0.5, 0.75)
FURTHEST: Final = 3
"""Years that a row knows before its own."""


def formulas(catalog: Catalog) -> list[Formula]:
    """The functions that a person would write: of the rows of one hospital, this year's first, and the days."""
    place: dict[str, Any] = {"over": over}
    text = "".join(
        f"def f{number}(w, d):\n    return {_said(one, catalog, 0)}\n"
        for number, one in enumerate(catalog.expressions.values())
    )
    exec(compile(text, "usual_loop", "exec"), place)  # noqa: S102 - our own text
    return [place[f"f{number}"] for number in range(len(catalog.expressions))]


def over(above: float, below: float) -> float:
    """A guarded division."""
    return above / below if below > 0 else math.nan


def seconds_of_values(rows: Sequence[Sequence[Row]], catalog: Catalog) -> float:
    """Seconds for all indicators of these hospitals, each with its rows from the oldest year on."""
    programs, missing = formulas(catalog), dict.fromkeys(catalog.items, math.nan)
    begin = time.perf_counter()
    for years in rows:
        for number in range(len(years)):
            here = [*years[number::-1], missing, missing, missing]
            for program in programs:
                try:
                    program(here, 365.0)
                except (ArithmeticError, ValueError, TypeError):
                    continue
    return time.perf_counter() - begin


def seconds_of_places(columns: Sequence[Sequence[float]], groups: Sequence[int]) -> float:
    """Seconds for percentiles and quartiles of these indicators, each a value for every row."""
    begin = time.perf_counter()
    for column in columns:
        peers: dict[int, list[float]] = {}
        for group, value in zip(groups, column, strict=True):
            if not math.isnan(value):
                peers.setdefault(group, []).append(value)
        for among in peers.values():
            ordered, last = sorted(among), len(among) - 1
            for share in SHARES:
                low = math.floor(share * last)
                _ = ordered[low] + (ordered[min(low + 1, last)] - ordered[low]) * (share * last - low)
        for group, value in zip(groups, column, strict=True):
            if not math.isnan(value):
                among = peers[group]
                _ = (sum(x < value for x in among) + sum(x == value for x in among) / 2) / len(among)
    return time.perf_counter() - begin


def _said(node: Expression, catalog: Catalog, before: int) -> str:  # noqa: PLR0911 - one for each kind of node
    match node:
        case Number(value=value):
            return repr(value)
        case Name(id=name) if name in CALENDAR:
            return CALENDAR[name]
        case Name(id=name) if name in catalog.items:
            return f"w[{before}][{name!r}]"
        case Name(id=name):
            return _said(catalog.expressions[name], catalog, before)
        case Unary(operator=operator, operand=operand):
            return f"({operator}{_said(operand, catalog, before)})"
        case Binary(operator="/", left=left, right=right):
            return f"over({_said(left, catalog, before)}, {_said(right, catalog, before)})"
        case Binary(operator=operator, left=left, right=right):
            return f"({_said(left, catalog, before)} {operator} {_said(right, catalog, before)})"
        case Call():
            return call(node, lambda inner, years: _said(inner, catalog, years), before, FURTHEST)
