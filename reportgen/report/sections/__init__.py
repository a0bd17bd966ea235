"""All sections about one hospital, by the name that kinds of reports use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.report.component import Component, single
from reportgen.report.desk.context import Context
from reportgen.report.sections import (
    ability,
    activity,
    alerts,
    block,
    budget,
    card,
    checks,
    commentary,
    control,
    cover,
    definitions,
    factors,
    files,
    glossary,
    method,
    movements,
    outline,
    passport,
    peers,
    qualitative,
    quality,
    reading,
    restatements,
    score_changes,
    scorecard,
    signatures,
    statement,
    summary,
    ties,
    verdict,
    warnings,
    year_budget,
    years,
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
    "cover": Component(single("cover", cover.cover)),
    "control": Component(single("control", control.control)),
    "reading": Component(single("reading", reading.reading)),
    "years": Component(single("years", years.scorecard_of_years), SCORED),
    "ability": Component(ability.pieces, SCORED, anchors=ability.anchors),
    "score_changes": Component(single("score_changes", score_changes.score_changes), SCORED),
    "year_budget": Component(single("year_budget", year_budget.year_budget), ("year",)),
    "factors": Component(factors.pieces, SCORED),
    "ties": Component(single("ties", ties.ties)),
    "activity": Component(single("activity", activity.activity)),
    "peers": Component(single("peers", peers.peers), SCORED),
    "alerts": Component(single("alerts", alerts.alerts), SCORED),
    "qualitative": Component(single("qualitative", qualitative.qualitative), SCORED),
    "definitions": Component(single("definitions", definitions.definitions), SCORED),
    "checks": Component(single("checks", checks.checks)),
    "restatements": Component(single("restatements", restatements.restatements)),
    "files": Component(single("files", files.files)),
    "glossary": Component(single("glossary", glossary.glossary)),
    "passport": Component(passport.pieces, is_last=True),
}
"""What each tells and what may be said about it stands in the catalogue, under ``sections``."""
