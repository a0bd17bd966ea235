"""What income and expense consist of: two bars of a hundred percent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.charts import Part, composition
from reportgen.report.desk.figures import item_figures
from reportgen.report.passport import Entry
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.desk import Picture

IN_PATIENTS: Final = "inpatient_income"
SETTLED: Final = "settlement_difference"
"""Income of patients is split before it; the statement's line of medical income is after it."""
WHOLES: Final = {
    "total_income": ("outpatient_income", IN_PATIENTS, "fiscal_income", "science_education_income"),
    "total_expense": ("personnel_expense", "drug_expense", "consumables_expense", "depreciation_expense"),
}
"""Wholes with parts that do not overlap, in the order of the statement; what is left is "other"."""
SMALLEST: Final = 6.5
"""Percent under which a part cannot bear its number and joins the others."""
FEWEST: Final = 2


def structure(context: Context) -> Picture | None:
    """The bars, or None where the data names too few parts of either whole."""
    bars = [(whole, _parts(context, whole, parts)) for whole, parts in WHOLES.items()]
    if any(len(found) <= FEWEST for _, found in bars):
        return None
    largest = [max(found[:-1], key=lambda part: part.share) for _, found in bars]
    alt = context.text(
        "composition.alt", income=largest[0].name, income_share=f"{largest[0].printed}%",
        expense=largest[1].name, expense_share=f"{largest[1].printed}%",
    )  # fmt: skip
    named = [(context.text(f"composition.{whole}"), found) for whole, found in bars]
    return context.picture("composition", composition(named, alt, ink()))


def composition_note(context: Context, section: str) -> Text:
    """What the bars are parts of, and where the income of patients is that before settling with the insurers."""
    note = context.say("composition.note", least=printing.number(SMALLEST, 1))
    found = item_figures(context.material, SETTLED) if SETTLED in context.material.catalog.items else None
    if found is None or not found.now or _amount(context, IN_PATIENTS) is None:
        return note
    amount, places = context.say.money(found.now), (found.place,) if found.place else ()
    printed = amount.in_language(context.language)
    context.enter(Entry(f"item.{SETTLED}", found.item.name, printed, section, found.now, None, places))
    return context.say.join([note, context.say("composition.settled", amount=amount)], "list.sentences")


def _parts(context: Context, whole: str, names: tuple[str, ...]) -> list[Part]:
    total = _amount(context, whole)
    if total is None or total <= 0:
        return []
    shares = [(name, amount / total * printing.PERCENT) for name in names if (amount := _amount(context, name))]
    kept = [(name, share) for name, share in shares if share >= SMALLEST]
    rest = printing.PERCENT - sum(share for _, share in kept)
    if rest < 0 or any(share < 0 for _, share in shares):
        return []
    return [_part(context, name, share) for name, share in [*kept, ("other", rest)]]


def _part(context: Context, name: str, share: float) -> Part:
    words = context.say(f"composition.{name}")
    under = words.en if context.mode == "zh-en" else ""
    return Part(words.in_language(context.language), share, printing.number(share, 1), under)


def _amount(context: Context, item: str) -> float | None:
    figures = item_figures(context.material, item) if item in context.material.catalog.items else None
    return figures.now if figures is not None else None
