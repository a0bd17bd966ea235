"""An evaluation as JSON: ``reportgen/results/1``, ``panel/1`` for many hospitals, ``packs/1`` for packs of indicators.

A part of an evaluation as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from reportgen.catalog.messages import grade_name
from reportgen.export.findings import both, listed
from reportgen.model.printing import measured
from reportgen.model.schemes import Bound, Grade, Standards
from reportgen.scoring.standards import SCORE_DECIMALS, verdict

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.reports import Redaction
    from reportgen.model.results import Evaluation, Membership, PeerPosition, ScoredIndicator, ScoredPart, UsedReference
    from reportgen.model.schemes import Ranking
    from reportgen.model.standing import Standing

OWN_PERIODS: Final = "years"
RESULTS: Final = "reportgen/results/1"
PANEL: Final = "reportgen/panel/1"
SCHEMA: Final = "reportgen/packs/1"


def of_part(part: ScoredPart) -> dict[str, Any]:
    """A part with its score, and what it says beyond it: degrees, ranks, experts."""
    return {
        "id": part.id,
        "share": part.share,
        "score": part.score,
        "missing_weight": part.missing_weight,
        "withheld": None if part.withheld is None else str(part.withheld),
        "weighting": part.weighting,
        "reliability": part.reliability,
        "membership": None if part.membership is None else _membership(part.membership),
        "additive": part.additive,
        "ranking": None if part.ranking is None else _ranking(part.ranking),
        "experts": part.experts,
        "rated": part.rated,
        "screened": [asdict(one) for one in part.screened],
        "rounds": [asdict(one) for one in part.rounds],
    }


def _membership(found: Membership) -> dict[str, Any]:
    named = {"level": str(found.level), "value_level": str(found.value_level)}
    branches = {name: list(degrees) for name, degrees in found.branches.items()}
    return asdict(found) | named | {"degrees": list(found.degrees), "branches": branches}


def _ranking(found: Ranking) -> dict[str, Any]:
    """Where the hospital stands; other hospitals are counted and not named, own periods are named."""
    objects = list(found.objects) if found.by == OWN_PERIODS else None
    named = {"objects": objects, "indicators": list(found.indicators), "facts": dict(found.facts)}
    return asdict(found) | named


def document(material: Material, *, only_scored: bool = False) -> dict[str, Any]:
    """Everything that one evaluation says, at full precision; null with a reason where not available.

    `only_scored`: without the indicators that the scheme does not score, and without findings.
    """
    evaluation, catalog = material.evaluation, material.catalog
    content = {
        "schema": RESULTS,
        "program": material.version,
        "scheme": {"id": material.scheme_id, "version": material.scheme.version} | _packs(material),
        "entity": {"id": material.entity, "name": both(entity_name(material))},
        "period": material.period,
        "interim": evaluation.interim,
        "currency": material.case.file.currency,
        "illustrative": material.case.file.illustrative,
        "indicators": [*_scored(material), *([] if only_scored else _unscored(material))],
        "abilities": [_group(row.id, row.weight, row.score, row.grade) for row in evaluation.abilities],
        "parts": [of_part(part) for part in evaluation.parts],
        "score": evaluation.score,
        "score_printed": evaluation.score_printed,
        "grade": _text(evaluation.grade),
        "grade_name": None if evaluation.grade is None else _grade_name(material, evaluation.grade),
        "grade_unrounded": _text(evaluation.grade_unrounded),
        "incomplete": evaluation.incomplete,
        "quality": asdict(material.quality) | {"grade": _text(material.quality.grade)},
        "findings": [] if only_scored else listed(material.findings, catalog),
    }
    if material.redaction is not None:
        content["redaction"] = redaction_of(material.redaction)
    return content if material.standing is None else content | {"standing": standing_of(material.standing)}


def panel(materials: Iterable[Material]) -> dict[str, Any]:
    """The results of many hospitals."""
    return {"schema": PANEL, "results": [document(material) for material in materials]}


def text(content: dict[str, Any]) -> str:
    """JSON as it is written: readable, in the order of the schema, without NaN."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def line(content: dict[str, Any]) -> str:
    """JSON on one line."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n"


def entity_name(material: Material) -> Text:
    """The hospital's name: the case's, that of its group, or the source's own spelling in both languages."""
    from reportgen.model.definition import Text as Both

    known = material.dataset.entities.get(material.entity)
    name = known.name if known else material.entity
    return material.case.file.name_of(material.entity) or Both(zh=name, en=name)


