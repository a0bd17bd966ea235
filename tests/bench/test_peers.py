"""What is compared is the same: tables with their rows and cells, charts and pictures, words. The quick round holds each way to it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bench import content, peers
from reportgen import pipeline
from reportgen.report.web.tree import parsed

PROJECT = Path(__file__).parents[2]
CLINIC, RENHE = PROJECT / "tests" / "cases" / "clinic", PROJECT / "samples" / "renhe"
PAGE = """<html><head><style>p {}</style></head><body><h2>指标<span lang="en">Ratios</span></h2>
<div>前<p>中 <b>重</b></p>后</div><img src="one.svg" alt="流动" style="width:54mm"><img src="two.svg" alt="标记">
<table><colgroup><col style="width:40mm"><col style="width:20mm"></colgroup>
<thead><tr><th colspan="2">名称</th></tr></thead>
<tbody><tr><th>一</th><td class="n" style="background:url(two.svg)">1.5</td></tr></tbody></table></body></html>"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, content.Json]:
    folder = tmp_path_factory.mktemp("content") / "clinic"
    return folder, content.keep(CLINIC, "board", "zh-en", folder)


def blocks() -> list[content.Json]:
    taken = content.Taken({"one.svg": b"<svg/>", "two.svg": b"<svg id='2'/>"}, {b"<svg/>": {"layer": []}})
    body = parsed(PAGE).find("body")
    assert body is not None
    return list(taken.blocks(body))


def cell(*text: list[Any], **more: Any) -> content.Json:
    plain = {"columns": 1, "rows": 1, "pictures": [], "header": False, "number": False}
    return {"text": list(text), **plain, **more}


def test_a_page_is_taken_apart_in_reading_order():
    assert blocks() == [
        {"kind": "heading", "level": 2, "text": [["指标", False], ["Ratios", True]]},
        {"kind": "paragraph", "text": [["前", False]]},
        {"kind": "paragraph", "text": [["中 重", False]]},
        {"kind": "paragraph", "text": [["后", False]]},
        {"kind": "chart", "chart": 0, "width": 54.0, "alt": "流动"},
        {"kind": "picture", "file": "two.svg", "alt": "标记"},
        {
            "kind": "table", "columns": 2, "widths": [40.0, 20.0],
            "head": [[cell(["名称", False], columns=2, header=True)]],
            "body": [[cell(["一", False], header=True), cell(["1.5", False], pictures=["two.svg"], number=True)]],
        },
    ]  # fmt: skip
    found = content.counts({"blocks": blocks()})
    assert (found.tables, found.rows, found.cells, found.places, found.pictures) == (1, 2, 3, 4, 3)
    assert found.characters == Counter("指标Ratios前中重后名称一15")


@pytest.mark.slow
def test_what_is_taken_out_of_our_report_is_what_our_file_holds(clinic: tuple[Path, content.Json], tmp_path: Path):
    wanted = content.counts(clinic[1])
    charts = sum(block["kind"] == "chart" for block in clinic[1]["blocks"])
    rendered = pipeline.render(pipeline.evaluate(pipeline.check(CLINIC)), report="board", mode="zh-en")
    (tmp_path / "ours.pdf").write_bytes(rendered.pdf)

    found = content.counts_of_file(tmp_path / "ours.pdf")

    assert wanted.cells > 50
    assert charts > 0
    assert [*replace(wanted, pictures=charts).missing(found, repeats=False)] == []  # what stands in cells is decoration


def test_what_is_missing_is_seen():
    wanted = content.counts({"blocks": blocks()})

    def said(**other: Any) -> str:
        return "; ".join(wanted.missing(replace(wanted, pages=1, **other), repeats=False))

    assert said() == ""
    assert said(tables=2) == "tables 2 of 1"
    assert said(rows=1) == "rows 1 of 2"
    assert said(cells=2) == "cells 2 of 3"
    assert said(cells=5) == "cells 5 of 3"
    assert said(pictures=2) == "pictures 2 of 3"
    assert "1 not there" in said(characters=wanted.characters - Counter("5") + Counter("6"))
    assert "characters 157 of 17" in said(characters=wanted.characters + Counter("x" * 140))
    assert [*wanted.missing(replace(wanted, pages=1, tables=2), repeats=True)] == []


def test_both_sides_have_the_same_versions_of_what_both_use():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins, ours = (
        dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))
        for lock in (peers.LOCK, PROJECT / "requirements.lock")
    )

    for text in (*project["dependencies"], *project["optional-dependencies"]["bench"]):
        wanted = Requirement(text)
        assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), text
    assert {name: pins[name] for name in pins if name in ours} == {name: ours[name] for name in ours if name in pins}
    assert "://" not in peers.LOCK.read_text(encoding="utf-8")
