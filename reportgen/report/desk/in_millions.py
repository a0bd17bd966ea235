"""The unit of the drawings of the brief: millions in both languages, or what is larger or smaller by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.printing import BILLION, MILLION, THOUSAND, WAN
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.definition import Text
    from reportgen.model.printing import PrintedNumber
    from reportgen.report.desk.context import SubjectContext


CHINESE: Final = "CNY"
"""The currency that counts in ten thousands, where Chinese is read: English text beside a drawing says thousands."""
FINER: Final = 2
WIDE: Final = 100.0
"""Billions have two decimals up to so many of them, thousands one: more leaves narrow columns no room."""
LONG: Final = 1e5
"""Units from which on a balance beside small flows is too long to print."""
LEAST, MOST = 5.0, 1000.0
"""Millions from which on the largest amount of a drawing is told in them, and from which on it is told in billions."""


@dataclass(frozen=True)
class DrawnUnit:
    """By what amounts are divided, and what that is called."""

    scale: float
    name: Text
    decimals: int = 1

    @staticmethod
    def of(context: SubjectContext, amounts: Iterable[float], beside: float = 0.0) -> DrawnUnit:
        """The unit in which the largest of some amounts can be read, unless a balance beside them is too long in it."""
        found = DrawnUnit._of(context, max((abs(one) for one in amounts), default=0.0))
        return found if beside < LONG * found.scale else DrawnUnit._of(context, beside)

    @staticmethod
    def _of(context: SubjectContext, largest: float) -> DrawnUnit:
        in_wan = context.material.case.file.currency == CHINESE and context.mode != "en"
        small = (WAN, "ten_thousand") if in_wan else (THOUSAND, "thousand")
        scale, key = (MILLION, "million") if largest >= LEAST * MILLION else small
        if largest >= MOST * MILLION:
            scale, key = BILLION, "billion"
        name, sign = context.say.currency_name(), context.say.currency_sign()
        wide = largest >= WIDE * scale
        decimals = {BILLION: 1 if wide else FINER, THOUSAND: 0 if wide else 1}.get(scale, 1)
        return DrawnUnit(scale, context.say(f"story.unit.{key}", name=name, sign=sign), decimals)

    def printed(self, amount: float, *, sign: bool = False) -> PrintedNumber:
        """An amount in the unit."""
        return printing.number(amount, self.decimals, sign=sign, over=self.scale)

    def spanned(self, context: SubjectContext, low: float, high: float) -> str:
        """From one amount to another in the unit; by a word, not by a dash, where a minus sign stands in it."""
        way = "negative" if min(low, high) < 0 else "plain"
        ends = {"low": same(self.printed(low)), "high": same(self.printed(high))}
        return context.say(f"story.unit.range.{way}", **ends).in_language(context.language)
