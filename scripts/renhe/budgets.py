"""The yearly budget: last year's figures with the growth that was planned, in thousands."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe import notes, operations, statements
from scripts.renhe.books import Books
from scripts.renhe.figures import FEN, ZERO, whole
from scripts.renhe.forms import labels
from scripts.renhe.months import Month
from scripts.renhe.sheets import Head, Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scripts.renhe.workbooks import Workbooks

Plan = dict[str, Decimal]

INCOME = ("fiscal_basic_income", "fiscal_project_income", "medical_income", "science_education_income",
          *statements.PLAIN_INCOME)  # fmt: skip
FUNDED = tuple(f"{item}_{name}" for item in statements.FUNCTIONS.values() for name in statements.FUNDINGS.values())
EXPENSE = (*FUNDED, "asset_disposal_expense", "other_expense")


def _growth(books: Books, item: str, year: int) -> Decimal:
    known = books.assumed.at("budget")
    kind = "other_income" if item in INCOME else "own_expense" if item.endswith("other_funds") else "expense"
    return 1 + Decimal(str(known[item if item in known else kind][year]))


def _in_steps(books: Books, amount: Decimal) -> Decimal:
    step = books.assumed.number("budget.step")
    return Decimal(whole(amount / step) * step).quantize(FEN)


def year_plan(books: Books, year: int) -> Plan:
    """The lines of the income statement that add up to the others."""
    before = statements.income_statement(books.flows(Month(year - 1, 12).of_year()), books)
    lines = {}
    for item in (*INCOME, *EXPENSE):
        lines[item] = _in_steps(books, (before[item] or ZERO) * _growth(books, item, year))
    return lines


def month_plan(books: Books, plan: Mapping[str, Decimal], month: Month) -> Plan:
    """A month's part of the plan; December takes what is left."""
    if month.closes_the_year:
        parts = [month_plan(books, plan, earlier) for earlier in month.of_year()[:-1]]
        return {item: amount - sum((part[item] for part in parts), ZERO) for item, amount in plan.items()}
    season = books.assumed.season("inpatient", month)
    return {item: _in_steps(books, amount / 12 * season) for item, amount in plan.items()}


def with_totals(lines: Mapping[str, Decimal]) -> Plan:
    """All lines of the income statement."""
    column: Plan = dict(lines) | dict.fromkeys(statements.UNUSED, ZERO)
    column["fiscal_income"] = column["fiscal_basic_income"] + column["fiscal_project_income"]
    column["business_income"] = column["medical_income"] + column["science_education_income"]
    column["total_income"] = statements.total(lines, *INCOME)
    for item in statements.FUNCTIONS.values():
        column[item] = statements.total(lines, *(f"{item}_{name}" for name in statements.FUNDINGS.values()))
    column["total_expense"] = statements.total(lines, *EXPENSE)
    column["period_surplus"] = column["total_income"] - column["total_expense"]
    for part, income, fund in (
        ("fiscal_project_surplus", "fiscal_project_income", "fiscal_project"),
        ("science_education_surplus", "science_education_income", "sci_edu"),
    ):
        spent = statements.total(lines, *(f"{item}_{fund}" for item in statements.FUNCTIONS.values()))
        column[part] = column[income] - spent
    others = column["fiscal_project_surplus"] + column["science_education_surplus"]
    column["medical_surplus"] = column["period_surplus"] - others
    return column


def targets(books: Books, year: int, plan: Mapping[str, Decimal]) -> dict[str, Decimal | int]:
    """Yearly targets beside the statement."""
    months = Month(year - 1, 12).of_year()
    before, work = notes.flows_of(books, months), operations.of(books, months)
    detail = statements.medical_detail(books.flows(months), books)
    own = _growth(books, "business_activity_expense_other_funds", year)
    sold = _growth(books, "medical_income", year)
    planned = {
        "budget_outpatient_income": (detail["outpatient_income"] or ZERO) * sold,
        "budget_inpatient_income": (detail["inpatient_income"] or ZERO) * sold,
        "budget_drug_income": before["drug_income"] * (sold - Decimal("0.03")),
        "budget_consumables_income": before["consumables_income"] * (sold - Decimal("0.02")),
        "budget_personnel_expense": before["personnel_expense"] * own,
        "budget_drug_expense": before["drug_expense"] * (own - Decimal("0.03")),
        "budget_consumables_expense": before["consumables_expense"] * (own - Decimal("0.02")),
        "budget_capital_expenditure": before["capital_expenditure"] * Decimal("0.92"),
        "budget_procurement": before["procurement_actual"] * Decimal("1.02"),
        "budget_three_public_expense": before["three_public_expense"] * Decimal("0.97"),
    }
    figures: dict[str, Decimal | int] = {item: _in_steps(books, Decimal(amount)) for item, amount in planned.items()}
    for item, base, key in (
        ("budget_visits", "outpatient_emergency_visits", "visits"),
        ("budget_discharges", "discharges", "discharges"),
    ):
        growth = 1 + Decimal(str(books.assumed.at("budget")[key][year]))
        figures[item] = whole(Decimal(work[base]) * growth / 100) * 100
    return figures | _from_statement(books, year, plan)


def _from_statement(books: Books, year: int, plan: Mapping[str, Decimal]) -> dict[str, Decimal | int]:
    named = ("fiscal_income", "business_income", "medical_income", "total_income", "total_expense", "admin_expense")
    figures: dict[str, Decimal | int] = {f"budget_{item}": plan[item] for item in named}
    figures["budget_sci_edu_income"] = plan["science_education_income"]
    figures["budget_business_expense"] = plan["business_activity_expense"]
    rest = plan["total_income"] - plan["fiscal_income"] - plan["business_income"]
    figures["budget_other_income"] = rest
    fiscal = ("business_activity_expense_fiscal_project", "admin_expense_fiscal_project")
    figures["budget_fiscal_project_expense"] = statements.total(plan, *fiscal)
    figures["budget_surplus"] = plan["period_surplus"]
    due = books.assumed.year("debt.long_repaid_next", year - 1) + books.assumed.year("debt.short_balance", year - 1)
    figures["budget_debt_repayment"] = due.quantize(FEN)
    figures["budget_total_expense_original"] = figures["budget_total_expense_adjusted"] = plan["total_expense"]
    figures["budget_adjustment_total"] = ZERO
    return figures


def write_budget(workbooks: Workbooks, year: int) -> None:
    """The budget workbook of a year."""
    books, heads = workbooks.books, workbooks.heads
    lines = year_plan(books, year)
    months = Month(year, 12).of_year()
    columns = [with_totals(lines), *(with_totals(month_plan(books, lines, month)) for month in months)]
    form = workbooks.forms["income_statement"]
    rows = form["sides"][0]
    body = tuple(
        Row((label, *(column[row[1]] for column in columns))) for row, label in zip(rows, labels(rows), strict=True)
    )
    across = [heads["of_month"].format(month=month.number) for month in months]
    head = tuple(Head(text) for text in (heads["item"], heads["year_budget"], *across))
    date, titles = workbooks.date("year", months[-1]), workbooks.words["titles"]
    widths = (46, 18, *(16,) * 12)
    name = workbooks.sheets["budget_statement"]
    statement = Sheet(name, titles["budget_statement"], "", date, (head,), body, widths, landscape=True)
    names = [heads[key] for key in ("item", "unit", "year")]
    figures = [targets(books, year, columns[0])]
    table = workbooks.table("budget_targets", date, names, figures, units=True)
    workbooks.write("budget", [statement, table], year=year)
