"""A report about a group goes the way of every report: issued, corrected hospital by hospital, verified, archived."""

from __future__ import annotations

import json
import re
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from jsonschema import Draft202012Validator

from lifecycle.alliance import Alliance
from reportgen.model.standing import apart, within
from verify.near import made_in_this_process

pytestmark = pytest.mark.slow  # a group is issued once for all of them, which takes as long as any of them

FIRST, SECOND = "XH-2025-001", "XH-2025-002"


@pytest.fixture(scope="module")
def issued_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    alliance = Alliance(tmp_path_factory.mktemp("alliance") / "case")
    alliance.reviewed()
    alliance.issue("--report", "group", "--embed", "all")
    return alliance.folder


@pytest.fixture
def alliance(issued_once: Path, tmp_path: Path) -> Alliance:
    found = Alliance(tmp_path / "new")
    found.folder = Path(shutil.copytree(issued_once, tmp_path / "case"))
    return found


@pytest.fixture(scope="module")
def corrected(issued_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Alliance:
    """The same group, once the second hospital has mended its figures and the report is corrected."""
    folder = tmp_path_factory.mktemp("corrected")
    found = Alliance(folder / "new")
    found.folder = Path(shutil.copytree(issued_once, folder / "case"))
    found.add("LH02", 90_000_000)
    found.reviewed(day="2026-02-01")
    found.supersede(FIRST, "流动资产漏记")
    return found


def schema(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files("reportgen.export").joinpath("schemas", name).read_text("utf-8"))
    return content


def words(path: Path) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)).split())


def test_a_correction_tells_every_figure_of_the_hospital_that_changed(corrected: Alliance):
    old, new = (
        {one["entity"]["id"]: one for one in corrected.results(number)["hospitals"]} for number in (FIRST, SECOND)
    )
    changed = {
        within(hospital, row["id"])
        for hospital in old
        for row, now in zip(old[hospital]["indicators"], new[hospital]["indicators"], strict=True)
        if row["value"] != now["value"]
    }
    told = corrected.journal[-1]["changes"]

    assert corrected.journal[-1]["corrects"] == FIRST
    assert within("LH02", "current_ratio") in changed
    assert changed == {one["id"] for one in told if apart(one["id"])[1] not in {"LH02", "grade", "rank"}}
    assert {apart(one["id"])[0] or one["id"] for one in told} == {"LH02"}


def test_the_pages_of_a_correction_name_hospital_and_figure(corrected: Alliance):
    told = words(corrected.issued(SECOND))

    assert FIRST in told
    assert "流动资产漏记" in told
    assert re.search(r"第一人民医院（示例）.{0,80}综合得分.{0,300}流动比率.{0,30}1\.62 1\.88", told)
    assert "更正前" not in words(corrected.issued(FIRST))


def test_results_of_a_group_keep_their_published_schema(corrected: Alliance):
    published = Draft202012Validator(schema("group-1.json"))

    for number in (FIRST, SECOND):
        assert list(published.iter_errors(corrected.results(number))) == []
    broken = corrected.results(FIRST)
    del broken["hospitals"][0]["indicators"][0]["reason"]
    assert list(published.iter_errors(broken))


def test_a_group_and_a_hospital_mean_the_same_by_the_same_words():
    group, hospital = (schema(name)["$defs"] for name in ("group-1.json", "results-1.json"))

    assert {name: one for name, one in group.items() if name != "hospital"} == hospital


@pytest.mark.parametrize("content", ["{}", "[]", '{"schema": "reportgen/group/1", "hospitals": [1]}', "results"])
def test_what_is_to_be_corrected_has_to_be_results_of_a_group(alliance: Alliance, content: str):
    results = alliance.results()
    first = results["hospitals"][0] | {"schema": "reportgen/results/1", "period": "2025", "scheme": results["scheme"]}
    path = alliance.folder / "issued" / f"{FIRST}.json"
    path.write_text(json.dumps(first) if content == "results" else content, encoding="utf-8")
    alliance.add("LH02", 1.0)
    alliance.reviewed(day="2026-02-01")
    before = alliance.files()

    assert "J62" in alliance.supersede(FIRST, "漏记", code=1)
    assert alliance.files() == before


