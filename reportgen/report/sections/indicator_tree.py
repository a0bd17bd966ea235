"""The system of indicators as a tree: parts, abilities and indicators, each with its weight in the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.charts.outline import Branch, outline
from reportgen.report.desk.sheet import Figure, Sheet
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.model.results import ScoredAbility
    from reportgen.report.desk.context import Context

SECTION: Final = "indicator_tree"
WIDTH_MM: Final = 124.0
"""So that the eye finds the weight of a name."""


def indicator_tree(context: Context) -> Sheet:
    """One drawing: abilities at the left, their indicators at the right."""
    say, roots = context.say, [_branch(context, ability) for ability in context.evaluation.abilities]
    listed = context.say.join(
        [say("indicator_tree.named", name=one.name, weight=_weight(one.weight)) for one in context.evaluation.abilities]
    )
    leaves = sum(len(root.parts) for root in roots)
    headline = say("indicator_tree.headline", n=len(roots), leaves=leaves)
    alt = context.text("indicator_tree.alt", n=len(roots), leaves=leaves, listed=listed)
    caption = context.figure(SECTION, say("indicator_tree.figure", scheme=context.material.scheme.name))
    picture = context.picture(SECTION, outline(roots, alt, ink(), width_mm=WIDTH_MM))
    return Sheet(headline, (Figure(caption, picture, say("indicator_tree.note")),))


def _branch(context: Context, ability: ScoredAbility) -> Branch:
    rows = (row for row in context.evaluation.indicators if row.ability == ability.id)
    leaves = tuple(Branch(context.short(row.id).in_language(context.language), _weight(row.weight)) for row in rows)
    return Branch(ability.name.in_language(context.language), _weight(ability.weight), leaves)


def _weight(share: float) -> str:
    return printing.percent(share, 2)
