"""A scheme that breaks its rules is refused, with every fault at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from invented import definition, scheme

from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.model.definition import Text
from reportgen.model.finding import Severity
from reportgen.model.schemes import SchemeIndicator, SchemePart
from reportgen.scoring import contradictions, doubts, insist, scheme_findings
from reportgen.scoring.methods import EXPERT_METHODS, VALUED, part_name
from reportgen.scoring.scheme_rules import _correction_faults

Change = Callable[[dict[str, Any]], object]

CATALOG = load_catalog()


def part(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = content["parts"]["quantitative"]
    return found


def ratio(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = part(content)["indicators"]["current_ratio"]
    return found


def pairwise(content: dict[str, Any], matrix: list[list[float]]) -> None:
    part(content)["weights"] = {"method": "ahp", "judgements": [matrix]}


def reference(**more: Any) -> dict[str, Any]:
    return {"kind": "plan", "source": "test"} | more


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
    ("S13", lambda content: part(content).update(coefficients=(1.0, 0.8, 0.9, 0.4, 0.2, 0.0))),
    ("S13", lambda content: part(content).update(coefficients=(1.0, 0.8, 0.8, 0.4, 0.2, 0.0))),
    ("S14", lambda content: pairwise(content, [[1.0, 2.0, 1.0, 1.0], *[[1.0] * 4] * 3])),
    ("S14", lambda content: pairwise(content, [[1.0, -1.0, 1.0, 1.0], *[[1.0] * 4] * 3])),
    ("S14", lambda content: pairwise(content, [[1.0, 1.0], [1.0, 1.0]])),
    ("S15", lambda content: ratio(content).update(references=[{"kind": "plan", "value": 2.0}])),
    ("S16", lambda content: ratio(content).update(references=[reference(value=2.0, unacceptable=2.0)])),
    ("S17", lambda content: ratio(content).update(references=[reference(value=1e308)])),
    ("S17", lambda content: ratio(content)["standards"].update(excellent=1e308)),
    ("S17", lambda content: ratio(content)["standards"].update(excellent=float("nan"))),
    ("S18", lambda content: part(content).update(method="enterprise_layers")),
    ("S19", lambda content: part(content).update(tree={"a": {"weight": 0.5}, "b": {"weight": 0.4}})),
    ("S10", lambda content: part(content).update(ability_weights={"solvency": 0.5, "operating": 0.2, "growth": 0.2})),
    ("S31", lambda content: part(content).update(ability_weights={"solvency": 0.5, "luck": 0.5})),
]


@pytest.mark.parametrize("method", sorted(VALUED | EXPERT_METHODS))
def test_a_part_without_name_is_called_by_its_method_and_never_by_its_id(method: str):
    nameless = SchemePart(share=1.0, method=method)
    usual = part_name("part_7", nameless, CATALOG.words)

    assert usual == CATALOG.words[f"part_by_method.{method}"]
    assert "part_7" not in usual.zh + usual.en
    own = nameless.model_copy(update={"name": Text(zh="甲部分", en="Part of our own")})
    assert part_name("part_7", own, CATALOG.words).en == "Part of our own"


def test_two_parts_that_would_be_called_the_same_are_refused_until_one_is_named():
    content = definition()
    whole = part(content)
    content["parts"] = {"first": whole | {"share": 0.5}, "second": whole | {"share": 0.5}}
    found = list(scheme_findings(scheme(content), "mine", CATALOG))

    assert [(one.rule, one.facts["part"], one.facts["other"]) for one in found] == [
        ("S50", "first", "second"),
        ("S50", "second", "first"),
    ]
    said = CATALOG.messages.both(found[0])
    assert "分档指标评价" in said.message.zh
    content["parts"]["second"]["name"] = {"zh": "第二部分", "en": "Second part"}
    assert not list(scheme_findings(scheme(content), "mine", CATALOG))


def test_corrections_weigh_as_much_as_the_basics_of_their_own_content():
    """What one content has too much another has too little: together they are even."""
    layers = {"a": (60.0, 40.0), "b": (40.0, 60.0)}
    indicators = {
        f"{name}_{layer}": SchemeIndicator(layer=layer, weight=weight, ability=name)
        for name, pair in layers.items()
        for layer, weight in zip(("basic", "correction"), pair, strict=True)
    }
    told = _correction_faults(SchemePart(share=1.0, method="enterprise_layers", indicators=indicators))

    assert [(rule, dict(facts)) for rule, _, facts in told] == [
        ("S18", {"ability": name, "basic": pair[0], "correction": pair[1]}) for name, pair in layers.items()
    ]


@pytest.mark.parametrize(("rule", "change"), FAULTS)
def test_each_fault_is_found_and_said_in_both_languages(rule: str, change: Change):
    content = definition()
    change(content)
    catalog = load_catalog()
    found = list(scheme_findings(scheme(content), "trial", catalog))

    assert {finding.rule for finding in found} == {rule}
    said = catalog.messages.both(found[0])
    assert "@" not in said.message.zh + said.message.en


SOUND = [[1.0, 2.0, 4.0, 8.0], [0.5, 1.0, 2.0, 4.0], [0.25, 0.5, 1.0, 2.0], [0.125, 0.25, 0.5, 1.0]]


@pytest.mark.serves("003-189")
@pytest.mark.parametrize(
    ("row", "column", "value", "cell"),
    [
        (2, 2, 2.0, "(3, 3)"),
        (3, 1, 0.5, "(4, 2)"),
        (1, 2, 0.0, "(2, 3)"),
        (0, 3, -8.0, "(1, 4)"),
        (2, 3, 2.5, "(4, 3)"),
    ],
)
def test_a_judgement_that_cannot_stand_is_refused_with_its_cell(row: int, column: int, value: float, cell: str):
    content = definition()
    matrix = [list(line) for line in SOUND]
    matrix[row][column] = value
    pairwise(content, matrix)
    with pytest.raises(Refused) as refusal:
        insist(scheme(content), "trial", CATALOG)

    (finding,) = refusal.value.findings
    assert (finding.rule, finding.facts["cell"]) == ("S14", cell)
    said = CATALOG.messages.both(finding).message
    assert f"of expert 1 are wrong at {cell}" in said.en
    assert f"判断矩阵在{cell}处" in said.zh


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


def test_the_default_scheme_has_four_abilities_of_figures_and_seven_of_judgement():
    default = load_catalog().schemes["comprehensive_80_20"]
    quantitative, qualitative = default.parts["quantitative"], default.parts["qualitative"]

    assert [quantitative.share, qualitative.share] == [0.8, 0.2]
    assert {one.ability for one in quantitative.indicators.values()} == {"surplus", "operating", "solvency", "growth"}
    assert len(qualitative.indicators) == 7


@pytest.mark.serves("003-187")
def test_comparisons_that_contradict_themselves_are_told_with_the_worst_triple():
    content = definition()
    matrix = [[1, 9, 1, 1], [1 / 9, 1, 9, 1], [1, 1 / 9, 1, 1], [1, 1, 1, 1]]
    pairwise(content, [[float(one) for one in row] for row in matrix])
    found = list(contradictions(scheme(content), "mine", CATALOG))

    facts = found[0].facts
    assert [one.rule for one in found] == ["S29"]
    assert CATALOG.messages.severity(found[0]) is Severity.ERROR
    assert isinstance(facts["ratio"], float)
    assert facts["ratio"] >= 0.1
    named = {facts[key].en for key in ("one", "through", "other") if isinstance(facts[key], Text)}
    worst = ("current_ratio", "cash_to_short_term_debt", "receivable_turnover_days")
    assert named == {CATALOG.indicators[name].name.en for name in worst}
    assert (facts["direct"], facts["implied"]) == pytest.approx((1.0, 81.0))


def test_a_fault_of_a_case_is_told_at_its_line(tmp_path: Path):
    written = """mine:
  name: {zh: 甲, en: Mine}
  source: test
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  abilities: {solvency: {zh: 偿债, en: Solvency}}
  parts:
    all:
      share: 1.0
      method: level_efficacy
      indicators:
        quick_ratio: {weight: 0.9, direction: higher, standards: {kind: plan, excellent: 2.0, good: 1.7, fair: 1.8, low: 1.1, poor: 0.9, source: test}}
