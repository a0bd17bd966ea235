"""Weights of a tree from comparisons in pairs on each of its levels, by several experts, in one scheme that runs.

Worked by hand. The four layers have the matrix of the literature's example, whose weights are 0.4729, 0.1699, 0.0729
and 0.2844. Of the spirit's three contents one expert says 1 : 1/2 : 1/8, another 1 : 1/2 : 1/2, so that their
geometric mean is 1 : 1/2 : 1/4, and the local weights are 4/7, 2/7 and 1/7. The others keep those of the tree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

import reportgen.catalog
from reportgen import pipeline
from reportgen.catalog import Catalog, load_catalog
from reportgen.cli.app import app
from reportgen.model.finding import Finding
from reportgen.scoring import contradictions, scheme_findings
from reportgen.scoring.comparisons import shares
from scoring.test_five_points import rated

CATALOG_DIR = Path(reportgen.catalog.__file__).parent
LAYERS = [[1, 3, 5, 2], [1 / 3, 1, 3, 1 / 2], [1 / 5, 1 / 3, 1, 1 / 4], [1 / 2, 2, 4, 1]]
STEEP = [[1, 2, 8], [1 / 2, 1, 4], [1 / 8, 1 / 4, 1]]
FLAT = [[1, 2, 2], [1 / 2, 1, 1], [1 / 2, 1, 1]]
BY_LEVEL = {"top": [LAYERS], "spirit": [STEEP, FLAT]}

Levels = Mapping[str, list[list[list[float]]]]


def compared(folder: Path, levels: Levels) -> Path:
    """The built-in tree in a file of the case, as an accountant copies it, its weights replaced by comparisons."""
    built_in = (CATALOG_DIR / "schemes" / "hospital_culture.yaml").read_text(encoding="utf-8")
    rule = f"weights: {json.dumps({'method': 'ahp', 'levels': levels})}"
    (folder / "schemes").mkdir(parents=True)
    own = built_in.replace("hospital_culture:", "culture_compared:").replace("weights: given", rule)
    (folder / "schemes" / "own.yaml").write_text(own, encoding="utf-8")
    return folder


def faults(folder: Path, levels: Levels) -> tuple[Catalog, list[Finding]]:
    catalog = load_catalog(compared(folder, levels))
    scheme = catalog.schemes["culture_compared"]
    found = scheme_findings(scheme, "culture_compared", catalog), contradictions(scheme, "culture_compared", catalog)
    return catalog, [*found[0], *found[1]]


@pytest.mark.serves("003-183", "003-187", "003-188", "003-190", "003-191")
def test_experts_compare_each_level_and_ratings_become_the_level_of_largest_membership(tmp_path: Path):
    case = compared(rated(tmp_path / "case", "hospital_culture", "好", "较好", "较好", "一般"), BY_LEVEL)
    named = (case / "case.yaml").read_text(encoding="utf-8").replace("hospital_culture", "culture_compared")
    (case / "case.yaml").write_text(named, encoding="utf-8")
    found = pipeline.evaluate(pipeline.check(case)).evaluation

    weights = {row.id: row.weight for row in found.indicators}
    spirit, system = ("culture_values", "culture_ethics", "culture_spirit"), ("culture_leadership", "culture_rules")
    assert [weights[one] for one in spirit] == pytest.approx([0.4729 * 4 / 7, 0.4729 * 2 / 7, 0.4729 / 7], abs=5e-5)
    assert [weights[one] for one in system] == pytest.approx([0.1699 * 0.34, 0.1699 * 0.33], abs=5e-5)
    assert sum(one for one in weights.values() if one is not None) == pytest.approx(1, abs=1e-9)

    membership = found.parts[0].membership
    assert membership is not None
    assert membership.degrees == pytest.approx((0.25, 0.5, 0.25, 0, 0))
    assert membership.value == pytest.approx(4.0)
    assert {row.id: row.weight for row in found.abilities} == pytest.approx(
        {"spirit": 0.4729, "system": 0.1699, "behaviour": 0.0729, "material": 0.2844}, abs=5e-5
    )
    shown = CliRunner().invoke(app, ["evaluate", str(case), "--lang", "zh"])
    assert shown.exit_code == 0
    assert "最大隶属度为“较好”" in shown.output


@pytest.mark.serves("003-190")
def test_a_lower_level_may_be_compared_alone(tmp_path: Path):
    signs = [[1, 3, 1, 1], [1 / 3, 1, 1 / 3, 1 / 3], [1, 3, 1, 1], [1, 3, 1, 1]]
    catalog, refused = faults(tmp_path, {"material": [signs]})
    assert not refused

    part = catalog.schemes["culture_compared"].parts["culture"]
    found = dict(zip(part.indicators, shares(part), strict=True))
    named = ("culture_appearance", "culture_signs", "culture_song", "culture_network")
    assert [found[one] for one in named] == pytest.approx([0.25 * 0.3, 0.25 * 0.1, 0.25 * 0.3, 0.25 * 0.3])
    assert found["culture_values"] == pytest.approx(0.25 * 0.34)


def test_a_level_that_the_tree_has_not_is_refused_with_those_it_has(tmp_path: Path):
    catalog, (finding,) = faults(tmp_path, {"spirits": [FLAT]})

    assert finding.rule == "S53"
    said = catalog.messages.both(finding)
    assert "spirits" in said.message.zh
    assert "spirits" in said.message.en
    assert "top" in said.fix.en
    assert "spirit" in said.fix.en


@pytest.mark.serves("003-189")
def test_a_wrong_judgement_is_refused_with_its_level_expert_and_cell(tmp_path: Path):
    wrong = [[1, 2, 2], [1 / 2, 1, 1], [1 / 3, 1, 1]]
    catalog, (finding,) = faults(tmp_path / "wrong", {"spirit": [FLAT, wrong]})

    assert (finding.rule, finding.facts["expert"], finding.facts["cell"]) == ("S14", 2, "(3, 1)")
    said = catalog.messages.both(finding)
    assert "精神层" in said.message.zh
    assert "Spirit" in said.message.en
    _, (short,) = faults(tmp_path / "short", {"top": [FLAT]})
    assert (short.rule, short.facts["cell"]) == ("S14", "3 x 3")


@pytest.mark.serves("003-187")
def test_experts_who_contradict_themselves_are_told_with_the_names_of_the_tree(tmp_path: Path):
    at_odds = [[1, 9, 1, 1], [1 / 9, 1, 9, 1], [1, 1 / 9, 1, 1], [1, 1, 1, 1]]
    catalog, (finding,) = faults(tmp_path, {"top": [at_odds]})

    assert finding.rule == "S29"
    said = catalog.messages.both(finding).message
    assert "精神层" in said.zh
    assert "Spirit" in said.en
