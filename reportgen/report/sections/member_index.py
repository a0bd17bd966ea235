"""Where the page of each hospital is, by rank; the others behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model import printing

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.group import GroupDesk


@dataclass(frozen=True)
class Entry:
    """One hospital; `target` is its page."""

    rank: str
    name: Text
    target: str


@dataclass(frozen=True)
class MemberIndex:
    """All hospitals that have a page."""

    headline: Text
    entries: tuple[Entry, ...]


def member_index(desk: GroupDesk) -> MemberIndex | None:
    """The index; None where hospitals have no pages of their own."""
    entries = tuple(
        Entry(printing.DASH if place.rank is None else printing.whole(place.rank), desk.names[place.hospital], target)
        for place in desk.material.league.places
        if (target := desk.page_of(place.hospital)) is not None
    )
    return (
        MemberIndex(desk.say("group.index.headline", n=desk.count(desk.material.hospitals)), entries)
        if entries
        else None
    )
