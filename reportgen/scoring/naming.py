"""What a scheme calls things: its parts and their weighting, and which way an indicator is better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Text
from reportgen.model.definitions import Direction
from reportgen.model.schemes import SchemeIndicator, SchemePart, WeightRule
from reportgen.scoring.weights import COMBINATIONS

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

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
