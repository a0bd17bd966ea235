"""The rules of the house that no linter off the shelf knows."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MODULES = sorted((PROJECT / "reportgen").rglob("*.py"))
LONGEST = 250
HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def name(module: Path) -> str:
    return str(module.relative_to(PROJECT))


def script(stem: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(stem, PROJECT / "scripts" / f"{stem}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_fits_the_eye(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_words_for_readers_stand_in_the_catalogue_not_in_python(module: Path) -> None:
    """A docstring may cite a rule by its own title; what the program says may not."""
    text = module.read_text(encoding="utf-8")
    quotes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr)]
    cited = {line for quote in quotes for line in range(quote.lineno, (quote.end_lineno or quote.lineno) + 1)}

    lines = enumerate(text.splitlines(), start=1)
    assert [number for number, line in lines if number not in cited and HAN.search(line)] == []


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_annotations_are_never_evaluated(module: Path) -> None:
    text = module.read_text(encoding="utf-8")

    assert (
        not text.strip()
        or "from __future__ import annotations" in text
        or not re.search(r"^(def|class) ", text, re.MULTILINE)
    )


def test_the_style_linter_finds_colours_unknown_properties_and_what_does_not_parse(tmp_path: Path) -> None:
    lint = script("lint_styles")
    lint.PROJECT = tmp_path
    sheet = tmp_path / "page.css"
    sheet.write_text(
        "td { color: #c00 }\n"
        "th { border: 1pt solid rgb(1 2 3) }\n"
        "p { color: var(--nowhere) }\n"
        "h1 { color: var(--ink); font: 9pt serif }\n"
        "@media print { h2 { color }}\n",
        encoding="utf-8",
    )

    found = [fault.partition(": ")[0] for fault in lint.faults(sheet, frozenset({"--ink"}))]

    assert found == ["page.css:1", "page.css:2", "page.css:3", "page.css:5"]


def test_the_document_linter_finds_links_that_lead_nowhere(tmp_path: Path) -> None:
    lint = script("lint_documents")
    lint.PROJECT = tmp_path
    (tmp_path / "there.md").write_text("# A place\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("[a](there.md) [b](there.md#a-place) [c](gone.md) [d](there.md#no-place)", encoding="utf-8")

    assert list(lint.broken_links(page)) == [
        "page.md: gone.md leads nowhere",
        "page.md: there.md#no-place: no such heading",
    ]


def test_every_feature_that_a_test_serves_exists() -> None:
    features = script("features")
    served = {feature for module in features.TESTS.rglob("test_*.py") for feature in features.marks(module)}

    assert served <= features.features().keys()
