"""Case folders: what is opened, what is refused, what experts said."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

import pytest

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.errors import ExitCode, Refused
from reportgen.model.schemes import Grade

from .conftest import Write, rules

ROOT = Path(__file__).parents[2]
CASE = 'regime: "2019"\nentity: {id: a, name: {zh: 甲院, en: A}}\n'
ABILITIES = ["人员能力", "决策能力"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "case" / "data").mkdir(parents=True)
    (tmp_path / "case" / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path / "case"


def read(folder: Path, catalog: Catalog) -> intake.Reading:
    return intake.read(intake.open_case(folder), catalog)


def refusal(folder: Path) -> list[str]:
    with pytest.raises(Refused) as caught:
        intake.open_case(folder)
    assert caught.value.exit_code is ExitCode.INPUT
    return [finding.rule for finding in caught.value.findings]


def test_no_such_folder_and_no_case_file_are_different_things(tmp_path: Path):
    assert refusal(tmp_path / "nowhere") == ["I01"]
    assert refusal(tmp_path) == ["I02"]


def test_all_mistakes_of_both_files_are_told_at_once(folder: Path):
    (folder / "case.yaml").write_text(CASE + "schem: x\nunit: 7\n", encoding="utf-8")
    (folder / "mapping.yaml").write_text("sources:\n  - {fil: a}\n", encoding="utf-8")

    assert refusal(folder) == ["D03", "D05", "D04", "D03"] or len(refusal(folder)) == 4


def test_an_id_that_can_name_no_file_is_refused_before_a_report_is_numbered_by_it(folder: Path):
    (folder / "case.yaml").write_text(CASE.replace("id: a", "id: a/b"), encoding="utf-8")

    assert refusal(folder) == ["D11"]


def test_a_link_out_of_the_case_is_not_followed(folder: Path, catalog: Catalog):
    (folder.parent / "secret.csv").write_text("entity,period,item,value\nA,2025,cash_and_bank,1\n", encoding="utf-8")
    (folder / "data" / "link.csv").symlink_to(folder.parent / "secret.csv")
    (folder / "data" / "folder").symlink_to(folder.parent)

    reading = read(folder, catalog)

    assert [(f.rule, f.place.file) for f in reading.findings] == [("I06", "data/folder"), ("I06", "data/link.csv")]
    assert not reading.has_values


def test_a_case_file_that_is_a_link_out_is_refused(folder: Path, tmp_path: Path):
    (tmp_path / "other.yaml").write_text(CASE, encoding="utf-8")
    (folder / "case.yaml").unlink()
    (folder / "case.yaml").symlink_to(tmp_path / "other.yaml")

    assert refusal(folder) == ["D17"]


def test_a_pipe_is_not_opened(folder: Path, catalog: Catalog):
    os.mkfifo(folder / "data" / "pipe.csv")

    assert rules(read(folder, catalog)) == ["I07"]


def test_a_device_given_to_read_is_not_opened(catalog: Catalog):
    assert rules(intake.read_paths([Path("/dev/zero")], catalog)) == ["I07"]


def test_an_empty_case_says_that_it_has_no_data(folder: Path, catalog: Catalog):
    assert rules(read(folder, catalog)) == ["I41"]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(folder: Path, catalog: Catalog):
    (folder / "data" / "a.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (folder / "data" / "b.csv").write_bytes(b"")
    (folder / "data" / "c.csv").write_bytes(b"\xff\xfe\x00")
    (folder / "data" / "d.csv").write_text("entity,period,item,value\na,2025,cash_and_bank,1\n", encoding="utf-8")

    reading = read(folder, catalog)

    assert rules(reading) == ["I03", "I05", "I21"]
    assert reading.dataset.value("cash_and_bank", "a", "2025") == 1
    assert [file.kind for file in reading.files] == ["unread", "unread", "unread", "tidy"]


def test_another_hospitals_sheet_is_not_taken_for_ours(folder: Path, catalog: Catalog, write: Write):
    rows = [
        ["年报", None],
        ["编制单位：乙院", "2025年度"],
        ["单位：元", None],
        ["项目", "本年数"],
        ["资产总计", 5],
        ["负债合计", 2],
    ]
    write(rows, "case/data/x.xlsx")

    reading = read(folder, catalog)

    assert rules(reading) == ["W17"]
    assert reading.dataset.value("total_assets", "a", "2025") is None
    assert reading.dataset.value("total_assets", "乙院", "2025") == 5


@pytest.mark.serves("002-09")
def test_experts_give_marks_and_levels_and_may_keep_silent(folder: Path, catalog: Catalog, small: ModuleType):
    sheets = {
        "重要程度": [["评议表（2026年10月）", None, None], ["专家", *ABILITIES], ["一", 9, 8], ["二", 7, None]],
        "等级": [["专家", *ABILITIES], ["一", "优", "良"], ["二", None, "较低"]],
    }
    small.write(folder / "experts" / "e.xlsx", sheets)

    [opinions] = read(folder, catalog).rounds

    assert opinions.experts == ("一", "二")
    assert opinions.abilities == ("personnel_ability", "decision_ability")
    assert opinions.importance == ((9.0, 8.0), (7.0, None))
    assert opinions.levels == ((Grade.EXCELLENT, Grade.GOOD), (None, Grade.LOW))
    assert opinions.period == "2026-10"


def test_marks_out_of_range_and_unknown_levels_are_left_out_and_told(folder: Path, catalog: Catalog, small: ModuleType):
    rows = [["专家", "能力", "重要程度", "等级"], ["一", "人员能力", 11, "很好"], ["一", "决策能力", 8, "中"]]
    small.write(folder / "experts" / "e.xlsx", {"表": rows})

    reading = read(folder, catalog)

    assert [(f.rule, f.place.cell) for f in reading.findings if f.rule != "I41"] == [("I30", "C2"), ("I32", "D2")]
    assert reading.rounds[0].importance == ((None, 8.0),)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sample", "entity", "periods"), [("renhe", "renhe", {"2025", "2026-10"}), ("us-cms", "520049", {"2017", "2021"})]
)
def test_the_samples_are_read_without_an_error(catalog: Catalog, sample: str, entity: str, periods: set[str]):
    case = intake.open_case(ROOT / "samples" / sample)

    reading = intake.read(case, catalog)
    peers = intake.read_peers(case, catalog)

    assert {f.rule for f in reading.findings if catalog.messages.severity(f).value != "note"} == set()
    assert periods <= set(reading.dataset.periods(entity))
    assert len(peers.dataset.entities) > 20
