"""What stands under the keys of a report about many hospitals: each hospital's are looked up among its own results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.report.desk.standing_keys import WITHIN, Keys, StandingKeys
from reportgen.report.passport import Origin

if TYPE_CHECKING:
    from reportgen.report.desk.group import GroupDesk

RESULTS: Final = f"results.json{WITHIN}"
SHARED: Final = ("rule.", "warning.", "scheme.", "ability.", "part.", "indicator.")
"""What keys begin with that are of no single hospital: all are judged by the same scheme."""

DRAWS: Final = "league.draws"
RANGE: Final = "rank."
"""What the keys of the ends of a range of ranks begin with."""


@dataclass(frozen=True, eq=False)
class GroupKeys(Keys):
    """The keys of a report about a group; numbers with a passport of their own are left to it."""

    desk: GroupDesk

    def of(self, key: str) -> Origin | None:
        """What stands under a key; None where nothing is known of it, or its passport tells."""
        return None if key in self.desk.ledger.entries else super().of(key)

    @cached_property
    def _members(self) -> dict[str, StandingKeys]:
        members = self.desk.material.members
        return {self.desk.handles[one.entity]: StandingKeys(self.desk.at(one)) for one in members}

    def _of(self, key: str) -> Origin | None:
        handle, _, own = key.partition(".")
        if handle in self._members:
            keys = self._members[handle]
            found, name = self._rank(own) or keys.of(own), keys.context.material.entity
            return None if found is None else replace(found, key=key, at=_within(found.at, name))
        if key == DRAWS:
            return Origin(key, None, (), f"{RESULTS}draws", self.desk.say("passport.origin.program"))
        if key.startswith(SHARED) and self._members:
            found = next(iter(self._members.values())).of(key)
            return None if found is None else replace(found, at="" if found.at.startswith(RESULTS) else found.at)
        return None

    def _rank(self, key: str) -> Origin | None:
        """The lowest and the highest of the ranks that a hospital had with other weights."""
        if not key.startswith(RANGE):
            return None
        return Origin(key, None, (), f"{RESULTS}rank_interval", self.desk.say("group.origin.interval"))


def _within(at: str, hospital: str) -> str:
    """The way in the results of a group, which hold those of each hospital by its id."""
    return at.replace(RESULTS, f"{RESULTS}hospitals/{hospital}/", 1)
