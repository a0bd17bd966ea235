"""Period, hospital and unit of tables that print none: from a cover, or the period from the names of sheet and file.

Nothing is taken where the statement, its columns or another statement of the file say something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reportgen.intake import headless
from reportgen.intake.columns import factors
from reportgen.intake.columns.sheet_periods import month_in_year
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid import banner
from reportgen.intake.grid.banner import Banner
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.recognition import RecognisedTable
from reportgen.intake.grid.tables import SheetTable, marked
from reportgen.intake.headless import CoverSheet
from reportgen.intake.periods import dates, period_names, short_dates, spans
from reportgen.intake.periods.dates import QUARTER, Stated
from reportgen.intake.periods.period_names import NamedPeriod, name_words
from reportgen.intake.statements import lists
from reportgen.intake.words.labels import bare, month_names, month_number
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place

BUDGETS: Final = "budget/"
A_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
FROM_NAMES: Final = "I100"
FROM_COVER: Final = "I101"
FIGURES: Final = "I08"
"""Figures that are no statement, such as the year on a cover."""
SO_FAR: Final = frozenset({Role.MONTH, Role.QUARTER, Role.YEAR_TO_DATE})
"""Columns of a part of a year."""


@dataclass(frozen=True)
class _Source:
    """A period with the name that tells it, None of a cover.

    Attributes:
        is_heap: whether a folder tells no more than a year, in which files of any of its months may lie.
    """

    stated: Stated
    name: str | None
    is_heap: bool = False


def completed(
    found: Sequence[RecognisedTable], sheets: Sequence[Sheet], context: ReadingContext, gathered: FoundValues
) -> list[RecognisedTable]:
    """The tables of a file, with what a cover says for them, or the names of sheet and file of the period."""
    forms = {id(each.table.sheet) for each in found if each.form}
    aside = [one for one in sheets if id(one) not in forms and headless.may_be_cover(one, is_first=one is sheets[0])]
    wanting = [each for each in found if _is_undated(each.table) or (aside and _lacks(each.table))]
    lacking = [each for each in wanting if _is_read(each, context)]
    if not lacking:
        return list(found)
    read = {id(each.table.sheet) for each in found if not each.form and aside and _is_read(each, context)}
    cover = headless.cover(sheet for sheet in aside if id(sheet) not in read)
    dated, taken = _with_periods(found, {*map(id, lacking)}, cover, (context, gathered))
    return _with_cover(dated, taken, cover, gathered) if cover else dated


def month_of(sheet: Sheet, banner: Banner) -> Stated | None:
    """The month that the names of a sheet, its file and its folders tell of a table that prints no period."""
    source = _source(sheet, None)
    is_month = source is not None and source.stated.period.kind is PeriodKind.MONTH
    return source.stated if source and is_month and not _differs(banner, source.stated) else None


def year_of(sheet: Sheet, banner: Banner) -> Stated | None:
    """The year that the names tell of a table whose rows are months of one that it does not print."""
    source = _source(sheet, None)
    is_year = source is not None and source.stated.period.kind is PeriodKind.YEAR
    return source.stated if source and is_year and not any(map(A_YEAR.search, banner.texts)) else None


def with_part_of_title(table: SheetTable, year_end: int) -> SheetTable:
    """The table of a year, or of years in its heads, of which something around it says that it is of a part."""
    columns, stated = _columns(table), table.banner.stated
    years = [one.stated.period.year for one in columns if one.stated]
    has_parts = any(one.month or (one.stated and one.stated.period.kind is not PeriodKind.YEAR) for one in columns)
    year = stated.period.year if stated else max(years, default=0)
    part = None if has_parts else part_said(table.sheet, table.banner, year, year_end)
    is_over = part and spans.counted_in(part.period, year_end)[1] == MONTHS and not table.head.of(Role.MONTH)
    return replace(table, banner=replace(table.banner, stated=part)) if part and not is_over else table


def part_said(sheet: Sheet, around: Banner, year: int, year_end: int) -> Stated | None:
    """The part of a year that a title, the name of a sheet or of its file tells; None where the title tells one whole.

    “Income and expense, January to September” above 2025 and 2024 is of the newest of them; months in a cell of their
    own or in brackets are of the year that another one names. A day in a name is mostly that on which a file was made.
    """
    stated, texts = around.stated, [*banner.titles(sheet, around.texts)]
    if not year or (stated and (stated.period.kind is not PeriodKind.YEAR or any(map(_says_whole, texts)))):
        return None
    named = [one for one in map(dates.named, texts[-2:]) if one and not one.day]
    parts = [one for one in named if one.period.kind is not PeriodKind.YEAR]
    known = [one for one in parts if spans.counted_in(one.period, year_end)[0] == year or not stated]
    above = [part for text in around.texts for part in _apart(text)] if stated else texts[:-2]
    apart = (*above, *map(_front_of, texts[-2:]))
    found = [one for text in apart if (one := _part_in(text, year, year_end, alone=bool(stated)))]
    return next(iter((*known, *found)), None)


def _says_whole(text: str) -> bool:
    words = vocabulary()
    return any(word in bare(text).lower() for word in (*words.year_ended, *words.of_a_whole_year))


def _front_of(name: str) -> str:
    """The months with which a name begins; all of it where it begins with none, or with a day."""
    folded = short_dates.arabic(bare(name))
    match = dates.months().match(folded)
    return match[0] if match and not folded[match.end() :][:1].isdecimal() else name


def _apart(text: str) -> Iterator[str]:
    """What stands in a cell of its own, behind a word for the period, or in brackets; a number there is a month."""
    words = vocabulary()
    mark, _, said = text.replace("：", ":").rpartition(":")
    yield from re.findall(r"[(（]([^()（）]+)[)）]", text)
    if not mark or bare(mark) in words.date_prefixes:
        number = re.fullmatch(rf"{words.ordinal}?(\d{{1,2}})({words.issue})?", bare(said))
        yield f"{number[1]}{words.month}" if number and (mark or number[2]) else said.strip()


def _part_in(text: str, year: int, year_end: int, *, alone: bool) -> Stated | None:
    """The months, quarter or half that a text names, or is `alone`, in a year that it does not name."""
    folded, words = short_dates.arabic(bare(text)), vocabulary()
    if dates.named(text) or any(word in folded.lower() for word in (*words.year_ended, *words.printing)):
        return None
    if until := _until_month().fullmatch(text) if alone else _until_month().search(text):
        first = month_number(until["first"]) if until["first"] and year_end == dates.DECEMBER else None
        return _until(month_in_year(year, month_number(until["last"] or until["name"]), year_end), first)
    match = _part().fullmatch(folded) if alone else _part().search(folded)
    months = dates.months_of(match["part"]) if match else None
    if match is None or months is None or (alone and match["day"] and not match["until"]):
        return None
    if number := dates.quarter_of(match["part"]):
        return Stated(Period(year, PeriodKind.QUARTER, number))
    since, last = months
    period = month_in_year(year, last, year_end)
    return _until(period, None) if match["until"] else Stated(period, since=since if since < last else None)


def _until(month: Period, since: int | None) -> Stated:
    """All until the end of a month, as its last day says; of months from one to another, those."""
    return Stated(month, None if since else month.end().day, since)


@lru_cache(maxsize=1)
def _part() -> re.Pattern[str]:
    """Months, a quarter or a half, with the word for until in front and what may stand behind them."""
    words = vocabulary()
    until = "|".join(words.of_one_month.until)
    behind = "|".join((*words.month_tails, *words.to_date))
    part = rf"(?P<part>{dates.months().pattern}|{dates.parts_of_years().pattern})"
    return re.compile(rf"(?P<until>{until})?{part}(?P<day>\d{{1,2}}{words.day})?(?:{behind})*")


@lru_cache(maxsize=1)
def _until_month() -> re.Pattern[str]:
    """A month with its last day, behind another one or behind a word for until, in English."""
    name, day = month_names(), r"\.?(?:\s+\d{1,2}(?!\d))?"
    front = rf"(?:\b(?:through|thru|until|to|ytd)\s+|\b(?P<first>{name})\b{day}{short_dates.TO})"
    return re.compile(rf"{front}(?P<last>{name})\b{day}|\b(?P<name>{name})\.?\s+(?:2[89]|3[01])\b", re.IGNORECASE)


def unclear_name(sheet: Sheet) -> str | None:
    """The name of a sheet, or else of its file, that may mean several periods; None where neither does."""
    file = sheet.file.rpartition("/")[2]
    names = {sheet.name or "": _own(sheet), file: period_names.told(file.rpartition(".")[0] or file)}
    return next((name for name, said in names.items() if said.is_unclear), None)


def _own(sheet: Sheet) -> NamedPeriod:
    """What the name of a sheet tells, by those beside it where it is a month of several."""
    if sheet.month is None:
        return period_names.told(sheet.name or "")
    return NamedPeriod(Stated(Period(sheet.month[0], PeriodKind.MONTH, sheet.month[1])))


def tell(gathered: FoundValues, sheet: Sheet) -> None:
    """I100: the period of a table was taken from a name."""
    if (source := _source(sheet, None)) is not None:
        names, periods = (source.name or "",), (period_names.printed(source.stated),)
        gathered.find(FROM_NAMES, Place(sheet.file), names=names, periods=periods)


def _is_read(each: RecognisedTable, context: ReadingContext) -> bool:
    """Whether anything would be read of a table if it said what it lacks."""
    return bool(each.form) or lists.is_list(each.table, context)


def _columns(table: SheetTable) -> list[HeadColumn]:
    return [column for side in table.sides for column in side.columns]


def _is_undated(table: SheetTable) -> bool:
    banner = table.banner
    is_unsaid = banner.stated is None or _day_made(banner) is not None
    return is_unsaid and not all(column.stated for column in _columns(table))


def _day_made(banner: Banner) -> Stated | None:
    """The day on which a paper was made, where that is all that stands above its table: it ends no month."""
    stated = banner.stated
    if stated is None or stated.day is None or banner.others or period_names.ends_month(stated):
        return None
    texts = [text for text in banner.texts if marked(bare(text).lower(), name_words().made)]
    return stated if any(dates.named(text) == stated for text in texts) else None


def _lacks(table: SheetTable) -> bool:
    """Whether hospital or unit are not said."""
    return not table.banner.entity or not factors.is_printed(table)


def _with_periods(
    found: Sequence[RecognisedTable],
    lacking: AbstractSet[int],
    cover: CoverSheet | None,
    told: tuple[ReadingContext, FoundValues],
) -> tuple[list[RecognisedTable], dict[int, RecognisedTable]]:
    """The tables with the periods that were found for them, told once a file; and those that have the cover's."""
    context, gathered = told
    banners = [each.table.banner for each in found if each.form]
    stated = [banner.stated for banner in banners if banner.stated and _day_made(banner) is None]
    roles = {column.role for each in found if each.form for column in _columns(each.table)}
    names: dict[str, None] = {}
    periods: dict[str, None] = {}
    behind: dict[int, RecognisedTable] = {}
    kept: list[RecognisedTable] = []
    for each in found:
        is_wanted = id(each) in lacking and _is_undated(each.table)
        source = _source(each.table.sheet, cover, context.year_end) if is_wanted else None
        if source is None or not _suits(each.table, source, stated, roles):
            kept.append(each)
            continue
        at = cover.stated_at if cover and source.name is None else None
        banner = replace(each.table.banner, stated=source.stated, stated_at=at)
        kept.append(replace(each, table=replace(each.table, banner=banner)))
        if source.name is None:
            behind[len(kept) - 1] = kept[-1]
        else:
            names[source.name] = periods[period_names.printed(source.stated)] = None
    if names:
        file = found[0].table.sheet.file
        gathered.find(FROM_NAMES, Place(file), names=tuple(names), periods=tuple(periods))
    return kept, behind


