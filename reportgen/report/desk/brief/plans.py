"""Why the surplus differs from its budget, and what the year may end with.

What was bought of equipment and buildings, month by month to date, against the year's capital budget.

What income and expense consist of: two bars of a hundred percent.

What several analyses say of the stages of one course, in its order: a number each, and where more of it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.outlook.trials import CONFIDENCE
from reportgen.catalog.calendar_words import day_name, period_with_year
from reportgen.model import printing
from reportgen.model.period import MONTHS
from reportgen.report.charts import BarPart, composition
from reportgen.report.desk.tables import figures
from reportgen.report.desk.tables.answers import CellWriter, heading, left_out, scribe
from reportgen.report.desk.tables.figures import item_figures
from reportgen.report.desk.tables.sheet import SectionContent, TableRow
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.analysis.budget.execution import Executed, Execution
    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext, PlacedChart
    from reportgen.report.speech import Fact

SECTION: Final = "budget"
SURPLUS: Final = "period_surplus"
SIDES: Final = {"income": "total_income", "expense": "total_expense"}
SEEN: Final = 0.01
"""Of the tables' unit: what their two decimals show."""


def remarks(context: HospitalContext) -> Iterator[Text]:
    """Where the figures for either are there."""
    writer = scribe(context, SECTION)
    yield from _cause(writer)
    yield from year_end(context, SECTION)


def _cause(writer: CellWriter) -> Iterator[Text]:
    """The surplus falls short of its budget by what income falls short and expense exceeds."""
    gaps = {name: _gap(writer.context, item) for name, item in {"surplus": SURPLUS, **SIDES}.items()}
    known = {name: gap for name, gap in gaps.items() if gap is not None}
    if len(known) < len(gaps) or any(_is_nothing(writer.context, gap) for gap in known.values()):
        return
    if not _is_nothing(writer.context, known["income"] - known["expense"] - known["surplus"]):
        return
    facts: dict[str, Fact] = {name: _moved(writer, name, gap) for name, gap in known.items()}
    yield writer.context.say("budget.cause", **facts)


def _gap(context: HospitalContext, item: str) -> float | None:
    found = item_figures(context.material, item)
    if found is None or found.now is None or found.budget_to_date is None:
        return None
    return found.now - found.budget_to_date


def _is_nothing(context: HospitalContext, amount: float) -> bool:
    return abs(amount) / figures.scale(context) < SEEN


def _moved(writer: CellWriter, name: str, gap: float) -> Text:
    say = writer.context.say
    amount = writer.money(f"gap.{name}", say(f"budget.gap.{name}"), gap)
    return say(f"budget.{'more' if gap > 0 else 'less'}", amount=amount)


def year_end(context: HospitalContext, section: str) -> Iterator[Text]:
    """The surplus of the year as its months so far let expect, with what such forecasts missed by."""
    writer = scribe(context, section)
    found: Mapping[str, Forecast | Unavailable] = writer.context.material.analysis["outlook.year_end"]
    one = found["surplus"]
    if isinstance(one, Unavailable) or one.gap.value is None or one.high is None:
        return
    say = writer.context.say
    facts: dict[str, Fact] = {
        "total": _signed(writer, "expected", one.total),
        "reach": writer.money("expected.reach", say("budget.expected.reach"), one.high - one.total),
        "gap": writer.money("expected.gap", say("budget.expected.gap"), one.gap.value),
        "share": printing.percent(CONFIDENCE, 0),
    }
    yield say(f"budget.year_end.{'above' if one.gap.value >= 0 else 'below'}", **facts)


def left_out_later(context: HospitalContext) -> Iterator[Text]:
    """Where months after the period are in the case already: to which month, and that what is expected leaves them out.

    A report tells what its period knew; a reader who knows more must not take its forecast for one made today.
    """
    books, months = context.material.analysis.books, [context.period.last_month]
    while len(months) <= MONTHS:
        months.append(months[-1].following())
    items = (SURPLUS, *SIDES.values())
    there = [month for month in months[1:] if any(books.unheard(item, month) is not None for item in items)]
    if there:
        day = day_name(context.period.end(context.material.terms.first_month).isoformat())
        yield context.say("forecast.later", month=period_with_year(str(there[-1])), day=day)


def _signed(writer: CellWriter, key: str, amount: float) -> Text:
    """A surplus, or a deficit by that name."""
    say = writer.context.say
    said = writer.money(key, say("budget.expected"), amount)
    return say(f"budget.{'surplus' if amount >= 0 else 'deficit'}", amount=said)


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


def composed(context: HospitalContext, section: str) -> tuple[PlacedChart | None, Text | None]:
    """The bars and what is said of them, which names no number where nothing is drawn."""
    bars = structure(context)
    return bars, None if bars is None else composition_note(context, section)


