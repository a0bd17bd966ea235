"""What stands around the pages: masthead, running heads and feet, key figures, the report's number.

The days that a report bears: of its issue, planned or done, and that of its file.

Which definitions, standards and pages a report was made with, each by a digest that the smallest change alters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from reportgen.analysis.group.material import GroupMaterial
from reportgen.catalog.calendar_words import day_name, period_name, period_spoken
from reportgen.model import printing
from reportgen.model.case_parts import Labels
from reportgen.model.definition import Text
from reportgen.model.definitions import Kind
from reportgen.model.period import PeriodKind
from reportgen.model.standing import State
from reportgen.report.desk.captions import in_sense
from reportgen.report.desk.grades import grounds
from reportgen.report.desk.tables import answers
from reportgen.report.desk.tables.figures import ItemFigures, item_figures, unread
from reportgen.report.overrides import overrides
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.speech import same
from reportgen.report.tokens import folder

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.reports import ReportKind
    from reportgen.report.desk.context import HospitalContext, SubjectContext


def created(context: SubjectContext) -> date:
    """The day the report bears: that of its issue, else the one the case names, else the last day of the period."""
    file, standing = context.material.case.file, context.material.standing
    if standing is not None and standing.issued is not None:
        return standing.issued
    if file.report.issue_date:
        return date.fromisoformat(file.report.issue_date)
    return context.period.end(file.fiscal_year_start)


def until(context: SubjectContext) -> tuple[date, date]:
    """The last day of the data: where hospitals close at different times the first and the last of them."""
    material = context.material
    wanted = set(material.hospitals) if isinstance(material, GroupMaterial) else {material.entity}
    said = [
        day for (entity, period), day in material.dataset.ends.items() if period == material.period and entity in wanted
    ]
    usual = context.period.end(material.case.file.fiscal_year_start)
    return min(said, default=usual), max(said, default=usual)


def issued(context: SubjectContext) -> str | None:
    """The day of issue; of a report that is not issued none, whatever the case intends."""
    standing = context.material.standing
    if standing is None:
        return context.material.case.file.report.issue_date
    return None if standing.issued is None else str(standing.issued)


def dated(context: SubjectContext) -> Text:
    """For the feet: the day of issue, or that for which it is planned, or that it has none."""
    done, planned = issued(context), context.material.case.file.report.issue_date
    if done:
        return context.say("furniture.dated.issued", day=done)
    return context.say("furniture.dated.planned", day=planned) if planned else context.say("furniture.dated.open")


KEY_ITEMS: Final = (
    "total_income",
    "period_surplus",
    "period_balance_2012",
    "income_total_1998",
    "balance_1998",
    "cash_and_bank",
    "outpatient_emergency_visits",
    "discharges",
    "medical_income",
    "total_expense",
    "total_assets",
    "occupied_bed_days",
    "net_assets",
    "beds_open",
)
"""Items of the strip on page 1: the first five that the data has."""
KEY_FIGURES: Final = 5
SIZES: Final = ((24.0, ""), (80.0, "long"))
"""Longest name, in widths of a Chinese character, for each size of the masthead's type."""
SMALLEST: Final = "longest"
HEAD_WIDTH: Final = 26.0
MASTHEAD_WIDTH: Final = 120.0
"""What running heads and the masthead hold of a name; the document's title has it whole."""
LINE_WIDTH: Final = 39.5
"""What a running head holds in all beside its gaps, in widths of a Chinese character: 64 % of 172 mm in 7.2 pt."""
FIRST_WIDE: Final = 0x2E80
FIXED_SENSE: Final = {"total_income": 1, "medical_income": 1, "cash_and_bank": 1}
"""Items of which more is better; a surplus is judged by its range and volumes not at all, so they stay ink."""


@dataclass(frozen=True)
class PercentChange:
    """A change in percent beside its words; `sense` is 1, −1 or 0."""

    words: Text
    printed: str
    sense: int


@dataclass(frozen=True)
class KeyFigure:
    """One figure of the strip: value and unit apart, since the value is large; `english` is money with its own unit."""

    name: Text
    value: Text
    unit: Text | None
    english: Text | None
    comparisons: tuple[PercentChange, ...]


@dataclass(frozen=True)
class PageFrame:
    """Names and marks that stand on every page.

    Attributes:
        hospital: the whole name; hospital_masthead, hospital_short: as far as masthead and running heads hold it.
        hospital_parts: the Chinese of a long one in parts, between which lines of the cover break.
        hospital_head: as far as a running head holds it that names period and report beside it.
        signers_key: under which the words call those who sign a submission.
        hospital_size: class of the masthead's type, smaller for a longer name.
    """

    hospital: Text
    hospital_parts: tuple[str, ...]
    hospital_masthead: Text
    hospital_size: str
    hospital_short: Text
    hospital_head: Text
    report: Text
    period: Text
    covered: Text
    number: str
    status: Text
    chips: tuple[Text, ...]
    distribution: Text
    issued: str | None
    dated: Text
    source: Text | None
    signers_key: str


