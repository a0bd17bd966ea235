"""Who owes, who is owed, loans and contracts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scripts.renhe import notes, statements
from scripts.renhe.business.registers import Cells, figure, given, shared
from scripts.renhe.figures import ZERO, fen, wobble
from scripts.renhe.months import Month

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.renhe.books import Books

AGES = ("within_3_months", "within_6_months", "within_1_year", "within_2_years", "within_3_years", "over_3_years")
OWED_AGES = ("due_within_3_months", "due_within_6_months", "due_within_1_year", "due_over_1_year")
SUPPLIES = {"drug": "药品", "consumable": "卫生材料", "equipment": "设备", "other": "其他"}
CLASSES = {"works": "基建工程", "procurement": "采购", "service": "服务外包", "income": "收入"}


def receivables(books: Books, month: Month) -> Iterator[Cells]:
    """All receivables of medical care by payer and age; what is older than a year is what the notes say."""
    stocks, flows = notes.stocks(books, month), notes.flows_of(books, month.of_year())
    payers = given()["payers"]
    insured = shared(figure(stocks, "ar_insurance"), [Decimal(one[1]) for one in payers])
    rejected = shared(figure(flows, "insurance_rejected_amount"), _weights(payers, "rejected", "0.4"))
    billed = shared(figure(flows, "insurance_claimed_amount"), _weights(payers, "billed", "0.3"))
    for at, (name, _, ages) in enumerate(payers):
        young = [Decimal(str(share)) for share in ages[:3]]
        cells = _aged(name, insured[at], young, ZERO)
        yield cells | {"rejected": rejected[at], "disputed": fen(rejected[at] * Decimal("0.36")), "billed": billed[at]}
    old = figure(stocks, "accounts_receivable_over_1y")
    arrears = figure(stocks, "patient_arrears")
    yield _aged("病人欠费", arrears, [Decimal("0.38"), Decimal("0.34"), Decimal("0.28")], old)
    yield _aged("在院病人", figure(stocks, "ar_inpatient"), [Decimal(1), Decimal(0), Decimal(0)], ZERO)
    yield _aged("其他", figure(stocks, "ar_other"), [Decimal("0.7"), Decimal("0.2"), Decimal("0.1")], ZERO)


def _weights(payers: Sequence[Sequence[Any]], what: str, width: str) -> list[Decimal]:
    """Payers differ in what they are billed and reject, the same way in every month."""
    return [Decimal(one[1]) * wobble(one[0], what, width) for one in payers]


def _aged(name: str, owed: Decimal, young: Sequence[Decimal], old: Decimal) -> Cells:
    parts = [*shared(owed - old, young), *shared(old, [Decimal("0.54"), Decimal("0.28"), Decimal("0.18")])]
    return {"payer": name, **dict(zip(AGES, parts, strict=True)), "owed": owed}


def payables(books: Books, month: Month) -> Iterator[Cells]:
    """Accounts payable by supplier and age, with what was bought this year."""
    suppliers = given()["suppliers"]
    owed = shared(-books.balances(month)["accounts_payable"], [Decimal(one[2]) for one in suppliers])
    bought = sum((v for k, v in books.flows(month.of_year()).memo.items() if k.startswith("bought_")), ZERO)
    purchases = shared(bought, [Decimal(one[2]) * wobble(one[0], "bought", "0.08") for one in suppliers])
    for at, (name, kind, _, ages) in enumerate(suppliers):
        parts = dict(zip(OWED_AGES, shared(owed[at], [Decimal(str(age)) for age in ages]), strict=True))
        yield {"supplier": name, "supplies": SUPPLIES[kind], **parts, "payable": owed[at], "purchases": purchases[at]}


def debts(books: Books, month: Month) -> Iterator[Cells]:
    """Loans as the balance sheet has them: those of working capital, the part due within a year, and the rest."""
    column = {name: amount or ZERO for name, amount in statements.balance_sheet(books.balances(month)).items()}
    renewed = Decimal(str(books.assumed.at("debt.short_extra.amount")))
    extra = renewed if column["short_term_loans"] > renewed else ZERO
    plain = column["short_term_loans"] - extra
    after = month.year + 1 if month.number >= MAY else month.year
    rates = {kind: Decimal(str(books.assumed.year(f"debt.{kind}_rate", month.year))) for kind in ("short", "long")}
    yield _loan("DK-流贷-01", "示例银行一", plain, rates["short"], f"{after}-05-20")
    if extra:
        yield _loan("DK-流贷-02", "示例银行二", extra, rates["short"], "2027-06-18")
    left = 1 + (12 - month.number) // 3
    portion = column["current_portion_non_current_liabilities"]
    for at, part in enumerate(shared(portion, [Decimal(1)] * left)):
        quarter = Month(month.year, 12 - 3 * (left - 1 - at))
        yield _loan(f"DK-长贷-{at + 1:02}", "示例银行三", part, rates["long"], f"{quarter}-{quarter.days}")
    for at, part in enumerate(shared(column["long_term_loans"], [Decimal(3), Decimal(2)])):
        yield _loan(f"DK-长贷-{at + 11:02}", "示例政策银行", part, rates["long"], f"{2030 + 3 * at}-12-31")


MAY = 5


def _loan(number: str, lender: str, amount: Decimal, rate: Decimal, due: str) -> Cells:
    return {"loan": number, "lender": lender, "outstanding": amount, "rate": rate, "due": due}


def contracts(month: Month) -> Iterator[Cells]:
    """Contracts signed by the end of the month, as far as they are fulfilled and paid."""
    for number, subject, party, kind, signed, ends, amount, start, pace, line, owner in given()["contracts"]:
        if signed[:7] > str(month):
            continue
        began = Month(int(signed[:4]), int(signed[5:7]))
        months = month.number if began.year < month.year else month.number - began.number + 1
        share = min(Decimal(str(start)) + Decimal(str(pace)) * months, Decimal(1))
        paid = fen(Decimal(amount) * share)
        done = fen(min(Decimal(amount) * (share + Decimal("0.04")), Decimal(amount)))
        yield {
            "contract": number, "subject": subject, "party": party, "contract_class": CLASSES[kind], "signed": signed,
            "ends": ends, "contract_amount": Decimal(amount).quantize(Decimal("0.01")), "fulfilled": done, "paid": paid,
            "budget_line": line, "contract_owner": owner,
        }  # fmt: skip
