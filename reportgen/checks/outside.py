"""What others say of the same hospital: results issued before, and indicators computed elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from reportgen import compute
from reportgen.checks import issued, supplied
from reportgen.intake.folder import refused
from reportgen.model.finding import Finding
from reportgen.model.terms import Terms
from reportgen.model.values import IndicatorValues, Measured

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.catalog import Catalog
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset

ISSUED: Final = "issued"
MARK: Final = "utf-8-sig"


def outside(
    dataset: Dataset,
    catalog: Catalog,
    case: Case,
    *,
    terms: Callable[[str], Terms] | None = None,
    correcting: str | None = None,
) -> tuple[Finding, ...]:
    """W30, W31 and W41: ``issued/*.json`` and ``supplied.csv`` of a case against the indicators of today.

    Args:
        dataset: what was read.
        catalog: the definitions.
        case: the folder and its own words.
        terms: on which terms a scheme computes; by default on those that no scheme and no case alters.
        correcting: number of an issued report that is being corrected. It restates nothing, as one that a later report
            has corrected.
    """
    findings: list[Finding] = []
    texts = {path.relative_to(case.folder).as_posix(): path for path in _files(case.folder)}
    contents = {name: text for name, path in texts.items() if (text := _text(path, case.folder, findings)) is not None}
    if not contents:
        return tuple(findings)

    computed = _computed(dataset, catalog, case, terms)
    replaced = {*issued.replaced(contents.values()), correcting}
    restated: list[Finding] = []
    for name, content in contents.items():
        if name == supplied.FILE:
            findings += supplied.compared(content, catalog, _entity(dataset, case), computed)
        elif PurePosixPath(name).stem not in replaced:
            restated += issued.restated(name, content, catalog, computed)
    return (*findings, *issued.told_once(restated))


def _computed(
    dataset: Dataset, catalog: Catalog, case: Case, terms: Callable[[str], Terms] | None
) -> Callable[..., Measured]:
    """What gives an indicator of today on one basis and on the terms of one scheme; each pair is computed once."""

    @cache
    def values(basis: str, scheme: str) -> IndicatorValues:
        found = terms(scheme) if terms else Terms(first_month=case.file.fiscal_year_start)
        return compute.indicators(dataset, catalog, terms=replace(found, basis=basis))

    def computed(
        indicator: str, entity: str, period: str, basis: str = _basis(catalog, case), scheme: str = case.file.scheme
    ) -> Measured:
        return values(basis if basis == "month" else "ytd", scheme).at(indicator, entity, period)

    return computed


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / ISSUED).glob("*.json"))
    if (folder / supplied.FILE).exists():
        yield folder / supplied.FILE


def _text(path: Path, folder: Path, findings: list[Finding]) -> str | None:
    if refused(path, folder, findings):
        return None
    return path.read_bytes().decode(MARK, errors="replace")


def _basis(catalog: Catalog, case: Case) -> str:
    scheme = catalog.schemes.get(case.file.scheme)
    return scheme.basis if scheme else "ytd"


def _entity(dataset: Dataset, case: Case) -> str:
    """The case's hospital, or the first of the data."""
    if case.file.entity:
        return case.file.entity.id
    return str(next(iter(dataset.values.index.get_level_values(0)), ""))