def test_results_that_are_gone_cannot_be_corrected(alliance: Alliance):
    (alliance.folder / "issued" / f"{FIRST}.json").unlink()
    alliance.add("LH02", 1.0)
    alliance.reviewed(day="2026-02-01")
    before = alliance.files()

    assert "J21" in alliance.supersede(FIRST, "漏记", code=3)
    assert alliance.files() == before


def test_a_restatement_names_the_hospital_of_the_group(alliance: Alliance):
    assert "W41" not in alliance.run("check", str(alliance.folder))

    alliance.add("LH02", 90_000_000)
    found = json.loads(alliance.run("check", str(alliance.folder), "--format", "json"))["findings"]
    restated = [one["message"] for one in found if one["rule"] == "W41"]

    assert not [one for one in found if one["rule"] in {"W30", "W39"}]
    assert any("流动比率" in one["zh"] for one in restated)
    assert all("第一人民医院" in one["zh"] and one["en"] for one in restated)


def test_a_corrected_report_restates_nothing(corrected: Alliance):
    assert "W41" not in corrected.run("check", str(corrected.folder))


def test_both_editions_are_archived_under_the_name_of_the_group(corrected: Alliance, tmp_path: Path):
    root = tmp_path / "archive"
    corrected.run("archive", "add", str(root), str(corrected.folder), "--by", "丁", "--date", "2026-02-02")
    listed = corrected.run("archive", "list", str(root), "--format", "json")

    assert listed.count('"alliance"') >= 2
    assert FIRST in listed
    assert SECOND in listed


def test_a_group_is_not_compared_as_if_it_were_one_hospital(corrected: Alliance):
    for first in (corrected.issued(FIRST), corrected.issued(FIRST).with_suffix(".json")):
        assert "X02" in corrected.run("diff", str(first), str(corrected.issued(SECOND)), code=3)


def test_a_report_about_a_group_is_verified_from_what_it_carries(
    issued_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made_in_this_process(monkeypatch)
    alone = Path(shutil.copy(issued_once / "issued" / f"{FIRST}.pdf", tmp_path / "alone.pdf"))
    found = Alliance(tmp_path / "new").run("verify", str(alone), "--format", "json")
    answers = {one["id"]: one["answer"] for one in json.loads(found)["checks"]}

    assert {answers[name] for name in ("results", "numbers", "pages", "drawing", "definitions")} == {"holds"}


def test_a_group_named_by_its_folder_is_verified_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made_in_this_process(monkeypatch)
    found = Alliance(tmp_path / "联合体")
    found.describe("\n".join(line for line in (found.folder / "case.yaml").read_text("utf-8").splitlines()
                             if not line.startswith("group:")))  # fmt: skip
    target = tmp_path / "a.pdf"
    found.run("render", str(found.folder), "--report", "group", "--lang", "zh", "--embed", "all", "-o", str(target))
    answers = {one["id"]: one["answer"] for one in
               json.loads(found.run("verify", str(target), "--format", "json"))["checks"]}  # fmt: skip

    assert answers["results"] == "holds"


def test_a_group_whose_folder_was_renamed_is_asked_for_its_name_before_its_past_is_lost(tmp_path: Path):
    found = Alliance(tmp_path / "old-name")
    case = (found.folder / "case.yaml").read_text("utf-8")
    found.describe("\n".join(line for line in case.splitlines() if not line.startswith("group:")))
    found.reviewed()
    found.folder = found.folder.rename(tmp_path / "new-name")
    before = found.files()

    told = found.review("director", "--report", "group", code=2)

    assert "C43" in told
    assert "old-name" in told
    assert "new-name" in told
    assert found.files() == before
    found.describe(f"group: {{id: old-name, name: {{zh: 联合体, en: Group}}}}\n{case.partition(chr(10))[2]}")
    assert "J" not in found.review("director", "--report", "group").split()
