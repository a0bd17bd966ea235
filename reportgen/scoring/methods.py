"""The scoring methods that a scheme can name for a part.

METHODS score values by five levels, relative.SINGLE by one standard; EXPERT_METHODS score the opinions of experts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.scoring.arrays import Method
from reportgen.scoring.efficacy_coefficient import efficacy_coefficient
from reportgen.scoring.level_efficacy import level_efficacy
from reportgen.scoring.relative import SINGLE

METHODS: Final[Mapping[str, Method]] = {
    "level_efficacy": level_efficacy,
    "efficacy_coefficient": efficacy_coefficient,
    "enterprise_layers": level_efficacy,
}

LAYERED: Final = "enterprise_layers"
"""The method whose basic scores are corrected by a second layer of indicators."""

VALUED: Final = frozenset({*METHODS, *SINGLE})
"""Methods that score values."""

EXPERT_LEVELS: Final = "expert_levels"
"""The method of a part that experts judge; its levels come from opinions, not from values."""

FUZZY: Final = "fuzzy_levels"
"""The same opinions as degrees of membership in each level."""

EXPERT_METHODS: Final = frozenset({EXPERT_LEVELS, FUZZY})
