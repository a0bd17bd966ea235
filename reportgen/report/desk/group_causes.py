"""Where the change of a group comes from: how many totals rose and fell, and the ability that moved them most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.analysis.group.movers import shifts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.speech import Fact


def causes(desk: GroupDesk) -> Iterator[Text]:
    """How many totals rose and fell, by how much on average, and the ability behind most of that."""
    found = shifts(desk.material)
    if not found.changes:
        return
    mean = sum(found.abilities.values())
    most = max(found.abilities, key=lambda name: (found.abilities[name] * (1 if mean > 0 else -1), name))
    names = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    rose, fell = (
        desk.count((who for who, change in found.changes.items() if change * sign > 0), "score.total")
        for sign in (1, -1)
    )
    facts: dict[str, Fact] = {"up": rose, "down": fell, "mean": desk.points(mean), "name": names[most]}
    yield desk.say("group.verdict.cause", effect=desk.points(found.abilities[most]), **facts)
