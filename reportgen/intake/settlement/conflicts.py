"""Two values for one thing: which is kept, and what has to be said.

The whole budget of expense as first approved and as adjusted, where a table of budgets prints both.

Files of which nothing was taken and of which nothing else was said: each is told with the reason (I94).

Statements of months that have not come yet: sheets of zeros behind the last month with figures (edge rule E49).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from string import digits
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog
from reportgen.intake.context import FigureBlock, FoundValues, told
from reportgen.intake.settlement import budgets, comparatives, ledger
from reportgen.intake.settlement.comparatives import SheetOf, sheet_of, sheet_of_part
from reportgen.intake.settlement.ledger import Ledger
from reportgen.intake.statements.keeping import FUTURE_LEAST as LEAST
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import FormReading, Observation, View
from reportgen.model.finding import Fact, Finding, Severity, amount
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


TOTALS: Final = ("bgt_expense_total", "total_expense")
"""Total expense on the budget's own basis, else that of the accounts."""
ITEMS: Final = {View.BUDGET_ORIGINAL: "budget_total_expense_original", View.BUDGET: "budget_total_expense_adjusted"}


def totals(gathered: FoundValues) -> list[Observation]:
    """Both budgets as figures of their own, by which the adjustment is measured; none that was read as such."""
    if not any(map(_is_approved, gathered.observations)):
        return []
    read = [one for part in gathered.observations for one in _budgets(part)]
    stated = {(one.item, one.entity, one.period) for one in read if one.item in ITEMS.values()}
    both = {(one.item, one.entity, one.period) for one in read if one.view is View.BUDGET_ORIGINAL}
    found: dict[tuple[str, str, str], Observation] = {}
    for total in TOTALS:
        for one in (one for one in read if one.item == total and (total, one.entity, one.period) in both):
            key = (ITEMS[one.view], one.entity, one.period)
            if key not in stated:
                found.setdefault(key, replace(one, item=key[0], view=View.PERIOD, derived=True))
    return list(found.values())


def _is_approved(part: Observation | FigureBlock) -> bool:
    if isinstance(part, Observation):
        return part.view is View.BUDGET_ORIGINAL
    return any(head.view is View.BUDGET_ORIGINAL for head in part.heads)


def _budgets(part: Observation | FigureBlock) -> Iterator[Observation]:
    """Budgets among what was read together, and what is a budget by its own name."""
    if isinstance(part, Observation):
        if part.view in ITEMS or part.item in ITEMS.values():
            yield part
    elif any(head.view in ITEMS for head in part.heads):
        yield from (one for one in told([part]) if one.view in ITEMS)


RULE: Final = "I94"
NO_REASON: Final = frozenset({"I51", "I53", "I76"})
"""Findings that do not say why nothing was taken; a mere note that a few figures were not understood is none either."""


def held(gathered: FoundValues) -> tuple[int, int, int]:
    """How much there is: figures, records and findings."""
    return len(gathered.observations), sum(map(len, gathered.records.values())), len(gathered.findings)


def tell(file: str, sheets: Sequence[Sheet] | None, before: tuple[int, int, int], gathered: FoundValues) -> None:
    """Tell of a file that has just been read, if nothing was taken from it: blank registers (K22), or the reason.

    Args:
        file: its name.
        sheets: what it holds; None of a table that mapping.yaml describes.
        before: what was held without it.
        gathered: what is held now.
    """
    figures, records, findings = held(gathered)
    if records > before[1] or (figures > before[0] and any(True for _ in told(gathered.observations[before[0] :]))):
        return
    blank = [finding for finding in gathered.blank if finding.place.file == file]
    if blank:
        gathered.findings += blank
    elif all(_says_nothing(finding) for finding in gathered.findings[before[2] : findings]):
        gathered.find(RULE, Place(file), why=f"@intake.silent_{_reason(sheets)}")


def _says_nothing(finding: Finding) -> bool:
    return finding.rule in NO_REASON or (finding.rule == "I08" and finding.severity is Severity.NOTE)


def _reason(sheets: Iterable[Sheet] | None) -> str:
    if sheets is None:
        return "mapped"
    has_words = any(str(cell).strip() for sheet in sheets for cell in sheet.flat if cell is not None)
    return "words" if has_words else "empty"