def furniture(context: SubjectContext, kind: ReportKind) -> PageFrame:
    """Everything around the pages."""
    material = context.material
    file, name = material.case.file, context.subject
    period, covered = _periods(context)
    called, source = kind.called.of(context.period.kind), file.data_source
    return PageFrame(
        hospital=name,
        hospital_parts=in_sense(name.zh, context.say("phrase.joints").zh) if _size(name) else (),
        hospital_masthead=_cut(name, MASTHEAD_WIDTH),
        hospital_size=_size(name),
        hospital_short=short_name(name),
        hospital_head=_head_name(name, period, called),
        report=called,
        period=period,
        covered=covered,
        number=report_number(context),
        status=_status(context),
        chips=tuple(_chips(context)),
        distribution=_distribution(context, kind),
        issued=issued(context),
        dated=dated(context),
        source=Text(zh=source.zh, en=source.en) if source else None,
        signers_key=file.signers_key,
    )


def _periods(context: SubjectContext) -> tuple[Text, Text]:
    """The period as titles name it, and from when to when it runs: the year so far, or a fiscal year that is its own.

    A fiscal year that does not begin in January is named by the year in which it ends, and tells from when to when;
    one of which the data alone say so tells its last day.
    """
    say, period, first_month = context.say, context.period, context.material.case.file.fiscal_year_start
    name, months = period_name(str(period)), period.months_elapsed
    if period.kind is PeriodKind.MONTH or (first_month == 1 and period.kind is PeriodKind.QUARTER):
        covered = answers.covered(say, "furniture.covered", period.months_to_date, period_spoken)
        is_alone = months == 1 or grounds.is_by_itself(context)  # else amounts are those of the year to date
        return name, name if is_alone else covered
    if first_month == 1:
        return name, _ended(context, name)
    key = f"furniture.fiscal.{period.kind}"
    title = say(key, year=str(period.year), number=str(period.number))
    begun, ended = (period_name(f"{day:%Y-%m}") for day in (period.start(first_month), period.end(first_month)))
    return title, say("furniture.fiscal.covered", title=title, first=begun, last=ended)


def _ended(context: SubjectContext, name: Text) -> Text:
    """A year with its last day, where the data say that it is not the calendar's: the books of one hospital may be."""
    first, last = until(context)
    is_calendar = last == context.period.end(1) or first != last
    return name if is_calendar else context.say("furniture.ended", title=name, day=day_name(str(last)))


def _distribution(context: SubjectContext, kind: ReportKind) -> Text:
    """Whom it goes to: of a version, its audience; else whom the case names, or the kind."""
    redaction = context.material.redaction
    return redaction.audience.distribution if redaction else _usual(context, kind)


def _usual(context: SubjectContext, kind: ReportKind) -> Text:
    return context.material.case.file.report.distribution or kind.distribution


def hospital(context: HospitalContext) -> Text:
    """The hospital's name: of the case, or in a panel of the data."""
    return context.subject


def _size(name: Text) -> str:
    longest = max(_width(name.zh), _width(name.en))
    return next((size for bound, size in SIZES if longest <= bound), SMALLEST)


def _width(words: str) -> float:
    """In widths of a Chinese character; a Latin letter is half as wide."""
    return sum(1.0 if ord(character) >= FIRST_WIDE else 0.5 for character in words)


def _cut(name: Text, zh: float, en: float | None = None) -> Text:
    return Text(zh=_shortened(name.zh, zh), en=_shortened(name.en, zh if en is None else en))


def _head_name(name: Text, *beside: Text) -> Text:
    """As far as a line holds it on which other words stand, too."""
    taken = sum(_width(one.zh) for one in beside), sum(_width(one.en) for one in beside)
    return _cut(name, *(min(HEAD_WIDTH, LINE_WIDTH - width) for width in taken))


def short_name(name: Text) -> Text:
    """A hospital's name as far as a running head or the line above a table holds it."""
    return _cut(name, HEAD_WIDTH)


def _shortened(words: str, room: float) -> str:
    if _width(words) <= room:
        return words
    kept = takewhile(lambda end: _width(words[:end]) < room, range(1, len(words)))
    return f"{words[: max(kept, default=1)].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def report_number(context: SubjectContext) -> str:
    """The number by which the report is or would be issued; the first, where no journal was asked."""
    material = context.material
    file, standing = material.case.file, material.standing
    if standing is not None:
        return standing.number
    prefix = file.report.number_prefix or material.entity.upper()
    return Labels(prefix, "board", material.entity, material.period).number(file.report_number, 1)


