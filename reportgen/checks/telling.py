"""A claim that does not hold, as a finding: the cell of its left side, the other cells, and both sides in words.

The parts of a sum that are blank: a full form counts them as zero, and a sum that is out says so.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.catalog.catalog import builtin_catalog
from reportgen.catalog.messages import JOINT, spoken
from reportgen.compute.derivation import in_words
from reportgen.formula.check import dimension_of, dimension_or_none
from reportgen.formula.say import SIGNS
from reportgen.formula.walk import terms
from reportgen.model.dataset import View
from reportgen.model.definition import Text
from reportgen.model.expression import Call, Name
from reportgen.model.finding import BEFORE, Fact, Finding, Money, Severity, amount
from reportgen.model.place import NOWHERE, Place
from reportgen.model.printing import half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.catalog import Catalog
    from reportgen.checks.rules import HeldClaim
    from reportgen.formula.context import NameContext
    from reportgen.model.definitions import CheckRule

MOST: Final = 3
"""Names that are spelled out."""


def told(right: Text, tried: HeldClaim, row: int, catalog: Catalog) -> Text:
    """The right side in words, followed by the names of its parts that are blank and count as zero.

    A part that has a figure other than zero in another column or period is the likelier to have been left out: it is
    named first.
    """
    blank = _blank_parts(tried, row, catalog) if tried.claim.is_equation else []
    if not blank:
        return right
    likeliest = sorted(blank, key=lambda name: not _has_figures(tried, row, name))
    names = counted([catalog.items[name].name for name in likeliest], catalog, MOST)
    return filled(catalog.words["check.blank"], right=right, names=names)


def _blank_parts(tried: HeldClaim, row: int, catalog: Catalog) -> list[str]:
    ledger, names = tried.ledger, tried.claim.right_names
    blank = (
        name
        for name, context in names
        if not ledger.has(name, context, row) and math.isfinite(ledger.filled(name, context)[row])
    )
    return [name for name in dict.fromkeys(blank) if name in catalog.items]


def _has_figures(tried: HeldClaim, row: int, name: str) -> bool:
    """Whether the hospital has a figure other than zero of the item anywhere."""
    dataset = tried.ledger.dataset
    entity = dataset.rows[row][0]
    return any(dataset.value(name, entity, period, view) for period in dataset.periods(entity) for view in View)


def counted(names: Sequence[Text], catalog: Catalog, most: int) -> Text | None:
    """So many of some names, with the number of all where there are more; None without any."""
    if len(names) <= most:
        return listed(names) if names else None
    return filled(catalog.words["check.and_more"], names=listed(names[:most]), n=len(names))


def listed(names: Sequence[Text]) -> Text:
    """Names one after another."""
    return Text(zh=JOINT["zh"].join(name.zh for name in names), en=JOINT["en"].join(name.en for name in names))


def filled(words: Text, **facts: Text | int | None) -> Text:
    """Words with facts in their language; what is not there leaves a gap."""
    said = {name: "" if fact is None else fact for name, fact in facts.items()}
    chinese = {name: fact.zh if isinstance(fact, Text) else fact for name, fact in said.items()}
    english = {name: fact.en if isinstance(fact, Text) else fact for name, fact in said.items()}
    return Text(zh=words.zh.format(**chinese), en=words.en.format(**english))


PERCENT: Final = 100.0
OWN: Final = "V00"
"""Rule of the message for a check that a case defines itself."""
SPELLED_OUT: Final = 4
"""Terms up to which the right side is spelled out; a longer one is called its parts."""
NUMBER: Final = re.compile(r"(?<![\w.])[0-9][0-9._]*(e[+-]?[0-9]+)?")
NEARLY: Final = 0.9
"""Share of a sum from which its lines are taken for a whole statement, not for a few lines of one."""
LOWERED: Final = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.NOTE, Severity.NOTE: Severity.NOTE}


def _has_its_words(identifier: str, rule: CheckRule, catalog: Catalog) -> bool:
    """Whether the message of this id speaks of this rule: one that a case put in its place may differ in numbers."""
    if identifier not in catalog.messages.by_rule:
        return False
    built_in = builtin_catalog().checks.get(identifier)
    return built_in is None or _but_numbers(rule.rule) == _but_numbers(built_in.rule)


def _but_numbers(rule: str) -> str:
    return " ".join(NUMBER.sub("0", rule).split())


@dataclass(frozen=True, eq=False)
class FindingBuilder:
    """Tells where one claim does not hold; its words are the same for all rows."""

    tried: HeldClaim
    catalog: Catalog

    def finding(self, row: int, *, explained: bool = False, note: Text | None = None) -> Finding:
        """What to tell about one row; a gap that has its explanation weighs one step less."""
        claim, places = self.tried.claim, _places(self.tried, row)
        known = _has_its_words(claim.id, claim.rule, self.catalog)
        own = claim.rule.severity if claim.rule.replaces or not known else None
        facts = self._words | self._figures(row) | ({"note": note} if note else {})
        severity = LOWERED[claim.rule.severity] if explained else own
        return Finding(claim.id if known else OWN, places[0], facts, severity, places[1:])

    def short(self, row: int) -> Finding | None:
        """W53: what of a sum stands on no line; a few lines of a statement that is no official form tell nothing.

        Figures of a table or list that is no statement at all are those that somebody wanted of it: less than the total
        tells nothing, however near they come to it. Nor does a total that was worked out of lines, known or not.
        """
        tried = self.tried
        if tried.ledger.dataset.rows[row] in tried.ledger.dataset.in_own_words and self._is_worked_out(row):
            return None
        total, lines = float(tried.left[row]), float(tried.right[row])
        dataset = tried.ledger.dataset
        is_statement = bool(tried.claim.rule.forms) or dataset.rows[row] in dataset.in_own_words
        doubted = abs(lines) >= (NEARLY if is_statement else 1) * abs(total) or lines * total < 0
        if not doubted and not tried.claim.rule.forms:
            return None
        left_out = [name for name, context in tried.claim.right_names if not tried.ledger.has(name, context, row)]
        # which lines there are, forms alone say
        named = [self.catalog.items[one].name for one in left_out if tried.claim.rule.forms]
        known = counted(named, self.catalog, MOST)
        facts: dict[str, Fact] = self._words | self._figures(row) | {"left_out": known}
        places = _places(tried, row)
        return Finding("W53", places[0], facts, Severity.WARNING if doubted else Severity.NOTE, places[1:])

    def _is_worked_out(self, row: int) -> bool:
        """Whether the left side stands on no line of its own."""
        ledger = self.tried.ledger
        keys = [ledger.key(name, context, row) for name, context in self.tried.claim.left_names]
        return any(key is not None and ledger.dataset.derived(key) for key in keys)

    def _figures(self, row: int) -> dict[str, Fact]:
        tried = self.tried
        left, right = (self._side(float(side[row])) for side in (tried.left, tried.right))
        entity, period = tried.ledger.dataset.rows[row]
        return {
            "value": left,
            "parts": right,
            "gap": self._side(left - right),
            "right": told(self._right, tried, row, self.catalog),
            "percent": float(half_up(PERCENT * left, 2)),
            "limit": float(half_up(PERCENT * right, 2)),
            "entity": entity,
            "period": period,
            "amounts": None if tried.claim.is_equation else self._amounts(row),
            "blank": tuple(name for name, context in tried.figures if not tried.ledger.has(name, context, row)),
        }

    def _amounts(self, row: int) -> Text | None:
        """Each figure with its name, and of which year it is where that is an earlier one; a rule may have none."""
        items, tried = self.catalog.items, self.tried
        figures = [
            (self._dated(name, context), amount(float(tried.ledger.raw(name, context)[row]), items[name].unit))
            for name, context in tried.figures
            if name in items and tried.ledger.has(name, context, row)
        ]
        if not figures:
            return None
        zh = [f"{name.zh} {spoken(value, 'zh')}" for name, value in figures]
        return Text(zh=JOINT["zh"].join(zh), en=JOINT["en"].join(f"{name.en} {spoken(v, 'en')}" for name, v in figures))

    def _dated(self, name: str, context: NameContext) -> Text:
        named = Call("prev", (Name(name),)) if context.years == 1 else Name(name)
        return in_words(named, self.catalog)

    def _side(self, value: float) -> float:
        """The value of a side, as money where the rule compares money."""
        return Money(value) if self._is_money else value

    @cached_property
    def _is_money(self) -> bool:
        return dimension_of("money") == dimension_or_none(self.tried.claim.left, self.tried.ledger.symbols)

    @cached_property
    def _right(self) -> Text:
        claim = self.tried.claim
        several = len(terms(claim.right)) > SPELLED_OUT
        return self.catalog.words["check.parts"] if several else in_words(claim.right, self.catalog)

    @cached_property
    def _view(self) -> str:
        """The column of the time before in which all figures stand; "" where one is of the period itself."""
        aspects = {str(context.aspect) for _, context in self.tried.figures} or {""}
        views = {self.tried.claim.view} if self.tried.claim.view else aspects
        return next((view for view in BEFORE if views == {view}), "")

    @cached_property
    def _words(self) -> dict[str, Fact]:
        claim, words = self.tried.claim, self.catalog.words
        names = dict.fromkeys(name for name, _ in self.tried.figures if name in self.catalog.items)
        return {
            "total": in_words(claim.left, self.catalog),
            "operator": SIGNS.get(claim.operator, claim.operator),
            "item": self.catalog.items[next(iter(names))].name if names else None,
            "column": words[f"check.column.{self._view or claim.view or 'period'}"],
            "items": tuple(names),
            **({"view": self._view} if self._view else {}),
            "name": claim.rule.name,
            "id": claim.id,
        }


def _places(tried: HeldClaim, row: int) -> tuple[Place, ...]:
    """The cells of both sides that hold a figure, in the order of the rule; or the place of a form."""
    dataset = tried.ledger.dataset
    keys = [tried.ledger.key(name, context, row) for name, context in tried.figures]
    places = [place for key in keys if key for place in dataset.places(key)]
    if places:
        return tuple(dict.fromkeys(places))
    entity, period = dataset.rows[row]
    forms = [form.place for form in dataset.forms if (form.entity, form.period) == (entity, period)]
    return (forms[0] if forms else NOWHERE,)