def repeated(kept: Iterable[str], dropped: Iterable[str], gathered: FoundValues) -> None:
    """Tell of files whose figures are all those of other files, by the files of figures that were kept and dropped."""
    named = {finding.place.file for finding in gathered.findings}
    for file in sorted(set(dropped) - set(kept) - named):
        gathered.find(RULE, Place(file), why="@intake.silent_twice")


OWN: Final = frozenset({View.PERIOD, View.YEAR_TO_DATE})
"""Views of a month's own figures; opening balances and comparatives are there before it comes."""
Part = Observation | FigureBlock
Month = tuple[str, str]
"""A hospital and a month."""


def leave_out(gathered: FoundValues) -> None:
    """Take out the last months of each hospital of which all statements hold nothing but zeros; each is told (I45)."""
    months: dict[str, dict[str, list[FormReading]]] = defaultdict(lambda: defaultdict(list))
    for form in gathered.forms:
        if Period.parse(form.period).kind is PeriodKind.MONTH:
            months[form.entity][form.period].append(form)
    several = {entity: forms for entity, forms in months.items() if len(forms) > 1}
    parts = _unreached_by_sheet(gathered.observations) if several else {}
    for entity, forms in sorted(several.items()):
        to_come = _to_come(entity, forms, parts)
        for period in to_come if len(to_come) < len(forms) else ():
            gathered.find("I45", forms[period][0].place, period=period)
            _drop((entity, period), {sheet_of(form.place) for form in forms[period]}, gathered)


def _to_come(
    entity: str, forms: Mapping[str, Sequence[FormReading]], parts: Mapping[SheetOf, Sequence[Part]]
) -> list[str]:
    """The months of zeros, from the last one back."""
    latest = sorted(forms, reverse=True)
    return list(takewhile(lambda period: _is_zero((entity, period), forms[period], parts), latest))


def _unreached_by_sheet(parts: Iterable[Part]) -> Mapping[SheetOf, Sequence[Part]]:
    found: dict[SheetOf, list[Part]] = defaultdict(list)
    for part in parts:
        found[sheet_of_part(part)].append(part)
    return found


def _is_zero(month: Month, forms: Iterable[FormReading], parts: Mapping[SheetOf, Sequence[Part]]) -> bool:
    """Whether the figures of a month are all zero, and not just one or two of them."""
    values = [
        value
        for sheet in {sheet_of(form.place) for form in forms}
        for part in parts.get(sheet, ())
        for value in _own(part, month)
    ]
    return len(values) >= LEAST and not any(values)


def _own(part: Part, month: Month) -> Iterator[float]:
    """The figures of a month's own in what was read together."""
    import numpy as np

    if isinstance(part, Observation):
        if (part.entity, part.period) == month and part.view in OWN:
            yield part.value
        return
    for number, head in enumerate(part.heads):
        if (head.entity, head.period) == month and head.view in OWN:
            values = part.values[part.slots.heads == number]
            yield from values[~np.isnan(values)].tolist()


def _drop(month: Month, sheets: set[SheetOf], gathered: FoundValues) -> None:
    """Take out all that these sheets say of a month."""
    gathered.forms = [form for form in gathered.forms if (form.entity, form.period) != month]
    gathered.observations = [
        _without(part, month) if isinstance(part, FigureBlock) and sheet_of_part(part) in sheets else part
        for part in gathered.observations
        if isinstance(part, FigureBlock) or (part.entity, part.period) != month or sheet_of_part(part) not in sheets
    ]


def _without(block: FigureBlock, month: Month) -> FigureBlock:
    """The figures of a table without those of a month."""
    import numpy as np

    heads = [number for number, head in enumerate(block.heads) if (head.entity, head.period) == month]
    return replace(block, values=np.where(np.isin(block.slots.heads, heads), np.nan, block.values))


NOISE: Final = 1e-6
"""What binary numbers leave of a difference that is half a unit, no more."""
EXACT: Final = 0.01
"""One unit in the last place of an amount that is not rounded."""
DENSE: Final = 8
"""A table of so many times the figures is still quicker than sorting them."""
TO: Final = "–"
FormKey = tuple[str, str, str]
Months = dict[tuple[str, str], dict[int, FormReading]]


