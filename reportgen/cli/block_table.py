"""Blocks of indicators on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from reportgen.analysis.blocks import block
from reportgen.cli import show
from reportgen.cli.language import say
from reportgen.errors import Refused
from reportgen.formula.nearest import nearest
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.analysis.blocks import BlockRow
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language


def print_blocks(materials: Iterable[Material], names: list[str], speech: Language) -> None:
    """Each block as a table: name, value, last year's value, formula, source, remarks.

    Raises:
        Refused: C08 for a block that does not exist, with the nearest name.
    """
    for material in materials:
        known = material.catalog.blocks
        wrong = [name for name in names if name not in known]
        if wrong:
            raise Refused(
                [Finding("C08", Place(""), {"name": name, "nearest": nearest(name, known)}) for name in wrong]
            )
        for name in names:
            view = block(material, name)
            typer.echo(f"{view.title.in_language(speech)} · {material.entity} · {material.period}")
            base = f"{_word(material, 'block.previous', speech)} {view.rows[0].base_period}"
            heads = [say("head.name", speech), _word(material, "block.value", speech), say("head.unit", speech), base]
            heads += [say("head.formula", speech), say("head.source", speech), _word(material, "block.remark", speech)]
            show.table(heads, [_cells(row, material, speech) for row in view.rows], numbers=(1, 3))


def _cells(row: BlockRow, material: Material, speech: Language) -> list[str]:
    remarks = [remark.in_language(speech) for remark in row.remarks]
    if row.reason is not None:
        remarks.insert(0, _word(material, f"reason.{row.reason}", speech))
    if row.level is not None:
        remarks.insert(0, _word(material, f"block.level.{row.level}", speech))
    unit = material.catalog.indicators[row.id].unit
    name = row.name.in_language(speech)
    printed, before = row.printed or "—", row.previous or "—"
    return [name, printed, unit, before, row.formula.in_language(speech), row.source, "; ".join(remarks)]


def _word(material: Material, key: str, speech: Language) -> str:
    return material.catalog.words[key].in_language(speech)
