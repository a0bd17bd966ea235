"""The formula language: text to a tree, and what the tree means. Never `eval`.

One tree, five readings: `check` and `check_all` (names and units), `evaluate` (whole tables, in `formula.evaluate`),
`derive` (one cell, in `compute`), `say` (as people write it), `names_in` (what it needs).
"""

from __future__ import annotations

from reportgen.formula.check import Symbol, calendar_symbols, check, check_all, check_rule, in_order
from reportgen.formula.functions import FormulaError
from reportgen.formula.parse import parse
from reportgen.formula.say import UNSAID, say
from reportgen.formula.walk import names_in

__all__ = [
    "UNSAID",
    "FormulaError",
    "Symbol",
    "calendar_symbols",
    "check",
    "check_all",
    "check_rule",
    "in_order",
    "names_in",
    "parse",
    "say",
]
