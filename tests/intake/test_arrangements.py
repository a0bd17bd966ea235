"""Whole files as people arrange them: hospitals, months and sides beside and below one another, turned, exported."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from intake.family import arrangements as arranged
from intake.family.pages import Page, page, write
from intake.family.scoring import score
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.model.finding import Finding

New = Callable[..., Page]


@pytest.fixture
def new(catalog: Catalog) -> New:
    """A page of a form: new(code, month=..., unit=..., entity=...)."""

    def made(code: str, **how: object) -> Page:
        chance = random.Random(f"{code}{sorted(how.items())}")  # noqa: S311 - figures of a test
        return page(code, catalog, chance, **how)  # type: ignore[arg-type]

    return made


def faults(
    path: Path, pages: Iterable[Page], catalog: Catalog, *, text: bool = False, whole: bool = False
) -> list[str]:
    truths = [
        (truth, path.name, None if text else each.name, cell)
        for each in pages
        if not each.hidden
        for truth, cell in each.truths()
    ]
    found = score(intake.read_paths([path], catalog), truths, whole=whole)
    return [*found.faults, *([] if whole or found.right else ["nothing was read"])]


def test_two_sides_one_below_the_other(new: New, catalog: Catalog, tmp_path: Path):
    one = arranged.below(new("会政财01"))
    assert faults(write(tmp_path / "a.xlsx", [one]), [one], catalog) == []


def test_two_sides_in_one_long_list(new: New, catalog: Catalog, tmp_path: Path):
    one = arranged.listed(new("会政财02附01", month=10))
    assert faults(write(tmp_path / "a.xlsx", [one]), [one], catalog) == []


def test_all_forms_on_one_sheet(new: New, catalog: Catalog, tmp_path: Path):
    one = arranged.stacked([new("会政财01"), new("会政财02"), new("会政财02附01"), new("会政财04")])
    shared = {t.key: t for t, _ in one.truths()}
    one.change(lambda s: replace(s, value=shared[s.truth.key].value, truth=shared[s.truth.key]) if s.truth else s)
    found = score(
        intake.read_paths([write(tmp_path / "a.xlsx", [one])], catalog),
        [(t, "a.xlsx", one.name, c) for t, c in one.truths()],
    )
    assert [*found.wrong, *found.silent, *found.forbidden] == []


@pytest.mark.parametrize("code", ["会政财02", "会政财01"])
def test_a_sheet_for_each_hospital(new: New, catalog: Catalog, tmp_path: Path, code: str):
    pages = [replace(new(code, entity=name), name=name) for name in ("甲县人民医院", "乙县人民医院", "丙县中医院")]
    assert faults(write(tmp_path / "a.xlsx", pages), pages, catalog) == []


@pytest.mark.parametrize("heads", ["merged", "plain"])
@pytest.mark.parametrize("code", ["会政财02", "会政财04"])
def test_a_column_for_each_hospital(new: New, catalog: Catalog, tmp_path: Path, code: str, heads: str):
    one = arranged.hospitals(new(code), ["总院", "东院区", "西院区", "抵销", "合并"], merged=heads == "merged")
    assert faults(write(tmp_path / "a.xlsx", [one]), [one], catalog) == []


def test_a_column_for_each_hospital_and_only_one_figure(new: New, catalog: Catalog, tmp_path: Path):
    one = arranged.hospitals(new("会政财02"), ["甲县人民医院", "乙县人民医院", "集团合并"], single=True)
    assert faults(write(tmp_path / "a.xlsx", [one]), [one], catalog) == []


def test_a_sheet_for_each_month(new: New, catalog: Catalog, tmp_path: Path):
    pages = [replace(new("会政财02", month=month), name=f"{month}月") for month in range(1, 13)]
    assert faults(write(tmp_path / "a.xlsx", pages), pages, catalog) == []


@pytest.mark.parametrize("future", [0, None])
def test_months_side_by_side(new: New, catalog: Catalog, tmp_path: Path, future: float | None):
    one = arranged.months(new("会政财02"), range(1, 10), future)
    assert faults(write(tmp_path / "a.xlsx", [one]), [one], catalog) == []


@pytest.mark.parametrize("code", ["会政财01", "会政财02", "会医02", "会医01-1998"])
def test_traditional_characters(new: New, catalog: Catalog, tmp_path: Path, code: str):
    one = arranged.traditional(new(code))
    assert faults(write(tmp_path / "a.xlsx", [one]), [one], catalog) == []


@pytest.mark.parametrize("code", ["会政财01", "会政财02", "会政财04"])
def test_a_table_on_its_side(new: New, catalog: Catalog, tmp_path: Path, code: str):
    one = arranged.turned(new(code))
    assert faults(write(tmp_path / "a.xlsx", [one]), [one], catalog) == []


@pytest.mark.parametrize("code", ["会政财01", "会政财02", "会政财04", "会政预01"])
def test_english_sheets(new: New, catalog: Catalog, tmp_path: Path, code: str):
    one = arranged.english(new(code), catalog)
    assert faults(write(tmp_path / "a.xlsx", [one]), [one], catalog) == []


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_exports(new: New, catalog: Catalog, tmp_path: Path, encoding: str, mark: str):
    one = new("会政财02", month=9)
    path = arranged.text(tmp_path / "a.csv", one, encoding, mark)
    assert faults(path, [one], catalog, text=True) == []


def test_a_wide_table_that_needs_no_mapping(new: New, catalog: Catalog, tmp_path: Path):
    one = arranged.wide(new("会政财02"), ["甲医院", "乙医院"], ["2023", "2024", "2025"])
    assert faults(write(tmp_path / "a.xlsx", [one]), [one], catalog) == []
    assert faults(arranged.text(tmp_path / "b.csv", one, "gb18030", ","), [one], catalog, text=True) == []


@pytest.mark.slow
def test_open_document_sheets(new: New, catalog: Catalog, tmp_path: Path):
    pages = [new("会政财01"), new("会政财02")]
    assert faults(arranged.open_document(tmp_path / "a.ods", pages), pages, catalog) == []


def test_figures_before_and_after_adjustment_are_not_chosen_from(new: New, catalog: Catalog, tmp_path: Path):
    one = arranged.adjusted(new("会政财02"))
    assert faults(write(tmp_path / "a.xlsx", [one]), [one], catalog, whole=True) == []


def test_a_hidden_draft_is_not_read(new: New, catalog: Catalog, tmp_path: Path):
    good, draft = new("会政财02"), replace(new("会政财02", unit="千元"), name="草稿", hidden=True)
    path = write(tmp_path / "a.xlsx", [good, draft])
    assert faults(path, [good], catalog) == []
    assert "W21" in [f.rule for f in intake.read_paths([path], catalog).findings]


def test_a_thirteenth_period_replaces_december_of_the_year(new: New, catalog: Catalog, tmp_path: Path):
    december = replace(new("会政财02", month=12), name="12月")
    closing = replace(new("会政财02", month=12), name="13期")
    closing.change(lambda s: replace(s, value="2025年13期") if s.kind == "date" else s)
    reading = intake.read_paths([write(tmp_path / "a.xlsx", [december, closing])], catalog)
    found = {(v.item, v.period): v for v in reading.values() if not v.derived and v.view == ""}
    assert found["total_income", "2025-12"].place.sheet == "12月"
    assert found["total_income", "2025"].place.sheet == "13期"
    assert any(f.rule == "I46" and f.place.sheet == "13期" for f in reading.findings)


def test_a_parquet_file_is_a_table_like_any_other(new: New, catalog: Catalog, tmp_path: Path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    one = arranged.wide(new("会政财02"), ["甲医院", "乙医院"], ["2024", "2025"])
    heads, *rows = [[spot.value for spot in spots] for spots in one.grid]
    kept = [index for index, head in enumerate(heads) if heads.count(head) == 1]
    table = pyarrow.table({heads[index]: [row[index] for row in rows] for index in kept})
    parquet.write_table(table, tmp_path / "a.parquet")

    reading = intake.read_paths([tmp_path / "a.parquet"], catalog)

    values = {(v.entity, v.period, v.item): v.value for v in reading.values()}
    assert values["乙医院", "2025", "medical_income"] == rows[3][heads.index("医疗收入")]
    assert all(f.rule != "I52" for f in reading.findings)


def test_formulas_without_results_are_calculated_where_that_is_asked_for_and_possible(
    new: New, catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    right, one = new("会政财02"), new("会政财02")
    one.grid[5][1] = replace(one.grid[5][1], value="=B6+1")
    write(tmp_path / "calculated.xlsx", [right])
    path = write(tmp_path / "a.xlsx", [one])
    assert "I56" in [f.rule for f in _read_without_office(path, catalog, monkeypatch)]
    office = tmp_path / "bin" / "soffice"
    office.parent.mkdir()
    office.write_text(
        f'#!/bin/sh\nwhile [ "$1" != "--outdir" ]; do shift; done\nmkdir -p "$2" && cp "{tmp_path}/calculated.xlsx" "$2/in.xlsx"\n',
        encoding="utf-8",
    )
    office.chmod(0o755)
    monkeypatch.setenv("PATH", f"{office.parent}:/usr/bin:/bin")

    reading = intake.read_paths([path], catalog, recalculate=True)

    found = {(v.item, v.view): v for v in reading.values()}
    assert found["fiscal_income", ""].value == right.grid[5][1].value
    assert found["fiscal_income", ""].place.cell == "B6"
    assert [f.rule for f in reading.findings] == ["I55"]


def _read_without_office(path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> tuple[Finding, ...]:
    monkeypatch.setenv("PATH", "/nowhere")
    return intake.read_paths([path], catalog, recalculate=True).findings
