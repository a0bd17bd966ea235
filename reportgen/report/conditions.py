"""Conditions under which a section is taken in, by the name that kinds of reports use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model.period import PeriodKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.report.desk.context import Context


def _is_scored(context: Context) -> bool:
    return bool(context.evaluation.indicators)


CONDITIONS: Final[Mapping[str, Callable[[Context], bool]]] = {
    "scored": _is_scored,
    "unscored": lambda context: not _is_scored(context),
    "month": lambda context: context.is_month,
    "year": lambda context: context.period.kind is PeriodKind.YEAR,
    "peers": lambda context: context.material.peers is not None,
    "history": lambda context: context.before is not None,
}
"""What each means is said in the words, under ``condition``."""
