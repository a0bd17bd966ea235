"""The statements of budget accounting, from the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.renhe.books import NEGATIVE_BRIDGES, budget_balance
from scripts.renhe.figures import ZERO, fen
from scripts.renhe.months import Month
from scripts.renhe.statements import income_statement

if TYPE_CHECKING:
    from decimal import Decimal

    from scripts.renhe.books import Books
    from scripts.renhe.ledger import Flows
    from scripts.renhe.statements import Column

PROJECTS = ("subject_building", "equipment", "public_health")


def line(flows: Flows, name: str, detail: str = "") -> Decimal:
    """A line of budget accounting, whole or one of its details."""
    if detail:
        return flows.budget[f"{name}:{detail}"]
    return sum((v for k, v in flows.budget.items() if k.partition(":")[0] == name), ZERO)


def income_and_expense(flows: Flows) -> Column:
    """The statement of budgetary income and expenditure, one column."""
    column: dict[str, Decimal] = {
        item: line(flows, item)
        for item in (
            "bgt_fiscal_basic", "bgt_fiscal_project", "bgt_medical_income", "bgt_sci_edu_income",
            "bgt_superior_subsidy", "bgt_debt_income", "bgt_nonpeer_fiscal", "bgt_investment_income",
            "bgt_other_income", "bgt_exp_fiscal_basic", "fiscal_project_expense",
            "bgt_exp_sci_edu", "bgt_exp_other_funds", "bgt_debt_repayment", "bgt_other_expense",
        )
    }  # fmt: skip
    column |= dict.fromkeys(
        (
            "bgt_fiscal_gov_fund", "bgt_affiliate_remittance", "bgt_commercial_income", "bgt_admin_unit_expense",
            "bgt_commercial_expense", "bgt_remit_superior", "bgt_affiliate_subsidy", "bgt_investment_expense",
            "bgt_donation_expense",
        ),
        ZERO,
    )  # fmt: skip
    column |= {
        f"bgt_{name}_income": line(flows, "bgt_other_income", name) for name in ("interest", "donation", "rental")
    }
    column["bgt_interest_expense"] = line(flows, "bgt_other_expense", "interest")
    column["bgt_fiscal_income"] = column["bgt_fiscal_basic"] + column["bgt_fiscal_project"]
    column["bgt_business_income"] = column["bgt_medical_income"] + column["bgt_sci_edu_income"]
    funds = ("bgt_exp_fiscal_basic", "fiscal_project_expense", "bgt_exp_sci_edu", "bgt_exp_other_funds")
    column["bgt_business_expense"] = sum((column[name] for name in funds), ZERO)
    incomes = (
        "bgt_fiscal_income", "bgt_business_income", "bgt_superior_subsidy", "bgt_debt_income", "bgt_nonpeer_fiscal",
        "bgt_investment_income", "bgt_other_income",
    )  # fmt: skip
    column["bgt_income_total"] = sum((column[name] for name in incomes), ZERO)
    expenses = ("bgt_business_expense", "bgt_debt_repayment", "bgt_other_expense")
    column["bgt_expense_total"] = sum((column[name] for name in expenses), ZERO)
    return dict(_balances(column))


def _balances(column: dict[str, Decimal]) -> dict[str, Decimal]:
    balance = column["bgt_income_total"] - column["bgt_expense_total"]
    project = column["bgt_fiscal_project"] - column["fiscal_project_expense"]
    science = column["bgt_sci_edu_income"] - column["bgt_exp_sci_edu"]
    parts = {"bgt_balance_fiscal_project": project, "bgt_balance_sci_edu": science}
    return column | parts | {"bgt_balance": balance, "bgt_balance_medical": balance - project - science}


@dataclass(frozen=True)
class CarryOver:
    """What budget accounting carries into the next year."""

    fiscal_carryover: Decimal
    fiscal_surplus: Decimal
    nonfiscal_carryover: Decimal
    nonfiscal_surplus: Decimal
    special: Decimal

    @property
    def fiscal(self) -> Decimal:
        """All of the appropriations."""
        return self.fiscal_carryover + self.fiscal_surplus

    @property
    def other(self) -> Decimal:
        """All other funds."""
        return self.nonfiscal_carryover + self.nonfiscal_surplus + self.special


def carried(books: Books, year: int) -> CarryOver:
    """The carry-over at the end of a year."""
    first = int(books.assumed.at("first")[0])
    if year < first:
        given = {name: fen(str(amount)) for name, amount in books.assumed.at("budget_opening").items()}
        return CarryOver(nonfiscal_surplus=_unrestricted(books) - sum(given.values(), ZERO), **given)
    before, flows = carried(books, year - 1), books.flows(Month(year, 12).of_year())
    budget = income_and_expense(flows)
    returned, used = line(flows, "bco_fiscal_transfer_out"), line(flows, "bco_other_special_used")
    project, science = budget["bgt_balance_fiscal_project"] or ZERO, budget["bgt_balance_sci_edu"] or ZERO
    fiscal = (
        before.fiscal + project + (budget["bgt_fiscal_basic"] or ZERO) - line(flows, "bgt_exp_fiscal_basic") - returned
    )
    left = fen(books.assumed.year("funding.returned", year + 1))
    other = before.other + (budget["bgt_balance"] or ZERO) - project - used
    nonfiscal, special = before.nonfiscal_carryover + science, before.special + flows.memo["fund_from_surplus"] - used
    return CarryOver(fiscal - left, left, nonfiscal, other - nonfiscal - special, special)


def _unrestricted(books: Books) -> Decimal:
    """Money of the budget at the start: cash and quota less deposits held for others."""
    held = books.opening["other_payables"] + books.opening["payable_to_treasury"]
    lent = books.opening["other_receivables"]
    cash = ("cash_on_hand", "bank_deposits", "fiscal_quota_receivable")
    return sum((books.opening[account] for account in cash), ZERO) + held + lent


def carry_over(books: Books, year: int) -> Column:
    """The statement of carry-overs, one column."""
    before, after = carried(books, year - 1), carried(books, year)
    flows = books.flows(Month(year, 12).of_year())
    balance = budget_balance(flows.budget)
    column: dict[str, Decimal] = {
        "bco_open_fiscal": before.fiscal,
        "bco_open_other": before.other,
        "bco_fiscal_transfer_in": ZERO,
        "bco_fiscal_transfer_out": -line(flows, "bco_fiscal_transfer_out"),
        "bco_other_returned": ZERO,
        "bco_other_special_used": -line(flows, "bco_other_special_used"),
        "bco_other_income_tax": ZERO,
        "fiscal_carryover": after.fiscal,
        "bco_close_fiscal_carryover": after.fiscal_carryover,
        "bco_close_fiscal_surplus": after.fiscal_surplus,
        "bco_close_other": after.other,
        "bco_close_nonfiscal_carryover": after.nonfiscal_carryover,
        "bco_close_nonfiscal_surplus": after.nonfiscal_surplus,
        "bco_close_special": after.special,
        "bco_close_commercial": ZERO,
    }
    column |= dict.fromkeys(("bco_adjust", "bco_adjust_fiscal", "bco_adjust_other"), ZERO)
    column["bco_fiscal_balance"] = line(flows, "bgt_fiscal_basic") + line(flows, "bgt_fiscal_project")
    column["bco_fiscal_balance"] -= line(flows, "bgt_exp_fiscal_basic") + line(flows, "fiscal_project_expense")
    column["bco_other_balance"] = balance - column["bco_fiscal_balance"]
    column["bco_change_fiscal"] = column["bco_fiscal_balance"] + column["bco_fiscal_transfer_out"]
    column["bco_change_other"] = column["bco_other_balance"] + column["bco_other_special_used"]
    for total in ("open", "change"):
        column[f"bco_{total}"] = column[f"bco_{total}_fiscal"] + column[f"bco_{total}_other"]
    return {**column, "bco_close": after.fiscal + after.other}


def appropriations(books: Books, year: int) -> Column:
    """The statement of appropriations: cells of the matrix, by `row__column`; projects by their own names."""
    before, after = carried(books, year - 1), carried(books, year)
    flows = books.flows(Month(year, 12).of_year())
    cells: Column = {}
    basic = {part: line(flows, "bgt_exp_fiscal_basic", part) for part in ("personnel", "operating")}
    for row, amount in {**basic, "basic": sum(basic.values(), ZERO)}.items():
        cells |= {f"fa_general_{row}__income": amount, f"fa_general_{row}__expense": amount}
    for project in PROJECTS:
        cells[f"{project}__income"] = line(flows, "bgt_fiscal_project", project)
        cells[f"{project}__expense"] = line(flows, "fiscal_project_expense", project)
    whole = {
        "open_carryover": before.fiscal_carryover,
        "open_surplus": before.fiscal_surplus,
        "out": -line(flows, "bco_fiscal_transfer_out"),
        "close_carryover": after.fiscal_carryover,
        "close_surplus": after.fiscal_surplus,
    }
    zeros = dict.fromkeys(("adj_carryover", "adj_surplus", "in", "internal_carryover", "internal_surplus"), ZERO)
    project_row = dict(whole)
    project_row["income"] = line(flows, "bgt_fiscal_project")
    project_row["expense"] = line(flows, "fiscal_project_expense")
    cells |= {f"fa_general_project__{column}": amount for column, amount in project_row.items()}
    all_of_it = (
        project_row
        | zeros
        | {side: project_row[side] + basic["personnel"] + basic["operating"] for side in ("income", "expense")}
    )
    for row in ("fa_general", "fa_total"):
        cells |= {f"{row}__{column}": amount for column, amount in all_of_it.items()}
    return cells


RECONCILIATION = (
    "rec_budget_balance", "rec_income_receivables", "rec_income_noncash_donation", "rec_exp_paid_payables",
    "rec_exp_inventory_cost", "rec_exp_capital", "rec_exp_loan_service", *NEGATIVE_BRIDGES, "rec_other", "rec_surplus",
)  # fmt: skip


def reconciliation(books: Books, year: int) -> Column:
    """The note on the difference between budgetary balance and surplus."""
    flows = books.flows(Month(year, 12).of_year())
    column: Column = {item: flows.bridges[item] for item in RECONCILIATION}
    column["rec_budget_balance"] = budget_balance(flows.budget)
    column["rec_surplus"] = income_statement(flows, books)["period_surplus"]
    return column
