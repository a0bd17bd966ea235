"""A scheme that breaks its rules is refused, with every fault at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from invented import definition, scheme

from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.scoring import insist, scheme_findings

Change = Callable[[dict[str, Any]], object]


def part(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = content["parts"]["quantitative"]
    return found


def ratio(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = part(content)["indicators"]["current_ratio"]
    return found


FAULTS: list[tuple[str, Change]] = [
    ("S02", lambda content: part(content).update(share=0.9)),
    ("S03", lambda content: part(content).update(method="darts")),
    ("S04", lambda content: part(content).update(weights="dice")),
    ("S05", lambda content: part(content)["indicators"].update(nonsense=ratio(content) | {"weight": 0.0})),
    ("S06", lambda content: ratio(content)["standards"].update(good=5.0)),
    ("S07", lambda content: ratio(content).update(direction="range")),
    ("S08", lambda content: ratio(content).pop("standards")),
    ("S09", lambda content: ratio(content).pop("weight")),
    ("S10", lambda content: ratio(content).update(weight=0.41)),
    ("S11", lambda content: ratio(content).update(ability="luck")),
    ("S12", lambda content: content["grades"].update(good=90.0)),
    ("S12", lambda content: content["grades"].pop("low")),
    ("S13", lambda content: part(content).update(coefficients=(1.0, 0.8, 0.6, 0.4, 0.2))),
]


@pytest.mark.serves("002-27", "002-30")
@pytest.mark.parametrize(("rule", "change"), FAULTS)
def test_each_fault_is_found_and_said_in_both_languages(rule: str, change: Change):
    content = definition()
    change(content)
    catalog = load_catalog()
    found = list(scheme_findings(scheme(content), "trial", catalog))

    assert [finding.rule for finding in found] == [rule]
    said = catalog.messages.both(found[0])
    assert "@" not in said.message.zh + said.message.en


def test_all_faults_are_told_in_one_go():
    content = definition()
    for _, change in FAULTS[:2]:
        change(content)
    with pytest.raises(Refused) as refusal:
        insist(scheme(content), "trial", load_catalog())

    assert [finding.rule for finding in refusal.value.findings] == ["S02", "S03"]


def test_weights_may_be_given_in_per_cent():
    content = definition()
    for one in part(content)["indicators"].values():
        one["weight"] *= 100

    assert not list(scheme_findings(scheme(content), "trial", load_catalog()))


def test_the_built_in_schemes_keep_the_rules():
    catalog = load_catalog()

    assert not [finding for name, one in catalog.schemes.items() for finding in scheme_findings(one, name, catalog)]


@pytest.mark.serves("002-01", "002-03", "002-04", "002-05", "002-06")
def test_the_default_scheme_has_four_abilities_of_figures_and_seven_of_judgement():
    default = load_catalog().schemes["comprehensive_80_20"]
    quantitative, qualitative = default.parts["quantitative"], default.parts["qualitative"]

    assert [quantitative.share, qualitative.share] == [0.8, 0.2]
    assert {one.ability for one in quantitative.indicators.values()} == {"surplus", "operating", "solvency", "growth"}
    assert len(qualitative.indicators) == 7
