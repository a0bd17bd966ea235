"""The voucher or document beside a figure goes with it: to explanations, to the pages, and into what is reviewed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.cli.app import app
from reportgen.lifecycle.issued import changed, parts
from reportgen.pipeline.redaction import redacted
from reportgen.report.assembly import hospital
from reportgen.report.html import write

CASE = """\
entity: {id: h, name: {zh: 甲医院, en: A}}
scheme: own
reports:
  board: {sections: [passport]}
"""
SCHEME = """\
own:
  name: {zh: 试, en: Trial}
  source: test
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  abilities: {solvency: {zh: 偿债, en: Solvency}}
  parts:
    all:
      share: 1.0
      method: ratio_scoring
      indicators:
        current_ratio: {direction: higher, weight: 1.0, references: [{kind: plan, value: 2, source: plan}]}
"""
HEADS = ["凭证", "记账凭证号", "业务单据", "voucher", "Document no."]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    for name in ("data", "schemes"):
        (tmp_path / name).mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "schemes" / "own.yaml").write_text(SCHEME, encoding="utf-8")
    booked(tmp_path)
    return tmp_path


def booked(case: Path, head: str = "凭证", assets: str = "记-0123  采购合同 HT-15") -> None:
    """The case with these vouchers beside its figures."""
    rows = [f"period,item,value,{head}", f"2025,current_assets,100,{assets}", "2025,current_liabilities,50,"]
    (case / "data" / "figures.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def evaluated(case: Path) -> Material:
    return pipeline.evaluate(pipeline.check(case), period="2025")


def explained(case: Path, *words: str) -> str:
    found = CliRunner().invoke(app, ["explain", str(case), "current_ratio", *words], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


@pytest.mark.serves("001-35")
@pytest.mark.parametrize("head", HEADS)
def test_a_voucher_is_told_with_the_figure_that_it_booked(case: Path, head: str):
    booked(case, head)
    assets, debts = leaves(json.loads(explained(case, "--format", "json"))["derivation"])

    assert (assets["id"], assets["voucher"]) == ("current_assets", "记-0123 采购合同 HT-15")
    assert (debts["id"], debts["voucher"]) == ("current_liabilities", None)


@pytest.mark.serves("001-35")
@pytest.mark.parametrize(("language", "words"), [("zh", "凭证 记-0123"), ("en", "voucher 记-0123")])
def test_the_tree_names_it_behind_the_cell(case: Path, language: str, words: str):
    shown = explained(case, "--lang", language)

    assert f"data/figures.csv › C2 · {words} 采购合同 HT-15" in shown
    assert len([line for line in shown.splitlines() if words in line]) == 1


@pytest.mark.serves("001-35")
@pytest.mark.parametrize(("mode", "words"), [("zh", "凭证：记-0123"), ("en", "voucher: 记-0123")])
def test_the_appendix_prints_it_beside_the_cell(case: Path, mode: Any, words: str):
    page = re.sub("<[^>]*>", "", write(hospital(evaluated(case), "board", mode)).html)

    assert page.count("记-0123") == 1
    assert words in page


@pytest.mark.serves("001-35")
def test_another_voucher_is_another_content_to_review(case: Path):
    before = parts(evaluated(case), {})
    booked(case, assets="记-0124")

    assert changed(before, parts(evaluated(case), {})) == ("vouchers",)


@pytest.mark.parametrize(("audience", "is_told"), [("board", True), ("agency", True), ("public", False)])
def test_the_public_is_told_no_vouchers(case: Path, audience: str, is_told: bool):  # noqa: FBT001
    page = write(hospital(redacted(evaluated(case), "board", audience), "board", "zh")).html

    assert ("HT-15" in page) == is_told


def test_without_vouchers_the_content_is_what_it_was(case: Path):
    (case / "data" / "figures.csv").write_text("period,item,value\n2025,current_assets,100\n", encoding="utf-8")

    assert "vouchers" not in parts(evaluated(case), {})


def leaves(node: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of a derivation."""
    return [node] if node["kind"] == "item" else [one for part in node["parts"] for one in leaves(part)]