def watermark(context: SubjectContext) -> Text | None:
    """The word that lies over every page until the report is issued, and again once it is superseded."""
    material = context.material
    if material.standing is None or material.draft:
        return context.say("furniture.chip.draft") if material.draft else None
    return None if _is_issued(context) else context.say(f"furniture.chip.{material.standing.state}")


def _is_issued(context: SubjectContext) -> bool:
    return context.material.standing is not None and context.material.standing.state is State.ISSUED


def _status(context: SubjectContext) -> Text:
    """The state in a few words."""
    material, say = context.material, context.say
    if material.draft:
        return say("furniture.status.draft")
    if material.standing is None:
        return say("furniture.status.proposed")
    return say(f"furniture.state.{material.standing.state}", number=material.standing.replaced_by or "")


def _chips(context: SubjectContext) -> list[Text]:
    chips = [context.say("furniture.chip.illustrative")] if context.material.case.file.illustrative else []
    mark = watermark(context)
    return [*chips, mark] if mark is not None else chips


def key_figures(context: HospitalContext) -> tuple[KeyFigure, ...]:
    """The strip under the masthead."""
    found = (item_figures(context.material, identifier) for identifier in KEY_ITEMS)
    return tuple(_key_figure(context, figures) for figures in [f for f in found if f is not None][:KEY_FIGURES])


def _key_figure(context: HospitalContext, figures: ItemFigures) -> KeyFigure:
    assert figures.now is not None
    name = context.say(f"furniture.key.name.{figures.id}")
    value, unit = _value(context, figures.item.unit, figures.now)
    places = (figures.place,) if figures.place else ()
    origin = None if places else unread(context, figures.id, figures.now, context.material.period)
    context.enter(
        ProvenanceEntry(
            f"item.{figures.id}", name, value.in_language(context.language), "verdict", figures.now, origin, places
        )
    )
    is_money = unit is not None and context.mode == "zh-en"
    english = context.say.money(figures.now, with_unit=True) if is_money else None
    return KeyFigure(name, value, unit, english, tuple(_comparisons(context, figures)))


def _value(context: HospitalContext, unit: str, value: float) -> tuple[Text, Text | None]:
    if unit == "money":
        return _split(context.say.money(value, with_unit=True))
    return same(printing.number(value, 0)), None


def _split(words: Text) -> tuple[Text, Text | None]:
    """Digits apart from the unit behind them."""
    zh_digits = "".join(c for c in words.zh if c.isdigit() or c in f",.{printing.MINUS}")
    en_digits, _, en_unit = words.en.rpartition(" ")
    return Text(zh=zh_digits, en=en_digits), Text(zh=words.zh.removeprefix(zh_digits), en=en_unit)


def _comparisons(context: HospitalContext, figures: ItemFigures) -> list[PercentChange]:
    sense = FIXED_SENSE.get(figures.id, 0)
    rows = [("furniture.key.last_year", figures.change)]
    if figures.item.kind in {Kind.FLOW, Kind.COUNT}:
        rows.append(("furniture.key.budget", figures.against_budget))
    return [
        PercentChange(context.say(key), printed, printing.sense(printed) * sense)
        for key, value in rows
        if value is not None
        for printed in [printing.percent(value, 1, sign=True)]
    ]


def editions(material: Material) -> dict[str, str]:
    """SHA-256 by part: the scheme with its weights, the indicators, the standards, templates and styles."""
    catalog = material.catalog
    scored = sorted(row.id for row in material.evaluation.indicators if row.id in catalog.indicators)
    used = scored or sorted(catalog.indicators)
    standards = [(row.id, row.standards, row.reference) for row in material.evaluation.indicators]
    own = overrides(material.case.folder)
    return {
        "scheme": _digest(material.scheme.model_dump(mode="json")),
        "indicators": _digest({name: catalog.indicators[name].model_dump(mode="json") for name in used}),
        "standards": _digest([str(one) for one in standards]),
        "looks": _digest([_built_in(), dict(own.templates), dict(own.styles)]),
    }


def _digest(content: Any) -> str:
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


@lru_cache(maxsize=1)
def _built_in() -> str:
    """One digest for all templates and styles of the program."""
    told = sha256()
    for kind, suffix in (("templates", ".html"), ("styles", ".css")):
        root = folder(kind)
        for path in sorted(path for path in root.rglob("*") if path.suffix == suffix):
            told.update(f"{kind}/{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return told.hexdigest()
