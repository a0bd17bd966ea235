"""Long tables: a name stands in many rows, and is asked about once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import Catalog


def test_an_unknown_name_is_asked_about_once_with_all_its_places(tmp_path: Path, catalog: Catalog):
    names = ("Total assets", "Supplies", "Employee benefits")
    rows = [f"A,{name},{year},1" for year in (2023, 2024, 2025) for name in names]
    (tmp_path / "a.csv").write_text("\n".join(["hospital,account,period,amount", *rows]), encoding="utf-8")

    found = intake.read_paths([tmp_path / "a.csv"], catalog).findings
    asked = [one for one in found if one.rule in {"I13", "I14", "I33"}]

    assert [one.facts["label"] for one in asked] == ["Supplies", "Employee benefits"]
    assert [[place.cell for place in (one.place, *one.places)] for one in asked] == [
        ["B3", "B6", "B9"],
        ["B4", "B7", "B10"],
    ]
    assert "the name stands in 2 more of the rows" in catalog.messages.say(asked[0], "en").message


@pytest.mark.parametrize(
    ("around", "item"),
    [
        (("单位管理费用", "事业收入"), "period_surplus"), (("累计盈余", "专用基金"), "current_surplus_balance"),
        (("累计盈余", "事业收入"), None),
    ],
)  # fmt: skip
def test_a_name_of_two_statements_is_one_of_those_beside_it(
    write: Callable[..., Path], read: Callable[[], intake.Reading], around: tuple[str, str], item: str | None
) -> None:
    labels = (around[0], "本期盈余", around[1])
    write([["年度", "科目", "金额（元）"], *([2025, label, 10 + at] for at, label in enumerate(labels))])

    reading = read()

    assert {one.item for one in reading.values()} & {"period_surplus", "current_surplus_balance"} == {item} - {None}
    assert ("I14" in {one.rule for one in reading.findings}) is (item is None)
