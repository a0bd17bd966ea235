"""What an evaluation may know beyond the indicators and the scheme."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypedDict

from reportgen.model.checklists import Inspections
from reportgen.model.experts import ExpertOpinions
from reportgen.model.results import Evaluation
from reportgen.model.standards import HospitalClass
from reportgen.model.targets import Targets


class Facts(TypedDict, total=False):
    """What else may be known of an evaluation.

    Attributes:
        opinions: the experts' opinions, for parts that experts judge.
        first_month: first month of the fiscal year; scores do not depend on it, values already do.
        not_applicable: indicators that the case declares as not applicable.
        weights_of: use the weights of this evaluation by the same scheme, so that two periods compare.
        targets: what the hospital set itself, for standards of the kinds plan and budget.
        hospital: its class, by which tables of standards are chosen.
        inspections: filled checklists, for the evidence beside each mark; the marks themselves are among the values.
        rounds: all rounds of opinions up to the period, in order, for how far the experts agree in each.
    """

    opinions: ExpertOpinions | None
    first_month: int
    not_applicable: Collection[str]
    weights_of: Evaluation | None
    targets: Targets | None
    hospital: HospitalClass | None
    inspections: Inspections | None
    rounds: Sequence[ExpertOpinions]
