"""Under which regime each row was drawn up: the forms read say it, else the case, else the lines themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.compute.matrix import Matrix
from reportgen.model.dataset import Dataset, FormReading
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.checks.outcome import Marks

USUAL: Final = "2019"
"""The regime of a row that nothing else tells."""

SINCE: Final = {"1998": 1999, "2012": 2012, "2019": 2019}
"""The first year in which the rules were in force."""

Regimes = dict[str, "Marks"]
"""The rows of each regime."""


def regimes(dataset: Dataset, catalog: Catalog, matrix: Matrix, of_case: str | None) -> Regimes:
    """The rows of each regime; a case may hold the years of several."""
    by_forms = _of_forms(dataset, catalog)
    by_lines = None if of_case else _of_lines(catalog, matrix)
    names = []
    for row, at in enumerate(dataset.values.index):
        found = by_forms.get(at)
        names.append(found or of_case or (by_lines[row] if by_lines else USUAL))
    every = np.array(names, dtype=object)
    return {name: np.asarray(every == name, dtype=np.bool_) for name in dict.fromkeys(names)}


def foreign(dataset: Dataset, catalog: Catalog, of_case: str, entities: Container[str]) -> Iterator[Finding]:
    """W50: forms of other rules than the case's, of a year in which these were in force; once for each form."""
    if of_case not in SINCE:
        return
    read: dict[tuple[str, str], list[FormReading]] = defaultdict(list)
    for form in (one for one in dataset.forms if one.entity in entities):
        regime = catalog.forms[form.form].regime if form.form in catalog.forms else of_case
        year = Period.parse(form.period).year
        if regime != of_case and (SINCE.get(regime, 0) > SINCE[of_case] or year >= SINCE[of_case]):
            read[form.entity, form.form].append(form)
    for (entity, code), found in read.items():
        first, *others = sorted(found, key=lambda form: form.period)
        facts: dict[str, Fact] = {
            "form": catalog.forms[code].title, "code": code, "regime": catalog.forms[code].regime, "own": of_case,
            "entity": entity, "periods": tuple(form.period for form in (first, *others)),
        }  # fmt: skip
        yield Finding("W50", first.place, facts, places=tuple(form.place for form in others))


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
    return max(counted, key=lambda pair: (pair[1], pair[0] == USUAL), default=(USUAL, 0))[0]
