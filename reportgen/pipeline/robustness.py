"""How sure the result of a material is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.analysis.robustness import Robustness


def robustness_of(material: Material) -> Robustness:
    """Draws, distances, gaps, rank and methods for one hospital and period."""
    from reportgen.analysis.robustness import robustness

    return robustness(material.evaluation, material.scheme, material.catalog, material.values, peers=material.peers)
