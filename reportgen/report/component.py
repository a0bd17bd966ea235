"""What makes a section: the view that says it, and what it cannot do without."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reportgen.report.desk.desk import Desk
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.reports import Options

D = TypeVar("D", bound=Desk)
D_contra = TypeVar("D_contra", bound=Desk, contravariant=True)


def _nothing_announced(desk: Desk, options: Options) -> tuple[str, ...]:
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
