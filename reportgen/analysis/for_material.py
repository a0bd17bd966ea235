"""How sure the result of a material is, and why it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.analysis.attribution import Attribution, GradePoint
    from reportgen.analysis.material import Material
    from reportgen.analysis.robustness import Robustness


def robustness_of(material: Material) -> Robustness:
    """Draws, distances, gaps, rank and methods for one hospital and period."""
    from reportgen.analysis.robustness import robustness

    return robustness(material.evaluation, material.scheme, material.catalog, material.values, peers=material.peers)


def change_of(material: Material) -> Attribution | None:
    """The change of the score since the same period of last year, by causes; None where there is no such score."""
    from reportgen.analysis.attribution import attribution
    from reportgen.model.period import Period

    earlier = str(Period.parse(material.period).previous_year())
    if material.judge is None or earlier not in material.history:
        return None
    before, restated = material.judge(earlier), material.history[earlier]
    return attribution(before, material.evaluation, material.scheme, restated=restated)


def grades_of(material: Material) -> tuple[GradePoint, ...]:
    """Grades of the earlier periods by today's weights, and of this one."""
    from reportgen.analysis.attribution import grade_history
    from reportgen.model.period import Period

    kind = Period.parse(material.period).kind
    whole = {**material.history, material.period: material.evaluation}
    alike = [period for period in whole if Period.parse(period).kind is kind]
    return grade_history({period: whole[period] for period in sorted(alike)})
