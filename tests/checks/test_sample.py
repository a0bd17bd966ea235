"""Every rule broken once on the data of a whole hospital, which keeps them all; and some of them in its own workbooks."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from rendered import checked
from reportgen import checks, intake
from reportgen.catalog import Catalog
from reportgen.checks import CheckOutcome
from reportgen.checks.rules import Claim, claims_of
from reportgen.compute.peer_groups import Matrix
from reportgen.formula.context import HERE
from reportgen.model.casefile import Case
from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding, Severity

CASE = Path(__file__).parents[2] / "samples" / "renhe"
FACTOR = 1.5


@cache
def hospital() -> tuple[Case, Catalog, Dataset, CheckOutcome]:
    """Read once by whoever asks first, in whichever worker: each of them collects these tests."""
    found = checked("renhe")
    return found.case, found.catalog, found.reading.dataset, found.outcome


def tried() -> list[Claim]:
    """The first claim of each rule and column whose left side is a figure of the row itself."""
    _, catalog, dataset, outcome = hospital()
    having = {trial.rule for trial in outcome.tried if trial.checked.any()}
    found: dict[tuple[str, str], Claim] = {}
    for claim in claims_of(catalog):
        name, context = claim.left_names[0]
        if claim.id in having and context == HERE and (name, claim.view) in dataset.values.columns:
            found.setdefault((claim.id, claim.view), claim)
    return [claim for claim in found.values() if claim.is_equation]


CLAIMS = tried()


def test_the_hospital_keeps_every_rule_that_is_an_error() -> None:
    _, catalog, _, outcome = hospital()

    assert [f.rule for f in outcome.findings if catalog.messages.severity(f) is Severity.ERROR] == []
    assert len({trial.rule for trial in outcome.tried}) > 80


UNTRIED = {
    "V86": "V01 is of the official form",
    "V09": "public infrastructure and housing are of other institutions",
    "V70": "no statement of costs", "V71": "no statement of costs", "V72": "no statement of costs", "V73": "no statement of costs",
    "W23": "no month is filed as a year",
    "W35": "no confirmation of a bank", "W37": "no spending of offices", "W38": "no retention money",
    "W65": "W08 has the days of those who left", "W75": "V53 has the statement of changes in net assets",
}  # fmt: skip
"""Rules that would fit the hospital, and why they have nothing to hold against each other."""


def test_every_rule_of_its_regime_that_its_forms_allow_is_tried() -> None:
    """A form read as something else would leave its rules untried, and nobody would hear of it."""
    _, catalog, _, outcome = hospital()
    having = {trial.rule for trial in outcome.tried if trial.checked.any()}
    due = {name for name, rule in catalog.checks.items() if not rule.regimes or "2019" in rule.regimes}

    assert due - having == UNTRIED.keys()


@cache
def checked_by(rule: str) -> CheckOutcome:
    """The untouched hospital, held against one rule alone."""
    case, catalog, dataset, _ = hospital()
    return checks.all_of(dataset, replace(catalog, checks={rule: catalog.checks[rule]}), case)


@pytest.mark.parametrize("claim", CLAIMS, ids=[f"{claim.id}-{claim.view or 'period'}" for claim in CLAIMS])
def test_a_rule_broken_once_is_found_at_its_cell_and_nowhere_else(claim: Claim) -> None:
    case, catalog, dataset, _ = hospital()
    alone = replace(catalog, checks={claim.id: claim.rule})
    whole = checked_by(claim.id)
    trial = next(t for t in whole.tried if t.rule == claim.id and t.checked.any())
    name = claim.left_names[0][0]
    figures = dataset.values.to_numpy(copy=True)
    column = list(Matrix.of(dataset).at).index((name, claim.view))
    rows = [row for row in trial.checked.nonzero()[0].tolist() if abs(figures[row, column]) > 1]
    if not rows:
        pytest.skip("the hospital has nothing on this line")
    figures[rows[-1], column] *= FACTOR
    values = pd.DataFrame(figures, index=dataset.values.index, columns=dataset.values.columns)

    found = [f for f in checks.all_of(replace(dataset, values=values), alone, case).findings if f.rule == claim.id]

    entity, period = map(str, dataset.values.index[rows[-1]])
    before = [f for f in whole.findings if f.rule == claim.id]
    assert not before or claim.rule.severity is Severity.WARNING
    assert (dataset.place((name, entity, period, claim.view)), period) in [(f.place, f.facts["period"]) for f in found]


def with_slip(folder: Path, sheet: str, label: str, factor: float) -> tuple[str | None, list[Finding]]:
    """The 2025 statements with one cell multiplied: that cell, and all findings as they are told."""
    name = "2025年度财务报表.xlsx"
    shutil.copy(CASE / "data" / "2025" / name, folder / name)
    book = openpyxl.load_workbook(folder / name)
    labels = ((row, cell) for row in book[sheet].iter_rows() for cell in row)
    row, label_cell = next((row, cell) for row, cell in labels if plain(cell.value).endswith(label))
    cell = row[label_cell.column]
    assert isinstance(cell.value, float | int)
    cell.value = cell.value * factor
    book.save(folder / name)
    catalog = hospital()[1]
    reading = intake.read_paths([folder], catalog)
    read = checks.between_forms(reading.findings, reading.dataset)
    return cell.coordinate, list(checks.folded((*read, *checks.all_of(reading.dataset, catalog).findings)))


def plain(value: object) -> str:
    return str(value or "").replace("\N{IDEOGRAPHIC SPACE}", "").strip()


SLIPS = {
    "V04": ("资产负债表", "流动资产合计", 1.1),
    "V18": ("收入费用表", "科教收入", 1.1),
    "V22": ("收入费用表", "三、本期盈余", -1),
    "W01": ("资产负债表", "货币资金", -1),
}


@pytest.mark.serves("000-19")
@pytest.mark.parametrize("rule", SLIPS)
def test_a_slip_in_the_workbook_itself_is_found_in_its_sheet(rule: str, tmp_path: Path) -> None:
    cell, found = with_slip(tmp_path, *SLIPS[rule])

    places = {(f.rule, place.sheet, place.cell) for f in found for place in (f.place, *f.places)}
    assert (rule, SLIPS[rule][0], cell) in places


@pytest.mark.serves("000-20")
def test_a_slip_on_one_of_two_forms_is_told_once(tmp_path: Path) -> None:
    _, found = with_slip(tmp_path, "收入费用表", "利息收入", 1.1)
    catalog = hospital()[1]

    roots = [f.rule for f in found if catalog.messages.severity(f) is Severity.ERROR and f.cause is None]
    assert roots == ["V37"]
    assert {f.cause[0] for f in found if f.rule.startswith("V") and f.cause} == {"V37"}


UNTIED = {"bgt_interest_income", "bgt_donation_income", "bgt_rental_income", "bgt_interest_expense"}
"""Lines of which their total says only that they are in it ("of which"), and which stand on no other form."""


@pytest.mark.slow
def test_every_figure_of_the_official_forms_of_a_year_is_tied_to_another(tmp_path: Path) -> None:
    """Raised by a tenth, each is told at its own cell, whatever lines the hospital leaves blank."""
    (tmp_path / "data").mkdir()
    shutil.copy(CASE / "data" / "2025" / "2025年度财务报表.xlsx", tmp_path / "data")
    (tmp_path / "case.yaml").write_text(
        'entity: {id: h, name: {zh: 仁和医院（示例）, en: A}}\nregime: "2019"\n', encoding="utf-8"
    )
    case, catalog = intake.open_case(tmp_path), hospital()[1]
    dataset = intake.read(case, catalog).dataset
    row = list(dataset.values.index).index(("h", "2025"))
    quiet = {finding.place for finding in checks.all_of(dataset, catalog, case).findings}
    untied: set[str] = set()
    moved = 0
    for at, (item, view) in enumerate(Matrix.of(dataset).at):
        place = dataset.place((item, "h", "2025", view))
        figures = dataset.values.to_numpy(copy=True)
        is_official = place is not None and place.sheet is not None and not place.sheet.startswith("补充资料")
        if view or not is_official or not abs(figures[row, at]) > 1:
            continue
        figures[row, at] *= 1.1
        values = pd.DataFrame(figures, index=dataset.values.index, columns=dataset.values.columns)
        found = checks.all_of(replace(dataset, values=values), catalog, case).findings
        if place not in {each for one in found for each in (one.place, *one.places)} - quiet:
            untied.add(item)
        moved += 1

    assert moved > 250
    assert untied == UNTIED
