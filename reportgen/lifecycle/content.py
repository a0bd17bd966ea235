"""What a reviewer has approved: the digests of everything that the pages of a report are written from.

The program's version, what is remarked about other periods and the state itself are no part of it: a report is not
another one because it was rendered again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reportgen.intake import case_pages
from reportgen.lifecycle.chain import digest
from reportgen.model.period import Period

if TYPE_CHECKING:
    from reportgen.analysis.grounds import Grounds
    from reportgen.model.casefile import CaseFile

VOLATILE: Final = ("schema", "program", "findings", "quality", "standing")
"""Members of the results, and of each hospital of a group, that are no part of the content.

Issued results are known again without them, so that another choice would make older ones look altered.
"""
HOSPITALS: Final = "hospitals"
OF_THE_CASE: Final = (
    "entity",
    "signatories",
    "not_applicable",
    "owners",
    "term_of_office",
    "commentary",
    "explanations",
    "data_source",
    "provenance",
    "materiality",
    "reports",
)
"""Keys of case.yaml that pages print and results do not show."""
NOT_MADE_FROM: Final[Mapping[str, Any]] = {
    "signing": True, "approvals": True, "signatories": True, "packs": True, "peers": {"panel"},
}  # fmt: skip
"""Keys of case.yaml of which no figure is made: how signatures are checked, who does what, and where things lie.

The names of those who sign off are printed and reviewed all the same (`OF_THE_CASE`).
"""
DEFINITIONS: Final = ("items", "indicators", "schemes", "standards", "checks", "reports", "templates", "styles")

RESULTS: Final = "results"
FIGURES: Final = "figures"
VOUCHERS: Final = "vouchers"
OF_DATA: Final = frozenset({RESULTS, FIGURES, VOUCHERS})
"""Parts that are no file."""
CASE: Final = "case.yaml"
COMMENTARY: Final = "commentary/"


def parts(material: Grounds, results: Mapping[str, Any]) -> dict[str, str]:
    """Digests by name: the results, the figures and vouchers read, what case.yaml says, each commentary and definition.

    Args:
        material: what the report is about.
        results: its results as data, reportgen/results/1 or reportgen/group/1.
    """
    case = material.case.file.model_dump(mode="json", include=set(OF_THE_CASE))
    found = {RESULTS: digest_of(lasting(results)), FIGURES: digest_of(_figures(material)), CASE: digest_of(case)}
    if material.dataset.vouchers:
        found[VOUCHERS] = digest_of({str(place): said for place, said in material.dataset.vouchers.items()})
    written = [remarks for texts in material.commentary.values() for remarks in texts]
    found |= {remarks.file: digest(remarks.text.encode()) for remarks in written}
    return dict(sorted((found | dict(_files(material))).items()))


def grounds_of(file: CaseFile) -> str:
    """Digest of what case.yaml says that a report is made from."""
    return digest_of(file.model_dump(mode="json", exclude=dict(NOT_MADE_FROM)))


def lasting(results: Mapping[str, Any]) -> dict[str, Any]:
    """Results without what another day, or another place of the case, may have otherwise."""
    kept = {key: value for key, value in results.items() if key not in VOLATILE}
    return kept | ({HOSPITALS: [lasting(one) for one in kept[HOSPITALS]]} if HOSPITALS in kept else {})


def whole(found: Mapping[str, str]) -> str:
    """One digest for all parts."""
    return digest_of(dict(sorted(found.items())))


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the parts that are new, gone or another."""
    return tuple(sorted(name for name in {*before, *now} if before.get(name) != now.get(name)))


def digest_of(content: Any) -> str:
    """SHA-256 of data, however its members are ordered."""
    return digest(json.dumps(content, ensure_ascii=False, sort_keys=True, allow_nan=False).encode())


def _figures(material: Grounds) -> dict[str, Any]:
    """Every figure of the hospital, or of each, up to the end of the period; what is later does not change a report."""
    last = Period.parse(material.period).sort_key()[:2]
    values = material.dataset.values
    heads = ["|".join(head) for head in values.columns]
    found: dict[str, dict[str, dict[str, float]]] = {hospital: {} for hospital in material.hospitals}
    for (entity, period), row in zip(values.index, values.to_numpy(), strict=True):
        if entity in found and Period.parse(period).sort_key()[:2] <= last:
            there = np.flatnonzero(~np.isnan(row))
            found[entity][period] = {heads[column]: float(row[column]) for column in there}
    return found[material.entity] if material.hospitals == (material.entity,) else found


def _files(material: Grounds) -> Iterator[tuple[str, str]]:
    """The hospital's own definitions, templates, styles and brand, and the packs it names."""
    folder = material.case.folder
    roots = [("", folder), *((f"{pack}/", folder / pack) for pack in material.case.file.packs)]
    for prefix, root in roots:
        below = [path for name in DEFINITIONS for path in sorted((root / name).rglob("*"))]
        for path in below:
            if path.is_file() and _is_inside(path, root):
                yield f"{prefix}{path.relative_to(root).as_posix()}", digest(path.read_bytes())
    for path in case_pages.belongings(material.case):
        if path.is_file() and not path.is_symlink():
            yield Path(os.path.relpath(path, folder)).as_posix(), digest(path.read_bytes())


def _is_inside(path: Path, root: Path) -> bool:
    return not path.is_symlink() and path.resolve().is_relative_to(root.resolve())
