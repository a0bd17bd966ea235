"""Drawings and compiled templates are kept for as long as what they are made from is the same."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import jinja2
import pytest
import vl_convert

from reportgen import kept
from reportgen.report import fonts, html
from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import TextMark
from reportgen.report.overrides import NONE, Overrides

INK = dict.fromkeys(("ink", "ink-2", "ink-3", "prev", "rule", "wash", "wash-2", "paper", "accent", "grid"), "#111111") | {"chart-font": "Noto Sans CJK SC"}  # fmt: skip


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.activate()
    monkeypatch.setenv(kept.SWITCH, str(tmp_path / "kept"))


def drawn(text: str) -> bytes:
    return Canvas(20, 10, (0, 1), (0, 1), INK).draw([TextMark(0.5, 0.5, text, "#111111")])


def test_a_drawing_is_drawn_once_and_another_one_is_another(monkeypatch: pytest.MonkeyPatch):
    with mock.patch.object(vl_convert, "vegalite_to_svg", wraps=vl_convert.vegalite_to_svg) as draw:
        first, again, other = drawn("甲"), drawn("甲"), drawn("乙")
        monkeypatch.setenv(kept.SWITCH, "off")
        without = drawn("甲")

    assert first == again == without != other
    assert draw.call_count == 3


def test_it_is_drawn_again_where_the_fonts_are_others(monkeypatch: pytest.MonkeyPatch):
    with mock.patch.object(vl_convert, "vegalite_to_svg", wraps=vl_convert.vegalite_to_svg) as draw:
        drawn("甲")
        monkeypatch.setattr(fonts, "state", lambda: "others")
        drawn("甲")

    assert draw.call_count == 2


def test_each_font_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "fonts"
    monkeypatch.setenv("REPORTGEN_FONTS", str(folder))
    states = [fonts.state()]
    folder.mkdir()
    for name in ("a.otf", "b.otf"):
        (folder / name).write_bytes(b"x")
        states.append(fonts.state())
    (folder / "a.otf").write_bytes(b"longer")
    states.append(fonts.state())
    (folder / "b.otf").unlink()
    states.append(fonts.state())

    assert len(set(states)) == len(states)


def test_a_built_in_template_is_compiled_once_for_each_language():
    name = "components/sheet.html"
    with mock.patch.object(
        jinja2.Environment, "_generate", autospec=True, side_effect=jinja2.Environment._generate
    ) as made:
        for mode in ("zh", "zh", "en"):
            html._new_environment(mode, NONE).get_template(name)

    assert made.call_count == 2


def test_a_template_of_a_case_is_not_kept(tmp_path: Path):
    html._new_environment("zh", Overrides(templates={"own.html": "x"})).get_template("own.html")

    assert not (tmp_path / "kept").exists()
