"""Years of which a note says that they are not whole: “Figures for 2025 cover nine months only”.

Such a note stands below a table, above it or on a sheet of its own, and the heads of columns name the year alone. What
was read of that year as a whole is left out, and told (I165); of other years nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from reportgen.intake.context import BUDGETS, FigureBlock, FoundValues, told
from reportgen.intake.periods import dates
from reportgen.intake.periods.short_dates import arabic
from reportgen.intake.words.labels import bare, month_names, month_number
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import Observation, View
from reportgen.model.period import MONTHS
from reportgen.model.place import Place

RULE: Final = "I165"
THIS: Final = "this"
"""A year that a note does not name by its number: the newest of the sheet."""
PARTS: Final = re.compile(r"[。；;，,\n]|(?<=[a-z0-9])\.(?=\s|$)")
"""What stands between the statements of a note in Chinese; in English they are searched as they stand."""
YEAR: Final = re.compile(r"20\d\d")
BETWEEN: Final = "\x00"
SHORT: Final = 6
"""Characters of a text that says nothing of a year."""
MOST: Final = 60
"""Characters of a note that are told."""


def leave_out(sheets: Sequence[Sheet], before: tuple[int, int], gathered: FoundValues, year_end: int) -> None:
    """Leave out the years of which notes say that they are not whole.

    A note on a sheet with figures is of that sheet, and one on a sheet without any of all of its file.

    Args:
        sheets: those of one file.
        before: how many figures and forms were read before it.
        gathered: what was read; figures that are left out are kept as doubtful.
        year_end: the month in which years end.
    """
    notes = [(sheet, text) for sheet in sheets if not sheet.hidden for text in _notes(sheet.texts, year_end)]
    if not notes:
        return
    figures = gathered.observations[before[0] :]
    own = {one.place.sheet for one in told(figures)}
    newest = max(
        (one.period for one in told(figures) if one.period.isdecimal() and one.view is View.PERIOD), default=""
    )
    for sheet, text in notes:
        years, name = said(text, year_end), sheet.name if sheet.name in own else None
        years = frozenset(newest if one == THIS else one for one in years)
        lost = [one for one in told(figures) if _is_lost(one, years) and name in {None, one.place.sheet}]
        if not lost:
            continue
        places = {one.place for one in lost}
        figures = list(_without(figures, places))
        for one in lost:
            if one.view is View.PERIOD:
                gathered.doubt(one.item, one.entity, one.period, one.place)
        words, named = text.strip()[:MOST], ", ".join(sorted(years))
        gathered.find(RULE, _place(sheet, text), text=words, years=named, count=len(lost))
        gathered.observations[before[0] :] = figures
        gathered.forms[before[1] :] = [
            one for one in gathered.forms[before[1] :] if one.period not in years or name not in {None, one.place.sheet}
        ]


def _notes(texts: Iterable[str], year_end: int) -> Iterator[str]:
    """The texts that say so; those without a year are passed over at once."""
    whole = BETWEEN.join(("", *texts, ""))
    at = 0
    while match := _may_say().search(whole, at):
        begin, at = whole.rfind(BETWEEN, 0, match.start()) + 1, whole.find(BETWEEN, match.end())
        if at - begin > SHORT and said(text := whole[begin:at], year_end):
            yield text


def _is_lost(one: Observation, years: frozenset[str]) -> bool:
    """Whether a figure is of a whole year of which a note says otherwise, or of last year where that is it."""
    if one.view in BUDGETS:
        return False
    is_of_last = one.view in {View.COMPARATIVE, View.OPEN} and one.period.isdecimal()
    return one.period in years or (is_of_last and str(int(one.period) - 1) in years)


def _without(figures: Iterable[Observation | FigureBlock], lost: set[Place]) -> Iterator[Observation | FigureBlock]:
    for part in figures:
        if isinstance(part, FigureBlock) and not any(one.place in lost for one in part.observations()):
            yield part
        else:
            yield from (one for one in told([part]) if one.place not in lost)


def _place(sheet: Sheet, text: str) -> Place:
    spots = ((row, cells.index(text)) for row, cells in enumerate(sheet.rows) if text in cells)
    return sheet.place(*next(spots))


@lru_cache(maxsize=1)
def _may_say() -> re.Pattern[str]:
    """A year, in figures of any width or as this one."""
    return re.compile("|".join((r"[2２][0０]\d\d", *vocabulary().years_beside["this"])))


@lru_cache(maxsize=2048)
def said(text: str, year_end: int) -> frozenset[str]:
    """The years of which a text says that they are of some months, or of what is expected."""
    found = set[str]()
    for part in PARTS.split(text):
        folded = arabic(bare(part))
        match = _in_chinese().search(folded)
        if match and _is_part(match["what"], year_end, bool(match["verb"]), bool(match["mark"])):
            found |= {*YEAR.findall(match["years"])} or {THIS}
    for pattern in _in_english():
        for match in pattern.finditer(" ".join(text.split())):
            if _is_english_part(match, year_end):
                found |= {*YEAR.findall(match["years"])}
    return frozenset(found)


def _is_part(what: str, year_end: int, is_said: bool, is_marked: bool) -> bool:  # noqa: FBT001 - of one match
    """Whether words behind a year name some of its months; without a verb, as in heads, a note names nothing else."""
    words = vocabulary().notes_of_parts
    if not is_said:
        ends = rf"{dates.months().pattern}(?:{'|'.join(words.figures)})*"
        return is_marked and re.fullmatch(ends, what) is not None and _is_part(what, year_end, True, True)  # noqa: FBT003
    if what.startswith(words.expected):
        return True
    if counted := re.match(rf"{vocabulary().up_to}?(\d{{1,2}})\D*?{vocabulary().months_ended.counted}", what):
        return 0 < int(counted[1]) < MONTHS
    months = dates.months_of(what)
    return months is not None and not (months[1] == year_end and months[0] in {months[1], year_end % MONTHS + 1})


def _is_english_part(match: re.Match[str], year_end: int) -> bool:
    if count := match["count"]:
        numbers = vocabulary().months_ended.numbers
        return (numbers.get(count.lower()) or int(count)) < MONTHS
    return bool(match["expected"]) or month_number(match["month"]) != year_end


@lru_cache(maxsize=1)
def _in_chinese() -> re.Pattern[str]:
    words = vocabulary()
    year = rf"20\d\d(?:{words.year})?(?:{'|'.join(words.notes_of_parts.years)})?"
    this = "|".join(words.years_beside["this"])
    marks = "|".join((*words.notes_of_parts.marks, *words.notes))
    front = rf"^(?P<mark>(?:{marks}|[*※])?)(?:{marks}|[*※:()]|\d[.、)])*"
    figures, verbs = "|".join(words.notes_of_parts.figures), "|".join(words.notes_of_parts.verbs)
    return re.compile(
        rf"{front}(?P<years>{year}(?:[{words.notes_of_parts.between}]{year})*|{this})(?:{figures})*(?P<verb>(?:{verbs})+)?(?P<what>.+)$"
    )


@lru_cache(maxsize=1)
def _in_english() -> tuple[re.Pattern[str], ...]:
    words = vocabulary().notes_of_parts
    numbers = rf"(?:{'|'.join(vocabulary().months_ended.numbers)}|1[0-2]|[1-9])"
    years = r"(?<!\d)(?P<years>20\d\d(?:(?:, | and |, and | & )20\d\d)*)(?!\d)"
    figures, verbs = "|".join(words.in_english["figures"]), "|".join(words.in_english["verbs"])
    fillers, expected = "|".join(words.in_english["fillers"]), "|".join(words.in_english["expected"])
    count = rf"(?P<count>{numbers})[ -]months?\b(?! of (?!{'|'.join(words.in_english['of'])}))"
    front = rf"(?:^\W*(?:\d\W+)?|[.;,] ?|\bnotes?\W+|\b(?:{figures}) (?:for|of|in) )(?:the )?(?:fiscal year |fy)?"
    none = r"(?P<month>(?!))?(?P<expected>(?!))?"
    expects, day = rf"(?P<expected>{expected})\b", rf"(?:{month_names()})\.?\s+\d{{1,2}},?\s+"
    months = rf"(?:{count}|(?P<month>{month_names()})\b|{expects})"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"{front}{years}(?: (?:{figures}))* (?:{verbs})(?: (?:{fillers}))* {months}",
            rf"^(?:\W+|notes?\W+)(?:for )?(?:the )?{count}(?:ended|ending|to|through|\s)+{day}{years}{none}",
        )
    )
