"""Which figure of a time holds where several are printed: restated, on another statement, or of another opening.

Figures of a year that a later statement prints beside its own, other than the year's own statement has them.

American statements of two years often reclassify the earlier one. Its own statement stays what it is; the later column
is the comparative of the year after, as an official form has one, and a finding tells of it (I84).

Of the same figure in several statements in words of their own, the one that names where it stands.

Depreciation stands in the statement of operations and again where the cash of operations is led up to: it is a line of
the first, whose total it adds to. Tables in the folder of budgets print what the statements say.

Opening balances that are those of a month: “beginning of the period” may begin the month as well as the year.

The figures tell: what a month opens with is, in every line, what the month before closed with, and not what that one
opened with. An opening balance is one of the year in all that follows, so that such figures are left out (I108).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog
from reportgen.intake.columns.column_periods import BALANCES
from reportgen.intake.context import FigureBlock, FoundValues, told
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.tables import SheetTable
from reportgen.intake.periods.spans import counted_in
from reportgen.intake.settlement.ledger import Ledger
from reportgen.model.dataset import Observation, View
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reportgen.catalog import Catalog


Year = tuple[str, str, str]
"""Item, entity and year."""


def settle_restated(gathered: FoundValues) -> None:
    """Take figures that a later statement restates for comparatives of its own year."""
    if not gathered.newest:
        return
    by_year: dict[Year, list[Observation]] = defaultdict(list)
    for one in gathered.observations:
        if isinstance(one, Observation) and one.view is View.PERIOD and sheet_of(one.place) in gathered.newest:
            by_year[one.item, one.entity, one.period].append(one)
    moved = {id(one): year for year, those in by_year.items() for one in _later(year, those, gathered.newest)}
    if not moved:
        return
    _tell([one for one in gathered.observations if id(one) in moved], gathered)
    gathered.observations[:] = [
        _comparative(one) if isinstance(one, Observation) and id(one) in moved else one for one in gathered.observations
    ]


def _later(year: Year, those: Sequence[Observation], newest: Mapping[tuple[str, str | None], str]) -> list[Observation]:
    """The figures of other statements that differ from the year's own, where it has one."""
    own = [one for one in those if newest[sheet_of(one.place)] == year[2]]
    if not own:
        return []
    return [
        one
        for one in those
        if newest[sheet_of(one.place)] > year[2] and abs(one.value - own[0].value) > max(one.step, own[0].step) / 2
    ]


def _comparative(one: Observation) -> Observation:
    following = Period(Period.parse(one.period).year + 1, PeriodKind.YEAR)
    return replace(one, period=str(following), view=View.COMPARATIVE)


def _tell(moved: Sequence[object], gathered: FoundValues) -> None:
    """I84, once for each sheet and year."""
    found: dict[tuple[tuple[str, str | None], str], list[Observation]] = defaultdict(list)
    for one in moved:
        if isinstance(one, Observation) and not one.derived:
            found[sheet_of(one.place), one.period].append(one)
    for (_, year), those in found.items():
        gathered.find("I84", those[0].place, period=year, count=len(those))


BUDGETS: Final = "budget/"
LAST: Final = 2
SheetOf = tuple[str, str | None]


def ranks(read: Ledger, twice: NDArray[np.intp], gathered: FoundValues, catalog: Catalog) -> NDArray[np.int8]:
    """For each figure 0, or more the less its sheet states it; `twice` are the keys that are doubled."""
    import numpy as np

    found = np.zeros(len(read.keys), dtype=np.int8)
    if not gathered.newest:
        return found
    of = statements(gathered, catalog)
    for index in np.flatnonzero(np.isin(read.keys, twice)).tolist():
        place = read.place(index)
        if sheet_of(place) in gathered.newest:
            item = read.columns[read.column[index]][0]
            found[index] = LAST if place.file.startswith(BUDGETS) else stands_elsewhere(item, place, of, catalog)
    return found


def stands_elsewhere(item: str, place: Place, of: Mapping[SheetOf, str], catalog: Catalog) -> bool:
    """Whether an item is printed in a statement that it is no line of; `of` says what each sheet is (`statements`)."""
    statement = of.get(sheet_of(place))
    return statement is not None and item in catalog.items and catalog.items[item].statement != statement


def statements(gathered: FoundValues, catalog: Catalog) -> dict[SheetOf, str]:
    """Of which statement most items of each sheet in words of its own are."""
    counted: dict[SheetOf, Counter[str]] = defaultdict(Counter)
    for one in gathered.observations:
        if not isinstance(one, FigureBlock) and sheet_of(one.place) in gathered.newest and one.item in catalog.items:
            counted[sheet_of(one.place)][catalog.items[one.item].statement] += 1
    return {sheet: each.most_common(1)[0][0] for sheet, each in counted.items()}


def sheet_of(place: Place) -> SheetOf:
    """The file and the sheet of a place."""
    return place.file, place.sheet


