"""Wrong usage is told in the reader's language, at once, with what to do, and by the exit code of usage."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from reportgen.catalog import load_catalog
from shell import ROOT, reportgen

pytestmark = pytest.mark.usefixtures("samples_are_read_once")

CMS = ROOT / "samples" / "us-cms"
RENHE = ROOT / "samples" / "renhe"
LIBRARY = re.compile(r"Invalid value|No such|Missing|requires an argument|unexpected|Did you mean|Usage:|Try '|valid ")


@pytest.mark.parametrize(
    ("words", "rule", "said"),
    [
        (("render", RENHE, "--lang", "fr"), "C88", "zh-Hant-en"),
        (("verify", "x.pdf", "--lang", "fr"), "C65", "zh-en"),
        (("evaluate", CMS, "--perod", "2021"), "C61", "--period"),
        (("rendr",), "C68", "render"),
        (("archive", "shw"), "C68", "show"),
        (("render", "--period"), "C63", "--period"),
        (("render", "--strict=yes"), "C64", "--strict"),
        (("peers", "build", CMS, "--k", "2"), "C66", "≥ 5"),
        (("peers", "build", CMS, "--k", "many"), "C67", "--k"),
        (("method", "run"), "C62", "NAME"),
        (("check", CMS, "more"), "C69", "more"),
        (("evaluate", CMS, "--period", "soon"), "C04", "2025-Q3"),
        (("peers", "build", CMS, "--period", "2021-13"), "C04", "2021-13"),
        (("evaluate", CMS, "--format", "xlsx"), "C25", "-o"),
        (("diff", CMS, CMS, "--format", "pdf"), "C25", "-o"),
        (("read", CMS, "--format", "parquet"), "C25", "-o"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_said_in_our_words(words: tuple[str | Path, ...], rule: str, said: str, language: str):
    ran = reportgen(*words, language=language)

    assert ran.returncode == 2, ran.stderr
    assert ran.stdout == ""
    assert rule in ran.stderr
    assert said in ran.stderr
    assert not LIBRARY.search(ran.stderr)
    assert ("错误" in ran.stderr) is (language == "zh")


def test_where_a_report_goes_is_seen_before_any_work(tmp_path: Path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "mine.pdf").write_text("mine", encoding="utf-8")
    places = {"file/report.pdf": ("C11", 5), "mine.pdf": ("C10", 2), ".": ("C12", 2), "a" * 300: ("C11", 5)}
    for name, (rule, code) in places.items():
        began = time.process_time()
        ran = reportgen("render", RENHE, "-o", tmp_path / name)

        assert ran.returncode == code, ran.stderr
        assert rule in ran.stderr
        assert time.process_time() - began < 1.0, "nothing was read"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "mine.pdf"]


def test_a_folder_of_pictures_is_no_file(tmp_path: Path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")

    ran = reportgen("render", RENHE, "--format", "png", "-o", tmp_path / "file")

    assert ran.returncode == 2
    assert "C22" in ran.stderr


def test_a_case_may_be_named_by_its_case_yaml(tmp_path: Path):
    by_folder, by_file = (reportgen("check", path) for path in (CMS, CMS / "case.yaml"))
    assert by_file == by_folder

    (tmp_path / "list.csv").write_text("a,b\n", encoding="utf-8")
    other = reportgen("check", tmp_path / "list.csv", language="zh")
    assert other.returncode == 3
    assert "I92" in other.stderr
    assert "这是一个文件" in other.stderr


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"PK\x03\x04 cut off", "package"), (b"PAR1 cut off PAR1", "damaged")],
)
def test_what_a_library_says_of_a_file_is_said_in_the_reader_s_language(tmp_path: Path, content: bytes, word: str):
    path = tmp_path / ("a.parquet" if content.startswith(b"PAR1") else "a.xlsx")
    path.write_bytes(content)
    words = load_catalog().words[f"trouble.{word}"]

    assert words.zh in reportgen("read", path, language="zh").stderr
    assert words.en in reportgen("read", path, language="en").stderr


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("entity: {id: a\n", "yaml_bracket"),
        ("entity: a: b\n", "yaml_colon"),
        ('unit: "yuan\n', "yaml_quote"),
        ("unit: @yuan\n", "yaml_mark"),
        ("regime: other\n---\nunit: yuan\n", "second_document"),
        ("? [a]\n: b\n", "key_is_text"),
    ],
)
def test_a_slip_of_yaml_is_said_in_the_reader_s_language(tmp_path: Path, text: str, word: str):
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    words = load_catalog().words[f"trouble.{word}"]

    assert words.zh in reportgen("check", tmp_path, language="zh").stderr
    assert words.en in reportgen("check", tmp_path, language="en").stderr


@pytest.mark.parametrize(
    ("text", "word"), [('{"a": 1,}', "json_mark"), ('{"a": }', "json_value"), ('{"a": "b', "json_text")]
)
def test_a_slip_of_json_is_said_in_the_reader_s_language(tmp_path: Path, text: str, word: str):
    (tmp_path / "in.json").write_text(text, encoding="utf-8")

    ran = reportgen("method", "run", "level_efficacy", "--input", tmp_path / "in.json", language="zh")

    assert load_catalog().words[f"trouble.{word}"].zh in ran.stderr