def settle(gathered: FoundValues, catalog: Catalog) -> Ledger:
    """One figure for each item, entity, period and view, or none where they disagree."""
    leave_out(gathered)
    budgets.without_last_year(gathered, catalog)
    _forms(gathered)
    gathered.observations += totals(gathered)
    settled = _values(gathered, catalog)
    months = _by_month(gathered)
    _missing_months(gathered, months)
    _missing_in_newest(gathered, months)
    return settled


def _forms(gathered: FoundValues) -> None:
    """W16: one form twice for one period with different figures, none is kept; I18: with the same, the first is."""
    by_form: dict[FormKey, list[FormReading]] = defaultdict(list)
    for form in gathered.forms:
        by_form[form.entity, form.period, form.form].append(form)
    if all(len(readings) < 2 for readings in by_form.values()):  # noqa: PLR2004 - twice
        return
    gathered.observations = list(told(gathered.observations))
    values = _by_sheet(told(gathered.observations))
    for (entity, period, code), readings in sorted(by_form.items()):
        sheets = list(dict.fromkeys((form.place.file, form.place.sheet) for form in readings))
        if len(sheets) < 2:  # noqa: PLR2004 - twice
            continue
        first = values[sheets[0], entity, period]
        for sheet in sheets[1:]:
            shared = sorted(set(first) & set(other := values[sheet, entity, period]))
            if 2 * len(shared) < min(len(first), len(other)):
                continue  # two pages of one form
            apart = [key for key in shared if not _equal(first[key], other[key])]
            gathered.find(
                "W16" if apart else "I18",
                Place(*sheet),
                entity=entity,
                form=code,
                period=period,
                first=Place(*sheets[0]),
                count=len(apart),
            )
            if apart:
                dropped = dict.fromkeys((*first.values(), *other.values()))
                for value in dropped:
                    gathered.doubt(value.item, value.entity, value.period, value.place)
                gathered.observations = [value for value in gathered.observations if value not in dropped]


def _by_sheet(
    observations: Iterable[Observation],
) -> dict[tuple[tuple[str, str | None], str, str], dict[tuple[str, str], Observation]]:
    found: dict[tuple[tuple[str, str | None], str, str], dict[tuple[str, str], Observation]] = defaultdict(dict)
    for value in observations:
        where = (value.place.file, value.place.sheet)
        found[where, value.entity, value.period].setdefault((value.item, str(value.view)), value)
    return found


def _values(gathered: FoundValues, catalog: Catalog) -> Ledger:
    """W16: two cells of different forms or tables disagree, no value is kept until the user chooses (edge rule E37)."""
    import numpy as np

    read = ledger.of(gathered.observations)
    keys = read.keys
    first = _firsts(keys, len(read.rows) * len(read.columns))
    if (first == (own := np.arange(len(keys)))).all():
        return read
    order = comparatives.ranks(read, keys[first != own], gathered, catalog)
    finer = np.lexsort((order, np.maximum(read.step, EXACT)))  # of those that agree the one rounded least
    first[finer] = finer[_firsts(keys[finer], len(read.rows) * len(read.columns))]
    half = np.maximum(read.step, read.step[first]) / 2
    apart = np.flatnonzero(np.abs(read.value[first] - read.value) > half + NOISE)  # none is apart from itself
    refused: set[int] = set()
    beside: dict[object, list[tuple[int, int]]] = defaultdict(list)
    for index in apart.tolist():
        key = int(keys[index])
        if key not in refused:
            refused.add(key)
            pair = index, int(first[index])
            beside[_two_columns(*map(read.place, pair)) or key].append(pair)
    for pairs in beside.values():
        _tell_apart(read, pairs, gathered, catalog)
    taken = (first == own) & ~np.isin(keys, sorted(refused))
    if dropped := read.files(first != own):
        repeated(read.files(taken), dropped, gathered)
    return read.only(taken)


def _firsts(keys: NDArray[np.intp], size: int) -> NDArray[np.intp]:
    """For each key the index at which it occurs first; all are below `size`."""
    import numpy as np

    if size > DENSE * len(keys):
        _, firsts, which = np.unique(keys, return_index=True, return_inverse=True)
        return firsts[which]
    at = np.empty(size, dtype=np.intp)
    at[keys[::-1]] = np.arange(len(keys))[::-1]  # of two the later one written stays, which is the first
    return at[keys]


