"""A case of our own among its peers: a table of hospitals by year, and a scheme of two indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

CASE = """entity: {id: own, name: {zh: 示例医院, en: Example Hospital}, level: 三级甲等}
regime: other
currency: CNY
scheme: mine
peers: {panel: .}
"""
MAPPING = """sources:
  - file: data/panel.csv
    layout: wide
    entity: {id: code, name: name, group: class, region: region}
    period: year
    columns:
      current assets: current_assets
      current liabilities: current_liabilities
      assets: total_assets
      liabilities: total_liabilities
"""
HEAD = "code,name,class,region,year,current assets,current liabilities,assets,liabilities"
SCHEME: dict[str, Any] = yaml.safe_load("""
name: {zh: 示例方案, en: Example scheme}
source: test
grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
abilities: {solvency: {zh: 偿债能力, en: Solvency}}
parts:
  all:
    name: {zh: 偿债, en: Solvency}
    share: 1.0
    method: level_efficacy
    weights: given
    indicators:
      current_ratio: {direction: higher, weight: 0.6, standards: {kind: plan, excellent: 2.5, good: 2.0, fair: 1.5, low: 1.0, poor: 0.5, source: test}}
      asset_liability_ratio: {direction: lower, weight: 0.4, standards: {kind: plan, excellent: 0.3, good: 0.4, fair: 0.5, low: 0.6, poor: 0.7, source: test}}
""")


def with_part(name: Mapping[str, str], **part: Any) -> dict[str, Any]:
    """The same scheme under another name, its one part of other making."""
    return {**SCHEME, "name": dict(name), "parts": {"all": {"share": 1.0, **part}}}


def write(folder: Path, schemes: Mapping[str, Any], rows: Iterable[str]) -> Path:
    """The case with these schemes by id and these lines under `HEAD`."""
    for name in ("data", "schemes"):
        (folder / name).mkdir(parents=True)
    (folder / "data" / "panel.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "schemes" / "own.yaml").write_text(schemes_file(schemes), encoding="utf-8")
    return folder


def schemes_file(schemes: Mapping[str, Any]) -> str:
    """Schemes by id as the text of a file."""
    return "".join(yaml.safe_dump({name: scheme}, allow_unicode=True) for name, scheme in schemes.items())
