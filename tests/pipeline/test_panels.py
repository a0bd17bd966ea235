"""A panel is read and computed once, however many hospitals are compared with it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.hospitals import untidy_panel
from reportgen import compute, intake, pipeline, scoring
from reportgen.compute import nil
from reportgen.export import readings, results
from reportgen.scoring import scheme_rules

CMS = Path(__file__).parents[2] / "samples" / "us-cms"


@pytest.fixture
def panel_case(tmp_path: Path) -> Path:
    """The sample without a hospital of its own: a panel."""
    folder = tmp_path / "panel"
    shutil.copytree(CMS, folder)
    lines = (folder / "case.yaml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("entity:")]
    (folder / "case.yaml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


@pytest.mark.slow
def test_many_hospitals_share_one_reading_of_their_panel(panel_case: Path, monkeypatch: pytest.MonkeyPatch):
    calls: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*words: Any, **more: Any) -> Any:
            calls[name] += 1
            return function(*words, **more)

        return called

    monkeypatch.setattr(intake, "read", counted("read", intake.read))
    monkeypatch.setattr(intake, "read_peers", counted("read", intake.read_peers))
    monkeypatch.setattr(compute, "indicators", counted("compute", compute.indicators))
    for of in (nil, scheme_rules):  # what follows from the catalogue and the scheme alone is made once, too
        name = "TotalLines" if of is nil else "scheme_findings"
        monkeypatch.setattr(of, name, counted(name, getattr(of, name)))

    checked = pipeline.check(panel_case)
    materials = pipeline.evaluate_all(checked, period="2021")
    pipeline.lacking(checked, "2021")

    assert len(materials) > 100
    assert calls.pop("TotalLines", 0) <= len(nil.totals_of(checked.catalog.items))
    assert calls.pop("scheme_findings", 0) <= 1  # none where a test before this one had them made
    assert calls == {"read": 1, "compute": 1}
    assert {id(material.peers) for material in materials} == {id(materials[0].peers)}
    assert {id(material.peer_names) for material in materials} == {id(materials[0].peer_names)}


@pytest.mark.slow
@pytest.mark.serves("001-29")
def test_a_hospital_of_a_panel_has_the_results_that_it_has_alone_and_keeps_no_values_of_its_peers(panel_case: Path):
    """With the values of all peers beside each hospital, results of a panel would grow with the square of its size."""
    checked = pipeline.check(panel_case)
    together = pipeline.evaluate_all(checked, period="2021")

    for material in together[:3]:
        alone = pipeline.evaluate(checked, entity=material.entity, period="2021")
        assert material.entity not in alone.peer_names
        assert results.text(results.document(material)) == results.text(results.document(alone))
        assert any(one.peer and one.peer.values for one in alone.evaluation.indicators)
        assert not any(one.peer.values for one in material.evaluation.indicators if one.peer)


def test_a_table_of_many_hospitals_judges_no_earlier_year_and_a_result_that_is_asked_for_is_judged_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    judged: list[str] = []
    evaluate = scoring.evaluate

    def counted(*words: Any, **facts: Any) -> Any:
        judged.append(words[-1])
        return evaluate(*words, **facts)

    monkeypatch.setattr(scoring, "evaluate", counted)
    checked = pipeline.check(untidy_panel(tmp_path / "panel", 3))
    materials = pipeline.evaluate_all(checked)
    readings.wide_csv(readings.frame(materials))
    at_first = set(judged)
    history = materials[0].history
    (before,) = history
    twice = [history[before], history[before]]

    assert at_first == {materials[0].period}
    assert judged.count(before) == 1
    assert twice[0] is twice[1]
    assert twice[0].period == before
    assert before in history
    assert "1999" not in history
    assert history.get("1999") is None


@pytest.mark.slow
def test_a_lost_panel_is_told_once(panel_case: Path):
    text = (panel_case / "case.yaml").read_text(encoding="utf-8")
    (panel_case / "case.yaml").write_text(text.replace("panel: .", "panel: elsewhere"), encoding="utf-8")

    found = [finding for finding in pipeline.check(panel_case).findings if finding.rule == "I39"]

    assert len(found) == 1


@pytest.mark.slow
def test_each_hospital_of_a_panel_is_told_what_was_found_about_it_and_about_no_other(tmp_path: Path):
    """With the findings about all of them, results of a panel would grow with the square of its size."""
    few, many = (pipeline.evaluate_all(pipeline.check(untidy_panel(tmp_path / f"{n}", n))) for n in (3, 12))

    for material in (*few, *many):
        about = {finding.facts.get("entity") for finding in material.findings}
        assert about == {material.entity, None}
    assert max(len(material.findings) for material in many) <= 2 * max(len(material.findings) for material in few)


def test_findings_about_a_hospital_of_a_panel_are_the_same_whether_all_are_evaluated_or_it_alone(tmp_path: Path):
    checked = pipeline.check(untidy_panel(tmp_path / "panel", 4))
    together = pipeline.evaluate_all(checked)
    alone = pipeline.evaluate(checked, entity=together[1].entity)

    assert together[1].quality == alone.quality
    assert together[1].findings == alone.findings


def test_a_hospital_of_a_panel_is_a_draft_for_its_own_errors_alone(tmp_path: Path):
    (tmp_path / "data").mkdir()
    rows = ["entity,period,item,value"]
    for hospital, total in (("ties", 100), ("ties/ward", 100), ("not", 90)):
        rows += [f"{hospital},2025,{item},100" for item in ("total_assets", "total_liabilities")]
        rows += [f"{hospital},2025,liabilities_and_net_assets_total,{total}"]
    (tmp_path / "data" / "panel.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "case.yaml").write_text("regime: other\ncurrency: USD\nscheme: none\n", encoding="utf-8")
    checked = pipeline.check(tmp_path)

    drafts = {one: pipeline.evaluate(checked, entity=one).draft for one in ("ties", "ties/ward", "not")}

    assert checked.has_errors
    assert drafts == {"ties": False, "ties/ward": False, "not": True}
