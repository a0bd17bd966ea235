"""Budgets from compilation to booking, target costs, projects, and investments."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe import budgets, notes, statements
from scripts.renhe.business import departments
from scripts.renhe.business.registers import Cells, given, shared
from scripts.renhe.figures import ZERO, fen, wobble
from scripts.renhe.months import Month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.renhe.books import Books

ADJUSTED_IN = 7
KINDS = {"income": "收入", "expense": "支出", "capital": "资本性支出"}
BETTER = {"higher": "越高越好", "lower": "越低越好"}
SCALE = Decimal("1.03")
REST = "未分配（科教与财政项目）"


def _plan(books: Books, year: int) -> dict[str, Decimal]:
    """Budgets of items: those of the year's budget where it has them, else last year's with the growth planned."""
    lines = budgets.with_totals(budgets.year_plan(books, year))
    targets = budgets.targets(books, year, lines)
    before = notes.flows_of(books, Month(year - 1, 12).of_year())
    growth = 1 + Decimal(str(books.assumed.at("budget")["own_expense"][year]))
    found = {item: Decimal(amount) for item, amount in lines.items()}
    found |= {item.removeprefix("budget_"): Decimal(amount) for item, amount in targets.items()}
    worn = Decimal(before["depreciation_expense"]) + Decimal(before["amortisation_expense"])
    found["depreciation_amortisation"] = _thousands(worn * growth)
    for _, _, item, _, _ in given()["lines"]:
        if item not in found:
            found[item] = _thousands(Decimal(before[item]) * growth)
    return found


def _thousands(amount: Decimal) -> Decimal:
    return (amount / 1000).quantize(Decimal(1)) * Decimal("1000.00")


def lines(books: Books, month: Month) -> Iterator[Cells]:
    """Each line from what was asked for to what was booked by the end of the month; adjustments leave the total."""
    plan, months = _plan(books, month.year), month.of_year()
    done = {name: Decimal(amount) for name, amount in notes.flows_of(books, months).items()}
    done |= {name: amount or ZERO for name, amount in statements.income_statement(books.flows(months), books).items()}
    done["depreciation_amortisation"] = done["depreciation_expense"] + done["amortisation_expense"]
    shift = _shifts(plan) if month.number >= ADJUSTED_IN else {}
    remarks: dict[str, str] = given()["remarks"] if month.number >= ADJUSTED_IN else {}
    for name, kind, item, _, owner in given()["lines"]:
        approved, booked = plan[item], done[item]
        cells: Cells = {
            "line": name, "line_class": KINDS[kind],
            "compiled": _thousands(approved * SCALE * wobble(name, "asked", "0.02")),
            "approved": approved, "adjusted": approved + shift.get(name, ZERO),
        }  # fmt: skip
        if kind != "income":
            paid = fen(booked * (1 + Decimal("0.004") * wobble(name, month, "1")))
            reimbursed = fen(paid * (1 + Decimal("0.012") * wobble(f"{name}.r", month, "1")))
            cells |= {"requested": fen(reimbursed * Decimal("1.03")), "reimbursed": reimbursed, "line_paid": paid}
        cells |= {"booked": booked, "line_owner": owner}
        yield cells | ({"line_remark": remarks[name]} if name in remarks else {})


def _shifts(plan: dict[str, Decimal]) -> dict[str, Decimal]:
    """What one line gives up, the next one gets."""
    moved = [(name, item, Decimal(str(share))) for name, _, item, share, _ in given()["lines"] if share]
    gives = next((name, -_thousands(plan[item] * share)) for name, item, share in moved if share < 0)
    gets = next(name for name, _, share in moved if share > 0)
    return {gives[0]: -gives[1], gets: gives[1]}


def steps(year: int) -> Iterator[Cells]:
    """The procedure of a year's budget."""
    for step, date, state, owner, note in given()["steps"]:
        day = date.format(before=year - 1, year=year, after=year + 1)
        yield {"step": step, "step_date": day, "step_state": state, "step_owner": owner, "note": note}


def targets(books: Books, month: Month) -> Iterator[Cells]:
    """The budget of total expense, divided among departments as they spent last year, rest by name."""
    plan = _plan(books, month.year)["total_expense"]
    before = [row for m in Month(month.year - 1, 12).of_year() for row in departments.rows(books, m)]
    spent: dict[str, Decimal] = {}
    for row in before:
        name = str(row["department"])
        spent[name] = spent.get(name, ZERO) + Decimal(str(row["direct_cost"]))
    spent |= {one.name: Decimal(30_000_000) for one in departments.known(month) if one.name not in spent}
    other = Decimal("0.052") * sum(spent.values(), ZERO)
    owners = given()["owners"]
    parts = shared(plan, [*spent.values(), other])
    for at, (name, amount) in enumerate(zip([*spent, REST], parts, strict=True)):
        yield {"department": name, "target_cost": amount, "owner": owners[at % len(owners)]}


def projects(month: Month) -> Iterator[Cells]:
    """Projects with money and results to the end of the month."""
    for code, name, funds, carried, budget, pace, target, aim, achieved, better in given()["projects"]:
        whole = Decimal(str(budget)) + Decimal(str(carried))
        spent = fen(whole * Decimal(str(pace)) * month.number * wobble(code, month, "0.02"))
        reached = Decimal(str(achieved)) * month.number
        if better == "lower":
            reached = Decimal("6.2") - reached
        yield {
            "project": code, "project_name": name, "funds": funds,
            "carried_in": Decimal(str(carried)).quantize(Decimal("0.01")),
            "project_budget": Decimal(str(budget)).quantize(Decimal("0.01")), "project_spent": spent, "target": target,
            "target_value": Decimal(str(aim)), "achieved_value": reached.quantize(Decimal("0.0001")).normalize() + 0,
            "lower_is_better": BETTER[better], "project_owner": "项目组", "ends": f"{month.year}-12-31",
        }  # fmt: skip


def investments() -> Iterator[Cells]:
    """Flows of capital projects by year."""
    for name, rate, flows in given()["investments"]:
        for year, flow in enumerate(flows):
            amount = Decimal(flow).quantize(Decimal("0.01"))
            yield {"project": name, "flow_year": year, "flow": amount, "discount_rate": Decimal(str(rate))}
