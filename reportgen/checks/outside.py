"""What others say of the same hospital: results issued before, and indicators computed elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from reportgen import compute
from reportgen.checks import issued, supplied
from reportgen.intake.folder import refused
from reportgen.model.finding import Finding
from reportgen.model.values import IndicatorValues, Measured

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.catalog import Catalog
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset

ISSUED: Final = "issued"
MARK: Final = "utf-8-sig"


def outside(dataset: Dataset, catalog: Catalog, case: Case) -> tuple[Finding, ...]:
    """W30 and W31: ``issued/*.json`` and ``supplied.csv`` of a case against the indicators of today."""
    findings: list[Finding] = []
    texts = {path.relative_to(case.folder).as_posix(): path for path in _files(case.folder)}
    contents = {name: text for name, path in texts.items() if (text := _text(path, case.folder, findings)) is not None}
    if not contents:
        return tuple(findings)

    @cache
    def values(basis: str) -> IndicatorValues:
        return compute.indicators(dataset, catalog, basis=basis, first_month=case.file.fiscal_year_start)

    def computed(indicator: str, entity: str, period: str, basis: str = _basis(catalog, case)) -> Measured:
        return values(basis if basis == "month" else "ytd").at(indicator, entity, period)

    for name, content in contents.items():
        if name == supplied.FILE:
            findings += supplied.compared(content, catalog, _entity(dataset, case), computed)
        else:
            findings += issued.restated(name, content, catalog, computed)
    return tuple(findings)


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