NAMED: Final = 3
"""Cells that a message names; of more it says how many there are."""


def _two_columns(place: Place, other: Place) -> tuple[str, str | None, str, str] | None:
    """The two columns of a sheet in one row of which both figures stand; None of any others."""
    sheets = {(place.file, place.sheet), (other.file, other.sheet)}
    if len(sheets) > 1 or place.row != other.row or place.cell is None or other.cell is None:
        return None
    return place.file, place.sheet, place.cell.rstrip(digits), other.cell.rstrip(digits)


def _tell_apart(read: Ledger, pairs: Sequence[tuple[int, int]], gathered: FoundValues, catalog: Catalog) -> None:
    """I43 at the later of two figures, once of two columns; of two lines of a statement in its own words no error."""
    for index, first in pairs:
        item, _ = read.columns[read.column[index]]
        entity, period = read.rows[read.row[index]]
        for at in (index, first):
            gathered.doubt(item, entity, period, read.place(at))
    (index, first), others = pairs[0], [read.place(index) for index, _ in pairs[1:]]
    item, _ = read.columns[read.column[index]]
    place, other, unit = read.place(index), read.place(first), catalog.items[item].unit
    two_lines = (place.file, place.sheet) == (other.file, other.sheet) and (place.file, place.sheet) in gathered.newest
    facts: dict[str, Fact] = {
        "item": catalog.items[item].name,
        "period": read.rows[read.row[index]][1],
        "first": other,
        "value": amount(float(read.value[index]), unit),
        "other": amount(float(read.value[first]), unit),
        "more": len(others) or None,
        "cells": tuple(one.cell or "" for one in others[:NAMED]) or None,
        "reason": "@intake.two_lines" if two_lines else None,
    }
    gathered.findings.append(
        Finding("I43", place, facts, Severity.WARNING if two_lines else None, places=tuple(others))
    )


def _equal(one: Observation, other: Observation) -> bool:
    """Equal within half a unit of the coarser last place printed."""
    return abs(one.value - other.value) <= max(one.step, other.step) / 2 + NOISE


def _missing_months(gathered: FoundValues, months: Months) -> None:
    """I16: a month without the form that the months before and after have.

    No gap begins at a month beside that of last year, or at one brought alone for this year's to be compared with.
    """
    for (entity, code), having in sorted(months.items()):
        if max(having) - min(having) + 1 == len(having):
            continue
        for month, following in itertools.pairwise(sorted(having)):
            beside = following - month == MONTHS and having[month].place == having[following].place
            alone = month - 1 not in having and month + MONTHS in having and following <= month + MONTHS
            if following - month == 1 or beside or alone:
                continue
            missing = [_named(number) for number in range(max(month + 1, following - MONTHS), following)]
            place, since = having[following].place, tuple(dict.fromkeys((missing[0], missing[-1])))
            gathered.find(
                "I16",
                place,
                entity=entity,
                form=code,
                period=TO.join(since),
                following=_named(following),
                count=len(missing),
            )


def _missing_in_newest(gathered: FoundValues, months: Months) -> None:
    """I81: the newest month of a hospital lacks a form that both months before it have."""
    newest: dict[str, int] = {}
    for (entity, _), having in months.items():
        newest[entity] = max(newest.get(entity, 0), *having)
    for (entity, code), having in sorted(months.items()):
        last = newest[entity]
        if last not in having and last - 1 in having and last - 2 in having:
            before = having[last - 1]
            gathered.find("I81", before.place, entity=entity, form=code, period=_named(last), before=before.period)


def _by_month(gathered: FoundValues) -> Months:
    """The forms of months, by hospital and form, then by the number of the month since year 0."""
    months: Months = defaultdict(dict)
    for form in gathered.forms:
        period = Period.parse(form.period)
        if period.kind is PeriodKind.MONTH:
            months[form.entity, form.form][period.year * MONTHS + period.number - 1] = form
    return months


def _named(month: int) -> str:
    return str(Period(month // MONTHS, PeriodKind.MONTH, month % MONTHS + 1))
