"""From indicators to scores and grades by the published methods that a scheme names.

The pure kernels stand in METHODS and WEIGHTINGS; `evaluate` applies a scheme to a hospital; CALCULATORS offer each
method alone.
"""

from __future__ import annotations

from reportgen.scoring.evaluation import evaluate, remarks_of
from reportgen.scoring.methods import METHODS
from reportgen.scoring.panel import PanelScores, score_panel
from reportgen.scoring.scheme_rules import contradictions, doubts, insist, scheme_findings
from reportgen.scoring.weights import WEIGHTINGS

__all__ = [
    "METHODS",
    "WEIGHTINGS",
    "PanelScores",
    "contradictions",
    "doubts",
    "evaluate",
    "insist",
    "remarks_of",
    "scheme_findings",
    "score_panel",
]
