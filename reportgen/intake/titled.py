"""Tables of budgets, and of what is expected, by their folder, their titles and the names of their sheet and file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reportgen.intake.context import FoundValues
from reportgen.intake.head_words import Role
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import SheetTable, marked
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.dataset import Observation, View

FOLDER: Final = "budget/"
HEADS: Final = (Role.BUDGET, Role.ORIGINAL)
"""What the heads of budgets say."""
PARTS: Final = (Role.MONTH, Role.YEAR_TO_DATE)
"""Heads of reports on how a budget is carried out."""
EXPECTED: Final = "I151"
LINES: Final = 4
"""Of what stands above a table, those that may be its title: the name of the hospital is often the first."""
LONGEST: Final = 80
"""Characters of a title; notes have more."""


def are_budgets(table: SheetTable, form_title: str) -> bool:
    """Whether a table lies in the folder of budgets, or its title says so and its form's own title does not.

    Of how budgets were carried out only the columns hold budgets that say so, where some do; so it is in English
    wherever one says so, or is of the month or the year to date, and where a title compares. Official forms have titles
    of their own.
    """
    marks, title = vocabulary().titles_of_budgets, "".join(table.banner.texts[:1])
    titled = marked(title, marks) and not marked(form_title, marks)
    is_carried_out = marked(title, vocabulary().titles_of_execution) and table.head.of(*HEADS)
    sheet, above = table.sheet, table.banner.texts
    in_english = bool(_says(sheet, above, "budgets")) and not _says(sheet, above, "compared")
    titled = titled or (in_english and not form_title and not table.head.of(*HEADS, *PARTS))
    return (table.sheet.file.startswith(FOLDER) or titled) and not is_carried_out


def is_expected(table: SheetTable, gathered: FoundValues) -> bool:
    """I151: whether a table is of what is expected, or worked out of a part of the year, and no head says otherwise."""
    if table.head.of(Role.ACTUAL, *HEADS):
        return False
    return _tell(table.sheet, table.banner.texts, gathered)


def settle(sheet: Sheet, since: int, gathered: FoundValues) -> None:
    """The figures of a list, or of a table with a row for each period, as the names of its sheet and file say.

    Those that tell of each figure what it is need no name.
    """
    own = [one for one in gathered.observations[since:] if isinstance(one, Observation)]
    if not own or any(one.view is not View.PERIOD for one in own):
        return
    if _tell(sheet, (), gathered):
        del gathered.observations[since:]
    elif _says(sheet, (), "budgets") and not _says(sheet, (), "compared"):
        gathered.observations[since:] = [replace(one, view=View.BUDGET) for one in own]


def _tell(sheet: Sheet, above: Sequence[str], gathered: FoundValues) -> bool:
    text = _says(sheet, above, "expected")
    if text:
        gathered.find(EXPECTED, sheet.whole, text=text)
    return bool(text)


def _says(sheet: Sheet, above: Sequence[str], what: str) -> str:
    """The title or name that says what a table is of, "" where none does."""
    pattern = _pattern(vocabulary().english_titles[what])
    return next((text for text in _titles(sheet, above) if pattern.search(text.lower())), "")


def _titles(sheet: Sheet, above: Sequence[str]) -> Iterator[str]:
    yield from (" ".join(text.split()) for text in above[:LINES] if len(text) <= LONGEST)
    yield sheet.name or ""
    yield sheet.file.rpartition("/")[2].rpartition(".")[0].replace("_", " ")


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words, English ones not within others."""
    whole = (rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word) for word in words)
    return re.compile("|".join(whole))
