"""Budgets and what is expected: how such tables are known, and what they leave to the statements.

Tables of budgets, and of what is expected, by their folder, their titles and the names of their sheet and file.

The column of last year in a table of budgets: it yields to the statements, which say the same of the same year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from itertools import permutations
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake.context import BUDGETS, FigureBlock, FoundValues, budget_years, is_own, told
from reportgen.intake.grid.banner import titles
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import AHEAD, Role, caption
from reportgen.intake.grid.tables import SheetTable, TableSide, marked
from reportgen.intake.settlement import comparatives
from reportgen.intake.settlement.comparatives import SheetOf, sheet_of_part
from reportgen.intake.words.figures import comes_to, figure
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import Observation, View
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place

FOLDER: Final = "budget/"
HEADS: Final = (Role.BUDGET, Role.ORIGINAL)
"""What the heads of budgets say."""
PARTS: Final = (Role.MONTH, Role.YEAR_TO_DATE)
"""Heads of reports on how a budget is carried out."""
EXPECTED, ASIDE = "I151", "I125"
LAST_YEAR: Final = (Role.COMPARATIVE, Role.PRIOR)


def are_budgets(table: SheetTable, form_title: str) -> bool:
    """Whether a table lies in the folder of budgets, or its title says so and its form's own title does not.

    So is a table below a line that says budgets alone, or on a sheet or in a file whose name says nothing more. Of how
    budgets were carried out only the columns hold budgets that say so, where some do; so it is in English wherever one
    says so, or is of the month or the year to date, and where a title compares. Official forms have titles of their
    own.
    """
    marks, title = vocabulary().titles_of_budgets, "".join(table.banner.texts[:1])
    titled = marked(title, marks) and not marked(form_title, marks)
    is_carried_out = marked(title, vocabulary().titles_of_execution) and table.head.of(*HEADS)
    sheet, above = table.sheet, table.banner.texts
    titled = titled or (_is_in_english(sheet, above) and not form_title and not table.head.of(*HEADS, *PARTS))
    named = _names_budgets(sheet, ()) and not marked(form_title, marks)
    titled = titled or _said(above) in HEADS or named
    return (table.sheet.file.startswith(FOLDER) or titled) and not is_carried_out


def is_expected(table: SheetTable, gathered: FoundValues) -> bool:
    """I151: whether a table is of what is expected, or worked out of a part of the year, and no head says otherwise.

    So is one of targets and plans. I125: one below a line that says last year alone, or on a sheet of that name.
    """
    if table.head.of(Role.ACTUAL, *HEADS):
        return False
    above, sheet = table.banner.texts, table.sheet
    said = _said(above)
    if text := _planned(sheet, above, said):
        gathered.find(EXPECTED, sheet.whole, text=text)
        return True
    is_dated = table.banner.stated_at is not None or all(one.stated for side in table.sides for one in side.columns)
    lines = above if said in LAST_YEAR else () if is_dated else (sheet.name or "",)
    if last := next((one for one in lines if caption(one) in LAST_YEAR), ""):
        gathered.find(ASIDE, sheet.whole, text=last)
        return True
    return _tell_titled(sheet, above, gathered)


def _said(above: Sequence[str]) -> Role | None:
    """What the lines above a table say of all its columns, None where they say nothing or several things."""
    said = {role for text in above if (role := caption(text))}
    return said.pop() if len(said) == 1 else None


@lru_cache(maxsize=4096)
def _is_planned(text: str) -> bool:
    words = vocabulary()
    folded = bare(text)
    for other in words.titles_of_plans.but:
        folded = folded.replace(other, "")
    return any(word in folded for word in words.titles_of_plans.words) and not _says_more(text)


@lru_cache(maxsize=4096)
def _says_more(text: str) -> bool:
    """Whether a title or name speaks of more than budgets or plans: of how they were carried out, of statements."""
    return any(word in bare(text) for word in vocabulary().titles_of_plans.more)


def settle_titled(sheet: Sheet, since: int, gathered: FoundValues, head: int = 0) -> None:
    """The figures of a list, or of a table with a row for each period, as titles and names say.

    Those that tell of each figure what it is need no name. `head` is the row below the titles of a table.
    """
    own = [one for one in gathered.observations[since:] if isinstance(one, Observation)]
    if not own or any(one.view is not View.PERIOD for one in own):
        return
    above = [cell for row in sheet.rows[:head] for cell in row if isinstance(cell, str) and cell.strip()]
    said = _said(above)
    if text := _planned(sheet, above, said):
        gathered.find(EXPECTED, sheet.whole, text=text)
        del gathered.observations[since:]
    elif text := next((one for one in above if said in LAST_YEAR and caption(one)), ""):
        gathered.find(ASIDE, sheet.whole, text=text)
        del gathered.observations[since:]
    elif _tell_titled(sheet, above, gathered):
        del gathered.observations[since:]
    elif said in HEADS or _names_budgets(sheet, above) or _is_in_english(sheet, above):
        gathered.observations[since:] = [replace(one, view=View.BUDGET) for one in own]


def _is_in_english(sheet: Sheet, above: Sequence[str]) -> bool:
    return bool(_says(sheet, above, "budgets")) and not _says(sheet, above, "compared")


def _names_budgets(sheet: Sheet, above: Sequence[str]) -> bool:
    """Whether a title or name says budgets in Chinese, and nothing more."""
    return any(marked(one, vocabulary().titles_of_budgets) and not _says_more(one) for one in titles(sheet, above))


def _planned(sheet: Sheet, above: Sequence[str], said: Role | None) -> str:
    """The title, or the name of the sheet, that says that its figures are planned, "" where none does."""
    named = [*titles(sheet, above)][:-1]
    text = next((one for one in named if _is_planned(one)), "")
    return text or next((one for one in above if said in AHEAD and caption(one)), "")


def _tell_titled(sheet: Sheet, above: Sequence[str], gathered: FoundValues) -> bool:
    text = _says(sheet, above, "expected")
    if text:
        gathered.find(EXPECTED, sheet.whole, text=text)
    return bool(text)


def _says(sheet: Sheet, above: Sequence[str], what: str) -> str:
    """The title or name that says what a table is of, "" where none does."""
    pattern = _pattern(vocabulary().english_titles[what])
    return next((text for text in titles(sheet, above) if pattern.search(text.lower())), "")


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words, English ones not within others."""
    whole = (rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in words)
    return re.compile("|".join(whole))


