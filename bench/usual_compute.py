"""The usual way to compute indicators: a wide pandas script, one column after the other, without reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd

from bench.usual_calls import call
from reportgen.catalog import Catalog
from reportgen.model.expression import Binary, Call, Expression, Name, Number, Unary

HEAD: Final = """def computed(w):
    g = w.groupby(level=0, sort=False)
    d = 365.0 + (w.index.get_level_values(1).astype(int) % 4 == 0)
    r = {}
"""
CALENDAR: Final = {"days": "d", "months": "12.0"}


def script(catalog: Catalog) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """The script that a person would write for these indicators, compiled."""
    lines = [f"    r[{name!r}] = {_said(one, catalog)}" for name, one in catalog.expressions.items()]
    text = HEAD + "\n".join(lines) + "\n    return pd.DataFrame(r, index=w.index)\n"
    place: dict[str, Any] = {"pd": pd}
    exec(compile(text, "usual_compute", "exec"), place)  # noqa: S102 - our own text
    found: Callable[[pd.DataFrame], pd.DataFrame] = place["computed"]
    return found


def _said(node: Expression, catalog: Catalog, before: int = 0) -> str:  # noqa: PLR0911 - one for each kind of node
    match node:
        case Number(value=value):
            return repr(value)
        case Name(id=name) if name in CALENDAR:
            return CALENDAR[name]
        case Name(id=name) if name in catalog.items:
            return f"g[{name!r}].shift({before})" if before else f"w[{name!r}]"
        case Name(id=name):
            return _said(catalog.expressions[name], catalog, before) if before else f"r[{name!r}]"
        case Unary(operator=operator, operand=operand):
            return f"({operator}{_said(operand, catalog, before)})"
        case Binary(operator="/", left=left, right=right):
            below = _said(right, catalog, before)
            guarded = f"({below}).where(({below}) > 0)" if "[" in below else below
            return f"({_said(left, catalog, before)} / {guarded})"
        case Binary(operator=operator, left=left, right=right):
            return f"({_said(left, catalog, before)} {operator} {_said(right, catalog, before)})"
        case Call():
            return call(node, lambda inner, years: _said(inner, catalog, years), before)
