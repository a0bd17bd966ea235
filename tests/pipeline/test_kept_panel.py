"""A panel outside is read once for all cases that name it, and anew where anything that it rests on is another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from reportgen import intake, kept, pipeline
from reportgen.errors import Refused
from reportgen.kept import storage
from reportgen.pipeline.choices import panel_dataset

CASE = "regime: other\ncurrency: USD\nscheme: none\n"
NAMED = "entity: {id: own, name: Own}\nlanguages: en\npeers: {panel: ../panel}\noutside_folders: true\n"
OWN_ITEM = "chapels: {name: {zh: \u5c0f\u6559\u5802, en: Chapels}, statement: operations, kind: stock, unit: count, source: test}\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two cases that name one panel."""
    monkeypatch.setenv(kept.SWITCH, str(tmp_path / "kept"))
    for name, more in (("panel", ""), ("east", NAMED), ("west", NAMED)):
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "case.yaml").write_text(CASE + more, encoding="utf-8")
        rows = [f"{name}{number},2025,total_assets,{number}00" for number in range(1, 7)]
        text = "\n".join(["entity,period,item,value", *rows]) + "\n"
        (tmp_path / name / "data/all.csv").write_text(text.replace(f"{name}1", "own"), encoding="utf-8")
    return tmp_path


def readings(case: Path) -> tuple[int, float | None]:
    """How often the panel is read for a case, and one of its figures."""
    checked = pipeline.check(case)
    with mock.patch.object(intake, "read_peers", wraps=intake.read_peers) as read:
        found = panel_dataset(checked)
    assert str(found.place(("total_assets", "panel2", "2025", ""))).startswith("data/all.csv")
    return read.call_count, found.value("total_assets", "panel2", "2025")


def test_cases_that_name_one_panel_read_it_once(place: Path) -> None:
    assert readings(place / "east") == (1, 200.0)
    assert readings(place / "east") == (0, 200.0)
    assert readings(place / "west") == (0, 200.0)


def figure(place: Path) -> None:
    path = place / "panel/data/all.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",200", ",250"), encoding="utf-8")


def corrupted(place: Path) -> None:
    for path in (place / "kept").iterdir():
        if path.name != ".secret":
            path.write_bytes(path.read_bytes()[:-1] + b"?")


def definition(place: Path) -> None:
    (place / "panel/items").mkdir()
    (place / "panel/items/own.yaml").write_text(OWN_ITEM, encoding="utf-8")


def own_definition(place: Path) -> None:
    (place / "west/items").mkdir()
    (place / "west/items/own.yaml").write_text(OWN_ITEM, encoding="utf-8")


@pytest.mark.parametrize(
    ("alter", "value"), [(figure, 250.0), (corrupted, 200.0), (definition, 200.0), (own_definition, 200.0)]
)
def test_it_is_read_anew_where_a_file_or_a_definition_is_another(
    place: Path, alter: Callable[[Path], None], value: float
) -> None:
    readings(place / "east")
    alter(place)

    assert readings(place / "west") == (1, value)


def test_it_is_read_anew_by_another_program(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readings(place / "east")
    monkeypatch.setattr(storage, "ground", lambda: "another")

    assert readings(place / "east") == (1, 200.0)


def test_what_was_read_for_one_case_is_not_given_to_one_that_may_not_read_it(place: Path) -> None:
    readings(place / "east")
    text = (place / "west/case.yaml").read_text(encoding="utf-8")
    (place / "west/case.yaml").write_text(text.replace("outside_folders: true\n", ""), encoding="utf-8")

    with pytest.raises(Refused):
        readings(place / "west")
