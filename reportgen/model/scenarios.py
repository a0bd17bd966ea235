"""What-if: which causes change by how much."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty, Text


class Cause(StrEnum):
    """What may be assumed to change, relative to the figures of the period."""

    OUTPATIENT_VOLUME = "outpatient_volume"
    INPATIENT_VOLUME = "inpatient_volume"
    SERVICE_PRICES = "service_prices"  # of all services but drugs and consumables
    TEST_PRICES = "test_prices"  # of examinations and laboratory
    DRUG_PRICES = "drug_prices"  # bought and sold alike: no mark-up
    CONSUMABLES_PRICES = "consumables_prices"  # likewise
    WAGES = "wages"
    APPROPRIATIONS = "appropriations"


class Scenario(Definition):
    """One what-if, each cause with its relative change: −0.05 is a fall by five percent."""

    name: Text
    source: NonEmpty
    assumptions: dict[Cause, float] = Field(min_length=1)
