"""The results of a group as JSON: ``reportgen/group/1``.

Standards from a panel as tables that schemes can refer to, and as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from reportgen.analysis.peer_groups import CENTRAL, PERCENTILES, five_levels
from reportgen.export.findings import both, listed
from reportgen.export.results import document as hospital_document
from reportgen.export.results import standing_of
from reportgen.model.definitions import Direction
from reportgen.model.period import Period

if TYPE_CHECKING:
    from reportgen.analysis.group.league import LeaguePlace
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.analysis.peer_groups import PeerGroup, PeerStandards
    from reportgen.catalog import Catalog

SCHEMA: Final = "reportgen/group/1"
OF_A_HOSPITAL: Final = (
    "entity",
    "abilities",
    "parts",
    "score",
    "score_printed",
    "grade",
    "grade_name",
    "grade_unrounded",
    "incomplete",
    "quality",
)
"""What of a hospital's own results stands in those of its group; findings stand there once, for all."""


def document(group: GroupMaterial) -> dict[str, Any]:
    """Every hospital with its rank, the interval of it, scores and scored indicators, at full precision."""
    content = {
        "schema": SCHEMA,
        "program": group.version,
        "scheme": {"id": group.scheme_id, "version": group.scheme.version},
        "entity": {"id": group.entity, "name": both(group.name)},
        "period": group.period,
        "currency": group.case.file.currency,
        "illustrative": group.case.file.illustrative,
        "ranked": group.league.ranked,
        "draws": group.league.draws,
        "hospitals": [_hospital(group, place) for place in group.league.places],
        "absent": list(group.absent),
        "findings": listed(group.findings, group.catalog),
    }
    return content if group.standing is None else content | {"standing": standing_of(group.standing)}


def _hospital(group: GroupMaterial, place: LeaguePlace) -> dict[str, Any]:
    member = group.by_id[place.hospital]
    whole = hospital_document(member, only_scored=True)
    kept = {key: whole[key] for key in OF_A_HOSPITAL}
    return kept | {
        "level": group.level(place.hospital) or None,
        "rank": place.rank,
        "rank_interval": None if place.low is None else [place.low, place.high],
        "moved": place.moved,
        "previous_score": _earlier(group, member),
        "indicators": whole["indicators"],
    }


def _earlier(group: GroupMaterial, member: Material) -> float | None:
    found = group.earlier(member)
    return found.score if found is not None else None


PEER_STANDARDS_SCHEMA: Final = "reportgen/peers/1"
UNKNOWN: Final = "-"
"""The group of those whose class, size or region is not known: measured, but nobody's standard."""
LEVELS: Final = ("excellent", "good", "fair", "low", "poor")


def peer_standards_document(found: PeerStandards) -> dict[str, Any]:
    """Groups with their standards, percentiles by name."""
    groups = []
    for group in found.groups:
        rows = [
            {key: value for key, value in asdict(one).items() if key not in {"percentiles", "central"}}
            | {f"p{100 * share:.0f}": value for share, value in zip(PERCENTILES, one.percentiles, strict=True)}
            for one in group.standards
        ]
        groups.append({"by": group.by, "name": group.name, "period": group.period, "n": group.n, "standards": rows})
    head = {"schema": PEER_STANDARDS_SCHEMA, "period": found.period, "by": found.by, "k": found.k}
    return head | {"groups": groups, "excluded": list(found.excluded), "hidden": found.hidden}


def tables(
    found: PeerStandards, catalog: Catalog, family: str, source: str, directions: Mapping[str, Direction]
) -> dict[str, dict[str, Any]]:
    """Tables of five levels by id, to be written as YAML into a case's ``standards/``.

    Args:
        found: the groups.
        catalog: names of the classes, directions of the indicators.
        family: what schemes call the tables.
        source: the panel, as it is named in the source of each standard.
        directions: which values are better, where a scheme says otherwise than the catalog.
    """
    known = {name: one.direction for name, one in catalog.indicators.items()} | dict(directions)
    found_tables = {}
    for group in found.groups:
        if group.name == UNKNOWN:
            continue
        head = _head(found, group, catalog, family, source)
        found_tables[_identifier(family, group)] = head | {"values": dict(_values(group, known, head["source"]))}
    return found_tables


def _identifier(family: str, group: PeerGroup) -> str:
    kept = "".join(letter if letter.isalnum() else "_" for letter in group.name).strip("_")
    return "_".join(one for one in (family, kept, group.period.replace("-", "_")) if one)


def _values(group: PeerGroup, directions: Mapping[str, Direction], source: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The five levels of each indicator that has them, ranges as lists, each with what it was taken from."""
    for one in group.standards:
        direction = directions[one.indicator]
        levels = five_levels(one, direction)
        if levels is not None:
            shown = [list(level) if isinstance(level, tuple) else level for level in levels]
            said = f"{source}, n = {one.n}, {_quantiles(direction)} (type 7)"
            yield one.indicator, {**dict(zip(LEVELS, shown, strict=True)), "source": said}


def _quantiles(direction: Direction) -> str:
    """The quantiles behind the five levels, best first."""
    if direction in {Direction.RANGE, Direction.TARGET}:
        return " ".join(f"p{100 * low:.0f}-p{100 * high:.0f}" for low, high in CENTRAL)
    shares = PERCENTILES[::-1] if direction is Direction.HIGHER else PERCENTILES
    return " ".join(f"p{100 * share:.0f}" for share in shares)


def _head(found: PeerStandards, group: PeerGroup, catalog: Catalog, family: str, source: str) -> dict[str, Any]:
    title = f"{source} {group.name} {group.period}"
    content: dict[str, Any] = {
        "family": family,
        "name": {"zh": title, "en": title},
        "kind": "percentile",
        "source": title,
        "year": Period.parse(group.period).year,
        "count": group.n,
    }
    if found.by in {"region", "size"}:
        content[found.by] = group.name
    if found.by == "class":
        level = _level(catalog, group.name)
        content |= {"group": group.name} if level is None else {"level": level}
    return content


def _level(catalog: Catalog, name: str) -> str | None:
    """The level that a group is called by, in either language or by its id."""
    known = catalog.words.under("hospital_level").items()
    return next((one for one, words in known if name.lower().startswith((words.zh, words.en.lower(), one))), None)
