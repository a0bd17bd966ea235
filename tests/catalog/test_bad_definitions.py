"""Definitions that cannot be: all of them in one go, each at its line and column, with the nearest right name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportgen.catalog import load_catalog
from reportgen.cli.app import app
from reportgen.errors import Refused

GOOD = "  name: {zh: 甲, en: A}\n  ability: solvency\n  unit: ratio\n  direction: higher\n  source: 示例\n"
GOOD += "  meaning: {zh: 甲的含义。, en: What A tells.}\n"
FORMULAS = {
    "added": ("total_assets + discharges", "F10", 14),
    "unit": ("total_assets * total_liabilities", "F11", 1),
    "unknown": ("total_asets / total_liabilities", "F05", 1),
    "circle": ("1 + circle_two", "F16", 5),
    "circle_two": ("circle", "F16", 1),
    "deep": ("(" * 20_000 + "1" + ")" * 20_000, "F06", None),
    "call": ("__import__('os').system('true')", "F01", None),
    "attribute": ("total_assets.__class__", "F01", 13),
    "code": ("exec(total_assets)", "F07", 1),
    "years": ("prev(total_assets, 0.5) / total_assets", "F12", 1),
    "broken": ("total_assets /", "F04", 15),
    "comparison": ("total_assets > 0", "F09", 14),
}
WHOLE = {
    "types.yaml": (
        "typed:\n  name: 甲\n  ability: solvency\n  formula: 1\n  unit: ratio\n  direction: upwards\n  source: s\n",
        3,
    ),
    "doubled.yaml": (f"twice:\n{GOOD}  formula: months\ntwice:\n{GOOD}  formula: months\n", 1),
    "sourceless.yaml": (f"bare:\n{GOOD.replace('  source: 示例', '')}  formula: months\n", 1),
    "keys.yaml": (f"keyed:\n{GOOD}  formula: months\n  formulla: days\n", 1),
    "text.yaml": ("text:\n  name: {zh: 甲\n", 1),
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "indicators"
    folder.mkdir()
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {zh: 甲, en: A}}\nregime: '2019'\nscheme: none\n", encoding="utf-8"
    )
    rows = "".join(f'{name}:\n{GOOD}  formula: "{text}"\n' for name, (text, _, _) in FORMULAS.items())
    (folder / "formulas.yaml").write_text(rows, encoding="utf-8")
    for name, (text, _) in WHOLE.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_all_that_is_wrong_is_told_in_one_go(case: Path):
    with pytest.raises(Refused) as caught:
        load_catalog(case)

    by_file: dict[str, list[str]] = {}
    for finding in caught.value.findings:
        by_file.setdefault(finding.place.file.partition("/")[2], []).append(f"{finding.rule}:{finding.place.line}")
        assert finding.place.line
        assert finding.place.column
    lines = {name: 8 * number + 8 for number, name in enumerate(FORMULAS)}
    assert sorted(by_file.pop("formulas.yaml")) == sorted(
        f"{rule}:{lines[name]}" for name, (_, rule, _) in FORMULAS.items()
    )
    assert {
        name: len(found) >= count for name, (_, count) in WHOLE.items() if (found := by_file.get(name)) is not None
    } == dict.fromkeys(WHOLE, True)


def test_each_formula_is_told_at_its_column(case: Path):
    with pytest.raises(Refused) as caught:
        load_catalog(case)

    columns = {
        finding.place.line: finding.place.column
        for finding in caught.value.findings
        if finding.place.file.endswith("formulas.yaml")
    }
    for number, (_, _, column) in enumerate(FORMULAS.values()):
        assert column is None or columns[8 * number + 8] == 13 + column - 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_ends_with_three_and_names_place_and_nearest_name(case: Path, language: str):
    ran = CliRunner().invoke(app, ["evaluate", str(case), "--lang", language])

    code = ran.exit_code if ran.exit_code != 1 else getattr(ran.exception, "exit_code", 1)
    said = ran.output or "\n".join(str(load_catalog().messages.both(f)) for f in getattr(ran.exception, "findings", ()))
    assert code == 3
    assert "total_assets" in said


def test_a_zero_or_missing_denominator_never_makes_a_number_and_says_why_in_both_languages():
    for reason in ("zero_denominator", "negative_denominator", "missing_input", "no_budget", "not_applicable"):
        said = load_catalog().words[f"reason.{reason}"]
        assert said.zh != said.en


def test_a_wrong_definition_does_not_hide_what_is_wrong_with_the_others_of_its_file(tmp_path: Path):
    (tmp_path / "indicators").mkdir()
    content = [
        f"typed:\n{GOOD.replace('higher', 'upwards')}  formula: months\n",
        f"added:\n{GOOD}  formula: total_assets + discharges\n",
        f"follows:\n{GOOD}  formula: typed * 2\n",
        f"unknown:\n{GOOD}  formula: total_asets / total_liabilities\n",
    ]
    (tmp_path / "indicators" / "mixed.yaml").write_text("".join(content), encoding="utf-8")
    with pytest.raises(Refused) as caught:
        load_catalog(tmp_path)

    told = {(finding.rule, str(finding.place)) for finding in caught.value.findings}
    assert told == {
        ("D08", "indicators/mixed.yaml:5:14"),
        ("F10", "indicators/mixed.yaml:16:25"),
        ("F05", "indicators/mixed.yaml:32:12"),
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"), [(["--lang", "en"], "names an unknown item"), (["--lang=zh"], "最接近的名称")]
)
def test_a_refusal_speaks_the_language_that_was_asked_for(case: Path, words: list[str], said: str):
    command = [sys.executable, "-m", "reportgen", "evaluate", str(case), *words]
    told = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LANG": "C"})

    assert told.returncode == 3
    assert said in told.stderr
    assert ("Nearest name" in told.stderr) is (words[-1] == "en")
