"""``check`` of a case of many hospitals: what is missing is told piece by piece, and in JSON hospital by hospital."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.cli.show import MANY
from shell import reportgen

CASE = "group: {id: all, name: Hospitals}\nlanguages: en\ncurrency: USD\nregime: other\nscheme: us_hospital_financial\n"
MAPPING = """sources:
  - file: data/all.csv
    layout: wide
    entity: {id: id, name: name}
    period: year
    columns: {assets: total_assets, net assets: net_assets, income: total_income, surplus: period_surplus}
"""


def case_of(folder: Path, hospitals: int) -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    rows = [
        f"{1000 + one},Hospital {one},2025,{500 + one},{200 + one},{900 + one},{9 + one}" for one in range(hospitals)
    ]
    head = "id,name,year,assets,net assets,income,surplus"
    (folder / "data" / "all.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("hospitals", "titles"), [(3, 3), (MANY, MANY), (MANY + 1, 0), (60, 0)])
def test_what_many_hospitals_lack_is_told_once_with_how_many_lack_it(
    tmp_path: Path, hospitals: int, titles: int
) -> None:
    case = case_of(tmp_path / "case", hospitals)
    said = reportgen("check", case, "--summary").stdout
    listed = json.loads(reportgen("check", case, "--format", "json").stdout)["lacking"]
    missing = len({one["message"]["en"] for one in listed})

    assert missing
    assert len(listed) == missing * hospitals
    assert said.count("still needs (") == titles
    assert (f"{hospitals} hospitals still need" in said) == (titles == 0)
    if titles == 0:
        pieces = [line for line in said.splitlines() if line.startswith("  · ")]
        assert len(pieces) == missing
        assert all(f": {hospitals} (Hospital 0, Hospital 1, Hospital 2 and others)" in line for line in pieces)