def sheet_of_part(part: Observation | FigureBlock) -> SheetOf:
    """The file and the sheet of a figure, or of those of a table."""
    return (part.sheet.file, part.sheet.name) if isinstance(part, FigureBlock) else sheet_of(part.place)


FEWEST: Final = 3
"""Lines that must agree; one or two may be the same by chance."""
FEN: Final = 0.01
SEVERAL: Final = 2


def opening_of_each(table: SheetTable, read: Sequence[Observation | FigureBlock], year_end: int) -> list[Observation]:
    """What stood when the year began, of one column beside those of its months, as that of each further month."""
    columns = [column for side in table.sides for column in side.columns]
    months = [column for column in columns if column.role is not Role.OPEN and (column.month or column.stated)]
    if len(months) < SEVERAL or not table.head.of(Role.OPEN):
        return []
    found = list(told(read))
    years = {one.period: counted_in(Period.parse(one.period), year_end)[0] for one in found}
    opened = {(one.item, one.entity, years[one.period]): one for one in found if one.view is View.OPEN}
    having = {(one.item, one.entity, one.period) for one in found if one.view is View.OPEN}
    return [
        replace(opened[key], period=one.period)
        for one in found
        if one.view is View.PERIOD
        and (key := (one.item, one.entity, years[one.period])) in opened
        and (one.item, one.entity, one.period) not in having
        and Period.parse(one.period).kind is not PeriodKind.YEAR
    ]


@dataclass
class MonthBalances:
    """What stands on the balance sheet of a month: by item, and where in the ledger the opening figures are."""

    closing: dict[str, float] = field(default_factory=dict)
    opening: dict[str, float] = field(default_factory=dict)
    indices: list[int] = field(default_factory=list)


Sheets = Mapping[tuple[str, Period], MonthBalances]


def settle_openings(ledger: Ledger, gathered: FoundValues, catalog: Catalog) -> Ledger:
    """The figures without opening balances of months, told once for each hospital and year."""
    import numpy as np

    sheets = _sheets(ledger, catalog)
    said: dict[tuple[str, int], set[bool]] = defaultdict(set)
    for entity, month in list(sheets):
        if (begins := _begins_the_month(entity, month, sheets)) is not None:
            said[entity, month.year].add(begins)
    proven = {year for year, each in said.items() if each == {True}}
    gone: dict[tuple[str, int], list[int]] = defaultdict(list)
    for (entity, month), sheet in sorted(sheets.items(), key=lambda one: (one[0][0], str(one[0][1]))):
        if (entity, month.year) in proven and month.number > 1:
            gone[entity, month.year] += sheet.indices
    if not gone:
        return ledger
    for indices in gone.values():
        months = dict.fromkeys(ledger.rows[ledger.row[index]][1] for index in indices)
        gathered.find("I108", ledger.place(indices[0]), period=next(iter(months)), count=len(months))
    kept = np.ones(len(ledger.value), dtype=np.bool_)
    kept[[index for indices in gone.values() for index in indices]] = False
    return ledger.only(kept)


def _sheets(ledger: Ledger, catalog: Catalog) -> Sheets:
    """Balances of months, where any month has opening ones."""
    import numpy as np

    found: dict[tuple[str, Period], MonthBalances] = defaultdict(MonthBalances)
    views = dict(_views(ledger, catalog))
    if View.OPEN not in {view for _, view in views.values()}:
        return found
    months = {code: month for code, (_, text) in enumerate(ledger.rows) if (month := _month(text)) is not None}
    which = np.isin(ledger.row, [*months]) & np.isin(ledger.column, [*views])
    for index in np.flatnonzero(which).tolist():
        row = int(ledger.row[index])
        sheet, (item, view) = found[ledger.rows[row][0], months[row]], views[int(ledger.column[index])]
        (sheet.opening if view == View.OPEN else sheet.closing)[item] = float(ledger.value[index])
        sheet.indices += [index] if view == View.OPEN else []
    return found


def _views(ledger: Ledger, catalog: Catalog) -> Iterator[tuple[int, tuple[str, str]]]:
    for code, (item, view) in enumerate(ledger.columns):
        if view in {View.PERIOD, View.OPEN} and item in catalog.items and catalog.items[item].kind in BALANCES:
            yield code, (item, view)


def _month(text: str) -> Period | None:
    period = Period.parse(text)
    return period if period.kind is PeriodKind.MONTH else None


def _begins_the_month(entity: str, month: Period, sheets: Sheets) -> bool | None:
    """Whether a month opens with what the month before closed with, and not as that one opened; None if that is open.

    One month of several that does is a mistake, which checks tell.
    """
    now, before = sheets[entity, month], sheets.get((entity, month.preceding()))
    if month.number == 1 or before is None:
        return None
    both = now.opening.keys() & before.closing.keys()
    if len(both) < FEWEST:
        return None
    if any(abs(now.opening[item] - before.closing[item]) >= FEN for item in both):
        return False
    moved = any(abs(now.opening[item] - before.opening.get(item, now.opening[item])) >= FEN for item in both)
    return True if moved else None
