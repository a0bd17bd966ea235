"""A panel is read and computed once, however many hospitals are compared with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen import compute, intake, pipeline

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


def test_many_hospitals_share_one_reading_of_their_panel(panel_case: Path, monkeypatch: pytest.MonkeyPatch):
    calls = {"read": 0, "compute": 0}
    reading, computing = intake.read, compute.indicators

    def read(*words, **more):  # type: ignore[no-untyped-def]
        calls["read"] += 1
        return reading(*words, **more)

    def indicators(*words, **more):  # type: ignore[no-untyped-def]
        calls["compute"] += 1
        return computing(*words, **more)

    monkeypatch.setattr(intake, "read", read)
    monkeypatch.setattr("reportgen.intake.reader.read", read)
    monkeypatch.setattr(compute, "indicators", indicators)

    materials = pipeline.evaluate_all(pipeline.check(panel_case), period="2021")

    assert len(materials) > 100
    assert calls == {"read": 1, "compute": 1}
    assert all(material.entity not in material.peer_names for material in materials)


def test_a_lost_panel_is_told_once(panel_case: Path):
    text = (panel_case / "case.yaml").read_text(encoding="utf-8")
    (panel_case / "case.yaml").write_text(text.replace("panel: .", "panel: elsewhere"), encoding="utf-8")

    found = [finding for finding in pipeline.check(panel_case).findings if finding.rule == "I39"]

    assert len(found) == 1
