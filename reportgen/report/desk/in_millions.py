"""The unit of the drawings of the brief: millions in both languages, or what is larger or smaller by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.printing import MILLION, WAN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.definition import Text
    from reportgen.model.printing import PrintedNumber
    from reportgen.report.desk.context import HospitalContext


BILLION: Final = 1e9
LEAST, MOST = 5.0, 10_000.0
"""Millions from which on the largest amount of a drawing is told in them, and from which on it is told in billions."""


@dataclass(frozen=True)
class DrawnUnit:
    """By what amounts are divided, and what that is called."""

    scale: float
    name: Text

    @staticmethod
    def of(context: HospitalContext, amounts: Iterable[float]) -> DrawnUnit:
        """The unit in which the largest of some amounts can be read."""
        largest = max((abs(one) for one in amounts), default=0.0)
        scale, key = (MILLION, "million") if largest >= LEAST * MILLION else (WAN, "ten_thousand")
        if largest >= MOST * MILLION:
            scale, key = BILLION, "billion"
        name, sign = context.say.currency_name(), context.say.currency_sign()
        return DrawnUnit(scale, context.say(f"story.unit.{key}", name=name, sign=sign))

    def printed(self, amount: float, *, sign: bool = False) -> PrintedNumber:
        """An amount with one decimal."""
        return printing.number(amount, 1, sign=sign, over=self.scale)
