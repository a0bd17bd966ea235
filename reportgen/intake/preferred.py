"""Of the same figure in several statements in words of their own, the one that names where it stands.

Depreciation stands in the statement of operations and again where the cash of operations is led up to: it is a line of
the first, whose total it adds to. Tables in the folder of budgets print what the statements say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog
from reportgen.intake.context import FigureBlock, FoundValues
from reportgen.intake.ledger import Ledger
from reportgen.model.place import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
        if _sheet(place) in gathered.newest:
            item = read.columns[read.column[index]][0]
            found[index] = LAST if place.file.startswith(BUDGETS) else stands_elsewhere(item, place, of, catalog)
    return found


def stands_elsewhere(item: str, place: Place, of: Mapping[SheetOf, str], catalog: Catalog) -> bool:
    """Whether an item is printed in a statement that it is no line of; `of` says what each sheet is (`statements`)."""
    statement = of.get(_sheet(place))
    return statement is not None and item in catalog.items and catalog.items[item].statement != statement


def statements(gathered: FoundValues, catalog: Catalog) -> dict[SheetOf, str]:
    """Of which statement most items of each sheet in words of its own are."""
    counted: dict[SheetOf, Counter[str]] = defaultdict(Counter)
    for one in gathered.observations:
        if not isinstance(one, FigureBlock) and _sheet(one.place) in gathered.newest and one.item in catalog.items:
            counted[_sheet(one.place)][catalog.items[one.item].statement] += 1
    return {sheet: each.most_common(1)[0][0] for sheet, each in counted.items()}


def _sheet(place: Place) -> SheetOf:
    return place.file, place.sheet
