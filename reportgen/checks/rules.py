"""The rules of the catalogue as single claims, each on one column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.formula import parse
from reportgen.formula.context import Context, names_with_context
from reportgen.formula.functions import EACH
from reportgen.formula.walk import claims
from reportgen.model.definitions import CheckRule
from reportgen.model.expression import Binary, Call, Expression, Name, Unary

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definitions import Form

TOLERANCE: Final = re.compile(r"(?P<exact>0)|(?P<rounding>R)|max\(R, (?P<share>[\d.]+)%\)")  # max(R, 0.1%)
PERCENT: Final = 100.0


@dataclass(frozen=True)
class Claim:
    """One equation or comparison of a rule, on one column.

    Attributes:
        view: the column in which a bare name is read.
        share: share of the left side up to which a gap is tolerated, besides rounding.
        exact: whether not even rounding is tolerated.
    """

    id: str
    rule: CheckRule
    left: Expression
    operator: str
    right: Expression
    view: str = ""
    share: float = 0.0
    exact: bool = False

    @property
    def is_equation(self) -> bool:
        """Whether it says that two sides are equal."""
        return self.operator == "=="

    @cached_property
    def left_names(self) -> tuple[tuple[str, Context], ...]:
        """Names of the left side and where they are read."""
        return tuple(dict.fromkeys(names_with_context(self.left)))

    @cached_property
    def right_names(self) -> tuple[tuple[str, Context], ...]:
        """Names of the right side and where they are read."""
        return tuple(dict.fromkeys(names_with_context(self.right)))


def claims_of(catalog: Catalog, regime: str | None) -> Iterator[Claim]:
    """All claims of all rules that hold under a regime; every rule where the regime is not known."""
    for identifier, rule in sorted(catalog.checks.items()):
        if regime is None or not rule.regimes or regime in rule.regimes:
            tree = parse(rule.rule)
            for line in _lines(tree, rule, catalog):
                yield from _on_columns(identifier, rule, line)


def _lines(tree: Expression, rule: CheckRule, catalog: Catalog) -> Iterator[Expression]:
    """The claims of a rule, once for each line of its forms where it speaks of `each`."""
    for claim in claims(tree):
        if EACH not in {name for name, _ in names_with_context(claim)}:
            yield claim
            continue
        lines = dict.fromkeys(line for code in rule.forms for line in items_of(catalog.forms.get(code), catalog.items))
        for item in lines:
            yield renamed(claim, item)


def _on_columns(identifier: str, rule: CheckRule, line: Expression) -> Iterator[Claim]:
    assert isinstance(line, Binary)
    tolerated = TOLERANCE.fullmatch(rule.tolerance)
    assert tolerated is not None
    share = float(tolerated["share"] or 0) / PERCENT
    claim = Claim(identifier, rule, line.left, line.operator, line.right, "", share, bool(tolerated["exact"]))
    return (replace(claim, view=view) for view in rule.views)


def items_of(form: Form | None, items: Iterable[str]) -> Iterator[str]:
    """The items that stand on a form, those of a matrix with the suffix of their column."""
    if form is None:
        return
    known = set(items)
    for row in (*form.rows, *form.right_rows):
        if row.item is None:
            continue
        suffixes = [f"__{column}" for column in form.matrix_columns.values()] or [""]
        yield from (row.item + suffix for suffix in suffixes if row.item + suffix in known)


def renamed(expression: Expression, item: str) -> Expression:
    """The expression with `each` standing for one item."""
    match expression:
        case Name(id=name) if name == EACH:
            return Name(item, expression.column)
        case Unary(operator=operator, operand=operand):
            return Unary(operator, renamed(operand, item), expression.column)
        case Binary(operator=operator, left=left, right=right):
            return Binary(operator, renamed(left, item), renamed(right, item), expression.column)
        case Call(function=function, arguments=arguments):
            return Call(function, tuple(renamed(argument, item) for argument in arguments), expression.column)
        case _:
            return expression
