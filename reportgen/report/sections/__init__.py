"""All sections about one hospital, by the name that kinds of reports use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.report.component import Component, single
from reportgen.report.desk.context import Context
from reportgen.report.sections import (
    attribution,
    block,
    budget,
    card,
    commentary,
    method,
    movements,
    outline,
    passport,
    quality,
    robustness,
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
    "robustness": Component(single("robustness", robustness.robustness), SCORED),
    "attribution": Component(single("attribution", attribution.attribution), SCORED),
    "passport": Component(single("passport", passport.passport), is_last=True),
}
"""What each tells and what may be said about it stands in the catalogue, under ``sections``."""
