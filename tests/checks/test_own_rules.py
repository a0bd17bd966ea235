"""A case's own rules: read strictly, told with their own words, wrong ones named to the column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen import checks
from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.model.finding import Severity
from reportgen.model.place import NOWHERE, Place

Make = Callable[..., Any]
RULE = """own_cash:
  name: {zh: 备用金上限, en: Cash limit}
  rule: cash_and_bank <= 100
  tolerance: "0"
  severity: warning
  source: our own
"""


def written(folder: Path, text: str) -> Path:
    (folder / "checks").mkdir()
    (folder / "checks" / "ours.yaml").write_text(text, encoding="utf-8")
    return folder


def test_an_own_rule_is_tried_and_told_by_its_name(tmp_path: Path, ledger: Make) -> None:
    catalog = load_catalog(written(tmp_path, RULE))

    (found,) = checks.all_of(ledger({"cash_and_bank@2025": 120.0}), catalog).findings

    assert (found.rule, catalog.messages.severity(found), found.place.cell) == ("V00", Severity.WARNING, "C1")
    assert "备用金上限" in catalog.messages.say(found, "zh").message


def test_a_rule_without_figures_is_told_at_the_form_of_its_period(tmp_path: Path, ledger: Make) -> None:
    """The months of a period stand in no cell."""
    catalog = load_catalog(written(tmp_path, RULE.replace("cash_and_bank <= 100", "months >= 13")))
    years = {f"other_income@{year}": 5.0 for year in (2024, 2025)}

    told = checks.all_of(ledger(years, ["会政财02@2024", "会政财02@2025"]), catalog).findings
    nowhere = checks.all_of(ledger(years), catalog).findings

    assert [one.place for one in told] == [Place("2024.xlsx", "Sheet"), Place("2025.xlsx", "Sheet")]
    assert [one.place for one in nowhere] == [NOWHERE, NOWHERE]


def test_an_own_rule_takes_the_place_of_a_built_in_one(tmp_path: Path, ledger: Make) -> None:
    rule = RULE.replace("own_cash", "W02").replace("cash_and_bank <= 100", "net_assets >= 50") + "  replaces: W02\n"
    catalog = load_catalog(written(tmp_path, rule))

    assert [f.rule for f in checks.all_of(ledger({"net_assets@2025": 20.0}), catalog).findings] == ["W02"]


def test_an_own_rule_may_say_when_it_does_not_hold_and_when_a_gap_is_explained(tmp_path: Path, ledger: Make) -> None:
    more = "  unless: total_income <= 10\n  explained: donation_income > 5\n"
    catalog = load_catalog(written(tmp_path, RULE + more))

    def found(**other: float) -> list[Severity]:
        figures = {"cash_and_bank@2025": 120.0} | {f"{name}@2025": value for name, value in other.items()}
        return [catalog.messages.severity(f) for f in checks.all_of(ledger(figures), catalog).findings]

    assert found() == [Severity.WARNING]
    assert found(total_income=9.0) == []
    assert found(donation_income=6.0) == [Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        (RULE.replace("cash_and_bank <=", "cash_and_bnk <="), "F", Place("checks/ours.yaml", line=3, column=9)),
        (RULE + "  unless: cash_and_bank + 1\n", "F", Place("checks/ours.yaml", line=7, column=25)),
        (RULE + "  explained: nobody > 1\n", "F", Place("checks/ours.yaml", line=7, column=14)),
        (RULE.replace("severity", "severty"), "D", Place("checks/ours.yaml", line=5, column=3)),
    ],
    ids=["unknown item", "no comparison", "unknown name", "unknown key"],
)
def test_a_wrong_rule_is_refused_at_its_column(text: str, rule: str, place: Place, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load_catalog(written(tmp_path, text))

    found = [(finding.rule[0], finding.place) for finding in refused.value.findings]
    assert any(kind == rule and (at.file, at.line) == (place.file, place.line) for kind, at in found), found
    if rule == "F":
        assert place in [at for _, at in found]


LINE = """\
W38:
  name: {zh: 本院质保金下限, en: Our retention line}
  rule: retention_money >= 50
  tolerance: "0"
  severity: error
  source: 本院合同办法
  replaces: W38
"""


@pytest.mark.parametrize("identifier", ["W38", "our_line"])
def test_a_rule_in_the_place_of_a_built_in_one_is_told_in_its_own_words_and_weighs_what_it_says(
    tmp_path: Path, ledger: Make, identifier: str
) -> None:
    catalog = load_catalog(written(tmp_path, LINE.replace("W38:", f"{identifier}:")))

    (found,) = checks.all_of(ledger({"retention_money@2025": 40.0, "contract_value@2025": 1000.0}), catalog).findings

    said = catalog.messages.say(found, "en")
    assert (found.rule, said.severity) == ("V00", Severity.ERROR)
    assert (
        said.message
        == "2025 (this period): Our retention line does not hold: Retention money = 40.00, expected ≥ 50.00"
    )
    assert ("W38" in catalog.checks) == (identifier == "W38"), "what is replaced is tried no more"


def test_a_rule_that_differs_in_its_bound_alone_keeps_the_words_of_the_built_in_one(
    tmp_path: Path, ledger: Make
) -> None:
    rule = LINE.replace("retention_money >= 50", "retention_money  / contract_value >= 4.5e-2")
    catalog = load_catalog(written(tmp_path, rule))

    (found,) = checks.all_of(ledger({"retention_money@2025": 40.0, "contract_value@2025": 1000.0}), catalog).findings

    said = catalog.messages.say(found, "en")
    assert (found.rule, said.severity) == ("W38", Severity.ERROR)
    assert "retention is 4.00%, below 4.50%" in said.message


@pytest.mark.parametrize("lines", ["all", "some"])
@pytest.mark.parametrize("form", ["附注-差异", "本院的表"])
def test_an_own_rule_may_name_a_form_that_is_no_official_one(
    tmp_path: Path, ledger: Make, form: str, lines: str
) -> None:
    """Nothing is known of its lines, so none that is blank counts as zero, and nothing ends in a fault of ours."""
    rule = RULE.replace("cash_and_bank <= 100", "current_assets == cash_and_bank + inventories").replace('"0"', "R")
    catalog = load_catalog(written(tmp_path, f"{rule}  forms: [{form}]\n  lines: {lines}\n"))
    partly = {"current_assets@2025": 100.0, "cash_and_bank@2025": 90.0}

    told = [
        [one.rule for one in checks.all_of(ledger(figures), catalog).findings]
        for figures in (partly, partly | {"inventories@2025": 20.0})
    ]

    assert told == [[], ["V00"]]
