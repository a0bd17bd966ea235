"""The way of one number as a tree on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text as Styled
from rich.tree import Tree

from reportgen.cli.language import help_text
from reportgen.cli.plain import visible
from reportgen.export.explanation import scored
from reportgen.model.printing import measured, number
from reportgen.model.schemes import Bound, Grade

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language
    from reportgen.model.results import ScoredIndicator
    from reportgen.model.values import Derivation

UNBROKEN = 2000
"""No line is broken: a place must be copied whole."""


def print_explanation(material: Material, identifier: str, speech: Language) -> None:
    """Value, formula, items with their cells, then standard, score, weight and source."""
    definition = material.catalog.indicators[identifier]
    derivation = material.derive(identifier)
    value = measured(derivation.value, definition) if derivation.value is not None else "—"
    unit = _word(material.catalog, f"unit.{definition.unit}", speech)
    root = Tree(
        Styled(f"{definition.name.in_language(speech)} {value} {unit} · {identifier} · {material.period}", style="bold")
    )
    root.add(Styled(f"{help_text('head.formula')}: {definition.formula}"))
    for part in derivation.parts:
        _grow(root, part, material.catalog, speech)
    if derivation.reason:
        root.add(Styled(_word(material.catalog, f"reason.{derivation.reason}", speech)))
    if (row := scored(material, identifier)) is not None:
        _grow_score(root, row, material.catalog, speech)
    root.add(Styled(f"{help_text('head.source')}: {definition.source}"))
    Console(highlight=False, emoji=False, markup=False, width=UNBROKEN).print(root)


def _grow(tree: Tree, part: Derivation, catalog: Catalog, speech: Language) -> None:
    label = part.name.in_language(speech) if part.name else part.expression
    value = "—" if part.value is None else f"{part.value:,.15g}"
    words = f"{label} = {value}"
    if part.kind == "item":
        words += f" · {part.id} · {part.period}" + (f" · {part.view}" if part.view else "")
    if part.place is not None:
        words += f" · {part.place}"
    if part.reason is not None:
        words += f" · {_word(catalog, f'reason.{part.reason}', speech)}"
    branch = tree.add(Styled(visible(words)))
    for child in part.parts:
        _grow(branch, child, catalog, speech)


def _grow_score(tree: Tree, row: ScoredIndicator, catalog: Catalog, speech: Language) -> None:
    if row.standards is not None:
        levels = zip(Grade, row.standards.values(), strict=True)
        words = ", ".join(f"{_word(catalog, f'grade.{grade}', speech)} {_bound(bound)}" for grade, bound in levels)
        tree.add(Styled(f"{help_text('head.standard')}: {words} · {row.standards.source}"))
    if row.score is not None and row.points is not None:
        level = _word(catalog, f"grade.{row.level}", speech) if row.level else ""
        weight = f"{help_text('head.weight')} {number(row.effective_weight * 100, 2)}"
        words = f"{help_text('head.score')}: {number(row.score, 2)} {level} · {weight}"
        tree.add(Styled(f"{words} · {help_text('head.points')} {number(row.points, 2)}"))


def _bound(bound: Bound) -> str:
    return f"{bound[0]:g}-{bound[1]:g}" if isinstance(bound, tuple) else f"{bound:g}"


def _word(catalog: Catalog, key: str, speech: Language) -> str:
    return catalog.words[key].in_language(speech) if key in catalog.words else key.rpartition(".")[2]
