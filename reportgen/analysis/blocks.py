"""Indicators that are read together: values, earlier values, formulas, sources, and what is said of them.

Whether figures of two periods were made by one definition: only such are a trend.

One sub-score and one paragraph for indicators that are read together.

What is said where a growth rate has no meaning: the sign turned, or the loss changed (edge rule E11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.amounts import Amount, Parts, Unmade, amount, parts_of
from reportgen.compute.calendar import definition_of
from reportgen.compute.derivation import in_words
from reportgen.formula import names_in
from reportgen.model.definition import Text
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import NOWHERE
from reportgen.model.printing import measured, number
from reportgen.model.schemes import Grade
from reportgen.model.values import Measured
from reportgen.scoring.methods import EXPERT_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog
    from reportgen.model.blocks import Block, Remark
    from reportgen.model.definitions import Indicator
    from reportgen.model.results import ScoredIndicator
    from reportgen.model.values import Reason


def one_definition(catalog: Catalog, indicator: str, one: str, other: str) -> bool:
    """Whether an indicator was defined alike in the fiscal years of two periods."""
    earlier = catalog.earlier.get(indicator, ())
    numbers = {definition_of(Period.parse(period).year, earlier) for period in (one, other)}
    return len(numbers) == 1


PLACES: Final = 2


@dataclass(frozen=True)
class GroupScore:
    """Points over weight of the scored indicators of a group, 0–100.

    Attributes:
        score: None where none is scored.
        scored: how many are; met: how many of them have Good or better; weakest: that with the lowest score.
    """

    score: float | None
    scored: int = 0
    met: int = 0
    weakest: ScoredIndicator | None = None


def group_score(material: Material, indicators: tuple[str, ...]) -> GroupScore:
    """The sub-score of some indicators by the weights of the evaluation."""
    rows = [row for row in material.evaluation.indicators if row.id in indicators and row.score is not None]
    weight = sum(row.effective_weight for row in rows)
    if not rows or weight <= 0:
        return GroupScore(None)
    score = sum(row.score * row.effective_weight for row in rows if row.score is not None) / weight
    bound = material.scheme.grades.get(Grade.GOOD, 0.0)
    met = sum((row.score or 0.0) >= bound for row in rows)
    return GroupScore(score, len(rows), met, min(rows, key=lambda row: (row.score or 0.0, row.id)))


def turn(base: float, now: float) -> str | None:
    """Key of the words under ``turn.``; None where base and present are both not negative.

    The amount beside it is ``now - base``.
    """
    if base < 0 <= now:
        return "turn.loss_to_surplus"
    if now < 0 <= base:
        return "turn.surplus_to_loss"
    if base >= 0:
        return None
    if now == base:
        return "turn.loss_unchanged"
    return "turn.loss_smaller" if now > base else "turn.loss_larger"


MANAGEMENT: Final = "management_performance_score"
FULL: Final = 100.0


@dataclass(frozen=True)
class BlockRow:
    """One indicator of a block, as printed; value, previous and level are None where there is none.

    Attributes:
        months: the values of the last twelve months, where the block asks for them and all are there.
    """

    id: str
    name: Text
    printed: str | None
    reason: Reason | None
    previous: str | None
    base_period: str
    formula: Text
    source: str
    remarks: tuple[Text, ...]
    level: str | None = None
    months: tuple[float, ...] = ()


@dataclass(frozen=True)
class BlockView:
    """A block with a row for each of its indicators, and what else it prints.

    Attributes:
        unmade: totals that have no shares, by name, and why.
        is_own: whether a pack or the case defines it, so that somebody asked for just what it names.
    """

    id: str
    title: Text
    rows: tuple[BlockRow, ...]
    amounts: tuple[Amount, ...] = ()
    compositions: tuple[Parts, ...] = ()
    health: GroupScore | None = None
    unmade: tuple[tuple[Text, Unmade], ...] = ()
    is_own: bool = False

    @property
    def has_values(self) -> bool:
        """Whether anything of it is there."""
        return bool(self.compositions or self.told) or any(row.printed is not None for row in self.rows)

    @property
    def told(self) -> list[Amount]:
        """The amounts that are printed: of what was filed as zero nothing is said, unless the case asked for it."""
        return [one for one in self.amounts if one.printed is not None and (self.is_own or not one.is_nothing)]


def block(material: Material, identifier: str) -> BlockView:
    """One block of the catalogue for the hospital and period of a material."""
    defined = material.catalog.blocks[identifier]
    rows = tuple(_row(material, name, defined) for name in defined.indicators)
    found = [(one.whole, parts_of(material, one)) for one in defined.compositions]
    names = material.catalog.items
    return BlockView(
        identifier,
        defined.title,
        rows,
        tuple(amount(material, item) for item in defined.items),
        tuple(parts for _, parts in found if isinstance(parts, Parts)),
        group_score(material, defined.indicators) if defined.health else None,
        tuple((names[whole].name, why) for whole, why in found if isinstance(why, Unmade)),
        material.catalog.place("blocks", identifier) != NOWHERE,
    )


def _row(material: Material, name: str, defined: Block) -> BlockRow:
    indicator = material.catalog.indicators[name]
    base = str(Period.parse(material.period).previous_year())
    now = _composite(material, name) or material.values.at(name, material.entity, material.period)
    before = material.values.at(name, material.entity, base).value
    if not one_definition(material.catalog, name, base, material.period):
        before = None
    said = [remark.say for remark in defined.remarks if remark.indicator == name and _holds(material, remark)]
    return BlockRow(
        id=name,
        name=indicator.name,
        printed=None if now.value is None else measured(now.value, indicator),
        reason=now.reason,
        previous=None if before is None else measured(before, indicator),
        base_period=base,
        formula=in_words(material.catalog.expressions[name], material.catalog),
        source=indicator.source,
        remarks=(*said, *_origin(material, name), *_answers(material, indicator), *_turned(material, name)),
        level=None if now.value is None else level(now.value, indicator),
        months=_months(material, name) if defined.trend else (),
    )


def _months(material: Material, name: str) -> tuple[float, ...]:
    """The last twelve months by themselves, oldest first; nothing where one is missing or the period is no month."""
    period = Period.parse(material.period)
    if material.month_values is None or period.kind is not PeriodKind.MONTH:
        return ()
    found = []
    for _ in range(MONTHS):
        alike = one_definition(material.catalog, name, str(period), material.period)
        found.append(material.month_values.at(name, material.entity, str(period)).value if alike else None)
        period = period.preceding()
    known = tuple(value for value in reversed(found) if value is not None)
    return known if len(known) == MONTHS else ()


def _composite(material: Material, name: str) -> Measured | None:
    """For management as a whole: the composite score of what experts judged, where nobody rated it by itself."""
    if name != MANAGEMENT or material.values.at(name, material.entity, material.period).value is not None:
        return None
    methods = {name: part.method for name, part in material.scheme.parts.items()}
    judged = [p for p in material.evaluation.parts if methods.get(p.id) in EXPERT_METHODS and p.score is not None]
    return Measured(judged[0].score / FULL, None) if judged and judged[0].score is not None else None


def _origin(material: Material, name: str) -> Iterator[Text]:
    """On what evidence a value was rated, or from where a composite was taken."""
    for item in names_in(material.catalog.expressions[name]):
        note = material.dataset.notes.get((item, material.entity, material.period, ""))
        if note:
            yield Text(zh=note, en=note)
    if _composite(material, name) is not None:
        yield material.catalog.words["block.composite"]


def _answers(material: Material, indicator: Indicator) -> Iterator[Text]:
    """How many answered the survey that a value rests on."""
    count = material.dataset.value(indicator.answers or "", material.entity, material.period)
    if count is not None:
        words = material.catalog.words["block.answers"]
        yield Text(zh=words.zh.format(n=number(count, 0)), en=words.en.format(n=number(count, 0)))


def level(value: float, indicator: Indicator) -> str | None:
    """Good, amber or red by the first set of lines of an indicator; None where it has none or lies between them."""
    first = next(iter(indicator.thresholds.values()), None)
    return None if first is None else first.level(value)


def _holds(material: Material, remark: Remark) -> bool:
    """Whether a value, and those of the periods before where asked, lies within the bounds of a remark."""
    period, found = Period.parse(material.period), []
    for _ in range(remark.periods):
        found.append(material.values.at(remark.indicator, material.entity, str(period)).value)
        period = period.preceding()
    low, high = remark.at_least, remark.below
    return all(
        value is not None and (low is None or value >= low) and (high is None or value < high) for value in found
    )


def _turned(material: Material, name: str) -> Iterator[Text]:
    """In place of a growth rate without meaning: how the sign turned, and both amounts (E11)."""
    tree = material.derive(name)
    if tree.value is not None or not tree.parts or tree.parts[0].id != "/":
        return
    difference = tree.parts[0].parts[0]
    if difference.id != "-" or len(difference.parts) != 2:  # noqa: PLR2004 - now and base
        return
    now, base = (part.value for part in difference.parts)
    if now is None or base is None or base > 0:
        return
    words, key = material.catalog.words, turn(base, now)
    amounts = {"base": number(base, 2), "now": number(now, 2)}
    zh, en = (words[key].zh, words[key].en) if key else ("", "")
    both = words["block.both_amounts"]
    yield Text(zh=both.zh.format(**amounts, turn=zh).lstrip("，"), en=both.en.format(**amounts, turn=en).lstrip(", "))
