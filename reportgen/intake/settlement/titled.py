"""What the title of a table, a line above it and the names of its sheet and file say of all of its figures.

They may be budgets, which are read as that; planned or expected (I151), or those of last year (I125); means, shares,
changes, or of a department (I166). None of these are figures of the hospital in a period, and they are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid.banner import titles
from reportgen.intake.grid.head_words import AHEAD, Role, caption, role_of
from reportgen.intake.grid.tables import SheetTable, TableSide, marked
from reportgen.intake.words import known_names
from reportgen.intake.words.figures import figure
from reportgen.intake.words.labels import bare, normalised
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import Observation, View

FOLDER: Final = "budget/"
HEADS: Final = (Role.BUDGET, Role.ORIGINAL)
"""What the heads of budgets say."""
PARTS: Final = (Role.MONTH, Role.YEAR_TO_DATE)
"""Heads of reports on how a budget is carried out."""
EXPECTED, ASIDE, NO_FIGURES = "I151", "I125", "I166"
LAST_YEAR: Final = (Role.COMPARATIVE, Role.PRIOR)
SHORT: Final = 6
"""Characters of a line that says of all figures below it that they are worked out."""


def are_budgets(table: SheetTable, form_title: str) -> bool:
    """Whether a table lies in the folder of budgets, or its title says so and its form's own title does not.

    So is a table below a line that says budgets alone, or on a sheet or in a file whose name says nothing more. Of how
    budgets were carried out only the columns hold budgets that say so, where some do; so it is in English wherever one
    says so, or is of the month or the year to date, and where a title compares. Official forms have titles of their
    own.
    """
    marks, title = vocabulary().titles_of_budgets, "".join(table.banner.texts[:1])
    titled = _speaks_of_budgets(title) and not marked(form_title, marks)
    is_carried_out = marked(title, vocabulary().titles_of_execution) and table.head.of(*HEADS)
    sheet, above = table.sheet, _lines_above(table)
    titled = titled or (_is_in_english(sheet, above) and not form_title and not table.head.of(*HEADS, *PARTS))
    named = _names_budgets(sheet, ()) and not marked(form_title, marks)
    titled = titled or _said(above) in HEADS or named
    return (table.sheet.file.startswith(FOLDER) or titled) and not is_carried_out


def is_aside(table: SheetTable, context: ReadingContext, gathered: FoundValues) -> bool:
    """Whether no column of a table holds figures of its period, by what is said of all of them and by no head."""
    sheet, known = table.sheet, context.spellings
    above = [text for text in _lines_above(table) if normalised(text) not in known]
    if table.head.of(Role.ACTUAL, *HEADS):
        department = next(_of_departments(sheet, above), "")
        if department:
            gathered.find(NO_FIGURES, sheet.whole, text=department)
        return bool(department)
    columns = [one for side in table.sides for one in side.columns]
    is_dated = table.banner.stated_at is not None or all(one.stated for one in columns)
    names = () if is_dated else (sheet.name or "",)
    is_beside = bool(table.head.of(Role.WORKED_OUT))
    worked_out = [
        *(_of_departments(sheet, above) if is_beside else _worked_out(sheet, above, is_one=len(columns) == 1))
    ]
    entity = context.case.file.entity if context.case else None
    if entity and not context.is_of_many and not any(one.entity for one in columns):
        worked_out += _of_campus(sheet, above, "".join(filter(None, (entity.name.zh, entity.name.en, *entity.aliases))))
    return _tell(sheet, above, gathered, names=names, worked_out=worked_out)


def settle(sheet: Sheet, since: int, gathered: FoundValues, head: int = 0, *, has_shares: bool = False) -> None:
    """The figures of a list, or of a table with a row for each period, as titles and names say.

    Those that tell of each figure what it is need no name. `head` is the row below the titles of a table.
    """
    own = [one for one in gathered.observations[since:] if isinstance(one, Observation)]
    if not own or any(one.view is not View.PERIOD for one in own):
        return
    above = [cell for row in sheet.rows[:head] for cell in row if isinstance(cell, str) and cell.strip()]
    worked_out = [] if has_shares or not head else [*_worked_out(sheet, above, is_one=False)]
    if _tell(sheet, above, gathered, worked_out=worked_out):
        del gathered.observations[since:]
    elif _said(above) in HEADS or _names_budgets(sheet, above) or _is_in_english(sheet, above):
        gathered.observations[since:] = [replace(one, view=View.BUDGET) for one in own]


def _tell(
    sheet: Sheet, above: Sequence[str], gathered: FoundValues, *, names: Sequence[str] = (), worked_out: Sequence[str]
) -> bool:
    """Tell the first that is said of the figures of a table by which they are none of a period; False of others."""
    said = _said(above)
    last = [one for one in above if said in LAST_YEAR and caption(one)]
    last += [one for one in names if caption(one) in LAST_YEAR]
    found = {
        EXPECTED: _planned(sheet, above, said) or _says(sheet, above, "expected"),
        ASIDE: next(iter(last), ""),
        NO_FIGURES: next(iter(worked_out), ""),
    }
    rule = next((rule for rule, text in found.items() if text), "")
    if rule:
        gathered.find(rule, sheet.whole, text=found[rule])
    return bool(rule)


def _worked_out(sheet: Sheet, above: Sequence[str], *, is_one: bool) -> Iterator[str]:
    """What says that figures are means, shares, changes of `is_one` column, or of a department."""
    named = [*titles(sheet, above)][:-1]
    for text in named:
        if _names(text, "means") or (is_one and _names(text, "changes")):
            yield text
    yield from (one for one in above if _is_worked_out(one) and _is_alone(sheet, one))
    yield from (one for one in above if _is_share(one))
    yield from _of_departments(sheet, above)


def _of_departments(sheet: Sheet, above: Sequence[str]) -> Iterator[str]:
    """What says that figures are those of a department: lines above them, and the name of the sheet."""
    yield from (one for one in above if _is_of_department(one))
    yield from (one for one in [*titles(sheet, above)][-2:-1] if _names_one(one))


def _of_campus(sheet: Sheet, above: Sequence[str], own: str) -> Iterator[str]:
    """What says that figures are those of a campus of the hospital, or of all but one; its own name says neither."""
    *lines, name = [*titles(sheet, above)][:-1]
    yield from (one for one in (name,) if _is_of_campus(one, own, is_name=True))
    yield from (one for one in lines if _is_of_campus(one, own, is_name=False))


@lru_cache(maxsize=4096)
def _is_of_campus(text: str, own: str, *, is_name: bool) -> bool:
    words, folded, known = vocabulary().titles_of_departments, bare(text), bare(own)
    campuses = "|".join(words["campuses"])
    if is_name:
        return re.fullmatch(rf".{{1,6}}(?:{campuses})", folded) is not None and folded not in known
    campus = re.match(rf"(?:.*{words['behind'][0]})?(.{{1,6}}(?:{campuses}))20\d\d", folded)
    is_unit = any(mark in folded for mark in vocabulary().unit_marks)
    left_out = not is_unit and any(one in folded for one in words["without"])
    return left_out or (campus is not None and campus[1] not in known)


@lru_cache(maxsize=4096)
def _names(text: str, what: str) -> bool:
    """Whether a title speaks of what some words name and of nothing beside it."""
    known = vocabulary().titles_of_ratios
    lower = text.lower()
    for other in known["but"]:
        lower = lower.replace(other, "")
    return bool(_pattern(known[what]).search(lower)) and not _pattern(known["more"]).search(lower)


@lru_cache(maxsize=4096)
def _is_worked_out(text: str) -> bool:
    is_other = any(other in bare(text) for other in vocabulary().titles_of_ratios["but"])
    return len(bare(text)) <= SHORT and not is_other and role_of(normalised(text)) is Role.WORKED_OUT


def _is_alone(sheet: Sheet, text: str) -> bool:
    """Whether a text stands alone in its row: beside others it heads some of the columns."""
    rows = (row for row in sheet.rows if text in row)
    return any(sum(cell not in {"", None} for cell in row) == 1 for row in rows)


@lru_cache(maxsize=4096)
def _is_share(text: str) -> bool:
    """Whether a line of the unit says percent, or an amount for each of something: 单位：元/人."""
    words = vocabulary()
    units = "|".join(map(re.escape, words.percents))
    each = "|".join(map(re.escape, words.counted))
    marks = "|".join(words.unit_marks)
    return re.fullmatch(rf"\(?(?:{marks}):?(?:{units}|[^/]{{1,4}}/(?:{each}))\)?", bare(text).lower()) is not None


@lru_cache(maxsize=4096)
def _is_of_department(text: str) -> bool:
    """Whether a line or title says that figures are of one department that treats patients."""
    words, folded = vocabulary().titles_of_departments, bare(text).lower()
    if any(word in folded for word in words["but"]):
        return False
    marks, ends = "|".join((*vocabulary().tidy.department, *words["marks"])), "|".join(words["ends"])
    behind, statements = "|".join(words["behind"]), "|".join(words["statements"])
    units = "|".join(words["in_english"])
    titled = rf"(?:.*(?:{behind}))?.{{1,6}}(?:{ends})20\d\d.*|[a-z&/-]{{2,30}}(?:{units})(?:{statements}).*"
    return re.fullmatch(rf"(?:{marks}):.+|{titled}", folded) is not None or known_names.names_department(text)


@lru_cache(maxsize=4096)
def _names_one(text: str) -> bool:
    """Whether the name of a sheet is that of a department, with the word for a statement behind it or not."""
    ends = "|".join(map(re.escape, vocabulary().titles_of_departments["statements"]))
    plain = re.sub(rf"[\s_-]+(?:{ends})(?![a-z]).*", "", " ".join(text.lower().split())) if text.isascii() else text
    return known_names.names_department(plain)


def _lines_above(table: SheetTable) -> tuple[str, ...]:
    """The words above a table, and the names without figures with which it begins; none of one without any figure."""
    firsts = (
        next((line.row for line in side.lines if _has_figure(table, side, line.row)), None) for side in table.sides
    )
    first = min((row for row in firsts if row is not None), default=0)
    names = (line.label for side in table.sides[:1] for line in side.lines if line.row < first)
    return (*table.banner.texts, *names)


def _has_figure(table: SheetTable, side: TableSide, row: int) -> bool:
    return any(figure(table.sheet.at(row, one.index)).value is not None for one in side.columns)


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


def _is_in_english(sheet: Sheet, above: Sequence[str]) -> bool:
    return bool(_says(sheet, above, "budgets")) and not _says(sheet, above, "compared")


def _names_budgets(sheet: Sheet, above: Sequence[str]) -> bool:
    """Whether a title or name says budgets in Chinese, and nothing more."""
    return any(_speaks_of_budgets(one) and not _says_more(one) for one in titles(sheet, above))


def _speaks_of_budgets(text: str) -> bool:
    """Whether a title or name says budgets, and not budgetary accounts: these hold what was received and spent."""
    return marked(text, vocabulary().titles_of_budgets) and not marked(text, vocabulary().budgetary_accounts)


def _planned(sheet: Sheet, above: Sequence[str], said: Role | None) -> str:
    """The title, or the name of the sheet, that says that its figures are planned, "" where none does.

    In the folder of budgets what is planned is the budget.
    """
    if sheet.file.startswith(FOLDER):
        return ""
    named = [*titles(sheet, above)][:-1]
    text = next((one for one in named if _is_planned(one)), "")
    return text or next((one for one in above if said in AHEAD and caption(one)), "")


def _says(sheet: Sheet, above: Sequence[str], what: str) -> str:
    """The title or name that says what a table is of, "" where none does."""
    pattern = _pattern(vocabulary().english_titles[what])
    return next((text for text in titles(sheet, above) if pattern.search(text.lower())), "")


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words, English ones not within others."""
    whole = (rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in words)
    return re.compile("|".join(whole))
