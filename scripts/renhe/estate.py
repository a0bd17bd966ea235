"""Buildings, equipment, software: bought, built, worn, given up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe.figures import fen, wobble
from scripts.renhe.ledger import cost

if TYPE_CHECKING:
    from scripts.renhe.assumptions import Assumptions
    from scripts.renhe.ledger import Ledger
    from scripts.renhe.months import Month

CAPEX, OWN, CAPITAL = "capital_expenditure_cash", "bgt_exp_other_funds", "rec_exp_capital"
WORN = "rec_cost_depreciation"
DISPOSAL_MONTHS, DONATION_MONTH, WELFARE_MONTH = (3, 6, 9, 12), 11, 9


def maintain(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Book everything about long-lived assets in the month."""
    _depreciate(ledger, assumed)
    _buy(ledger, assumed, month)
    _build(ledger, assumed, month)
    _renovate(ledger, assumed, month)
    if month.number in DISPOSAL_MONTHS:
        _dispose(ledger, assumed, month)
    if month.number == DONATION_MONTH:
        gift = fen(assumed.year("funding.donation_income", month.year) * Decimal("0.42"))
        bridge = "rec_income_noncash_donation"
        ledger.post("fixed_assets_special_equipment", "donation_income", gift, bridge=bridge)
    if month.number == WELFARE_MONTH:
        _buy_from_welfare_fund(ledger, fen(assumed.year("welfare_equipment", month.year)))


def _depreciate(ledger: Ledger, assumed: Assumptions) -> None:
    for kind, rate in assumed.at("estate.rates").items():
        amount = fen(ledger.balances[f"fixed_assets_{kind}"] * Decimal(str(rate)) / 12)
        shares = {"admin/other": Decimal(str(assumed.at(f"estate.admin_share.{kind}")))}
        if kind == "special_equipment":
            shares["business/fiscal_project"] = assumed.number("estate.fiscal_funded")
            shares["business/sci_edu"] = assumed.number("estate.science_funded")
        rest = amount
        for place, share in shares.items():
            rest -= (part := fen(amount * share))
            ledger.post(f"expense/{place}/depreciation", f"depreciation_{kind}", part, bridge=WORN)
        ledger.post(cost("business", "other", "depreciation"), f"depreciation_{kind}", rest, bridge=WORN)
    amount = fen(ledger.balances["intangible_assets_cost"] * assumed.number("estate.amortisation_rate") / 12)
    admin = fen(amount * assumed.number("estate.amortisation_admin"))
    ledger.post(cost("admin", "other", "amortisation"), "intangible_accum_amort", admin, bridge=WORN)
    ledger.post(cost("business", "other", "amortisation"), "intangible_accum_amort", amount - admin, bridge=WORN)


def _buy(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Equipment is bought with money or against what was paid before; books and software with money."""
    season = "services"
    for kind in ("special_equipment", "general_equipment", "furniture", "books"):
        amount = assumed.twelfth(f"estate.{kind}", month, "0.3", season)
        prepaid = fen(amount * assumed.number("estate.prepaid_share")) if kind == "special_equipment" else Decimal(0)
        ledger.post(f"fixed_assets_{kind}", "prepayments", prepaid)
        ledger.spend(f"fixed_assets_{kind}", amount - prepaid, CAPEX, OWN, CAPITAL)
    target = fen(assumed.between_years("working_capital.prepayments", month, "0.02"))
    ledger.spend("prepayments", max(target - ledger.balances["prepayments"], Decimal(0)), CAPEX, OWN, CAPITAL)
    science = assumed.twelfth("estate.science_equipment", month, "0.3")
    ledger.spend("fixed_assets_special_equipment", science, CAPEX, "bgt_exp_sci_edu", CAPITAL)
    software = assumed.twelfth("estate.software", month, "0.3")
    ledger.spend("intangible_assets_cost", software, CAPEX, OWN, CAPITAL)


def _build(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Construction, and the ward building taken into use."""
    spent = assumed.twelfth("estate.construction", month, "0.2")
    ledger.spend("construction_in_progress", spent, CAPEX, OWN, CAPITAL)
    if assumed.happens("estate.ward_building", month):
        done = assumed.at("estate.ward_building")
        ledger.post("fixed_assets_buildings", "construction_in_progress", fen(str(done["buildings"])))
        ledger.post("fixed_assets_general_equipment", "construction_in_progress", fen(str(done["equipment"])))


def _renovate(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    if assumed.happens("estate.renovation", month):
        paid = fen(str(assumed.at("estate.renovation.amount")))
        ledger.spend("lt_deferred_expenses", paid, CAPEX, OWN, CAPITAL)
    amount = fen(assumed.number("estate.renovation.amount") / assumed.number("estate.renovation_months"))
    amount = min(amount, ledger.balances["lt_deferred_expenses"])
    account = cost("business", "other", "goods.renovation")
    ledger.post(account, "lt_deferred_expenses", amount, bridge="rec_cost_payables")


def _dispose(ledger: Ledger, assumed: Assumptions, month: Month) -> None:
    """Worn equipment goes through the account of pending disposals; proceeds belong to the treasury."""
    given_up = fen(assumed.year("estate.disposal_cost", month.year) / 4 * wobble("disposal", month, "0.25"))
    worn = fen(given_up * assumed.number("estate.disposal_worn") * wobble("worn", month, "0.01"))
    asset, pending = "fixed_assets_special_equipment", "assets_pending_disposal"
    left = fen((given_up - worn) * Decimal("0.12"))
    ledger.post("expense/disposal", pending, ledger.balances[pending], bridge="rec_cost_disposal")
    ledger.post("depreciation_special_equipment", asset, worn)
    ledger.post(pending, asset, given_up - worn)
    ledger.post("expense/disposal", pending, given_up - worn - left, bridge="rec_cost_disposal")
    ledger.spend("payable_to_treasury", ledger.owed("payable_to_treasury"), "cf_inv_disposal_remitted", "")
    proceeds = fen(given_up * assumed.number("estate.disposal_proceeds"))
    ledger.receive("payable_to_treasury", proceeds, "cf_inv_asset_disposal", "")


def _buy_from_welfare_fund(ledger: Ledger, amount: Decimal) -> None:
    """The fund buys an asset: money becomes equipment, and the fund becomes accumulated surplus."""
    ledger.spend("fixed_assets_general_equipment", amount, CAPEX, "bco_other_special_used")
    ledger.post("special_fund_staff_welfare", "accumulated_surplus_medical", amount)
    ledger.month.memo["fund_capitalised"] += amount
