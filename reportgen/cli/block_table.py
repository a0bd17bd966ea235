"""Blocks of indicators on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from reportgen.analysis.blocks import block
from reportgen.cli import show
from reportgen.cli.language import say
from reportgen.cli.plain import visible
from reportgen.cli.units import unit_of
from reportgen.errors import Refused
from reportgen.formula.nearest import nearest
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.printing import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.blocks import BlockRow, BlockView
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language


HEIGHTS: Final = "▁▂▃▄▅▆▇█"


def print_blocks(materials: Sequence[Material], names: list[str], speech: Language) -> None:
    """Each block as a table: name, value, last year's value, formula, source, remarks.

    Raises:
        Refused: C27 for a block that does not exist, with the nearest name.
    """
    for material in materials:
        known = material.catalog.blocks
        wrong = [name for name in names if name not in known]
        if wrong:
            raise Refused(
                [
                    Finding(
                        "C27",
                        Place(""),
                        {"name": name, "nearest": nearest(name, known), "choices": tuple(sorted(known))},
                    )
                    for name in wrong
                ]
            )
        for name in names:
            if known[name].across:
                continue
            view = block(material, name)
            typer.echo(f"{view.title.in_language(speech)} · {material.entity} · {material.period}")
            base = f"{_word(material, 'block.previous', speech)} {view.rows[0].base_period}"
            heads = [say("head.name", speech), _word(material, "block.value", speech), say("head.unit", speech), base]
            heads += [say("head.formula", speech), say("head.source", speech), _word(material, "block.remark", speech)]
            show.table(heads, [_cells(row, material, speech) for row in view.rows], numbers=(1, 3))
            _beside(view, material, speech)
    for name in names:
        if materials and materials[0].catalog.blocks[name].across:
            _across(name, materials, speech)


def _beside(view: BlockView, material: Material, speech: Language) -> None:
    """The amounts, compositions and the paragraph of a block."""
    if view.health is not None:
        typer.echo(view.health.paragraph.in_language(speech))
    amount, share, unit = (_word(material, key, speech) for key in ("block.amount", "block.share", "unit.money"))
    amount = f"{amount} ({unit})"
    if view.amounts:
        rows = [[one.name.in_language(speech), one.printed or "—"] for one in view.amounts]
        show.table([say("head.item", speech), amount], rows, numbers=(1,))
    for parts in view.compositions:
        rows = [[one.name.in_language(speech), one.amount, one.printed] for one in parts.shares]
        rows.append([parts.name.in_language(speech), parts.amount, number(100.0, 2)])
        show.table([say("head.item", speech), amount, share], rows, numbers=(1, 2))
        if parts.gap:
            typer.echo(_word(material, "block.last_digit", speech).format(gap=parts.gap))


def _across(name: str, materials: Sequence[Material], speech: Language) -> None:
    """One table of all hospitals or departments: their items, then the indicators."""
    catalog = materials[0].catalog
    defined = catalog.blocks[name]
    typer.echo(f"{defined.title.in_language(speech)} · {materials[0].period}")
    items = [catalog.items[item].name.in_language(speech) for item in defined.items]
    indicators = [catalog.indicators[one].name.in_language(speech) for one in defined.indicators]
    views = [(material, block(material, name)) for material in materials]
    rows = [
        [
            visible(material.entity),
            *(one.printed or "—" for one in view.amounts),
            *(row.printed or "—" for row in view.rows),
        ]
        for material, view in views
    ]
    heads = [say("head.entity", speech), *items, *indicators]
    show.table(heads, rows, numbers=tuple(range(1, len(heads))))


def _cells(row: BlockRow, material: Material, speech: Language) -> list[str]:
    remarks = [remark.in_language(speech) for remark in row.remarks]
    if row.reason is not None:
        remarks.insert(0, _word(material, f"reason.{row.reason}", speech))
    if row.level is not None:
        remarks.insert(0, _word(material, f"block.level.{row.level}", speech))
    if row.months:
        remarks.append(_word(material, "block.months", speech).format(line=spark(row.months)))
    unit = unit_of(material, row.id, speech)
    name = row.name.in_language(speech)
    printed, before = row.printed or "—", row.previous or "—"
    return [name, printed, unit, before, row.formula.in_language(speech), row.source, "; ".join(remarks)]


def spark(values: Sequence[float]) -> str:
    """A line of eight heights, from the least value to the largest."""
    least, most = min(values), max(values)
    span = most - least
    return "".join(HEIGHTS[round((value - least) / span * (len(HEIGHTS) - 1)) if span else 0] for value in values)


def _word(material: Material, key: str, speech: Language) -> str:
    return material.catalog.words[key].in_language(speech)
