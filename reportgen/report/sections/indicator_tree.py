"""The system of indicators as a tree: parts, abilities and indicators, each with its weight in the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.charts.outline import Branch, outline
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.model.results import ScoredAbility
    from reportgen.report.desk.context import Context

SECTION: Final = "indicator_tree"
WIDTH_MM: Final = 124.0
"""So that the eye finds the weight of a name."""


def indicator_tree(context: Context) -> Sheet:
    """One drawing, abilities at the left and their indicators at the right, and the same as a table."""
    say, roots = context.say, [_branch(context, ability) for ability in context.evaluation.abilities]
    listed = context.say.join(
        [say("indicator_tree.named", name=one.name, weight=_weight(one.weight)) for one in context.evaluation.abilities]
    )
    leaves = sum(len(root.parts) for root in roots)
    headline = say("indicator_tree.headline", n=len(roots), leaves=leaves)
    alt = context.text("indicator_tree.alt", n=len(roots), leaves=leaves, listed=listed)
    caption = context.figure(SECTION, say("indicator_tree.figure", scheme=context.material.scheme.name))
    picture = context.picture(SECTION, outline(roots, alt, ink(), width_mm=WIDTH_MM))
    return Sheet(headline, (Figure(caption, picture, say("indicator_tree.note")), _table(context)))


def _table(context: Context) -> Table:
    """Goal, abilities and indicators, each with its share of the node above and of the total."""
    say = context.say
    columns = (
        Column(say("indicator_tree.head.node"), 108), Column(say("indicator_tree.head.local"), 32, "n"),
        Column(say("indicator_tree.head.total"), 32, "n"),
    )  # fmt: skip
    abilities = context.evaluation.abilities
    whole = sum(ability.weight for ability in abilities)
    lines = [Line((say("indicator_tree.goal", scheme=context.material.scheme.name), "", _points(whole)), "grand")]
    for ability in abilities:
        lines.append(Line((ability.name, _points(_share(ability.weight, whole)), _points(ability.weight)), "total"))
        rows = [row for row in context.evaluation.indicators if row.ability == ability.id]
        of_ability = sum(row.weight for row in rows)
        lines += [
            Line((context.short(row.id), _points(_share(row.weight, of_ability)), _points(row.weight)), level=1)
            for row in rows
        ]
    caption = context.table(SECTION, say("indicator_tree.table"))
    return Table(caption, columns, tuple(lines), (say("indicator_tree.levels"),), dense=True)


def _share(weight: float, whole: float) -> float:
    return weight / whole if whole else 0.0


def _points(share: float) -> str:
    return printing.number(share, 2, times=printing.PERCENT)


def _branch(context: Context, ability: ScoredAbility) -> Branch:
    rows = (row for row in context.evaluation.indicators if row.ability == ability.id)
    leaves = tuple(Branch(context.short(row.id).in_language(context.language), _weight(row.weight)) for row in rows)
    return Branch(ability.name.in_language(context.language), _weight(ability.weight), leaves)


def _weight(share: float) -> str:
    return printing.percent(share, 2)
