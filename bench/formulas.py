"""The catalogue's formulas as they are written by hand: a script of wide pandas columns, and a loop over cells."""

from __future__ import annotations

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from reportgen.catalog import Catalog
from reportgen.model.expression import Binary, Call, Expression, Name, Number, Unary

HEAD: Final = """def computed(w):
    g = w.groupby(level=0, sort=False)
    d = 365.0 + (w.index.get_level_values(1).astype(int) % 4 == 0)
    r = {}
"""
CALENDAR: Final = {"days": "d", "months": "12.0"}
SHARES: Final = (0.25, 0.5, 0.75)
FURTHEST: Final = 3
"""Years that a row of the loop knows before its own."""
Row = Mapping[str, float]
Formula = Callable[[Sequence[Row], float], float]


@dataclass(frozen=True)
class Written(ABC):
    """Expressions in Python; what differs between the two ways is below."""

    catalog: Catalog
    furthest: float = math.inf

    @abstractmethod
    def item(self, name: str, before: int) -> str:
        """An item, so many years before."""

    @abstractmethod
    def divided(self, above: str, below: str) -> str:
        """A guarded division."""

    def indicator(self, name: str, before: int) -> str:
        """Another indicator, so many years before."""
        return self.said(self.catalog.expressions[name], before)

    def said(self, node: Expression, before: int = 0) -> str:  # noqa: PLR0911 - one for each kind of node
        """An expression, so many years before."""
        match node:
            case Number(value=value):
                return repr(value)
            case Name(id=name) if name in CALENDAR:
                return CALENDAR[name]
            case Name(id=name):
                return (self.item if name in self.catalog.items else self.indicator)(name, before)
            case Unary(operator=operator, operand=operand):
                return f"({operator}{self.said(operand, before)})"
            case Binary(operator="/", left=left, right=right):
                return self.divided(self.said(left, before), self.said(right, before))
            case Binary(operator=operator, left=left, right=right):
                return f"({self.said(left, before)} {operator} {self.said(right, before)})"
            case Call():
                return self.call(node, before)

    def call(self, node: Call, before: int) -> str:
        """A call; nothing looks further back than `furthest` years."""
        inner = node.arguments[0]

        def back(years: int) -> str:
            return self.said(inner, int(min(before + years, self.furthest)))

        match node.function:
            case "prev":
                years = node.arguments[1] if len(node.arguments) > 1 else Number(1.0)
                assert isinstance(years, Number)
                return back(int(years.value))
            case "avg":
                return f"(({self.said(inner, before)} + {back(1)}) / 2)"
            case "open":
                return back(1)
            case "sum":
                return "(" + " + ".join(self.said(one, before) for one in node.arguments) + ")"
            case _:
                return self.said(inner, before)


class Columns(Written):
    """Of one wide frame."""

    def item(self, name: str, before: int) -> str:
        """A column, shifted within its hospital."""
        return f"g[{name!r}].shift({before})" if before else f"w[{name!r}]"

    def indicator(self, name: str, before: int) -> str:
        """A column that is there already; of years before, its formula."""
        return super().indicator(name, before) if before else f"r[{name!r}]"

    def divided(self, above: str, below: str) -> str:
        """Empty where the divisor is not positive."""
        return f"({above} / " + (f"({below}).where(({below}) > 0))" if "[" in below else f"{below})")


class Cells(Written):
    """Of the rows of one hospital, this year's first."""

    def item(self, name: str, before: int) -> str:
        """A cell."""
        return f"w[{before}][{name!r}]"

    def divided(self, above: str, below: str) -> str:
        """By a function."""
        return f"over({above}, {below})"


def script(catalog: Catalog) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """The pandas script that a person would write for these indicators, compiled."""
    columns = Columns(catalog)
    lines = [f"    r[{name!r}] = {columns.said(one)}" for name, one in catalog.expressions.items()]
    text = HEAD + "\n".join(lines) + "\n    return pd.DataFrame(r, index=w.index)\n"
    found: Callable[[pd.DataFrame], pd.DataFrame] = _compiled(text, pd=pd)["computed"]
    return found


def functions(catalog: Catalog) -> list[Formula]:
    """The functions of the loop: of the rows of one hospital and the days."""
    cells, count = Cells(catalog, FURTHEST), len(catalog.expressions)
    written = [f"def f{n}(w, d):\n    return {cells.said(one)}\n" for n, one in enumerate(catalog.expressions.values())]
    place = _compiled("".join(written), over=over)
    return [place[f"f{number}"] for number in range(count)]


def _compiled(text: str, **names: Any) -> dict[str, Any]:
    place = dict(names)
    exec(compile(text, "formulas", "exec"), place)  # noqa: S102 - our own text
    return place


def over(above: float, below: float) -> float:
    """A guarded division."""
    return above / below if below > 0 else math.nan


def seconds_of_values(rows: Sequence[Sequence[Row]], catalog: Catalog) -> float:
    """Seconds for all indicators of these hospitals, each with its rows from the oldest year on."""
    programs, missing = functions(catalog), dict.fromkeys(catalog.items, math.nan)
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
