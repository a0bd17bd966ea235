"""All sections about one hospital, by the name that kinds of reports use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.report.component import Component, single
from reportgen.report.desk.context import Context
from reportgen.report.sections import (
    activity_table,
    block,
    budget,
    budget_statements,
    calculation_table,
    card,
    check_table,
    commentary,
    financial_statements,
    imprint,
    letter,
    method,
    movements,
    outline,
    passport,
    pledge,
    quality,
    score_table,
    scorecard,
    signatures,
    statement,
    summary,
    verdict,
    warnings,
)

SCORED: Final = ("scored",)

SECTIONS: Final[Mapping[str, Component[Context]]] = {
    "contents": Component(outline.contents),
    "part": Component(outline.part),
    "verdict": Component(single("verdict", verdict.verdict)),
    "summary": Component(summary.pieces, SCORED),
    "scorecard": Component(single("scorecard", scorecard.scorecard), SCORED, anchors=lambda *_: ("scorecard",)),
    "movements": Component(single("movements", movements.movements), SCORED),
    "card": Component(card.pieces, SCORED, anchors=card.anchors),
    "block": Component(block.pieces),
    "budget": Component(single("budget", budget.budget), ("month",)),
    "statement": Component(statement.pieces),
    "warnings": Component(single("warnings", warnings.warnings)),
    "quality": Component(single("quality", quality.quality)),
    "commentary": Component(single("commentary", commentary.commentary)),
    "signatures": Component(single("signatures", signatures.signatories)),
    "method": Component(single("method", method.method), SCORED),
    "passport": Component(single("passport", passport.passport), is_last=True),
    "letter": Component(letter.pieces),
    "score_table": Component(score_table.pieces, SCORED),
    "calculation_table": Component(calculation_table.pieces, SCORED),
    "financial_statements": Component(financial_statements.pieces),
    "budget_statements": Component(budget_statements.pieces),
    "activity_table": Component(activity_table.pieces),
    "check_table": Component(check_table.pieces),
    "pledge": Component(pledge.pieces),
    "imprint": Component(imprint.pieces),
}
"""What each tells and what may be said about it stands in the catalogue, under ``sections``."""
