"""Conditions under which a section is taken in, by the name that sections and kinds of reports use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.analysis.grounds import Grounds
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.group import GroupContext


SELF_ASSESSMENT: Final = "business.national_appraisal"


def _is_scored(context: HospitalContext) -> bool:
    return bool(context.evaluation.indicators)


def _is_appraised(context: HospitalContext) -> bool:
    return not isinstance(context.material.analysis[SELF_ASSESSMENT], Unavailable)


def is_redacted(grounds: Grounds) -> bool:
    """Whether the version leaves anything out."""
    return grounds.redaction is not None and bool(grounds.redaction.audience.withholds)


def is_public(grounds: Grounds) -> bool:
    """Whether the accounts follow the rules of Chinese public hospitals."""
    return grounds.case.file.has_official_rules


CONDITIONS: Final[Mapping[str, Callable[[HospitalContext], bool]]] = {
    "scored": _is_scored,
    "unscored": lambda context: not _is_scored(context),
    "month": lambda context: context.is_month,
    "within_year": lambda context: not context.is_year,
    "year": lambda context: context.is_year,
    "peers": lambda context: context.material.peers is not None,
    "history": lambda context: context.before is not None,
    "redacted": lambda context: is_redacted(context.material),
    "appraised": _is_appraised,
    "public_hospital": lambda context: is_public(context.material),
}
"""What each means is said in the words, under ``condition``."""

GROUP_CONDITIONS: Final[Mapping[str, Callable[[GroupContext], bool]]] = {
    "scored": lambda desk: desk.is_scored,
    "unscored": lambda desk: not desk.is_scored,
    "month": lambda desk: desk.is_month,
    "within_year": lambda desk: not desk.is_year,
    "year": lambda desk: desk.is_year,
    "peers": lambda desk: any(level.is_shown for level in desk.levels),
    "history": lambda desk: any(desk.before(member) is not None for member in desk.material.members),
    "redacted": lambda desk: is_redacted(desk.material),
    "appraised": lambda _: False,
    "public_hospital": lambda desk: is_public(desk.material),
}
"""The same conditions of a report about many hospitals."""
