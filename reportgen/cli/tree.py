"""The way of one number as a tree on the terminal.

Blocks of indicators on the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer
from rich.console import Console
from rich.text import Text as Styled
from rich.tree import Tree

from reportgen.analysis.blocks import block
from reportgen.catalog.messages import grade_name
from reportgen.cli import show
from reportgen.cli.language import say
from reportgen.cli.manner import visible
from reportgen.cli.show import unit_of
from reportgen.compute.derivation import in_words
from reportgen.errors import Refused
from reportgen.export.explanation import factor, formula_of, scored, words_of
from reportgen.export.results import grade_of
from reportgen.formula.functions import nearest
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.printing import displayed, measured, number
from reportgen.model.schemes import Bound, Grade
from reportgen.model.values import RULES, Reason
from reportgen.report.speech import Speech, group_told
from reportgen.report.speech import in_both as source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.blocks import BlockRow, BlockView
    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language
    from reportgen.model.results import ScoredIndicator, UsedReference
    from reportgen.model.values import Derivation

UNBROKEN = 2000
"""No line is broken: a place must be copied whole."""


def print_explanation(material: Material, identifier: str, speech: Language) -> None:
    """Value, formula, items with their cells, then standard, score, weight and source."""
    definition = material.catalog.indicators[identifier]
    derivation = material.derive(identifier)
    value = measured(derivation.value, definition) if derivation.value is not None else "—"
    unit = unit_of(material, identifier, speech)
    root = Tree(
        Styled(f"{definition.name.in_language(speech)} {value} {unit} · {identifier} · {material.period}", style="bold")
    )
    root.add(Styled(f"{say('head.formula', speech)}: {derivation.expression}"))
    said = in_words(formula_of(material, identifier), material.catalog)
    root.add(Styled(f"{say('head.formula', speech)}: {said.in_language(speech)}"))
    for part in derivation.parts:
        _grow(root, part, material, speech)
    if derivation.reason:
        root.add(Styled(_because(derivation.reason, material.catalog, speech)))
    for flag in material.values.at(identifier, material.entity, material.period).flags:
        root.add(Styled(_word(material.catalog, f"reason.{flag}", speech)))
    if (row := scored(material, identifier)) is not None:
        _grow_score(root, row, material, speech)
    root.add(Styled(f"{say('head.source', speech)}: {source(definition.source).in_language(speech)}"))
    Console(highlight=False, emoji=False, markup=False, width=UNBROKEN).print(root)


def _because(reason: Reason, catalog: Catalog, speech: Language) -> str:
    """The reason and its edge rule."""
    return f"{_word(catalog, f'reason.{reason}', speech)} ({RULES[reason]})"


def _rests_on(part: Derivation, material: Material, speech: Language) -> str:
    """Whether a figure is as reported or audited, where the case has adjustments at all."""
    words = material.catalog.words.under("adjustment")
    if part.kind != "item" or part.parts or not material.dataset.adjustments:
        return ""
    one = part.adjustment
    if one is None:
        return f" · {words['reported'].in_language(speech)}"
    before, change = f"{one.reported:,.15g}", f"{one.amount:+,.15g}"
    return f" · {words['audited'].in_language(speech)} ({before} {change}: {one.reason} · {one.place})"


def _grow(tree: Tree, part: Derivation, material: Material, speech: Language) -> None:
    catalog = material.catalog
    value = "—" if part.value is None else f"{part.value:,.15g}"
    words = f"{words_of(part, catalog).in_language(speech)} = {value}"
    if part.kind == "item":
        view = f" · {_word(catalog, f'view.{part.view}', speech)}" if part.view else ""
        words += f" · {part.id} · {part.period}{view}"
    if part.place is not None:
        words += f" · {part.place}"
    if part.blank is not None:
        words += f" · {_word(catalog, 'statement.blank_is_zero', speech)} · {part.blank}"
    if part.voucher:
        words += f" · {say('head.voucher', speech)} {part.voucher}"
    if (times := factor(material, part)) != 1:
        words += f" · × {times:,g}"
    if part.estimated:
        words += f" · {_word(catalog, 'reason.estimated', speech)}"
    if part.note:
        words += f" · {part.note}"
    words += _rests_on(part, material, speech)
    if part.reason is not None:
        words += f" · {_because(part.reason, catalog, speech)}"
    branch = tree.add(Styled(visible(words)))
    for child in part.parts:
        _grow(branch, child, material, speech)


def _grow_score(tree: Tree, row: ScoredIndicator, material: Material, speech: Language) -> None:
    catalog, unit = material.catalog, material.catalog.indicators[row.id].unit
    if row.standards is not None:
        levels = zip(Grade, row.standards.values(), strict=True)
        words = ", ".join(f"{_grade(grade, material, speech)} {_bound(bound, unit)}" for grade, bound in levels)
        origin = visible(source(row.standards.source).in_language(speech))
        tree.add(Styled(f"{say('head.standards', speech)}: {words} · {origin}"))
    if row.reference is not None:
        tree.add(Styled(f"{say('head.standards', speech)}: {_single(row.reference, catalog, unit, speech)}"))
    if row.evidence or row.inspector:
        said = " · ".join(visible(text) for text in (row.evidence, row.inspector) if text)
        tree.add(Styled(f"{_word(catalog, 'checklist.evidence', speech)}: {said}"))
    if row.score is not None and row.points is not None:
        reached = grade_of(row.score, material)
        grade = _grade(Grade(reached), material, speech) if reached else ""
        level = f" · {say('head.level', speech)} {_grade(row.level, material, speech)}" if row.level else ""
        weight = f"{say('head.weight', speech)} {_weight(row)}"
        words = f"{say('head.score', speech)}: {number(row.score, 2)} {grade}{level} · {weight}"
        tree.add(Styled(f"{words} · {say('head.points', speech)} {number(row.points, 2)}"))


def _weight(row: ScoredIndicator) -> str:
    """From what to what, where redistribution changed it."""
    nominal, effective = number(row.weight * 100, 2), number(row.effective_weight * 100, 2)
    return effective if nominal == effective else f"{nominal} → {effective}"


def _single(used: UsedReference, catalog: Catalog, unit: str, speech: Language) -> str:
    """The single standard of a method that takes one: kind, value, not-allowed value, source, year, objects."""
    known = [_bound(value, unit) for value in (used.unacceptable, used.value) if value is not None]
    facts = [used.source, "" if used.year is None else str(used.year), ", ".join(used.objects)]
    said = [f"{_word(catalog, f'standard_kind.{used.kind}', speech)} {' / '.join(known)}", *filter(None, facts)]
    return visible(" · ".join(said))


def _grade(grade: Grade, material: Material, speech: Language) -> str:
    return grade_name(grade, material.scheme, material.catalog.words).in_language(speech)


def _bound(bound: Bound, unit: str) -> str:
    ends = bound if isinstance(bound, tuple) else (bound,)
    return "-".join(f"{displayed(end, unit):g}" for end in ends)


def _word(catalog: Catalog, key: str, speech: Language) -> str:
    return catalog.words[key].in_language(speech) if key in catalog.words else key.rpartition(".")[2]


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
            if view.rows:
                show.table(_heads(view, material, speech), [_cells(row, material, speech) for row in view.rows], (1, 3))
            _beside(view, material, speech)
    for name in names:
        if materials and materials[0].catalog.blocks[name].across:
            _across(name, materials, speech)


def _heads(view: BlockView, material: Material, speech: Language) -> list[str]:
    """The heads over what `_cells` gives."""
    return [
        say("head.name", speech),
        _heading(material, "block.value", speech),
        say("head.unit", speech),
        f"{_heading(material, 'block.previous', speech)} {view.rows[0].base_period}",
        say("head.formula", speech),
        say("head.source", speech),
        _heading(material, "block.remark", speech),
    ]


def print_packs(materials: Sequence[Material], names: Sequence[str], speech: Language) -> None:
    """Each pack as a table of its indicators: letter in the source, name, value, unit, reason where there is none."""
    for material in materials:
        for name in names:
            pack = material.catalog.packs[name]
            typer.echo(f"{pack.name.in_language(speech)} · {visible(material.entity)} · {material.period}")
            rows = [_lettered(one, letter, material, speech) for one, letter in pack.indicators.items()]
            heads = [say(f"head.{key}", speech) for key in ("letter", "id", "indicator", "value", "unit", "reason")]
            show.table(heads, rows, numbers=(3,))
            if pack.note is not None:
                typer.echo(pack.note.in_language(speech))


def _lettered(identifier: str, letter: str | None, material: Material, speech: Language) -> list[str]:
    definition = material.catalog.indicators[identifier]
    now = material.values.at(identifier, material.entity, material.period)
    return [
        letter or "",
        identifier,
        definition.name.in_language(speech),
        "—" if now.value is None else measured(now.value, definition),
        unit_of(material, identifier, speech),
        material.catalog.words[f"reason.{now.reason}"].in_language(speech) if now.reason else "",
    ]


def _beside(view: BlockView, material: Material, speech: Language) -> None:
    """The amounts, compositions and the paragraph of a block."""
    if view.health is not None:
        voice, indicators = Speech(material.catalog.words, material.case.file.currency), material.catalog.indicators
        typer.echo(group_told(voice, view.health, indicators).in_language(speech))
    amount, share, unit = (_heading(material, key, speech) for key in ("block.amount", "block.share", "unit.money"))
    amount = f"{amount} ({unit})"
    if view.amounts:
        rows = [[one.name.in_language(speech), one.printed or "—"] for one in view.amounts]
        show.table([say("head.item", speech), amount], rows, numbers=(1,))
    for parts in view.compositions:
        rows = [[one.name.in_language(speech), one.amount, one.printed] for one in parts.shares]
        rows.append([parts.name.in_language(speech), parts.amount, number(100.0, 2)])
        show.table([say("head.item", speech), amount, share], rows, numbers=(1, 2))
        if parts.gap:
            typer.echo(_heading(material, "block.last_digit", speech).format(gap=parts.gap))
    for whole, why in view.unmade:
        names = _heading(material, "block.composition", speech).format(name=whole.in_language(speech))
        reason = _heading(material, f"block.unmade.{why}", speech)
        typer.echo(_heading(material, "block.absent", speech).format(names=names, why=reason))


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
        remarks.insert(0, _heading(material, f"reason.{row.reason}", speech))
    if row.level is not None:
        remarks.insert(0, _heading(material, f"block.level.{row.level}", speech))
    if row.months:
        remarks.append(_heading(material, "block.months", speech).format(line=spark(row.months)))
    unit = unit_of(material, row.id, speech)
    name = row.name.in_language(speech)
    printed, before = row.printed or "—", row.previous or "—"
    return [name, printed, unit, before, row.formula.in_language(speech), row.source, "; ".join(remarks)]


def spark(values: Sequence[float]) -> str:
    """A line of eight heights, from the least value to the largest."""
    least, most = min(values), max(values)
    span = most - least
    return "".join(HEIGHTS[round((value - least) / span * (len(HEIGHTS) - 1)) if span else 0] for value in values)


def _heading(material: Material, key: str, speech: Language) -> str:
    return material.catalog.words[key].in_language(speech)