def _with_cover(
    tables: list[RecognisedTable], dated: dict[int, RecognisedTable], cover: CoverSheet, gathered: FoundValues
) -> list[RecognisedTable]:
    """The tables with the hospital and the unit of a cover where they name none; what was taken is told once."""
    entities = {bare(one) for each in tables if each.form and (one := each.table.banner.entity)}
    named = cover.entity if entities <= {bare(cover.entity)} else ""
    units = {factor for each in tables if each.form and (factor := each.table.banner.factor)}
    factor = cover.factor if units <= {cover.factor} else None
    kept, count = [], 0
    took_name = took_unit = False
    for index, each in enumerate(tables):
        table, banner = each.table, each.table.banner
        has_hospitals = any(column.entity for column in _columns(table))
        name = named if not banner.entity and not has_hospitals else ""
        unit = factor if factor is not None and not factors.is_printed(table) else None
        if name or unit is not None:
            banner = replace(
                banner,
                entity=name or banner.entity,
                entity_at=cover.entity_at if name else banner.entity_at,
                factor=unit if unit is not None else banner.factor,
            )
        took_name, took_unit = took_name or bool(name), took_unit or unit is not None
        count += bool(name or unit is not None or index in dated)
        kept.append(replace(each, table=replace(table, banner=banner)) if banner is not table.banner else each)
    period = next(
        (period_names.printed(each.table.banner.stated) for each in dated.values() if each.table.banner.stated), None
    )
    if count:
        gathered.findings[:] = [one for one in gathered.findings if (one.rule, one.place) != (FIGURES, cover.place)]
        gathered.find(
            FROM_COVER,
            cover.place,
            count=count,
            name=cover.entity if took_name else None,
            period=period,
            unit=f"@intake.unit_{cover.factor:.0f}" if took_unit and cover.factor else None,
        )
    return kept