"""
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "own.yaml").write_text(written, encoding="utf-8")
    catalog = load_catalog(tmp_path)

    found = {finding.rule: str(finding.place) for finding in scheme_findings(catalog.schemes["mine"], "mine", catalog)}
    assert found == {"S10": "schemes/own.yaml:11:9", "S06": "schemes/own.yaml:11:66"}


DEBT = {"excellent": 0.30, "good": 0.38, "fair": 0.45, "low": 0.55, "poor": 0.65}


@pytest.mark.parametrize(
    ("times", "refused", "told"),
    [(1.0, set(), []), (10.0, set(), ["S56"]), (100.0, {"S55"}, [])],
    ids=["fractions", "3 for 3 %", "30 for 30 %"],
)
def test_percentages_that_are_written_in_percent_are_no_fractions(times: float, refused: set[str], told: list[str]):
    content = definition()
    part(content)["indicators"].pop("net_asset_growth")
    part(content)["indicators"]["current_ratio"]["weight"] = 0.55
    levels = {level: times * value for level, value in DEBT.items()}
    part(content)["indicators"]["asset_liability_ratio"] = ratio(content) | {
        "direction": "lower", "weight": 0.0, "standards": {"kind": "plan", "source": "test", **levels},
    }  # fmt: skip
    catalog = load_catalog()

    assert {one.rule for one in scheme_findings(scheme(content), "trial", catalog)} == refused
    assert [one.rule for one in doubts(scheme(content), "trial", catalog)] == told


@pytest.mark.parametrize(("value", "refused", "told"), [(0.3, set(), []), (3.0, set(), ["S56"]), (30.0, {"S55"}, [])])
def test_so_are_single_standards_of_percentages(value: float, refused: set[str], told: list[str]):
    content = definition()
    part(content)["indicators"]["asset_liability_ratio"] = ratio(content) | {
        "direction": "lower", "weight": 0.0, "references": [reference(value=value, unacceptable=value * 1.1)],
        "standards": {"kind": "plan", "source": "test", **DEBT},
    }  # fmt: skip
    catalog = load_catalog()

    assert {one.rule for one in scheme_findings(scheme(content), "trial", catalog)} == refused
    assert [
        one.rule for one in doubts(scheme(content), "trial", catalog) if one.facts["indicator"] != "net_asset_growth"
    ] == told
