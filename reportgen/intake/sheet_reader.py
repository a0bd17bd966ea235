"""One sheet: official form, free list, experts' table, tidy table, or not understood.

Trial balances and account books, which are no statements: their lines are accounts before set-off and closing.

Whose figures a table holds, for which period and in which unit; what would be a guess is told instead.

Hospitals that only the names of sheets tell: nothing on the sheet says whose figures it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reportgen.intake import context as intake_context
from reportgen.intake import headless, supplied
from reportgen.intake.columns import (
    column_periods,
    date_heads,
    factors,
    odd_days,
    open_heads,
    owners,
    sheet_periods,
    stale,
)
from reportgen.intake.columns.open_table import OpenTable, TableSetting
from reportgen.intake.columns.sheet_periods import (
    Frame,
    OfMonth,
    are_months,
    framed,
    heads_a_quarter,
    of_months,
    year_of,
)
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.data_tables import crosswise, crosswise_layouts, departments, tidy
from reportgen.intake.grid import beside, blocks, recognition, tables
from reportgen.intake.grid.banner import Banner
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.layouts import Plans
from reportgen.intake.grid.recognition import RecognisedTable
from reportgen.intake.grid.tables import SheetTable, marked, with_gross
from reportgen.intake.periods import dates, period_names, spans
from reportgen.intake.periods.dates import Stated
from reportgen.intake.periods.spans import by_calendar
from reportgen.intake.registers import register_heads, register_rows
from reportgen.intake.settlement import budgets, comparatives, period_ends, titled, years_in_part
from reportgen.intake.statements import lists, official, profits
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.definitions import NO_RULES
from reportgen.model.finding import Finding, Severity
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place


def is_ledger(table: SheetTable) -> bool:
    """Whether the head of a table names both sides of accounts."""
    heads = (column for column in table.head.columns if column.role is not Role.LABEL)
    return headless.names_both_sides({word.lower() for column in heads for word in column.words})


def is_monthly(found: Iterable[RecognisedTable]) -> bool:
    """Whether the statements of a file are those of a month: one of them says so, or none says a year.

    A balance sheet of 31 December alone is the year's, unless its file is named after the month.
    """
    if any(each.form and each.table.head.of(Role.MONTH) and _names_months(each.table.banner) for each in found):
        return True
    banners = [each.table.banner for each in found if each.form]
    stated = [banner.stated for banner in banners if banner.stated]
    if any(one.period.kind is PeriodKind.YEAR for one in stated):
        return False
    if any(one.is_month for one in stated):
        return True
    return any(_monthly_name(each.table.sheet.file) or _monthly_title(each.table.banner) for each in found)


def rhythm_of(found: Sequence[RecognisedTable]) -> PeriodKind:
    """Of what the statements of a file are: months, quarters, as one of them or its name says, or else years."""
    forms = [each.table for each in found if each.form]
    if any(map(heads_a_quarter, forms)):
        return PeriodKind.QUARTER
    listed = [each.table.banner.stated for each in found if not each.form]
    if is_monthly(found) or are_months(listed):
        return PeriodKind.MONTH
    said = [one for table in forms for one in (table.banner.stated, dates.named(table.sheet.file)) if one]
    is_quarterly = any(one.period.kind is PeriodKind.QUARTER for one in said)
    return PeriodKind.QUARTER if is_quarterly else PeriodKind.YEAR


def months_apart(found: Iterable[RecognisedTable], year_end: int) -> frozenset[str]:
    """Forms of which a file has a balance inside a quarter: beside it, that of the year's last day is a month's."""
    days = [(each.form, one) for each in found if each.form and (one := each.table.banner.stated) and one.day]
    return frozenset(form for form, one in days if (one.period.number - year_end) % column_periods.MONTHS_OF_QUARTER)


def _names_months(banner: Banner) -> bool:
    """Whether January to December were named, which is the year or its last month."""
    return bool(banner.stated and banner.stated.is_whole_year)


def _monthly_name(file: str) -> bool:
    named = dates.named(file)
    return marked(file, vocabulary().monthly_marks) or bool(named and named.is_month)


def _monthly_title(banner: Banner) -> bool:
    return marked(banner.title, vocabulary().monthly_marks)


def _annual_title(banner: Banner) -> bool:
    return marked(banner.title, vocabulary().annual_marks)


def table_setting(
    table: SheetTable, context: ReadingContext, gathered: FoundValues, *, rhythm: PeriodKind, official_form: str | None
) -> TableSetting | None:
    """Entity, period and unit; None where values would be guesses, which a finding says."""
    table = supplied.with_part_of_title(table, context.year_end)
    banner = table.banner
    factor = factors.factor(table, context, gathered, must=official_form is not None)
    entity = context.entity(banner.entity, gathered)
    _check_entity(table, entity, context, gathered)
    base = column_periods.settled(banner.stated, rhythm=rhythm, year_end=context.year_end) if banner.stated else None
    if base and heads_a_quarter(table):
        base = column_periods.ended_quarter(base, context.year_end) or base
    if base and (closed := _after_closing(table)):
        base = base.fiscal_year
        gathered.find("I46", table.sheet.whole, text=closed)
    _check_period(table, base, gathered)
    heads = [column.stated for side in table.sides for column in side.columns]
    base = base or year_of([column for side in table.sides for column in side.columns], context)
    own_words = context.regime == NO_RULES
    span = spans.of_table(banner.texts, heads) if own_words else None
    found = of_months(table, base, span, context.year_end)
    if (rule := odd_days.of_no_period(table, gathered)) or found is None:
        gathered.find(rule or odd_days.ODD, banner.stated_at or table.sheet.whole)
        return None
    if base is None and not all(heads):
        undated = tuple(table.head_text(column) for side in table.sides for column in side.columns if not column.stated)
        unnamed = undated if context.regime == NO_RULES else None
        gathered.find("I17", table.sheet.whole, heads=unnamed, name=supplied.unclear_name(table.sheet))
        return None
    if factor is None and (official_form is not None or banner.units_differ):
        return None
    budget = titled.are_budgets(table, context.catalog.forms[official_form].title.zh if official_form else "")
    base, to_date = found
    years = own_words and official_form is None
    frame = framed(table, Frame(base, budget, to_date, context.year_end, span, years))
    open_heads.tell_unsure(table, frame, gathered)
    return TableSetting(entity, frame, factor)


def _after_closing(table: SheetTable) -> str:
    """The words by which a sheet says that it is of the thirteenth period, "" where it says nothing of it."""
    words = vocabulary().after_closing
    return next((text for text in (*table.banner.texts, table.sheet.name or "") if marked(text, words)), "")


def _check_entity(table: SheetTable, entity: str, context: ReadingContext, gathered: FoundValues) -> None:
    own = context.case.file.entity if context.case else None
    whole = gathered.entities.get(own.id) if own else None
    if whole is not None and whole.is_total:
        return  # the hospitals that it is made of are named in its own file, and none is mistaken for another
    if own and entity != own.id and table.banner.entity_at:
        gathered.find("W17", table.banner.entity_at, name=table.banner.entity, own=own.name, count=1)


def _check_period(table: SheetTable, base: Period | None, gathered: FoundValues) -> None:
    """W18: title and date line disagree, or the names of file and sheet name another period."""
    banner = table.banner
    for made, place in banner.made:
        gathered.find("I164", place, period=str(base), day=period_names.printed(made))
    for other, place in banner.others:
        gathered.find("W18", place, stated=str(base), other=str(other.period))
    if banner.stated is None or base is None or banner.stated_at is None:
        return
    for name, place in ((table.sheet.name or "", table.sheet.whole), (table.sheet.file, Place(table.sheet.file))):
        hint = _hint(name)
        if hint and not _compatible(banner.stated, hint) and hint.period != sheet_periods.newest_head(table):
            gathered.find("W18", place, stated=str(base), other=str(hint.period))
            return
        month = None if hint else dates.month_of(_stem(name))
        if month and base.kind is PeriodKind.MONTH and month != base.number:
            gathered.find("W18", place, stated=str(base), other=str(Period(base.year, PeriodKind.MONTH, month)))
            return


A_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SEVERAL: Final = 2


@lru_cache(maxsize=4096)
def _hint(name: str) -> Stated | None:
    """The period that the last part of a name tells; its folders may tell the year. None of several years."""
    stem = _stem(name)
    return dates.named(stem) if len(set(A_YEAR.findall(stem))) < SEVERAL else None


def _stem(name: str) -> str:
    """The last part of a name without its ending."""
    return name.rpartition("/")[2].rpartition(".")[0] or name


def _compatible(stated: Stated, hint: Stated) -> bool:
    if stated.period.year != hint.period.year:
        return False
    if hint.since and hint.period.kind is stated.period.kind is PeriodKind.MONTH:  # a file of several months
        return hint.since <= stated.period.number <= hint.period.number
    return hint.period.kind is not PeriodKind.MONTH or stated.period in {hint.period, hint.period.fiscal_year}


MOST_ROWS: Final = 100_000
SHUT: Final = "\u2014\u2014"
"""In cells of official forms in which nothing is to be written."""
MOST_COLUMNS: Final = 16_384
"""What statements and lists stay below; larger sheets are tables of many, or none of ours."""


def read_file(sheets: Iterable[Sheet], context: ReadingContext, gathered: FoundValues, plans: Plans) -> set[str]:
    """Read all sheets of one file; returns the kinds that were found (official, list, register, tidy, wide)."""
    kinds: set[str] = set()
    held = len(gathered.observations), len(gathered.forms)
    named = (by_calendar(sheet, context.first_month, is_list=tidy.is_tidy(sheet)) for sheet in sheets)
    sheets = tuple(date_heads.months_dated(date_heads.years_dated(sheet, context.year_end)) for sheet in named)
    sheets = date_heads.named_by_months(sheets)
    found, unseen = list[RecognisedTable](), list[Sheet]()
    words = recognition.matrix_words(context.catalog.forms.values())
    for sheet in sheets:
        if sheet.hidden:
            unseen.append(sheet)
        elif known := plans.cut(sheet, words, context.catalog):
            found += known
        elif kind := _of_one_table(sheet, context, gathered):
            kinds.add(kind)
        elif max(len(sheet.rows) / MOST_ROWS, sheet.width / MOST_COLUMNS) > 1:
            kinds |= _large(sheet, context, gathered)
        elif split := blocks.split(sheet, context.catalog, words, context.year_end):
            gathered.findings += split.told
            found += beside.completed(plans.first(part, words, context.catalog) for part in split.parts)
        else:
            cut, read = _free(sheet, plans, words, (context, gathered))
            found += cut
            kinds |= read
    shaped = [recognition.in_shape(each, context.catalog) for each in found]
    found = list(owners.with_hospitals(recognition.under(context.regime, shaped, context.catalog), context, gathered))
    found = supplied.completed(found, sheets, context, gathered)
    rhythm, by_month, before = rhythm_of(found), months_apart(found, context.year_end), len(gathered.findings)
    for each in found:
        is_of_month = each.form in by_month if each.form else bool(each.table.head.of(Role.MONTH))
        is_of_month = is_of_month or sheet_periods.month_of_title(each.table) is not OfMonth.UNSAID
        own = PeriodKind.MONTH if is_of_month and not _annual_title(each.table.banner) else rhythm
        kinds |= _read_table(each, context, gathered, own)
    gathered.findings[before:] = _beside_forms(gathered.findings[before:], found)
    years_in_part.leave_out(sheets, held, gathered, context.year_end)
    stale.sheets(unseen, gathered, alone=not kinds)
    return kinds


def _free(
    sheet: Sheet, plans: Plans, words: frozenset[str], held: tuple[ReadingContext, FoundValues]
) -> tuple[list[RecognisedTable], set[str]]:
    """The tables of a sheet that no plan knows; a table with a row for each period is read, and its kind told."""
    context, gathered = held
    cut = plans.first(sheet, words, context.catalog)
    across = crosswise_layouts.layout(sheet, context) if not any(each.form for each in cut) else None
    if across and crosswise_layouts.tells_daily_rows(sheet, across.row, across.period, gathered):
        return [], set()
    if across:
        before = len(gathered.observations)
        crosswise.read(sheet, across, context, gathered)
        titled.settle(sheet, before, gathered, across.first, has_shares=bool(across.worked_out))
        return [], {"wide"}
    cut = _upright(sheet, cut, words, context)
    if not any(each.form or lists.is_list(each.table, context) for each in cut):
        measured = crosswise_layouts.measured_by_title(sheet, context, gathered)
        cut = plans.first(measured, words, context.catalog) if measured else cut
    if not cut:
        headless.not_understood(sheet, sheet.rows, None, held)
    return cut, set()


def _beside_forms(findings: Iterable[Finding], found: Iterable[RecognisedTable]) -> Iterator[Finding]:
    """Findings, a sheet of workings beside forms that has no date of its own only warned of: no statement is lost."""
    forms = {each.table.sheet.name for each in found if each.form}
    for one in findings:
        is_aside = one.rule == "I17" and forms and one.place.sheet not in forms
        yield replace(one, severity=Severity.WARNING) if is_aside else one


def _of_one_table(sheet: Sheet, context: ReadingContext, gathered: FoundValues) -> str:
    """Read a sheet that is one table with a head of its own kind; returns the kind, "" where it is none."""
    if register := register_heads.layout(sheet, context):
        register_rows.read(sheet, register, context, gathered)
        return "register"
    if costs := departments.layout(sheet):
        departments.read(sheet, costs, context, gathered)
        return "wide"
    if tidy.is_tidy(sheet):
        before = len(gathered.observations)
        tidy.read(sheet, context, gathered)
        titled.settle(sheet, before, gathered)
        return "tidy"
    return ""


def _large(sheet: Sheet, context: ReadingContext, gathered: FoundValues) -> set[str]:
    """A sheet larger than any statement: a table of many hospitals, or told and left."""
    across = crosswise_layouts.layout(sheet, context) if sheet.width <= MOST_COLUMNS else None
    if across is None:
        gathered.find("I08", sheet.whole, count=headless.figures(sheet.rows))
        return set()
    crosswise.read(sheet, across, context, gathered)
    return {"wide"}


def _upright(
    sheet: Sheet, found: list[RecognisedTable], words: frozenset[str], context: ReadingContext
) -> list[RecognisedTable]:
    """The tables of a sheet; if some are no lists and none is a form, those of the sheet set upright where they are."""
    if any(each.form for each in found) or (found and all(lists.is_list(each.table, context) for each in found)):
        return found
    upright = beside.upright(sheet)
    cut = beside.joined(tables.tables(upright, words)) if upright else []
    turned = [recognition.found(table, context.catalog) for table in cut]
    return turned if any(each.form for each in turned) else found


def _read_table(each: RecognisedTable, context: ReadingContext, gathered: FoundValues, rhythm: PeriodKind) -> set[str]:
    """Read one table; returns its kind, none where nothing of it was read."""
    said = context.said | recognition.labels(context.catalog.forms.get(each.form or ""))
    below = sheet_periods.with_months_below_years(owners.of_hospital(each.table, context, gathered), context.year_end)
    table = owners.as_one(with_gross(sheet_periods.with_actual_alone(below), said), context, gathered)
    table = table and profits.named(budgets.without_adjustments(table), context, gathered, said)
    if table is None or titled.is_aside(table, context, gathered):
        return set()
    before = len(gathered.observations)
    kinds = _read_whole(replace(each, table=table), context, gathered, rhythm)
    gathered.observations += comparatives.opening_of_each(table, gathered.observations[before:], context.year_end)
    return kinds


def _read_whole(each: RecognisedTable, context: ReadingContext, gathered: FoundValues, rhythm: PeriodKind) -> set[str]:
    table = each.table
    if is_ledger(table):
        gathered.find("I77", table.sheet.whole, count=headless.figures(table.sheet.rows[table.head.last : table.last]))
        return set()
    listed = not each.form and lists.is_list(table, context)
    if not each.form and not listed:
        rows = table.sheet.rows[table.head.first : table.last]
        headless.not_understood(table.sheet, rows, each.nearest, (context, gathered))
        return set()
    if each.form and _is_blank(table):
        _blank(each, context, gathered)
        return {"official"}
    setting = table_setting(table, context, gathered, rhythm=rhythm, official_form=each.form)
    if setting is None:
        return set()
    period_ends.tell_year_end(table, context, gathered)
    stale.rows_and_columns(table, gathered)
    stale.lost(table, gathered)
    stale.below(table, gathered)
    stale.unheaded(table, gathered)
    stale.nameless(table, gathered)
    stale.tell(table, gathered)
    if each.form:
        form = context.catalog.forms[each.form]
        before = len(gathered.observations), len(gathered.findings)
        official.read(OpenTable(table, form, setting, context, gathered, each.routes), form)
        if before[1] == len(gathered.findings) and not any(intake_context.told(gathered.observations[before[0] :])):
            _blank(each, context, gathered)
        return {"official"}
    gathered.lists.append(table)
    if context.regime == NO_RULES:
        gathered.statements.append(table)
    lists.read(OpenTable(table, None, setting, context.of_years(table.years), gathered, each.routes))
    return {"list"}


def _is_blank(table: SheetTable) -> bool:
    """Whether nothing but marks of the form stands in the columns of figures: what it lacks is nobody's mistake."""
    columns = {column.index for side in table.sides for column in side.columns}
    lines = range(table.head.last + 1, table.last)
    if any(row in lines and column in columns for row, column in table.sheet.uncached):
        return False
    rows = map(table.sheet.rows.__getitem__, lines)
    cells = (row[column] for row in rows for column in columns if column < len(row))
    return all(cell is None or str(cell).strip() in {"", SHUT} for cell in cells)


def _blank(each: RecognisedTable, context: ReadingContext, gathered: FoundValues) -> None:
    form = context.catalog.forms[each.form or ""]
    gathered.find("I78", each.table.sheet.whole, code=form.code, title=form.title)
