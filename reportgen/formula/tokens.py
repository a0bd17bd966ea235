"""The text of a formula as tokens."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reportgen.formula.errors import FormulaError

LONGEST: Final = 20_000
"""Characters of the longest formula that is read."""

TOKEN: Final = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"  # 1, 0.5, 2e3
    r"|(?P<name>[^\W\d]\w*)"  # cash_and_bank
    r"|(?P<sign>\*\*|==|>=|<=|[-+*/<>(),])"
)
NUMBER_RUNS_ON: Final = re.compile(r"\w")  # 3x, 1_000


@dataclass(frozen=True)
class Token:
    """A word of a formula; kind is number, name, sign or end; column counts from 1."""

    kind: str
    text: str
    column: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a formula, and an end.

    Raises:
        FormulaError: F01 for a character that has no meaning, F03 for a number that is none, F06 for a text too long.
    """
    if len(text) > LONGEST:
        raise FormulaError(LONGEST + 1, "F06", {"limit": LONGEST})
    position = 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise FormulaError(position + 1, "F01", {"character": text[position]})
        position = match.end()
        if match.lastgroup == "number":
            _number(match[0], text, match.start(), position)
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match[0], match.start() + 1)
    yield Token("end", "", len(text) + 1)


def _number(digits: str, text: str, start: int, end: int) -> None:
    if NUMBER_RUNS_ON.match(text, end) or not math.isfinite(float(digits)):
        raise FormulaError(start + 1, "F03", {"text": text[start : end + 1][:40]})
