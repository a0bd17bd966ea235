"""The results of a group as JSON: ``reportgen/group/1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.export.findings import both, listed
from reportgen.export.results import document as hospital_document
from reportgen.export.results import standing_of

if TYPE_CHECKING:
    from reportgen.analysis.group.league import Place
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material

SCHEMA: Final = "reportgen/group/1"
OF_A_HOSPITAL: Final = (
    "entity", "abilities", "parts", "score", "score_printed", "grade", "grade_name", "grade_unrounded", "incomplete",
    "quality",
)  # fmt: skip
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


def _hospital(group: GroupMaterial, place: Place) -> dict[str, Any]:
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