def structure(context: HospitalContext) -> PlacedChart | None:
    """The bars, or None where the data names too few parts of either whole."""
    bars = [(whole, _parts(context, whole, parts)) for whole, parts in WHOLES.items()]
    if any(len(found) <= FEWEST for _, found in bars):
        return None
    largest = [max(found[:-1], key=lambda part: part.share) for _, found in bars]
    alt = context.text(
        "composition.alt",
        income=largest[0].name,
        income_share=f"{largest[0].printed}%",
        expense=largest[1].name,
        expense_share=f"{largest[1].printed}%",
    )
    named = [(context.text(f"composition.{whole}"), found) for whole, found in bars]
    return context.picture("composition", composition(named, alt, ink()))


def composition_note(context: HospitalContext, section: str) -> Text:
    """What the bars are parts of, and where the income of patients is that before settling with the insurers."""
    note = context.say("composition.note", least=printing.number(SMALLEST, 1))
    found = item_figures(context.material, SETTLED) if SETTLED in context.material.catalog.items else None
    if found is None or not found.now or _amount(context, IN_PATIENTS) is None:
        return note
    amount, places = context.say.money(found.now), (found.place,) if found.place else ()
    printed = amount.in_language(context.language)
    context.enter(ProvenanceEntry(f"item.{SETTLED}", found.item.name, printed, section, found.now, None, places))
    return context.say.join([note, context.say("composition.settled", amount=amount)], "list.sentences")


def _parts(context: HospitalContext, whole: str, names: tuple[str, ...]) -> list[BarPart]:
    total = _amount(context, whole)
    if total is None or total <= 0:
        return []
    shares = [(name, amount / total * printing.PERCENT) for name in names if (amount := _amount(context, name))]
    kept = [(name, share) for name, share in shares if share >= SMALLEST]
    rest = printing.PERCENT - sum(share for _, share in kept)
    if rest < 0 or any(share < 0 for _, share in shares):
        return []
    return [_part(context, name, share) for name, share in [*kept, ("other", rest)]]


def _part(context: HospitalContext, name: str, share: float) -> BarPart:
    words = context.say(f"composition.{name}")
    under = words.en if context.mode == "zh-en" else ""
    return BarPart(words.in_language(context.language), share, printing.number(share, 1), under)


def _amount(context: HospitalContext, item: str) -> float | None:
    figures = item_figures(context.material, item) if item in context.material.catalog.items else None
    return figures.now if figures is not None else None


STAGES_HEADS: Final = {
    "what": (54.0, ""),
    "figure": (30.0, "told"),
    "beside": (50.0, "told"),
    "section": (38.0, "stacked"),
}


@dataclass(frozen=True)
class StageNumber:
    """One number with its unit, what to hold it against, and the section that has more of it."""

    name: Text
    figure: Text
    beside: Text | str
    section: str


@dataclass(frozen=True)
class Stage:
    """One stage: what is known of it, or what is lacking; it counts as there with a single number."""

    id: str
    told: tuple[StageNumber, ...]
    lacks: tuple[Unavailable, ...]


def stage(identifier: str, found: Iterable[StageNumber | Unavailable | None]) -> Stage:
    """A stage out of answers; None says nothing."""
    rows = tuple(found)
    told = tuple(row for row in rows if isinstance(row, StageNumber))
    return Stage(identifier, told, tuple(row for row in rows if isinstance(row, Unavailable)))


def budgeted(writer: CellWriter, key: str, name: Text, line: Executed) -> Text:
    """The year's budget of a line, in words."""
    return writer.money(key, name, line.budget.value or 0.0, line.budget.places)


def executed(writer: CellWriter, key: str, name: Text, line: Executed) -> tuple[str, Text]:
    """How much of its budget a line has used, and the part of the year that is over."""
    found: Execution = writer.context.material.analysis["budget.execution"]
    share = writer.said(key, name, line.execution.value or 0.0, "percent")
    return share, writer.context.say("analysis.elapsed", share=printing.percent(found.elapsed, 1))


def staged(writer: CellWriter, headline: Text, stages: tuple[Stage, ...]) -> SectionContent:
    """The stages that have data in their order, each under its name; under the table what the others lack."""
    context, say = writer.context, writer.context.say
    lines = []
    for one in stages:
        if one.told:
            lines.append(heading(say(f"{writer.section}.stage.{one.id}")))
            lines += [TableRow((row.name, row.figure, row.beside, _titled(writer, row.section))) for row in one.told]
    known = sum(bool(one.told) for one in stages)
    table = writer.grid("stages", STAGES_HEADS, lines, n=len(stages), known=known)
    missing = [lack for one in stages if not one.told for lack in one.lacks]
    return SectionContent(headline, (table, *left_out(context, missing)))


def _titled(writer: CellWriter, section: str) -> Text:
    return writer.context.material.catalog.sections[section].title
