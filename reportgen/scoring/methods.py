"""The scoring methods that a scheme can name for a part.

METHODS score values by five levels, relative.SINGLE by one standard; EXPERT_METHODS score the opinions of experts.

What a scheme calls things: its parts and their weighting, and which way an indicator is better.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Text
from reportgen.model.definitions import Direction
from reportgen.model.schemes import SchemeIndicator, SchemePart, WeightRule
from reportgen.scoring.arrays import Method
from reportgen.scoring.ranking import RANKINGS_OF_OBJECTS
from reportgen.scoring.relative import SINGLE, efficacy_coefficient, level_efficacy
from reportgen.scoring.weights import COMBINATIONS

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

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


GIVEN: Final = "given"
AHP: Final = "ahp"
COMBINED: Final = "combined"
DELPHI: Final = "delphi"


def direction_of(identifier: str, indicator: SchemeIndicator, catalog: Catalog) -> Direction:
    """The scheme's word on which values are better, or else the catalog's."""
    return indicator.direction or catalog.indicators[identifier].direction


def part_name(identifier: str, part: SchemePart, words: Mapping[str, Text]) -> Text:
    """The name that a scheme gives a part, or else what a part of this id, or of this method, is usually called.

    Every scoring method has such a name; a part by an unknown one, which is never scored by, is called by its id.
    """
    usual = words.get(f"part_of_scheme.{identifier}") or words.get(f"part_by_method.{part.method}")
    return part.name or usual or Text(zh=identifier, en=identifier)


def weighting_name(part: SchemePart) -> str:
    """The row of WEIGHTINGS that a part asks for: `delphi` together with its rule."""
    rule = part.weights if isinstance(part.weights, WeightRule) else WeightRule(method=part.weights)
    if rule.method != DELPHI:
        return rule.method
    return f"{DELPHI}_{rule.combine or next(iter(COMBINATIONS))}"
