"""The scoring methods that a scheme can name for a part whose indicators are computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.scoring.arrays import Method
from reportgen.scoring.efficacy_coefficient import efficacy_coefficient
from reportgen.scoring.level_efficacy import level_efficacy

METHODS: Final[Mapping[str, Method]] = {
    "level_efficacy": level_efficacy,
    "efficacy_coefficient": efficacy_coefficient,
}

EXPERT_LEVELS: Final = "expert_levels"
"""The method of a part that experts judge; its levels come from opinions, not from values."""