def _source(sheet: Sheet, cover: CoverSheet | None, year_end: int | None = None) -> _Source | None:
    """The period of a sheet by its own name, the cover, its file's name and its folders, the nearest first."""
    parts = sheet.file.split("/")
    stem = parts[-1].rpartition(".")[0] or parts[-1]
    own = _own(sheet)
    of_cover = NamedPeriod(cover.stated) if cover and cover.stated else period_names.SILENT
    if not of_cover.is_silent:
        stated = period_names.together((own, of_cover), year_end)
        return _Source(stated, None) if stated else None
    folders = [*reversed(parts[:-1]), *sheet.within]
    names = (sheet.name or "", parts[-1], *(f"{folder}/" for folder in folders))
    told = [own, period_names.told(stem), *map(period_names.told, folders)]
    stated = period_names.together(told, year_end)
    if stated is None or (marked(stem, name_words().budgets) and not sheet.file.startswith(BUDGETS)):
        return None
    first = next(index for index, one in enumerate(told) if one.stated)
    first += first == 0 and period_names.told(sheet.name or "").month is not None  # the year is that of the file
    telling = (name for name, one in zip(names[: first + 1], told, strict=False) if not one.is_silent)
    is_heap = first > 1 and stated.period.kind is PeriodKind.YEAR
    return _Source(stated, " + ".join(telling), is_heap)


