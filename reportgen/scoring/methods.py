"""The scoring methods that a scheme can name for a part.

METHODS score values by five levels, relative.SINGLE by one standard; EXPERT_METHODS score the opinions of experts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.model.schemes import SchemePart
from reportgen.scoring.arrays import Method
from reportgen.scoring.ranking import RANKINGS_OF_OBJECTS
from reportgen.scoring.relative import SINGLE, efficacy_coefficient, level_efficacy

METHODS: Final[Mapping[str, Method]] = {
    "level_efficacy": level_efficacy,
    "efficacy_coefficient": efficacy_coefficient,
    "enterprise_layers": level_efficacy,
}

LAYERED: Final = "enterprise_layers"
"""The method whose basic scores are corrected by a second layer of indicators."""

JOINT: Final = frozenset(RANKINGS_OF_OBJECTS)
"""Methods that judge the values of several objects against one another; their results are relative."""

VALUED: Final = frozenset({*METHODS, *SINGLE, *JOINT})
"""Methods that score values."""

SUMMED: Final = frozenset({"rank_sum_ratio", "grey_relation"})
"""Methods of JOINT whose result is the weighted sum of what each indicator contributes."""

GEOMETRIC: Final = frozenset({"composite_index", "ratio_scoring", "efficacy_coefficient"})
"""Methods whose single scores may be joined by a geometric mean."""

EXPERT_LEVELS: Final = "expert_levels"
"""The method of a part that experts judge; its levels come from opinions, not from values."""

FUZZY: Final = "fuzzy_levels"
"""The same opinions as degrees of membership in each level."""

MEAN_OPERATOR: Final = "M(prod,sum)"
"""The operator of fuzzy evaluation whose result is the weighted mean of the memberships."""

EXPERT_METHODS: Final = frozenset({EXPERT_LEVELS, FUZZY})


SUM: Final = "sum"
PRODUCT: Final = "product"
WHOLE: Final = "whole"


def joined(part: SchemePart) -> str:
    """How indicators make the part: a SUM of scores by weight, a PRODUCT of powers, or only as a WHOLE."""
    if part.aggregate == "geometric":
        return PRODUCT
    if part.method in JOINT:
        native = (part.ranking.score or "native") == "native"
        return SUM if part.method in SUMMED and native else WHOLE
    return WHOLE if part.method == FUZZY and part.operator != MEAN_OPERATOR else SUM
