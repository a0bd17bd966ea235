"""Which pieces of the board's brief stand on which page: two pages, or one where neither fills one.

Estimates: a character of Chinese is as wide as its size, digits and capitals a bit over half of it, letters a bit less.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.report.desk.brief import causes, happened, story
from reportgen.report.desk.brief.cash_days import known_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.model.definition import LanguageMode, Text
    from reportgen.report.desk.context import HospitalContext

STORY: Final = "story"
SCORECARD: Final = "scorecard"
FEW: Final = 10
"""Indicators below which the scorecard leaves most of its page to others."""
AROUND_MM: Final[Mapping[LanguageMode, float]] = {"zh": 39.0, "en": 33.0, "zh-en": 44.0}
"""Heads, notes and conclusion of the piece about cash, as it was measured, with two millimetres to spare."""
LOWEST: Final = 0.75
ENOUGH: Final = 3
"""Parts of the story from which on it fills a page."""
POINT_MM: Final = 25.4 / 72
HAN: Final = "\u2e80"
WIDE, NARROW, THIN = 0.56, 0.51, 0.27
"""Widths of digits and capitals, of letters, and of spaces and points, in their size."""
THINS: Final = frozenset(" ,.;:'ilj()")
SLACK: Final = 1.02
"""What is lost at the ends of lines."""


def parts(context: HospitalContext) -> int:
    """How many parts of the story have something to say."""
    with context.ledger.only_asked():
        steps = [one for one in story.proposals(context) if one.is_step]
        told = (happened.happened(context), causes.causes(context), story.promises(context))
    whole = (*told, forecast(context), steps)
    return sum(bool(one) for one in whole)


def forecast(context: HospitalContext) -> Forecast | None:
    """The surplus of the year to its end, where all of its months are known."""
    found: Mapping[str, Forecast | Unavailable] = context.material.analysis["outlook.year_end"]
    one = found["surplus"]
    if isinstance(one, Unavailable) or len(one.past) < context.period.months_elapsed:
        return None
    return one


def fills_a_page(context: HospitalContext) -> bool:
    """Whether there is all of what the piece about cash may have, one under the other: days, flows, debts or payers."""
    analysis = context.material.analysis
    others = [not isinstance(analysis[name], Unavailable) for name in ("outlook.debts", "business.receivables")]
    has_flows = not isinstance(analysis["comparison.cash_bridge"], Unavailable)
    return known_days(context) is not None and has_flows and any(others)


def is_joined(context: HospitalContext) -> bool:
    """Whether the piece about cash stands on the page of the story: there is one, and it does not fill its page.

    All of it takes more than the story leaves. Nor would a short scorecard fill the page between them: it shares one
    with either, and would be left alone.
    """
    is_short = context.anchor(SCORECARD) is not None and len(context.evaluation.indicators) < FEW
    return (
        context.anchor(STORY) is not None and 0 < parts(context) < ENOUGH and not is_short and not fills_a_page(context)
    )


def lowered(heights: tuple[float, float], room_mm: float, mode: LanguageMode) -> tuple[float, float]:
    """Heights of the drawings of days and of flows that the rest of a page has room for; not too low to be read."""
    share = min(1.0, max(LOWEST, (room_mm - AROUND_MM[mode]) / sum(heights)))
    return heights[0] * share, heights[1] * share


def lines(words: str, width_mm: float, points: float) -> int:
    """On how many lines words of a size stand."""
    wide = sum(map(_width, words)) * points * POINT_MM
    return max(1, ceil(wide * SLACK / width_mm))


def _width(character: str) -> float:
    if character >= HAN:
        return 1.0
    return THIN if character in THINS else WIDE if character.isdigit() or character.isupper() else NARROW


@dataclass(frozen=True)
class SetType:
    """Type: its size in points, and its leading."""

    points: float
    leading: float

    def height(self, words: str, width_mm: float) -> float:
        """Of words in millimetres."""
        return lines(words, width_mm, self.points) * self.points * self.leading * POINT_MM


@dataclass(frozen=True)
class Setting:
    """Words as a page sets them: in the leading language, in two languages the other one below."""

    mode: LanguageMode
    first: SetType
    below: SetType

    def height(self, words: Text | None, width_mm: float) -> float:
        """Of a text in millimetres; nothing is as high as nothing."""
        if words is None:
            return 0.0
        if self.mode == "en":
            return self.first.height(words.en, width_mm)
        own = self.first.height(words.zh, width_mm)
        return own + (self.below.height(words.en, width_mm) if self.mode == "zh-en" else 0.0)

    def inline(self, words: Text | None, width_mm: float) -> float:
        """The same of words behind which the other language stands on the same line."""
        if words is None or self.mode != "zh-en":
            return self.height(words, width_mm)
        return self.first.height(f"{words.zh} {words.en}", width_mm)

    def row(self, cells: Sequence[Text | None], widths: Iterable[float], air_mm: float) -> float:
        """Of a row of a table, by its highest cell."""
        return air_mm + max(self.height(cell, width) for cell, width in zip(cells, widths, strict=True))
