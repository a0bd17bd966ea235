"""Long tables: a name stands in many rows, and is asked about once."""

from __future__ import annotations

from pathlib import Path

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
