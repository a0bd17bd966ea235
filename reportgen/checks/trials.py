"""Claims tried on all rows at once, and a finding for each row in which one does not hold.

Under which regime each row was drawn up: the forms read say it, else the case, else the lines themselves.

Where a rule is tried at all, and where a gap has its explanation.
"""

from __future__ import annotations

import operator
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.checks.outcome import CheckResult, Marks
from reportgen.checks.rules import Claim, HeldClaim, OperandTable, SumTerm
from reportgen.checks.some_lines import NOISE, LinesOfTotal, SumRounding, is_sum_of_lines
from reportgen.checks.telling import FindingBuilder
from reportgen.compute.calendar import NO_ROW, Calendar
from reportgen.compute.peer_groups import Matrix
from reportgen.formula import Symbol, parse
from reportgen.formula.context import Values
from reportgen.formula.evaluate import FormulaRun
from reportgen.formula.walk import claims
from reportgen.model.dataset import Dataset, FormReading
from reportgen.model.definition import Text
from reportgen.model.definitions import IN_FORCE, NO_RULES, SINCE
from reportgen.model.expression import Binary, Expression
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.formula.context import NameContext
    from reportgen.model.definitions import Form

Regimes = dict[str, "Marks"]
"""The rows of each regime."""


def regimes(
    dataset: Dataset,
    catalog: Catalog,
    matrix: Matrix,
    of_case: str | None,
    in_own_words: Container[tuple[str, str]] = (),
) -> Regimes:
    """The rows of each regime; a case may hold the years of several."""
    by_forms = _of_forms(dataset, catalog)
    by_lines = None if of_case else _of_lines(catalog, matrix)
    names = []
    for row, at in enumerate(dataset.values.index):
        found = by_forms.get(at) or (NO_RULES if at in in_own_words else None)
        names.append(found or of_case or (by_lines[row] if by_lines else IN_FORCE))
    every = np.array(names, dtype=object)
    return {name: np.asarray(every == name, dtype=np.bool_) for name in dict.fromkeys(names)}


def foreign(dataset: Dataset, catalog: Catalog, of_case: str, entities: Container[str]) -> Iterator[Finding]:
    """W50: forms of other rules than the case's, of years in which these were in force; once for all of one rules."""
    if of_case not in SINCE:
        return
    read: dict[tuple[str, str], list[FormReading]] = defaultdict(list)
    for form in (one for one in dataset.forms if one.entity in entities):
        regime = catalog.forms[form.form].regime if form.form in catalog.forms else of_case
        year = Period.parse(form.period).year
        if regime != of_case and (SINCE.get(regime, 0) > SINCE[of_case] or year >= SINCE[of_case]):
            read[form.entity, regime].append(form)
    for (entity, regime), found in read.items():
        first, *others = sorted(found, key=lambda form: (form.period, form.form))
        codes = tuple(dict.fromkeys(sorted(form.form for form in found)))
        facts: dict[str, Fact] = {
            "forms": _titles([catalog.forms[code].title for code in codes]),
            "codes": codes,
            "regime": regime,
            "own": of_case,
            "entity": entity,
            "periods": tuple(dict.fromkeys(form.period for form in (first, *others))),
        }
        yield Finding("W50", first.place, facts, places=tuple(form.place for form in others))


def _titles(titles: Sequence[Text]) -> Text:
    return Text(zh="".join(f"《{title.zh}》" for title in titles), en=", ".join(title.en for title in titles))


def out_of_reach(dataset: Dataset, catalog: Catalog, named: str, entities: Container[str]) -> Iterator[Finding]:
    """W52: the scheme of the case asks for forms of rules of which no form was read, so no period is ever complete."""
    scheme = catalog.schemes.get(named)
    wanted = {code: catalog.forms[code].regime for code in scheme.requires if code in catalog.forms} if scheme else {}
    there = {form.form for form in dataset.forms if form.entity in entities and form.form in catalog.forms}
    if scheme and wanted and there and not {catalog.forms[code].regime for code in there} & {*wanted.values()}:
        facts: dict[str, Fact] = {
            "scheme": scheme.name,
            "regime": next(iter(wanted.values())),
            "wanted": tuple(wanted),
            "there": tuple(sorted(there)),
        }
        yield Finding("W52", Place("case.yaml"), facts)


