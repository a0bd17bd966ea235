"""Hospitals in any number: statements that tie, groups made of the sample of a group, and untidy panels."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from reportgen.catalog import Catalog, load_catalog
from scripts import small_workbooks as small

SAMPLE: Final = Path(__file__).resolve().parent.parent / "samples" / "lianhe"
IDENT, NAME, YEAR = "机构代码", "机构名称", "年度"
BALANCE_SHEET: Final = "会政财01"
STATEMENTS: Final = (BALANCE_SHEET, "会政财02附01", "会政财02", "会政财04", "会政预01")
UNTIDY_YEARS: Final = (2024, 2025)
HOLES, SLIPS = 0.1, 0.03
"""Shares of the figures of an untidy panel that are not there, and that no longer tie; as many are written as text."""
Row = Mapping[str, str]


def statements(catalog: Catalog, seed: int) -> dict[str, dict[str, float]]:
    """The five statements of a period: sums tie, and what stands on two of them is the same on both."""
    known: dict[str, int] = {}
    found: dict[str, dict[str, float]] = {}
    for code in STATEMENTS:
        form = catalog.forms[code]
        items = {row.item for row in (*form.rows, *form.right_rows) if row.item}
        made = small.figures(code, catalog, 1 + seed % 37, {item: known[item] for item in items & known.keys()})
        known |= made
        found[code] = {item: value / 4 for item, value in made.items()}
    return found


def group(folder: Path, hospitals: int) -> Path:
    """A case of a group: up to three years of each hospital, copies of the sample in other sizes, all sound."""
    case = yaml.safe_load((SAMPLE / "case.yaml").read_text(encoding="utf-8"))
    numbers = range(hospitals)
    case["group"]["members"] = {_ident(n): {"zh": f"第{n + 1}医院", "en": f"Hospital {n + 1}"} for n in numbers}
    mapping = yaml.safe_load((SAMPLE / "mapping.yaml").read_text(encoding="utf-8"))
    return _written(folder, case, mapping, [row for number in numbers for row in _copy(number)])


def _copy(number: int) -> Iterator[Row]:
    chance = random.Random(number)  # noqa: S311 - figures to be read
    (path,) = (SAMPLE / "data").glob("*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = list(csv.DictReader(file))
    of = sorted({row[IDENT] for row in sample})
    size = chance.uniform(0.6, 1.6)
    for row in (row for row in sample if row[IDENT] == of[number % len(of)]):
        figures = {name: f"{float(row[name]) * size:.2f}" for name in list(row)[4:] if row[name]}
        yield {**row, **figures, IDENT: _ident(number), NAME: f"第{number + 1}医院"}


def untidy_panel(folder: Path, hospitals: int) -> Path:
    """A case of hospitals in two years, every line of five statements: holes, figures as text, sums that do not tie."""
    catalog, chance = load_catalog(), random.Random(hospitals)  # noqa: S311 - figures to be read
    rows = []
    for number in range(hospitals):
        for year in UNTIDY_YEARS:
            made = statements(catalog, number * len(UNTIDY_YEARS) + year).values()
            figures = {item: _untidy(value, chance) for one in made for item, value in one.items()}
            rows.append({IDENT: _ident(number), YEAR: str(year), **figures})
    chance.shuffle(rows)
    items = sorted({name for row in rows for name in row} - {IDENT, YEAR})
    case = {
        "group": {"id": "panel", "name": {"zh": "示例医院", "en": "Hospitals of Shili"}},
        "regime": "2019", "currency": "CNY", "unit": "元", "scheme": "comprehensive_80_20",
    }  # fmt: skip
    source = {"file": "data/*.csv", "layout": "wide", "entity": {"id": IDENT}, "period": YEAR, "unit": 1}
    return _written(folder, case, {"sources": [{**source, "columns": {item: item for item in items}}]}, rows)


def _untidy(value: float, chance: random.Random) -> str:
    drawn = chance.random()
    if drawn < HOLES:
        return chance.choice(("", "—", "/"))
    if drawn < HOLES + SLIPS:
        value *= chance.uniform(0.9, 1.1)
    return f" {value:,.2f} " if drawn > 1 - SLIPS else f"{value:.2f}"


def _ident(number: int) -> str:
    return f"H{number + 1:05}"


def _written(folder: Path, case: Mapping[str, Any], mapping: Mapping[str, Any], rows: Sequence[Row]) -> Path:
    (folder / "data").mkdir(parents=True)
    heads = list(dict.fromkeys(name for row in rows for name in row))
    with (folder / "data" / "hospitals.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, heads)
        written.writeheader()
        written.writerows(rows)
    for name, content in (("case", case), ("mapping", mapping)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder
