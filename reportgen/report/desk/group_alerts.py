"""Warnings of a group's hospitals: how many each has, and which hospitals reach a red line."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.model.known import count
from reportgen.model.warnings import Level
from reportgen.report.desk.group_causes import MOST_NAMED, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.report.desk.group import GroupDesk


def numbers(desk: GroupDesk, member: Material) -> tuple[str, str] | None:
    """Warnings of the highest level, and of the others; None where the case has chosen no lines."""
    found = member.analysis["signals.risks"]
    if isinstance(found, Lack):
        return None
    handle = desk.handles[member.entity]
    red = count(f"{handle}.indicator.{one.indicator}" for one in found.warned if one.level is Level.RED)
    other = count(f"{handle}.indicator.{one.indicator}" for one in found.warned if one.level is not Level.RED)
    return printing.whole(red), printing.whole(other)


def at_red(desk: GroupDesk) -> Iterator[Text]:
    """Which ranked hospitals reach a red line, whatever their grade: it may be a fair one."""
    by_id = desk.material.by_id
    ranked = [place.hospital for place in desk.material.league.places if place.rank is not None]
    red = {hospital: found for hospital in ranked if (found := _red(by_id[hospital]))}
    n = count(f"{desk.handles[hospital]}.indicator.{found[0]}" for hospital, found in red.items())
    if len(red) > MOST_NAMED:
        yield desk.say("group.verdict.red.many", n=n, of=desk.count(ranked))
    elif red:
        touched = dict.fromkeys(chain.from_iterable(red.values()))
        lines = desk.say.join([desk.say.within(desk.short(indicator)) for indicator in touched], "list.comma")
        yield desk.say("group.verdict.red", n=n, lines=lines, names=named(desk, red))


def _red(member: Material) -> tuple[str, ...]:
    """Indicators that reach a red line."""
    found = member.analysis["signals.risks"]
    warned = () if isinstance(found, Lack) else found.warned
    return tuple(one.indicator for one in warned if one.level is Level.RED)