def redaction_of(found: Redaction) -> dict[str, Any]:
    """For whom the results are, and what they leave out and why."""
    return {
        "audience": found.id,
        "indicators": list(found.indicators),
        "left_out": [
            {"id": identifier, "name": both(kind.name), "why": both(kind.why), "source": kind.source}
            for identifier, kind in found.audience.withholds.items()
        ],
    }


def standing_of(found: Standing) -> dict[str, Any]:
    """Where a report stands, as it is written inside it."""
    corrects = found.corrects
    return {
        "state": str(found.state),
        "number": found.number,
        "issued": _text(found.issued),
        "approvals": [{"role": one.role, "by": one.by, "on": str(one.on)} for one in found.approvals],
        "corrects": asdict(corrects) | {"issued": str(corrects.issued)} if corrects else None,
        "replaced_by": found.replaced_by,
        "journal": found.journal,
    }


def _scored(material: Material) -> list[dict[str, Any]]:
    return [_indicator(row, material) for row in material.evaluation.indicators]


def _indicator(row: ScoredIndicator, material: Material) -> dict[str, Any]:
    definition = material.catalog.indicators.get(row.id)
    printed = measured(row.value, definition) if row.value is not None and definition else None
    return {
        "id": row.id,
        "value": row.value,
        "unit": row.unit,
        "reason": _text(row.reason),
        "previous": row.previous,
        "basis": row.basis,
        "printed": printed,
        "standards": [*_standards(row.standards), *_reference(row.reference)],
        "weight": row.weight,
        "effective_weight": row.effective_weight,
        "score": row.score,
        "points": row.points,
        "level": _text(row.level),
        "grade": grade_of(row.score, material),
        "flags": [str(flag) for flag in row.flags],
        "peer": _peer(row.peer),
        "part": row.part,
        "ability": row.ability,
        "layer": row.layer,
        "correction": row.correction,
        "evidence": row.evidence,
        "inspector": row.inspector,
    }


def grade_of(score: float | None, material: Material) -> str | None:
    """The band of the printed score: what the badge on a page says; `level` is the standard that the value reaches."""
    if score is None or not material.scheme.grades:
        return None
    return str(verdict(score, material.scheme.grades, SCORE_DECIMALS).grade)


def _grade_name(material: Material, grade: Grade) -> dict[str, str]:
    return both(grade_name(grade, material.scheme, material.catalog.words))


def _unscored(material: Material) -> list[dict[str, Any]]:
    """Indicators that the scheme does not score: value or reason alone."""
    scored = {row.id for row in material.evaluation.indicators}
    rows = []
    for identifier, definition in material.catalog.indicators.items():
        if identifier in scored or definition.obsolete:
            continue
        now = material.values.at(identifier, material.entity, material.period)
        rows.append(
            {
                "id": identifier,
                "value": now.value,
                "unit": definition.unit,
                "reason": _text(now.reason),
                "previous": None,
                "basis": material.scheme.basis,
                "printed": measured(now.value, definition) if now.value is not None else None,
                "standards": [],
                "weight": None,
                "effective_weight": None,
                "score": None,
                "points": None,
                "level": None,
                "grade": None,
                "flags": [str(flag) for flag in now.flags],
                "peer": None,
                "part": None,
                "ability": definition.ability,
            }
        )
    return rows


def _packs(material: Material) -> dict[str, list[dict[str, str]]]:
    """The named sets of indicators that the scheme uses, where it uses any."""
    used = dict.fromkeys(part.pack for part in material.scheme.parts.values() if part.pack is not None)
    named = [{"id": pack, "version": material.catalog.packs[pack].version} for pack in used]
    return {"packs": named} if named else {}


