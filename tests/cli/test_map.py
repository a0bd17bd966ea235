"""`reportgen map` shows what unknown names look like, and writes nothing that nobody agreed to."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from reportgen import pipeline
from shell import Done, reportgen

ROOT = Path(__file__).parents[2]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with one misspelt name."""
    sys.path.insert(0, str(ROOT))
    try:
        from scripts import small_workbooks as small
    finally:
        sys.path.remove(str(ROOT))
    shutil.copy(ROOT / "samples/broken/missing_month/case/case.yaml", tmp_path / "case.yaml")
    made = small.figures("会政财02", small.load_catalog())
    rows = small.sheet("会政财02", "2025年度", ("本年数", "上年数"), [made, made])
    rows[4][0] = "一、本期的收入"
    small.write(tmp_path / "data" / "a.xlsx", {"收入费用表": rows})
    return tmp_path


def run(case: Path, *words: str, answer: str | None = None) -> Done | subprocess.CompletedProcess[str]:
    if answer is None:
        return reportgen("map", case, *words)
    command = [sys.executable, "-m", "reportgen", "map", str(case), *words]
    settings = {**os.environ, "REPORTGEN_LANG": "en"}
    here, there = pty.openpty()
    os.write(here, answer.encode())
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=settings, stdin=there)


def test_without_anybody_to_ask_names_are_shown_and_nothing_is_written(case: Path):
    ran = run(case)

    assert ran.returncode == 0
    assert "total_income" in ran.stdout
    assert "（一）财政拨款收入" in ran.stdout
    assert not (case / "mapping.yaml").exists()


def test_likeness_alone_is_not_accepted(case: Path):
    assert run(case, "--accept-exact").returncode == 0
    assert not (case / "mapping.yaml").exists()


@pytest.mark.slow
def test_what_was_agreed_to_is_written_and_then_read(case: Path):
    (case / "mapping.yaml").write_text("# ours\nnames: {}\n", encoding="utf-8")

    assert run(case, answer="y\n").returncode == 0

    assert (case / "mapping.yaml").read_text(encoding="utf-8") == '# ours\nnames:\n  "一、本期的收入": total_income\n'
    assert "total_income" not in run(case).stdout


@pytest.mark.slow
def test_it_says_what_came_of_it(case: Path):
    assert "Names with a proposal: 1" in run(case).stderr
    assert "--accept-exact" in run(case).stderr
    assert "No name was written" in run(case, answer="n\n").stderr
    assert "Names added to mapping.yaml: 1" in run(case, answer="y\n").stderr


@pytest.mark.slow
def test_where_every_name_is_known_it_says_so_and_shows_no_empty_table(case: Path):
    run(case, answer="y\n" * 9)
    (case / "data" / "a.xlsx").unlink()
    shutil.copytree(ROOT / "samples/broken/missing_month/case/data", case / "data", dirs_exist_ok=True)

    ran = run(case)

    assert "Every name is known" in ran.stderr
    assert ran.stdout == ""


