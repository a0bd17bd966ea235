"""What makes a section: the view that says it, and what it cannot do without.

Conditions under which a section is taken in, by the name that kinds of reports use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from reportgen.model.period import PeriodKind
from reportgen.report.desk.context import RenderContext
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.grounds import Grounds
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.group import GroupContext


D = TypeVar("D", bound=RenderContext)
D_contra = TypeVar("D_contra", bound=RenderContext, contravariant=True)


def _nothing_announced(desk: RenderContext, options: Options) -> tuple[str, ...]:
    del desk, options
    return ()


@dataclass(frozen=True)
class Component(Generic[D_contra]):
    """One section as code.

    Attributes:
        view: what it says: none, one or several pieces.
        needs: conditions without which it has nothing to say, by name.
        is_last: whether it is written after all others, wherever it stands, since it tells what they printed.
        anchors: ids that other sections may refer to, known before anything is written.
    """

    view: Callable[[D_contra, Options], Iterable[Piece]]
    needs: tuple[str, ...] = ()
    is_last: bool = False
    anchors: Callable[[D_contra, Options], tuple[str, ...]] = _nothing_announced


def single(name: str, say: Callable[[D], Any]) -> Callable[[D, Options], Iterable[Piece]]:
    """The view of a section without options that stands once: its content, or None where there is nothing to say."""

    def view(desk: D, options: Options) -> Iterable[Piece]:
        del options
        content = say(desk)
        return [] if content is None else [Piece(name, content)]

    return view


ELSEWHERE: Final = "other"
"""The accounting rules of hospitals that do not keep the accounts of Chinese public bodies."""


def _is_scored(context: HospitalContext) -> bool:
    return bool(context.evaluation.indicators)


def is_redacted(grounds: Grounds) -> bool:
    """Whether the version leaves anything out."""
    return grounds.redaction is not None and bool(grounds.redaction.audience.withholds)


CONDITIONS: Final[Mapping[str, Callable[[HospitalContext], bool]]] = {
    "scored": _is_scored,
    "unscored": lambda context: not _is_scored(context),
    "month": lambda context: context.is_month,
    "year": lambda context: context.period.kind is PeriodKind.YEAR,
    "peers": lambda context: context.material.peers is not None,
    "history": lambda context: context.before is not None,
    "redacted": lambda context: is_redacted(context.material),
    "public_hospital": lambda context: context.material.case.file.regime != ELSEWHERE,
}
"""What each means is said in the words, under ``condition``."""

GROUP_CONDITIONS: Final[Mapping[str, Callable[[GroupContext], bool]]] = {
    "scored": lambda desk: desk.is_scored,
    "unscored": lambda desk: not desk.is_scored,
    "month": lambda desk: desk.is_month,
    "year": lambda desk: desk.period.kind is PeriodKind.YEAR,
    "peers": lambda desk: any(level.is_shown for level in desk.levels),
    "history": lambda desk: any(desk.before(member) is not None for member in desk.material.members),
    "redacted": lambda desk: is_redacted(desk.material),
    "public_hospital": lambda desk: desk.material.case.file.regime != ELSEWHERE,
}
"""The same conditions of a report about many hospitals."""
