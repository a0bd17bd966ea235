"""One sub-score and one paragraph for indicators that are read together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Language, Text
from reportgen.model.printing import measured, number
from reportgen.model.schemes import Grade

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.results import ScoredIndicator

PLACES: Final = 2


@dataclass(frozen=True)
class GroupScore:
    """Points over weight of the scored indicators of a group, 0–100; None where none is scored."""

    score: float | None
    paragraph: Text


def group_score(material: Material, indicators: tuple[str, ...]) -> GroupScore:
    """The sub-score of some indicators by the weights of the evaluation, and what it says."""
    rows = [row for row in material.evaluation.indicators if row.id in indicators and row.score is not None]
    weight = sum(row.effective_weight for row in rows)
    if not rows or weight <= 0:
        return GroupScore(None, material.catalog.words["block.health_none"])
    score = sum(row.score * row.effective_weight for row in rows if row.score is not None) / weight
    return GroupScore(score, _paragraph(material, rows, score))


def _paragraph(material: Material, rows: list[ScoredIndicator], score: float) -> Text:
    weakest = min(rows, key=lambda row: (row.score or 0.0, row.id))
    bound = material.scheme.grades.get(Grade.GOOD, 0.0)
    met = sum((row.score or 0.0) >= bound for row in rows)
    defined = material.catalog.indicators[weakest.id]
    words = material.catalog.words["block.health"]

    def said(language: Language) -> str:
        return words.in_language(language).format(
            n=len(rows),
            score=number(score, PLACES),
            met=met,
            name=defined.name.in_language(language),
            value="—" if weakest.value is None else measured(weakest.value, defined),
            low=number(weakest.score or 0.0, PLACES),
        )

    return Text(zh=said("zh"), en=said("en"))
