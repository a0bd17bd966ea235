"""Text to tree: a hand-written parser by precedence, with its depth counted.

The text of a formula as tokens.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.formula.functions import COMPARISONS, FUNCTIONS, WORDS, FormulaError
from reportgen.formula.walk import depth, weight
from reportgen.model.expression import Binary, Call, Expression, Name, Number, Unary

if TYPE_CHECKING:
    from reportgen.model.finding import Fact

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
class FormulaToken:
    """A word of a formula; kind is number, name, sign or end; column counts from 1."""

    kind: str
    text: str
    column: int


def tokens(text: str) -> Iterator[FormulaToken]:
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
            yield FormulaToken(str(match.lastgroup), match[0], match.start() + 1)
    yield FormulaToken("end", "", len(text) + 1)


def _number(digits: str, text: str, start: int, end: int) -> None:
    if NUMBER_RUNS_ON.match(text, end) or not math.isfinite(float(digits)):
        raise FormulaError(start + 1, "F03", {"text": text[start : end + 1][:40]})


NESTING: Final = 100
"""Brackets, signs and calls that may stand inside each other."""
DEEPEST: Final = 150
"""Levels of the finished tree; a chain of additions is a level each."""

HEAVIEST: Final = 10_000
"""Steps of a derivation: averages of averages double them."""

CONJUNCTION, COMPARISON, SUM, PRODUCT, SIGN, POWER = range(1, 7)
BINDING: Final = {
    "and": CONJUNCTION,
    "between": COMPARISON,
    **dict.fromkeys(COMPARISONS, COMPARISON),
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "**": POWER,
}
"""How tightly an operator binds; the higher, the tighter."""


@lru_cache(maxsize=2048)  # the built-in catalogue has about a thousand, and each case lays its own over it
def parse(text: str) -> Expression:
    """Read a formula; comparisons and `and` are read too, for the rules of checks.

    Powers bind to the right and tighter than a sign before them: ``-2 ** 2`` is −4.
    ``a between b and c`` is read as ``a >= b and a <= c``.

    Raises:
        FormulaError: with the column where the text stops making sense.
    """
    reader = _TokenReader(text)
    tree = reader.expression(0, 0)
    if reader.current.kind != "end":
        raise reader.unexpected()
    if depth(tree, DEEPEST) > DEEPEST:
        raise FormulaError(1, "F06", {"limit": DEEPEST})
    if weight(tree, {}) > HEAVIEST:
        raise FormulaError(1, "F06", {"limit": HEAVIEST})
    return tree


class _TokenReader:
    """The tokens of one formula and how far they are read."""

    def __init__(self, text: str) -> None:
        self.rest = tokens(text)
        self.current = next(self.rest)

    def advance(self) -> FormulaToken:
        """The current token; the next one becomes current."""
        token = self.current
        if token.kind != "end":
            self.current = next(self.rest)
        return token

    def expect(self, sign: str) -> FormulaToken:
        """The current token, which has to be this sign or word."""
        if self.current.text != sign:
            raise self.unexpected(sign)
        return self.advance()

    def unexpected(self, expected: str = "") -> FormulaError:
        """The error for a token that cannot stand here; `expected` where only one sign could."""
        token, facts = self.current, {"expected": expected, "found": self.current.text[:40]}
        if token.kind == "end":
            return FormulaError(token.column, "F15" if expected else "F04", facts)
        return FormulaError(token.column, "F14" if expected else "F02", facts)

    def expression(self, binding: int, nesting: int) -> Expression:
        """An expression whose operators bind tighter than `binding`."""
        left = self.operand(nesting)
        while BINDING.get(self.current.text, 0) > binding and self.current.kind != "number":
            left = self.joined(left, nesting)
        return left

    def joined(self, left: Expression, nesting: int) -> Expression:
        """What stands left of an operator, joined with what stands right of it."""
        token = self.advance()
        binding = BINDING[token.text]
        if binding == COMPARISON and isinstance(left, Binary) and left.operator in COMPARISONS:
            raise FormulaError(token.column, "F14", {"expected": "and", "found": token.text})
        if token.text == "between":
            return self.between(left, token.column, nesting)
        if token.text == "**":
            return Binary("**", left, self.expression(SIGN - 1, self.deeper(nesting, token)), token.column)
        return Binary(token.text, left, self.expression(binding, nesting), token.column)

    def between(self, value: Expression, column: int, nesting: int) -> Expression:
        """Two comparisons in one: both bounds belong to the range."""
        low = self.expression(COMPARISON, nesting)
        self.expect("and")
        high = self.expression(COMPARISON, nesting)
        return Binary("and", Binary(">=", value, low, column), Binary("<=", value, high, column), column)

    def operand(self, nesting: int) -> Expression:
        """A number, a name, a call, a signed operand or brackets."""
        token = self.current
        if token.kind == "number":
            return Number(float(self.advance().text), token.column)
        if token.kind == "name" and token.text not in WORDS:
            self.advance()
            return self.call(token, nesting) if self.current.text == "(" else Name(token.text, token.column)
        if token.text in ("-", "+"):
            self.advance()
            return Unary(token.text, self.expression(SIGN, self.deeper(nesting, token)), token.column)
        if token.text == "(":
            self.advance()
            inner = self.expression(0, self.deeper(nesting, token))
            self.expect(")")
            return inner
        raise self.unexpected()

    def call(self, name: FormulaToken, nesting: int) -> Expression:
        """A function and its arguments."""
        self.expect("(")
        inside = self.deeper(nesting, name)
        arguments = [] if self.current.text == ")" else [self.expression(0, inside)]
        while self.current.text == ",":
            self.advance()
            arguments.append(self.expression(0, inside))
        self.expect(")")
        return _call(name, tuple(arguments))

    def deeper(self, nesting: int, token: FormulaToken) -> int:
        """One level further in.

        Raises:
            FormulaError: F06 at the token that is too deep.
        """
        if nesting >= NESTING:
            raise FormulaError(token.column, "F06", {"limit": NESTING})
        return nesting + 1


def _call(name: FormulaToken, arguments: tuple[Expression, ...]) -> Call:
    function = FUNCTIONS.get(name.text)
    if function is None:
        from reportgen.formula.functions import nearest

        known = tuple(sorted(FUNCTIONS))
        raise FormulaError(
            name.column, "F07", {"name": name.text, "nearest": nearest(name.text, known), "known": known}
        )
    if len(arguments) < function.least or (function.most is not None and len(arguments) > function.most):
        most = "\N{INFINITY}" if function.most is None else function.most
        facts: dict[str, Fact] = {"name": name.text, "least": function.least, "most": most, "given": len(arguments)}
        raise FormulaError(name.column, "F08", facts)
    if name.text == "prev" and len(arguments) > 1:
        _years(name, arguments[1])
    return Call(name.text, arguments, name.column)


def _years(name: FormulaToken, argument: Expression) -> None:
    """The second argument of `prev` counts years, from 1."""
    if not (isinstance(argument, Number) and argument.value.is_integer() and 1 <= argument.value <= NESTING):
        raise FormulaError(name.column, "F12", {"name": name.text})
