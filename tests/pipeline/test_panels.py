"""A panel is read and computed once, however many hospitals are compared with it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
    calls: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*words: Any, **more: Any) -> Any:
            calls[name] += 1
            return function(*words, **more)

        return called

    monkeypatch.setattr(intake, "read", counted("read", intake.read))
    monkeypatch.setattr(intake, "read_peers", counted("read", intake.read_peers))
    monkeypatch.setattr(compute, "indicators", counted("compute", compute.indicators))

    materials = pipeline.evaluate_all(pipeline.check(panel_case), period="2021")

    assert len(materials) > 100
    assert calls == {"read": 1, "compute": 1}
    assert all(material.entity not in material.peer_names for material in materials)


def test_a_lost_panel_is_told_once(panel_case: Path):
    text = (panel_case / "case.yaml").read_text(encoding="utf-8")
    (panel_case / "case.yaml").write_text(text.replace("panel: .", "panel: elsewhere"), encoding="utf-8")

    found = [finding for finding in pipeline.check(panel_case).findings if finding.rule == "I39"]

    assert len(found) == 1