def _suits(table: SheetTable, source: _Source, others: Sequence[Stated], of_file: AbstractSet[Role]) -> bool:
    """Whether a period that the table does not print can be its own.

    `others` are the periods that other statements of the file print, `of_file` the roles of all of their columns.
    """
    stated, kind, columns = source.stated, source.stated.period.kind, _columns(table)
    roles = {column.role for column in columns}
    if kind is PeriodKind.YEAR and (Role.MONTH in of_file or roles & SO_FAR):
        return False
    if kind is PeriodKind.QUARTER and Role.MONTH in of_file | roles:
        return False
    if stated.is_odd or (source.is_heap and Role.YEAR not in of_file | roles):
        return False
    made = _day_made(table.banner)
    if made and (made.period.year, made.period.number) <= period_names.end(stated.period):
        return False
    if not all(banner.agree(stated, other) for other in others) or _differs(table.banner, stated):
        return False
    return all(_agrees(column, stated) for column in columns) and not _months_differ(columns, stated)


def _agrees(column: HeadColumn, stated: Stated) -> bool:
    """Whether the head of a column may stand on a sheet of a period: of it, of its year, or of the year before."""
    if column.stated is None:
        return True
    own, period = column.stated.period, stated.period
    is_alike = own.kind is period.kind and own.number == period.number
    is_near = own.year in {period.year, period.year - 1}
    return is_near and (is_alike or column.role is Role.OPEN or PeriodKind.YEAR in {own.kind, period.kind})


def _months_differ(columns: Sequence[HeadColumn], stated: Stated) -> bool:
    """Whether months without a year in the heads end with another one than the period."""
    months = [column.month for column in columns if column.month and column.stated is None]
    return bool(months) and stated.period.kind is not PeriodKind.YEAR and max(months) != _last_month(stated.period)


def _last_month(period: Period) -> int:
    return period.number * (QUARTER if period.kind is PeriodKind.QUARTER else 1)


def _differs(banner: Banner, stated: Stated) -> bool:
    """Whether the words around a table name a year, or a part of one that is not the period."""
    texts = [short_dates.arabic(bare(text)).lower() for text in banner.texts]
    words, kind = vocabulary(), stated.period.kind
    said = [text for text in texts if not any(word in text for word in (*words.printing, *name_words().made))]
    months = {int(month) for text in said for month in re.findall(rf"(?<!\d)(\d{{1,2}}){words.month}", text)}
    open_month = any(
        f"{words.year}{words.month}" in text.replace(f"{words.year}{words.month}{words.day}", "") for text in said
    )
    is_part = kind is not PeriodKind.YEAR
    of_year = any(marked(text, words.annual_marks) or any(one in text for one in words.year_ended) for text in said)
    of_month = open_month or any(marked(text, (*words.monthly_marks, *words.months_ended.single)) for text in said)
    of_months = any(f"months{end}" in text for text in said for end in ("ended", "ending"))
    quarterly = any(words.quarter in text or "quarter" in text for text in said)
    return (
        any(A_YEAR.search(text) for text in said)
        or (months != {_last_month(stated.period)} if months and is_part else bool(months))
        or (is_part and of_year and _last_month(stated.period) != dates.DECEMBER)
        or (not is_part and (of_month or of_months or quarterly))
        or (quarterly and _last_month(stated.period) % QUARTER != 0)
    )
