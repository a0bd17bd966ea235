"""Whose figures a table holds, for which period and in which unit; what would be a guess is told instead."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from reportgen.intake import columns, dates
from reportgen.intake.banner import Banner
from reportgen.intake.cells import Setting
from reportgen.intake.columns import Frame
from reportgen.intake.context import Context, Gathered
from reportgen.intake.dates import Stated
from reportgen.intake.head_words import Role
from reportgen.intake.recognition import Found
from reportgen.intake.tables import Table, marked
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.finding import Severity
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place

BUDGETS: Final = "budget/"


def is_monthly(found: Iterable[Found]) -> bool:
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


def _names_months(banner: Banner) -> bool:
    """Whether January to December were named, which is the year or its last month."""
    return bool(banner.stated and banner.stated.is_whole_year)


def _monthly_name(file: str) -> bool:
    named = dates.named(file)
    return marked(file, vocabulary().monthly_marks) or bool(named and named.is_month)


def _monthly_title(banner: Banner) -> bool:
    return marked(banner.title, vocabulary().monthly_marks)


def setting(
    table: Table, context: Context, gathered: Gathered, *, monthly: bool, official_form: str | None
) -> Setting | None:
    """Entity, period and unit; None where values would be guesses, which a finding says."""
    banner = table.banner
    factor = _factor(table, context, gathered, must=official_form is not None)
    entity = context.entity(banner.entity, gathered)
    _check_entity(table, entity, context, gathered)
    base = columns.settled(banner.stated, monthly=monthly, year_end=context.year_end) if banner.stated else None
    if base and (closed := _after_closing(table)):
        base = base.fiscal_year
        gathered.find("I46", table.sheet.whole, text=closed)
    _check_period(table, base, gathered)
    own = all(column.stated for side in table.sides for column in side.columns)
    if banner.stated and banner.stated.is_odd and not own:
        gathered.find("I72", banner.stated_at or table.sheet.whole)
        return None
    if base is None and not own:
        gathered.find("I17", table.sheet.whole)
        return None
    if factor is None and (official_form is not None or banner.units_differ):
        return None
    budget = _is_budget(table, context.catalog.forms[official_form].title.zh if official_form else "")
    to_date = bool(banner.stated and banner.stated.is_to_date and base and base.kind is PeriodKind.MONTH)
    return Setting(entity, Frame(base, budget, to_date, context.year_end), factor)


def _after_closing(table: Table) -> str:
    """The words by which a sheet says that it is of the thirteenth period, "" where it says nothing of it."""
    words = vocabulary().after_closing
    return next((text for text in (*table.banner.texts, table.sheet.name or "") if marked(text, words)), "")


def _is_budget(table: Table, form_title: str) -> bool:
    """Whether a table lies in the folder of budgets, or its title says so and its form's own title does not."""
    marks = vocabulary().titles_of_budgets
    titled = any(marked(text, marks) for text in table.banner.texts[:1]) and not marked(form_title, marks)
    return table.sheet.file.startswith(BUDGETS) or titled


def _factor(table: Table, context: Context, gathered: Gathered, *, must: bool) -> float | None:
    if table.banner.factor is not None:
        return table.banner.factor
    if table.banner.units_differ:
        gathered.find("W05", table.sheet.whole, Severity.ERROR, reason="@intake.units_differ")
        return None
    named = [column.factor for side in table.sides for column in side.columns]
    if named and all(factor is not None for factor in named):
        return named[0]
    if context.unit_factor is not None:
        return context.unit_factor
    if must:
        gathered.find("W05", table.sheet.whole, Severity.ERROR, reason="@intake.no_unit")
    return None


def _check_entity(table: Table, entity: str, context: Context, gathered: Gathered) -> None:
    own = context.case.file.entity if context.case else None
    if own and entity != own.id and table.banner.entity_at:
        gathered.find("W17", table.banner.entity_at, name=table.banner.entity, own=own.name, count=1)


def _check_period(table: Table, base: Period | None, gathered: Gathered) -> None:
    """W18: title and date line disagree, or the names of file and sheet name another period."""
    banner = table.banner
    for other, place in banner.others:
        gathered.find("W18", place, stated=str(base), other=str(other.period))
    if banner.stated is None or base is None:
        return
    for name, place in ((table.sheet.name or "", table.sheet.whole), (table.sheet.file, Place(table.sheet.file))):
        hint = _hint(name)
        if hint and not _compatible(banner.stated, hint):
            gathered.find("W18", place, stated=str(base), other=str(hint.period))
            return
        month = None if hint else dates.month_of(_stem(name))
        if month and base.kind is PeriodKind.MONTH and month != base.number:
            gathered.find("W18", place, stated=str(base), other=str(Period(base.year, PeriodKind.MONTH, month)))
            return


@lru_cache(maxsize=4096)
def _hint(name: str) -> Stated | None:
    """The period that the last part of a name tells; its folders may tell the year."""
    return dates.named(_stem(name))


def _stem(name: str) -> str:
    """The last part of a name without its ending."""
    return name.rpartition("/")[2].rpartition(".")[0] or name


def _compatible(stated: Stated, hint: Stated) -> bool:
    if stated.period.year != hint.period.year:
        return False
    return hint.period.kind is not PeriodKind.MONTH or stated.period in {hint.period, hint.period.fiscal_year}
