"""The pages themselves name the figures that their numbers stand for; a machine needs no file beside them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import Result
from typer.testing import CliRunner

import rendered
from reportgen.cli.app import app
from reportgen.errors import Refused
from reportgen.lifecycle import paper
from reportgen.verify.data import PageFact, facts
from verify import tampering
from verify.conftest import verdict

Put = Callable[[bytes], Path]


def listed(*words: str) -> Result:
    return CliRunner().invoke(app, ["facts", *words], env={"REPORTGEN_LANG": "en", "COLUMNS": "200"})


def named(content: bytes) -> tuple[PageFact, ...]:
    return facts(paper.opened(content, "report.pdf"))


def numbers(content: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(tampering.attached(content, "numbers.json"))["numbers"]
    return found


@pytest.mark.serves("004-01")
def test_each_main_number_is_named_on_the_page_that_the_list_tells(report: Path):
    content = report.read_bytes()
    found = {(one.page, one.printed, one.value) for one in named(content)}
    main = [row for row in numbers(content) if row["key"].startswith("item.")]

    assert len(main) > 5
    assert {(row["page"], row["printed"], row["value"]) for row in main} <= found


def test_a_cell_names_its_own_figure_among_those_with_the_same_digits(report: Path):
    cells = [one for one in named(report.read_bytes()) if one.printed == "50.00"]

    keys = [one.key for one in cells]
    assert keys == [f"item.current_liabilities.{year}" for year in (2024, 2025)]
    assert [one.value for one in cells] == [50.0, 50.0]


@pytest.mark.slow
@pytest.mark.serves("004-01")
def test_nearly_every_number_of_a_whole_report_is_named_and_none_with_another_value():
    content = rendered.rendered(rendered.Wanted("board", "renhe", "2026-10"), "zh-en").pdf
    rows, found = numbers(content), named(content)
    values = {(one.printed, one.value) for one in found}

    bare = [row for row in rows if (row["printed"], row["value"]) not in values]
    assert len(bare) < len(rows) / 40  # digits within a longer number, which is named itself
    known = {(row["key"], row["printed"]): Counter[float]() for row in rows}
    for row in rows:
        known[row["key"], row["printed"]][row["value"]] += 1
    assert all(one.value in known[one.key, one.printed] for one in found if (one.key, one.printed) in known)
    assert {one.element for one in found} >= {"TD", "P", "Span", "Figure"}


def test_the_file_says_that_it_has_such_properties(report: Path):
    with pikepdf.open(report) as document:
        assert document.Root.MarkInfo.UserProperties is True


def test_the_command_lists_them_in_reading_order_as_table_csv_and_json(report: Path):
    table, form, told = (listed(str(report), *words) for words in ((), ("--format", "csv"), ("--format", "json")))

    rows = list(csv.DictReader(io.StringIO(form.stdout)))
    found = json.loads(told.stdout)
    assert found["schema"] == "reportgen/facts/1"
    assert [(row["key"], row["printed"]) for row in rows] == [(row["key"], row["printed"]) for row in found["facts"]]
    assert [int(row["page"]) for row in rows] == sorted(int(row["page"]) for row in rows)
    assert len(rows) == len(named(report.read_bytes()))
    assert "As printed" in table.stdout


def test_the_command_takes_a_part_of_the_keys_and_one_page(report: Path):
    found = json.loads(listed(str(report), "--key", "total_assets", "--page", "1", "--format", "json").stdout)["facts"]

    assert found
    assert all("total_assets" in row["key"] and row["page"] == 1 for row in found)


def test_what_is_no_pdf_is_told(tmp_path: Path):
    (tmp_path / "report.pdf").write_text("no", encoding="utf-8")

    done = listed(str(tmp_path / "report.pdf"))

    assert isinstance(done.exception, Refused)
    assert [one.rule for one in done.exception.findings] == ["J31"]


@pytest.mark.usefixtures("made_before")
def test_a_page_that_names_another_value_than_the_list_is_found_out(report: Path, altered: Put):
    content = report.read_bytes()
    (first, *_) = (one for one in named(content) if one.key == "item.total_assets")

    def lie(document: pikepdf.Pdf) -> None:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem" and "/A" in one:
                for attribute in one.A.as_list() if isinstance(one.A, pikepdf.Array) else [one.A]:
                    for entry in attribute.get("/P", ()):
                        if str(entry.N) == first.key:
                            entry.V = pikepdf.String("99.5")

    found = verdict(altered(tampering.changed(content, lie)))

    assert found.answers["facts"] == "fails"
    assert {(one["name"], one["found"], one["due"]) for one in found.facts("T45")} == {
        ("item.total_assets", "99.5", str(first.value))
    }