def test_where_a_table_was_not_recognised_it_does_not_say_that_all_is_known(tmp_path: Path):
    reportgen("init", str(tmp_path / "new"), "--profile", "blank")
    table = "FAC_NO,BEG_DATE,TOT_ASST,CUR_ASST,NET_INCOME\n" + "1,2021-01-01,64083426,31000000,812000\n" * 9
    (tmp_path / "new" / "data" / "california.csv").write_text(table, encoding="utf-8")

    ran = run(tmp_path / "new")

    assert "sheets that were not recognised: 1, such as data/california.csv" in ran.stderr
    assert "Every name is known" not in ran.stderr


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """A year of monthly files, one name of which is not known, and a wide table with a head that is not."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲, en: A}}\nscheme: none\n", encoding="utf-8")
    for month in range(1, 13):
        rows = f"period,item,value\n2025-{month:02},total_assets,9\n2025-{month:02},本地专项结余款,{month}\n"
        (tmp_path / "data" / f"{month}月.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "data" / "wide.csv").write_text("code,when,出院人数,随访数\nh,2025,10,7\n", encoding="utf-8")
    mapping = "sources:\n  - file: data/wide.csv\n    layout: wide\n    entity: {id: code}\n    period: when\n"
    (tmp_path / "mapping.yaml").write_text(f"{mapping}    columns: {{出院人数: discharges}}\n", encoding="utf-8")
    return tmp_path


def test_a_name_of_many_files_is_one_entry_with_three_items_in_narrow_lines(year: Path):
    said = run(year).stdout

    assert said.count("本地专项结余款") == 1
    assert "files: 12, first data/1月.csv › B3" in said
    assert len([line for line in said.splitlines() if re.match(r"    [123]  0\.\d\d  [a-z]", line)]) == 6
    assert all(len(line) <= 80 for line in said.splitlines())


def test_a_file_is_written_filled_in_and_read(year: Path):
    file = year / "names.yaml"
    assert "Names written" in run(year, "--write", str(file)).stderr
    (local, visits) = yaml.safe_load(file.read_text(encoding="utf-8"))["names"]
    assert (local["name"], local["files"], len(local["nearest"])) == ("本地专项结余款", 12, 3)
    assert (visits["name"], visits["source"]) == ("随访数", 0)
    before = (year / "mapping.yaml").read_text(encoding="utf-8")
    assert run(year, "--read", str(file)).returncode == 0
    assert (year / "mapping.yaml").read_text(encoding="utf-8") == before

    first, second, third = file.read_text(encoding="utf-8").split("choose:\n")
    file.write_text(f"{first}choose: new local_fund\n{second}choose: unread\n{third}", encoding="utf-8")
    ran = run(year, "--read", str(file))

    assert "Names added to mapping.yaml: 2" in ran.stderr
    mapping = yaml.safe_load((year / "mapping.yaml").read_text(encoding="utf-8"))
    assert (mapping["names"], mapping["unread"]) == ({"本地专项结余款": "local_fund"}, ["随访数"])
    assert "Every name is known" in run(year).stderr
    checked = pipeline.check(year)
    assert checked.reading.dataset.value("local_fund", "h", "2025-12", "") == 12
    assert not {"I13", "I25", "I33"} & {finding.rule for finding in checked.findings}


def test_a_number_in_the_file_is_one_of_the_nearest_as_on_a_terminal(year: Path):
    file = year / "names.yaml"
    assert run(year, "--write", str(file)).returncode == 0
    nearest = list(yaml.safe_load(file.read_text(encoding="utf-8"))["names"][0]["nearest"])
    file.write_text(file.read_text(encoding="utf-8").replace("choose:\n", "choose: 2\n", 1), encoding="utf-8")

    assert "Names added to mapping.yaml: 1" in run(year, "--read", str(file)).stderr
    mapping = yaml.safe_load((year / "mapping.yaml").read_text(encoding="utf-8"))
    assert mapping["names"] == {"本地专项结余款": nearest[1]}


def test_a_choice_that_means_nothing_is_refused_with_the_nearest(year: Path):
    file = year / "names.yaml"
    for wrong in ("total_asets", "new total_assets", "4", "new 甲"):
        file.write_text(f"names: [{{name: 本地专项结余款, choose: {wrong!r}}}]\n", encoding="utf-8")
        ran = run(year, "--read", str(file))
        assert (ran.returncode, "C72" in ran.stderr) == (3, True), wrong
    file.write_text("names: [{name: 本地专项结余款, choose: total_asets}]", encoding="utf-8")
    assert "Nearest id: total_assets" in run(year, "--read", str(file)).stderr


@pytest.mark.parametrize(
    ("answer", "names", "unread"),
    [
        ("2\nn\n", 1, None),
        ("u\nu\n", None, ["本地专项结余款", "随访数"]),
        ("nonsense\nnew own_fund\n\n", {"本地专项结余款": "own_fund"}, None),
        ("other_income\n\n", {"本地专项结余款": "other_income"}, None),
    ],
)
@pytest.mark.slow
def test_on_a_terminal_a_name_is_an_item_a_new_one_unread_or_left(
    year: Path, answer: str, names: object, unread: object
):
    ran = run(year, answer=answer)
    mapping = yaml.safe_load((year / "mapping.yaml").read_text(encoding="utf-8"))

    assert ran.returncode == 0
    assert mapping.get("unread") == unread
    if names == 1:
        line = next(line for line in ran.stdout.splitlines() if line.startswith("    2  "))
        names = {"本地专项结余款": line.split()[2]}
    assert mapping.get("names") == names


def test_a_link_in_the_place_of_a_folder_leads_nothing_out_of_the_case(
    year: Path, tmp_path_factory: pytest.TempPathFactory
):
    outside = tmp_path_factory.mktemp("outside")
    (year / "items").symlink_to(outside)
    (year / "names.yaml").write_text("names: [{name: 本地专项结余款, choose: new local_fund}]", encoding="utf-8")

    ran = run(year, "--read", str(year / "names.yaml"))

    assert ran.returncode == 3
    assert "I06" in ran.stderr
    assert list(outside.iterdir()) == []
