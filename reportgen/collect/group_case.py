"""The hospitals whose cases came with their reports as one case of a group, from which the group report is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import yaml

from reportgen.collect.judging import Collection, RosterStatus
from reportgen.model import foreign_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.collect.judging import Hospital

FEWEST: Final = 2
CASE: Final = "case.yaml"
KNOWN: Final = ("entity", "name", "group", "period")
TABLE: Final = "data/figures.csv"


def files(found: Collection, identifier: str, scheme: str | None) -> dict[str, bytes]:
    """The files of the case; none where fewer than two hospitals can be put side by side.

    Hospitals of another currency or regime than most are left out: their figures do not stand beside the others'.
    """
    there = [
        one for one in found.hospitals if one.status is RosterStatus.RECEIVED and one.verified and one.verified.values
    ]
    kinds = Counter(_kind(one) for one in there)
    if not kinds:
        return {}
    kind = kinds.most_common(1)[0][0]
    members = [one for one in there if _kind(one) == kind]
    if len(members) < FEWEST:
        return {}
    currency, regime = kind
    name = {"zh": identifier, "en": identifier}
    case = {
        "group": {"id": identifier, "name": name},
        "regime": regime,
        "currency": currency,
        "scheme": scheme or _scheme(members),
    }
    text = yaml.safe_dump(case, allow_unicode=True, sort_keys=False)
    return {
        CASE: text.encode(),
        "mapping.yaml": yaml.safe_dump(_mapping(members), allow_unicode=True, sort_keys=False).encode(),
        TABLE: foreign_text.table(_rows(members)).encode("utf-8-sig"),
    }


def _items(members: Sequence[Hospital]) -> list[str]:
    return sorted({item for one in members if one.verified for _, item, _ in one.verified.values})


def _mapping(members: Sequence[Hospital]) -> dict[str, object]:
    """How the table is read: a row for each hospital and period, a column for each line."""
    entity = {"id": KNOWN[0], "name": KNOWN[1], "group": KNOWN[2]}
    source = {"file": TABLE, "layout": "wide", "entity": entity, "period": KNOWN[3], "unit": 1}
    return {"sources": [source | {"columns": {item: item for item in _items(members)}}]}


def _rows(members: Sequence[Hospital]) -> Iterator[list[str | float]]:
    items = _items(members)
    yield [*KNOWN, *items]
    for one in members:
        by_period: dict[str, dict[str, float]] = {}
        for period, item, value in one.verified.values if one.verified else ():
            by_period.setdefault(period, {})[item] = value
        for period, values in sorted(by_period.items()):
            known = [one.member.id, one.member.name, one.member.group or "", period]
            yield [*known, *(values.get(item, "") for item in items)]


def _kind(one: Hospital) -> tuple[str, str]:
    assert one.verified is not None
    return str(one.verified.currency), str(one.verified.regime)


def _scheme(members: Sequence[Hospital]) -> str:
    """The scheme that most of them were evaluated by."""
    return Counter(str(one.results["scheme"]["id"]) for one in members).most_common(1)[0][0]
