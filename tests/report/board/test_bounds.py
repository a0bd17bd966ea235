"""What a case's own templates, styles and commentary may cost: told within seconds, by file and line."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from report.board.test_overrides import OWN, of, refused
from reportgen import report
from reportgen.analysis.material import Material
from reportgen.errors import Refused
from reportgen.report import overrides
from shell import ROOT, reportgen

SECONDS = 10.0
LOOPS = "{% for a in range(99999) %}\n{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}"
MACRO = "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}\n{{ f(60) }}"
DOUBLED = "{% set n = namespace(x='aaaaaaaa') %}\n{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}"
LOOPED = "{% set n = namespace(x=2) %}\n{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (LOOPS, 2, "@template.steps"),
        ("\n{% for a in range(90000) %}" + "x" * 2000 + "{% endfor %}", 2, "@template.steps"),
        ("\n{% for a in range(99999)|map('string') %}" + "x" * 200 + "{% endfor %}", 2, "@template.steps"),
        (MACRO, 1, "@template.steps"),
        ("\n{{ 'a' * 10**9 }}", 2, "@template.text"),
        ("\n{{ 10**9 * [1] }}", 2, "@template.text"),
        ("\n{{ 10 ** (10 ** 9) }}", 2, "@template.text"),
        ("\n{{ '%1000000000d' % 1 }}", 2, "@template.text"),
        ("\n{{ '{:1000000000}'.format(1) }}", 2, "@template.text"),
        ("\n{{ '{:{w}}'.format(1, w=10**9) }}", 2, "@template.text"),
        (DOUBLED, 2, "@template.text"),
        (LOOPED, 2, "@template.text"),
        ("\n{{ 'a'.center(10**10) }}", 2, "@template.memory"),
        ("{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}\n{{ f(1) }}", 1, "@template.calls"),
        ("\n{% include 'sections/quality.html' %}", 2, "@template.calls"),
        ("<p>a</p>\n" + "<div>" * 3000, 2, "@template.deep"),
        ("<p>a</p>\n{% for i in range(3000) %}<div>{% endfor %}", 2, "@template.deep"),
        ('\n<table><tr><td colspan="99999999">1</td></tr></table>', 2, "@template.span"),
        ('\n<table><tr><td rowspan="1001">1</td></tr></table>', 2, "@template.span"),
        ("\n<p>{{ 'a' * 100001 }}</p>", 2, "@template.text"),
        ("\n<p style='width: 99999999mm'>a</p>", 2, "@template.size"),
    ],
)
def test_what_would_never_end_or_take_all_memory_is_told_by_its_line(
    clinic: Material, tmp_path: Path, text: str, line: int, problem: str
):
    began = time.process_time()

    finding = refused(of(clinic, tmp_path, **{"templates/sections/quality.html": text}))

    assert time.process_time() - began < SECONDS
    assert (finding.rule, finding.facts["problem"]) == ("B03", problem)
    assert (finding.place.file, finding.place.line) == ("templates/sections/quality.html", line)


@pytest.mark.parametrize(
    ("css", "line"),
    [
        ("p { color: black }\n@page { size: 1000000mm 1000000mm }", 2),
        ("@page { size: 1mm 1mm }", 1),
        ("@page { size: 0.5in 297mm }", 1),
        ("p { columns: 99999999 }", 1),
        ("p { column-count: 101 }", 1),
        ("p { column-count: 100 }", None),
        ("p { width: 10001px }", 1),
        ("p { width: 10000px }", None),
        ("\n\np { width: 1e9px }", 3),
        ("@page { size: 210mm 297mm } p { columns: 2 10mm; width: 100%; z-index: 99999; margin: -5mm }", None),
        ("@page { size: A4 landscape } .a1000000mm { color: #123456 }", None),
    ],
)
def test_sizes_out_of_all_proportion_are_told_by_their_line(css: str, line: int | None):
    assert overrides.oversized(css) == line


@pytest.mark.parametrize(
    ("enough", "short"),
    [
        ("50mm", "49.9mm"), ("5cm", "4.99cm"), ("200q", "199q"), ("1.97in", "1.96in"), ("142pt", "141.5pt"),
        ("11.82pc", "11.8pc"), ("189px", "188.9px"),
    ],
)  # fmt: skip
def test_no_side_of_a_page_is_shorter_than_five_centimetres_in_any_unit(enough: str, short: str):
    assert overrides.oversized(f"@page {{ size: {enough} 297mm }}") is None
    assert overrides.oversized(f"@page {{ size: {short} 297mm }}") == 1


def within(levels: int, inner: str) -> Any:
    return lxml.html.fromstring("<div>" * (levels - 1) + inner + "</div>" * (levels - 1))


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (within(150, "<p>a</p>"), None),
        (within(151, "<p>a</p>"), ("@template.deep", "<p")),
        (within(2, '<p><span span="1000">a</span></p>'), None),
        (within(2, '<p><span span="1001">a</span></p>'), ("@template.span", 'span="1001"')),
        (within(2, f"<p>{'a' * 100_000}</p>"), None),
        (within(2, f"<p>{'a' * 100_001}</p>"), ("@template.text", "<p")),
    ],
    ids=["levels", "one more", "columns", "one more column", "characters", "one more character"],
)
def test_a_page_may_have_what_its_bounds_allow_and_nothing_beyond(page: Any, found: tuple[str, str] | None):
    assert overrides.excess(page) == found


def test_a_style_with_such_a_size_is_refused(clinic: Material, tmp_path: Path):
    finding = refused(of(clinic, tmp_path, **{"styles/tables.css": "p {}\n@page { size: 1000000mm 1mm }"}))

    assert (finding.rule, str(finding.place), finding.facts["problem"]) == (
        "B03",
        "styles/tables.css:2",
        "@template.size",
    )


def test_a_template_that_asks_for_what_templates_need_is_printed(clinic: Material, tmp_path: Path):
    text = OWN.replace(
        "<p", "{% for i in range(300) %}{{ loop.index }}/{{ loop.length }} {{ 'x' ~ i }}{% endfor %}<i>{{ '%.2f' % 2 }}</i><p"
    )  # fmt: skip

    html = report.document(
        of(clinic, tmp_path, **{"templates/sections/quality.html": text}), kind="board", mode="en"
    ).html

    assert "300/300" in html
    assert "x299" in html
    assert "<i>2.00</i>" in html


def test_printing_that_takes_too_long_is_ended(clinic: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(overrides, "SECONDS", 0.3)
    monkeypatch.setattr(overrides, "MOST_STEPS", 10**12)

    finding = refused(of(clinic, tmp_path, **{"templates/sections/quality.html": LOOPS}))

    assert finding.facts["problem"] == "@template.time"


@pytest.mark.parametrize(
    ("text", "line"),
    [("[" * 20_000, 1), ("a\n" * 40_000, 25_001), ("*a " * 9_000, 1), ("好\n[\n" * 5_001, 10_002)],
)
def test_long_commentary_is_told_by_the_line_from_which_it_is_too_long(tmp_path: Path, text: str, line: int):
    case = tmp_path / "case"
    shutil.copytree(ROOT / "tests" / "cases" / "clinic", case)
    (case / "commentary" / "2025" / "01.zh.md").write_text(text, encoding="utf-8")
    began = time.process_time()

    told = [reportgen(*command) for command in (("check", case), ("render", case, "-o", tmp_path / "a.pdf"))]

    assert time.process_time() - began < SECONDS
    assert [ran.returncode for ran in told] == [1, 3]
    assert all(f"commentary/2025/01.zh.md:{line} · B06" in ran.stdout + ran.stderr for ran in told)


def test_a_few_pages_of_commentary_are_no_trouble(tmp_path: Path):
    case = tmp_path / "case"
    shutil.copytree(ROOT / "tests" / "cases" / "clinic", case)
    (case / "commentary" / "2025" / "01.zh.md").write_text("很长的评语 **重点** [1]。\n" * 400, encoding="utf-8")

    assert "B06" not in reportgen("check", case).stdout


def test_what_is_refused_can_be_told_from_a_fault_of_the_program(clinic: Material, tmp_path: Path):
    with pytest.raises(Refused):
        report.page(of(clinic, tmp_path, **{"templates/sections/quality.html": "<div>" * 200}), kind="board", mode="en")
