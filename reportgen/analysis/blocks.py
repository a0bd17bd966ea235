"""Indicators that are read together: values, earlier values, formulas, sources, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis.turning import turn
from reportgen.compute.words import in_words
from reportgen.model.definition import Text
from reportgen.model.period import Period
from reportgen.model.printing import measured, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.material import Material
    from reportgen.model.definitions import Indicator, Remark
    from reportgen.model.reason import Reason


@dataclass(frozen=True)
class BlockRow:
    """One indicator of a block, as printed; value, previous and level are None where there is none."""

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


@dataclass(frozen=True)
class BlockView:
    """A block with a row for each of its indicators."""

    id: str
    title: Text
    rows: tuple[BlockRow, ...]


def block(material: Material, identifier: str) -> BlockView:
    """One block of the catalogue for the hospital and period of a material."""
    defined = material.catalog.blocks[identifier]
    rows = tuple(_row(material, name, defined.remarks) for name in defined.indicators)
    return BlockView(identifier, defined.title, rows)


def _row(material: Material, name: str, remarks: tuple[Remark, ...]) -> BlockRow:
    indicator = material.catalog.indicators[name]
    base = str(Period.parse(material.period).previous_year())
    now = material.values.at(name, material.entity, material.period)
    before = material.values.at(name, material.entity, base)
    said = [remark.say for remark in remarks if remark.indicator == name and _holds(material, remark)]
    return BlockRow(
        id=name,
        name=indicator.name,
        printed=None if now.value is None else measured(now.value, indicator),
        reason=now.reason,
        previous=None if before.value is None else measured(before.value, indicator),
        base_period=base,
        formula=in_words(material.catalog.expressions[name], material.catalog),
        source=indicator.source,
        remarks=(*said, *_answers(material, indicator), *_turned(material, name)),
        level=None if now.value is None else level(now.value, indicator),
    )


def _answers(material: Material, indicator: Indicator) -> Iterator[Text]:
    """How many answered the survey that a value rests on."""
    count = material.dataset.value(indicator.answers or "", material.entity, material.period)
    if count is not None:
        words = material.catalog.words["block.answers"]
        yield Text(zh=words.zh.format(n=number(count, 0)), en=words.en.format(n=number(count, 0)))


def level(value: float, indicator: Indicator) -> str | None:
    """Good, amber or red by the first set of lines of an indicator; None where it has none or lies between them."""
    for lines in list(indicator.thresholds.values())[:1]:
        for name, pair in (("good", lines.good), ("red", lines.red), ("amber", lines.amber)):
            if pair and (pair[0] is None or value >= pair[0]) and (pair[1] is None or value <= pair[1]):
                return name
    return None


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
    lead = words[key] if key else Text(zh="", en="")
    both = words["block.both_amounts"]
    yield Text(
        zh=both.zh.format(**amounts, turn=lead.zh).lstrip("，"), en=both.en.format(**amounts, turn=lead.en).lstrip(", ")
    )
