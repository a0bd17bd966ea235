"""The literature's scale of five points, from an expert's sheet to the page: 好 5, 较好 4, 一般 3, 较差 2, 差 1."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from reportgen import pipeline
from reportgen.catalog import load_catalog
from reportgen.cli.app import app

SCHEMES = load_catalog().schemes
LEVELS = ["excellent", "good", "fair", "low", "poor"]


def rated(folder: Path, scheme: str, *experts: str) -> Path:
    """A case whose experts each give one word to all that the scheme asks them for."""
    (folder / "experts").mkdir(parents=True)
    case = f"entity: {{id: h, name: {{zh: 某医院, en: A hospital}}}}\nscheme: {scheme}\nillustrative: true\n"
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "a.csv").write_text("entity,period,item,value\nh,2025,total_assets,5\n", encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    names = [name for part in SCHEMES[scheme].parts.values() for name in part.indicators]
    sheet.append(["评议表（2025年）"])
    sheet.append(["专家", *names])
    for number, word in enumerate(experts):
        sheet.append([f"专家{number}", *[word] * len(names)])
    book.save(folder / "experts" / "e.xlsx")
    return folder


@pytest.mark.serves("003-192")
@pytest.mark.parametrize(
    ("word", "points", "score"), [("好", 5, 100), ("较好", 4, 80), ("一般", 3, 60), ("较差", 2, 40), ("差", 1, 20)]
)
def test_each_word_has_its_points_and_rather_poor_is_better_than_poor(
    tmp_path: Path, word: str, points: int, score: int
):
    case = rated(tmp_path / "case", "hospital_culture", word)
    found = pipeline.evaluate(pipeline.check(case)).evaluation

    membership = found.parts[0].membership
    assert membership is not None
    assert membership.value == pytest.approx(points)
    assert found.score == pytest.approx(score)
    shown = CliRunner().invoke(app, ["evaluate", str(case), "--lang", "zh"]).output
    assert f"最大隶属度为“{word}”，加权平均{points}.00为“{word}”" in shown


@pytest.mark.serves("003-193")
def test_the_mean_of_points_prints_with_its_level_and_cuts_that_are_practice(tmp_path: Path):
    case = rated(tmp_path / "case", "fuzzy_ahp", "好", "较好", "较好", "一般")
    shown = CliRunner().invoke(app, ["evaluate", str(case), "--lang", "en"]).output

    assert "the weighted mean 4.00 says Good (levels from 4.5 / 3.5 / 2.5 / 1.5, by practice)" in " ".join(
        shown.split()
    )


@pytest.mark.serves("003-191")
def test_a_tie_of_the_two_largest_memberships_prints_as_a_tie(tmp_path: Path):
    case = rated(tmp_path / "case", "hospital_culture", "好", "较好")
    shown = CliRunner().invoke(app, ["evaluate", str(case), "--lang", "zh"]).output

    assert "隶属度0.5000 / 0.5000 / 0.0000 / 0.0000 / 0.0000" in shown
    assert "最大隶属度为“好（并列）”，加权平均4.50为“好”" in shown
    assert "两个以上档次的隶属度同为最大，按较好的一档记为“好”" in shown