RULE: Final = "W64"
Column = tuple[str, View]
Cell = tuple[Place, tuple[str, str, str, View]]


def without_adjustments(table: SheetTable) -> SheetTable:
    """The table without what was added to a budget, where it stands between the first budget and the one in force.

    “调整预算” may be either; what the first one and it come to proves it. It is worked out of the others.
    """
    sides, apart = list[TableSide](), list[HeadColumn]()
    for side in table.sides:
        first = [one for one in side.columns if one.role is Role.ORIGINAL]
        budgets = [one for one in side.columns if one.role is Role.BUDGET]
        pairs = permutations(budgets, 2) if len(first) == 1 else ()
        own = [one for one, other in pairs if _adds_up(table, side, (first[0], one, other))]
        apart += own
        sides.append(replace(side, columns=tuple(one for one in side.columns if one not in own)) if own else side)
    return replace(table, sides=tuple(sides), worked_out=(*table.worked_out, *apart)) if apart else table


def _adds_up(table: SheetTable, side: TableSide, columns: Sequence[HeadColumn]) -> bool:
    """Whether two columns come to a third one in each line with figures, neither of them nought in all."""
    rows = [[figure(table.sheet.at(line.row, one.index)) for one in columns] for line in side.lines]
    filled = [cells for cells in rows if any(cell.value is not None for cell in cells)]
    has_amounts = all(any(cells[at].value for cells in filled) for at in range(len(columns)))
    return has_amounts and all(comes_to(total, parts) for *parts, total in filled)


def without_last_year(gathered: FoundValues, catalog: Catalog) -> None:
    """Leave out what budgets print of last year and a statement prints, too; W64 once a sheet where these differ.

    A statement that prints it only among others, as that of cash flows prints depreciation, takes nothing over.
    """
    parts: dict[SheetOf, list[Observation | FigureBlock]] = defaultdict(list)
    for part in gathered.observations:
        parts[sheet_of_part(part)].append(part)
    held = {sheet: {one for part in own for one in _columns(part)} for sheet, own in parts.items()}
    years = {sheet: found for sheet, columns in held.items() if (found := budget_years(columns))}
    last = {one for sheet in years for one in held[sheet] if _is_of_last_year(*one, years[sheet])}
    of = comparatives.statements(gathered, catalog) if last else {}
    beside_budgets = told(_with(last, parts, held, set(parts) - set(years)))
    stated = {
        _key(one): one for one in beside_budgets if not comparatives.stands_elsewhere(one.item, one.place, of, catalog)
    }
    beside: dict[SheetOf, list[Observation]] = defaultdict(list)
    for one in told(_with(last, parts, held, set(years))) if stated else ():
        if _key(one) in stated and _is_of_last_year(one.period, one.view, years[sheet_of_part(one)]):
            beside[sheet_of_part(one)].append(one)
    for own in beside.values():
        _tell_yielded([(one, stated[_key(one)]) for one in own], gathered)
    gathered.observations = list(
        _without({_cell(one) for own in beside.values() for one in own}, set(beside), gathered)
    )


def _with(
    columns: AbstractSet[Column],
    parts: Mapping[SheetOf, Sequence[Observation | FigureBlock]],
    held: Mapping[SheetOf, AbstractSet[Column]],
    sheets: AbstractSet[SheetOf],
) -> Iterator[Observation | FigureBlock]:
    """What stands on those of some sheets that have one of these columns, in the order in which it was read."""
    return (part for sheet, own in parts.items() if sheet in sheets and held[sheet] & columns for part in own)


def _without(
    dropped: AbstractSet[Cell], sheets: AbstractSet[SheetOf], gathered: FoundValues
) -> Iterator[Observation | FigureBlock]:
    """All that was read but for some cells; what stands on other sheets stays together."""
    for part in gathered.observations:
        if sheet_of_part(part) in sheets:
            yield from (one for one in told([part]) if _cell(one) not in dropped)
        else:
            yield part


def _is_of_last_year(period: str, view: View, budgets: frozenset[int]) -> bool:
    return view not in BUDGETS and not is_own(period, view, budgets)


def _tell_yielded(pairs: Sequence[tuple[Observation, Observation]], gathered: FoundValues) -> None:
    apart = [(one, other) for one, other in pairs if abs(one.value - other.value) > max(one.step, other.step)]
    if apart:
        (one, other), places = apart[0], tuple(each.place for each, _ in apart)
        first = Place(*sheet_of_part(other))
        facts: dict[str, Fact] = {"period": one.period, "count": len(apart), "first": first}
        gathered.findings.append(Finding(RULE, one.place, facts, places=places[1:]))


def _columns(part: Observation | FigureBlock) -> Iterator[Column]:
    if isinstance(part, FigureBlock):
        yield from ((head.period, head.view) for head in part.heads)
    else:
        yield part.period, part.view


def _key(one: Observation) -> tuple[str, str, str, View]:
    return one.item, one.entity, one.period, one.view


def _cell(one: Observation) -> Cell:
    return one.place, _key(one)
