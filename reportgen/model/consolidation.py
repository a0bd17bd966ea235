"""What the members of a group owe and sell to one another, and is no part of the group seen as one."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.definition import Text
from reportgen.model.place import Place


@dataclass(frozen=True)
class Elimination:
    """One line of the table of eliminations: the same amount goes out of a figure of each of two members.

    Attributes:
        giver: the member that has the asset, the income or the receipt.
        receiver: the member that has what answers to it: the liability, the expense or the payment.
        item: the giver's line.
        counter: the receiver's line.
        amount: in the base unit, above zero.
    """

    period: str
    giver: str
    receiver: str
    item: str
    counter: str
    amount: float
    reason: str
    place: Place

    @property
    def sides(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Both members, each with the line out of which the amount goes."""
        return (self.giver, self.item), (self.receiver, self.counter)


@dataclass(frozen=True)
class Summand:
    """One part of a consolidated figure: what a member has, or what is eliminated between two.

    Attributes:
        value: None where the member lacks it, and so the group does.
        note: why it is eliminated, or what an audit changed.
    """

    name: Text
    value: float | None
    places: tuple[Place, ...] = ()
    note: str = ""
