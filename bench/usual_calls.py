"""Functions of formulas as the usual way writes them: over frames that hold a year and the years before it."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.model.expression import Call, Expression, Number

Said = Callable[[Expression, int], str]
"""An expression in Python, so many years before."""


def call(node: Call, said: Said, before: int, furthest: float = float("inf")) -> str:
    """A call in Python; nothing looks further back than `furthest` years."""
    inner = node.arguments[0]

    def back(years: int) -> str:
        return said(inner, int(min(before + years, furthest)))

    match node.function:
        case "prev":
            years = node.arguments[1] if len(node.arguments) > 1 else Number(1.0)
            assert isinstance(years, Number)
            return back(int(years.value))
        case "avg":
            return f"(({said(inner, before)} + {back(1)}) / 2)"
        case "open":
            return back(1)
        case "sum":
            return "(" + " + ".join(said(one, before) for one in node.arguments) + ")"
        case _:
            return said(inner, before)