def _of_forms(dataset: Dataset, catalog: Catalog) -> dict[tuple[str, str], str]:
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for form in dataset.forms:
        if form.form in catalog.forms:
            votes[form.entity, form.period][catalog.forms[form.form].regime] += 1
    return {at: _most(counted.items()) for at, counted in votes.items()}


def _of_lines(catalog: Catalog, matrix: Matrix) -> list[str]:
    """The regime that most of the lines of a row belong to alone."""
    alone: dict[str, list[int]] = defaultdict(list)
    for (item, _), column in matrix.at.items():
        known = catalog.items.get(item)
        if known and len(known.regimes) == 1:
            alone[known.regimes[0]].append(column)
    counts = {name: np.isfinite(matrix.figures[:, columns]).sum(axis=1) for name, columns in sorted(alone.items())}
    return [_most((name, int(count[row])) for name, count in counts.items()) for row in range(len(matrix.figures))]


def _most(counted: Iterable[tuple[str, int]]) -> str:
    """The regime with the highest count; the usual one where they are level."""
    return max(counted, key=lambda pair: (pair[1], pair[0] == IN_FORCE), default=(IN_FORCE, 0))[0]


HOLDS: Final[Mapping[str, Callable[[Values, Values], Marks]]] = {
    "==": operator.eq,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(eq=False)
class Conditions:
    """What is asked of the rows before a claim is tried on them.

    Attributes:
        asked: rows that are checked at all.
        forms: official ones, by code.
        explanations: notes of the case, by rule, or by rule and period.
    """

    dataset: Dataset
    calendar: Calendar
    regimes: Regimes
    asked: Marks
    forms: Mapping[str, Form]
    explanations: Mapping[str, Text] = field(default_factory=dict)
    _full: dict[tuple[str, float], Marks] = field(default_factory=dict)
    _known: dict[tuple[str, tuple[str, ...], frozenset[tuple[int, int]]], Marks] = field(default_factory=dict)

    def rows(self, claim: Claim) -> Marks:
        """Rows of the rule's scope, drawn up under one of its regimes like the earlier ones that it looks at."""
        moves = frozenset(
            (context.years, context.steps)
            for _, context in (*claim.left_names, *claim.right_names)
            if context.years or context.steps
        )
        key = (claim.rule.scope, claim.rule.regimes, moves)
        if key not in self._known:
            self._known[key] = self._scope(claim.rule.scope) & self._of_regime(claim.rule.regimes, moves)
        return self._known[key]

    def full(self, forms: tuple[str, ...]) -> Marks:
        """Rows for which all these forms, of those of one regime, are there with nearly all their lines."""
        if not forms:
            return np.zeros(len(self.asked), dtype=np.bool_)
        return self._of_one_regime(forms, {code: form.full for code, form in self.forms.items()})

    def there(self, forms: tuple[str, ...]) -> Marks:
        """Rows for which all these forms, of those of one regime, are there, however many lines have been left out."""
        if not forms:
            return np.ones(len(self.asked), dtype=np.bool_)
        return self._of_one_regime(forms, dict.fromkeys(self.forms, 0.0))

    def _of_one_regime(self, forms: tuple[str, ...], shares: Mapping[str, float]) -> Marks:
        """Rows that have all forms of any one regime, each with a share of its lines."""
        sets = ([self._filled(code, shares.get(code, 1.0)) for code in sorted(one)] for one in self.by_regime(forms))
        marks: Marks = np.logical_or.reduce([np.logical_and.reduce(one) for one in sets])
        return marks

    def by_regime(self, forms: tuple[str, ...]) -> tuple[frozenset[str], ...]:
        """The forms of a rule, those of each regime by themselves; a code that is no official form's is of none."""
        found: dict[str, set[str]] = defaultdict(set)
        for code in forms:
            found[self.forms[code].regime if code in self.forms else ""].add(code)
        return tuple(map(frozenset, found.values()))

    def explained(self, claim: Claim, ledger: OperandTable) -> Marks:
        """Rows in which a gap has its explanation: by other figures, or by a note of the case."""
        marks = np.zeros(len(self.asked), dtype=np.bool_)
        if claim.rule.explained:
            marks |= holding(claim.rule.explained, ledger)
        if claim.rule.explainable and self.explanations:
            periods = self.dataset.values.index.get_level_values(1)
            marks |= np.array([self.note(claim, str(period)) is not None for period in periods], dtype=np.bool_)
        return marks

    def note(self, claim: Claim, period: str) -> Text | None:
        """What the case says of a gap."""
        return self.explanations.get(f"{claim.id}@{period}") or self.explanations.get(claim.id)

    def _scope(self, scope: str) -> Marks:
        whole = self.calendar.years
        if scope == "annual":
            read = {(form.entity, form.period) for form in self.dataset.forms}
            return self.asked & whole & np.array([at in read for at in self.dataset.values.index], dtype=np.bool_)
        return {"year": self.asked & whole, "month": self.asked & ~whole}.get(scope, self.asked)

    def _of_regime(self, names: tuple[str, ...], moves: frozenset[tuple[int, int]]) -> Marks:
        if not names:
            return np.ones(len(self.asked), dtype=np.bool_)
        rows = [self.calendar.find(self.calendar.moved(years, steps)) for years, steps in sorted(moves)]
        found = np.zeros(len(self.asked), dtype=np.bool_)
        for own in (self.regimes[name] for name in names if name in self.regimes):
            marks = own.copy()
            for at in rows:  # the same rules throughout: another year's may be good by others of the names
                marks &= (at == NO_ROW) | own[at]
            found |= marks
        return found

    def _filled(self, code: str, share: float) -> Marks:
        if (code, share) not in self._full:
            full = {
                (form.entity, form.period)
                for form in self.dataset.forms
                if form.form == code and form.filled >= share * form.rows
            }
            marks = [at in full for at in self.dataset.values.index] if full else [False] * len(self.asked)
            self._full[code, share] = np.array(marks, dtype=np.bool_)
        return self._full[code, share]


def holding(text: str, ledger: OperandTable) -> Marks:
    """Rows in which all claims of a text hold; a figure that is missing holds nothing."""
    marks = np.ones(ledger.size, dtype=np.bool_)
    for claim in claims(parse(text)):
        assert isinstance(claim, Binary)
        left, right = FormulaRun(ledger).column(claim.left), FormulaRun(ledger).column(claim.right)
        with np.errstate(invalid="ignore"):
            marks &= (left.codes == 0) & (right.codes == 0) & HOLDS[claim.operator](left.values, right.values)
    return marks


@dataclass(eq=False)
class RuleChecker:
    """Everything that claims are tried on."""

    catalog: Catalog
    matrix: Matrix
    symbols: Mapping[str, Symbol]
    conditions: Conditions
    _ledgers: dict[tuple[str, tuple[str, ...]], OperandTable] = field(default_factory=dict)
    _read: dict[str, dict[tuple[str, NameContext], Values]] = field(default_factory=dict)

    def trial(self, claim: Claim) -> tuple[CheckResult, Iterator[Finding]] | None:
        """One claim on all rows; None where it could not be tried on any."""
        tried = self.tried(claim)
        if tried is None:
            return None
        items = tuple(dict.fromkeys(name for name, _ in tried.figures))
        trial = CheckResult(
            claim.id,
            self.conditions.by_regime(claim.rule.forms),
            claim.is_equation,
            tried.checked,
            tried.failed,
            claim.view,
            items,
            tried.left,
            tried.right,
        )
        return trial, self._findings(tried) if tried.failed.any() or tried.short.any() else iter(())

    def tried(self, claim: Claim) -> HeldClaim | None:
        """Both sides, and the rows in which they could be compared and do not agree."""
        ledger = self._ledger(claim)
        if not self._could_be(claim, ledger):
            return None
        rows = self.conditions.rows(claim)
        of_right = [ledger.present(*figure) for figure in claim.right_names]
        checked = _all([rows, *(ledger.present(*figure) for figure in claim.left_names)])
        checked &= _any(of_right, ledger.size) if claim.is_equation else _all([rows, *of_right])
        if not checked.any():
            return None
        left = _side(claim.left, claim.left_terms, ledger)
        right = _side(claim.right, claim.right_terms, ledger)
        if claim.rule.unless:
            checked &= ~holding(claim.rule.unless, ledger)
        some = checked & self._with_some_lines(claim, right)
        right = np.where(some, _lines_there(claim, ledger), right)
        checked &= np.isfinite(left) & np.isfinite(right)
        failed = self._failed(claim, ledger, (left, right), checked)
        if (failed & some).any() and is_sum_of_lines(claim):
            for row in np.flatnonzero(failed & some).tolist():
                right[row] = LinesOfTotal(claim, ledger, row, self.catalog).total()
            checked &= np.isfinite(right)
            failed = self._failed(claim, ledger, (left, right), checked)
        return HeldClaim(claim, ledger, left, right, checked & ~(failed & some), failed & ~some, failed & some)

    def _with_some_lines(self, claim: Claim, right: Values) -> Marks:
        """Rows whose lines of a sum have been left out in part."""
        if claim.rule.lines == "all" or claim.right_terms is None:
            return np.zeros(len(right), dtype=np.bool_)
        return np.isnan(right) & self.conditions.there(claim.rule.forms)

    def _could_be(self, claim: Claim, ledger: OperandTable) -> bool:
        """Whether any row can have what the claim needs."""
        if not all(ledger.is_there(*figure) for figure in claim.left_names):
            return False
        right = (ledger.is_there(*figure) for figure in claim.right_names)
        return not claim.right_names or (any(right) if claim.is_equation else all(right))

    def _findings(self, tried: HeldClaim) -> Iterator[Finding]:
        teller = FindingBuilder(tried, self.catalog)
        yield from filter(None, map(teller.short, np.flatnonzero(tried.short).tolist()))
        explained = self.conditions.explained(tried.claim, tried.ledger)
        for row in np.flatnonzero(tried.failed).tolist():
            period = self.conditions.dataset.rows[row][1]
            note = self.conditions.note(tried.claim, period) if tried.claim.rule.explainable else None
            yield teller.finding(row, explained=bool(explained[row]), note=note)

    def _failed(self, claim: Claim, ledger: OperandTable, sides: tuple[Values, Values], checked: Marks) -> Marks:
        left, right = sides
        with np.errstate(invalid="ignore"):
            if not claim.is_equation:
                return np.logical_and(checked, ~HOLDS[claim.operator](left, right))
            gap = np.abs(left - right)
            suspects = checked & (gap > np.maximum(NOISE, claim.share * np.abs(left)))
        if claim.exact:
            return suspects
        rounding = SumRounding(claim, ledger)
        for row in np.flatnonzero(suspects).tolist():
            suspects[row] = not rounding.explains(float(gap[row]), row)
        return suspects

    def _ledger(self, claim: Claim) -> OperandTable:
        key = (claim.view, claim.rule.forms)
        if key not in self._ledgers:
            conditions = self.conditions
            self._ledgers[key] = OperandTable(
                conditions.dataset,
                self.matrix,
                conditions.calendar,
                self.symbols,
                claim.view,
                conditions.full(claim.rule.forms),
                self._read.setdefault(claim.view, {}),
            )
        return self._ledgers[key]


def _side(side: Expression, terms: tuple[SumTerm, ...] | None, ledger: OperandTable) -> Values:
    if terms is not None:
        return ledger.total(terms)
    column = FormulaRun(ledger).column(side)
    return np.where(column.codes == 0, column.values, np.nan)


def _lines_there(claim: Claim, ledger: OperandTable) -> Values:
    """The lines of the right side that have a figure, added up."""
    total = np.zeros(ledger.size)
    for term in claim.right_terms or ():
        total = total + term.sign * np.nan_to_num(ledger.raw(term.name, term.context))
    return total


def _all(marks: list[Marks]) -> Marks:
    together: Marks = np.logical_and.reduce(marks)
    return together


def _any(marks: list[Marks], size: int) -> Marks:
    """Whether one of them is marked; a side without names, such as ``0``, needs none."""
    one: Marks = np.logical_or.reduce(marks) if marks else np.ones(size, dtype=np.bool_)
    return one