def _group(identifier: str, weight: float, score: float | None, grade: Grade | None) -> dict[str, Any]:
    return {"id": identifier, "weight": weight, "score": score, "grade": _text(grade)}


def _standards(standards: Standards | None) -> list[dict[str, Any]]:
    if standards is None:
        return []
    levels: list[tuple[Grade, Bound]] = list(zip(Grade, standards.values(), strict=True))
    return [
        _standard(str(standards.kind), str(level), value, standards.source, standards.year) for level, value in levels
    ]


def _reference(used: UsedReference | None) -> list[dict[str, Any]]:
    """The single standard that a score rests on; the objects it was computed from stand in the source."""
    if used is None:
        return []
    drawn = ", ".join(used.objects)
    source = f"{used.source} ({drawn})" if drawn and used.source else used.source or drawn
    both_ends = used.unacceptable is not None
    pairs = [("satisfactory" if both_ends else "standard", used.value), ("unacceptable", used.unacceptable)]
    return [_standard(str(used.kind), level, value, source, used.year) for level, value in pairs if value is not None]


def _standard(kind: str, level: str, value: Bound, source: str, year: int | None) -> dict[str, Any]:
    return {"kind": kind, "level": level, "value": value, "source": source, "year": year}


def _peer(position: PeerPosition | None) -> dict[str, Any] | None:
    if position is None:
        return None
    return {"n": position.n, "median": position.median, "percentile": position.percentile, "rank": position.rank}


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)


def rows(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Indicator, value, score and level of each scored indicator, for tables."""
    return [
        {
            "indicator": row.id,
            "value": row.value,
            "reason": _text(row.reason),
            "weight": row.effective_weight,
            "score": row.score,
            "points": row.points,
            "level": _text(row.level),
        }
        for row in evaluation.indicators
    ]


def packs_document(materials: Sequence[Material], names: Sequence[str]) -> dict[str, Any]:
    """Each hospital with its packs; a value in the base unit, or null and the key of the reason.

    Args:
        materials: hospitals of one case.
        names: ids of packs of the catalogue, in the order in which they are given.
    """
    return {"schema": SCHEMA, "results": [_hospital(material, names) for material in materials]}


def frame(materials: Sequence[Material], names: Sequence[str]) -> pd.DataFrame:
    """One row an indicator of a pack of a hospital; values in the base unit, a gap where there is none.

    Args:
        materials: hospitals of one case.
        names: ids of packs of the catalogue, in the order in which they are given.
    """
    import pandas as pd

    rows = (row for material in materials for name in names for row in _table(material, name))
    return pd.DataFrame(list(rows), dtype=object)


def _hospital(material: Material, names: Sequence[str]) -> dict[str, Any]:
    return {
        "entity": {"id": material.entity, "name": both(entity_name(material))},
        "period": material.period,
        "basis": material.scheme.basis,
        "packs": [_pack(material, name) for name in names],
    }


def _pack(material: Material, name: str) -> dict[str, Any]:
    pack = material.catalog.packs[name]
    return {
        "id": name,
        "name": both(pack.name),
        "version": pack.version,
        "source": pack.source,
        "note": both(pack.note) if pack.note else None,
        "indicators": list(_indicators(material, name)),
    }


def _indicators(material: Material, name: str) -> Iterator[dict[str, Any]]:
    for identifier, letter in material.catalog.packs[name].indicators.items():
        definition = material.catalog.indicators[identifier]
        now = material.values.at(identifier, material.entity, material.period)
        yield {
            "letter": letter,
            "id": identifier,
            "name": both(definition.name),
            "value": now.value,
            "unit": definition.unit,
            "printed": None if now.value is None else measured(now.value, definition),
            "reason": str(now.reason) if now.reason else None,
            "flags": [str(flag) for flag in now.flags],
        }


def _table(material: Material, name: str) -> Iterator[dict[str, Any]]:
    for one in _indicators(material, name):
        names, flags = one.pop("name"), one.pop("flags")
        yield {
            "schema": SCHEMA,
            "entity": material.entity,
            "period": material.period,
            "pack": name,
            **one,
            "name_zh": names["zh"],
            "name_en": names["en"],
            "flags": " ".join(flags) or None,
        }
