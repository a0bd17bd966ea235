"""All sections by the name that kinds of reports use: about one hospital, and about many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.report.component import Component, single
from reportgen.report.desk.context import Context
from reportgen.report.desk.group import GroupDesk
from reportgen.report.sections import (
    activity,
    activity_table,
    alerts,
    attribution,
    block,
    budget,
    budget_statements,
    calculation_table,
    card,
    check_table,
    checks,
    commentary,
    control,
    cover,
    definitions,
    factors,
    files,
    financial_statements,
    glossary,
    imprint,
    letter,
    method,
    movements,
    outline,
    passport,
    peers,
    pledge,
    qualitative,
    quality,
    reading,
    restatements,
    robustness,
    score_changes,
    score_table,
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
from reportgen.report.sections.card import ability as card_ability

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
    "ability": Component(card_ability.pieces, SCORED, anchors=card_ability.anchors),
    "activity": Component(single("activity", activity.activity)),
    "activity_table": Component(activity_table.pieces),
    "alerts": Component(single("alerts", alerts.alerts), SCORED),
    "attribution": Component(single("attribution", attribution.attribution), SCORED),
    "budget_statements": Component(budget_statements.pieces),
    "calculation_table": Component(calculation_table.pieces, SCORED),
    "check_table": Component(check_table.pieces),
    "checks": Component(single("checks", checks.checks)),
    "control": Component(single("control", control.control)),
    "cover": Component(single("cover", cover.cover)),
    "definitions": Component(single("definitions", definitions.definitions), SCORED),
    "factors": Component(factors.pieces, SCORED),
    "files": Component(single("files", files.files)),
    "financial_statements": Component(financial_statements.pieces),
    "glossary": Component(single("glossary", glossary.glossary)),
    "imprint": Component(imprint.pieces),
    "letter": Component(letter.pieces),
    "passport": Component(passport.pieces, is_last=True),
    "peers": Component(single("peers", peers.peers), SCORED),
    "pledge": Component(pledge.pieces),
    "qualitative": Component(single("qualitative", qualitative.qualitative), SCORED),
    "reading": Component(single("reading", reading.reading)),
    "restatements": Component(single("restatements", restatements.restatements)),
    "robustness": Component(single("robustness", robustness.robustness), SCORED),
    "score_changes": Component(single("score_changes", score_changes.score_changes), SCORED),
    "score_table": Component(score_table.pieces, SCORED),
    "ties": Component(single("ties", ties.ties)),
    "year_budget": Component(single("year_budget", year_budget.year_budget), ("year",)),
    "years": Component(single("years", years.scorecard_of_years), SCORED),
}
"""What each tells and what may be said about it stands in the catalogue, under ``sections``."""

GROUP_SECTIONS: Final[Mapping[str, Component[GroupDesk]]] = {
    "contents": Component(outline.contents),
    "part": Component(outline.part),
    "cover": Component(single("cover", cover.cover)),
}
"""The same for reports about many hospitals."""
