"""The rules of the catalogue as single claims, each on one column."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.checks.lines import claims_on_lines, items_of
from reportgen.checks.sums import Term, terms_of
from reportgen.formula import parse
from reportgen.formula.context import Context, names_with_context
from reportgen.model.definitions import CheckRule
from reportgen.model.expression import Binary, Expression

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

TOLERANCE: Final = re.compile(r"(?P<exact>0)|(?P<rounding>R)|max\(R, (?P<share>[\d.]+)%\)")  # max(R, 0.1%)
PERCENT: Final = 100.0
Figure = tuple[str, Context]
"""A name and where it is read."""


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
    def left_terms(self) -> tuple[Term, ...] | None:
        """The left side where it only adds and subtracts."""
        return terms_of(self.left)

    @cached_property
    def right_terms(self) -> tuple[Term, ...] | None:
        """The right side where it only adds and subtracts."""
        return terms_of(self.right)

    @cached_property
    def left_names(self) -> tuple[Figure, ...]:
        """Names of the left side and where they are read."""
        return _names(self.left, self.left_terms)

    @cached_property
    def right_names(self) -> tuple[Figure, ...]:
        """Names of the right side and where they are read."""
        return _names(self.right, self.right_terms)


def _names(side: Expression, terms: tuple[Term, ...] | None) -> tuple[Figure, ...]:
    figures = names_with_context(side) if terms is None else ((term.name, term.context) for term in terms)
    return tuple(dict.fromkeys(figures))


def claims_of(catalog: Catalog, there: Container[str] | None = None) -> Iterator[Claim]:
    """All claims of all rules; a rule of `each` line gives one for every item that is there."""
    for line, claims in _prepared(catalog):
        if line is None or there is None or line in there:
            yield from claims


@lru_cache(maxsize=4)
def _prepared(catalog: Catalog) -> tuple[tuple[str | None, tuple[Claim, ...]], ...]:
    """The claims of a catalogue, made once; with the line where the rule speaks of `each`."""
    items = {code: frozenset(items_of(form, catalog.items)) for code, form in catalog.forms.items()}
    return tuple(
        (line, tuple(_on_columns(identifier, _of_line(rule, line, items), claim)))
        for identifier, rule in sorted(catalog.checks.items())
        for line, claim in claims_on_lines(parse(rule.rule), rule, catalog)
    )


def _of_line(rule: CheckRule, line: str | None, items: Mapping[str, Container[str]]) -> CheckRule:
    """The rule for one line of its forms: a blank is one of the form on which that line stands first."""
    if line is None or len(rule.forms) == 1:
        return rule
    first = next(code for code in rule.forms if line in items.get(code, ()))
    return rule.model_copy(update={"forms": (first,)})


def _on_columns(identifier: str, rule: CheckRule, line: Expression) -> Iterator[Claim]:
    assert isinstance(line, Binary)
    share, exact = tolerance(rule.tolerance)
    claim = Claim(identifier, rule, line.left, line.operator, line.right, rule.views[0], share, exact)
    yield claim
    yield from (replace(claim, view=view) for view in rule.views[1:])


@lru_cache
def tolerance(text: str) -> tuple[float, bool]:
    """Share of the left side that is tolerated, and whether not even rounding is."""
    tolerated = TOLERANCE.fullmatch(text)
    assert tolerated is not None
    return float(tolerated["share"] or 0) / PERCENT, bool(tolerated["exact"])
