"""What is wrong, where, and with which facts; the words stand in the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.model.definition import Text


class Money(float):
    """An amount in the unit of its currency: said to the cent, however long its binary tail is."""

    __slots__ = ()


BEFORE: Final = ("comp", "open")
"""Columns of a form that tell what was before its period: last year's figures, opening balances."""
Fact: TypeAlias = "str | int | float | Text | Place | tuple[str, ...] | None"


def amount(value: float, unit: str) -> float:
    """A figure of an item as a fact: money where its unit is."""
    return Money(value) if unit == "money" else value


class Severity(StrEnum):
    """How much a finding weighs: an error stops a submission, a warning asks, a note tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing to be told to the user.

    Attributes:
        rule: id of the rule, a key of the catalog's messages (V01, W05, I03, D02 …).
        place: where it stands.
        facts: values for the placeholders of the message.
        severity: where it differs from the rule's own, else None.
        places: further places that belong to it (the other cells of a sum).
        cause: rule and place of the finding that this one follows from, or None.
        is_ours: a fault of the program and not of the case: told as that, it weighs no more than a warning.

    The fact `view` names a column of the time before (`BEFORE`), where all figures of the finding stand in one.
    """

    rule: str
    place: Place
    facts: Mapping[str, Fact] = field(default_factory=dict)
    severity: Severity | None = None
    places: tuple[Place, ...] = ()
    cause: tuple[str, Place] | None = None
    is_ours: bool = False

    @property
    def is_of_before(self) -> bool:
        """Whether it asks about figures of last year that stand beside those of its period, and about none of these."""
        return self.facts.get("view") in BEFORE
