"""The rules of the house that no linter off the shelf knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from house.scripts import script

PROJECT = Path(__file__).resolve().parents[2]
MODULES = sorted((PROJECT / "reportgen").rglob("*.py"))
LONGEST = 400
HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def name(module: Path) -> str:
    return str(module.relative_to(PROJECT))


def offenders(rule: Callable[[Path, str], Iterator[str]]) -> list[str]:
    """What a rule says of all modules."""
    return [
        f"{name(module)}{fault}" for module in MODULES for fault in rule(module, module.read_text(encoding="utf-8"))
    ]


def beyond_the_eye(_: Path, text: str) -> Iterator[str]:
    lines = len(text.splitlines())
    if lines > LONGEST:
        yield f": {lines} lines"


def laid_out_by_hand(_: Path, text: str) -> Iterator[str]:
    """Lines kept from the formatter make a module look shorter than it is."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.search(r"#\s*fmt:", line):
            yield f":{number}"


def words_for_readers(_: Path, text: str) -> Iterator[str]:
    """A docstring may cite a rule by its own title; what the program says may not."""
    quotes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr)]
    cited = {line for quote in quotes for line in range(quote.lineno, (quote.end_lineno or quote.lineno) + 1)}
    for number, line in enumerate(text.splitlines(), start=1):
        if number not in cited and HAN.search(line):
            yield f":{number}"


def evaluated_annotations(_: Path, text: str) -> Iterator[str]:
    if "from __future__ import annotations" not in text and re.search(r"^(def|class) ", text, re.MULTILINE):
        yield ": annotations are evaluated"


def named_as_a_module_in_it(module: Path, text: str) -> Iterator[str]:
    """Whoever loads the module later has it take the place of what the package means by the name."""
    inside = {one.stem for one in module.parent.iterdir()} if module.name == "__init__.py" else set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in inside:
            yield f": {node.name}"


def test_every_module_fits_the_eye():
    assert offenders(beyond_the_eye) == []
    assert offenders(laid_out_by_hand) == []


def twice(modules: dict[str, str]) -> list[str]:
    """Names of classes that stand for several things, with the modules that have them."""
    found: dict[str, list[str]] = {}
    for module, text in modules.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(module)
    return [f"{of}: {', '.join(modules)}" for of, modules in found.items() if len(modules) > 1]


@pytest.mark.slow
def test_a_class_name_stands_for_one_thing_in_the_whole_package():
    assert twice({"a": "class A: ...\nclass B: ...\n", "b": "def f():\n    class A: ...\n"}) == ["A: a, b"]
    assert twice({name(module): module.read_text(encoding="utf-8") for module in MODULES}) == []


@pytest.mark.slow
def test_words_for_readers_stand_in_the_catalogue_not_in_python():
    assert offenders(words_for_readers) == []


def test_annotations_are_never_evaluated():
    assert offenders(evaluated_annotations) == []


def test_no_package_has_a_function_of_the_name_of_a_module_in_it(tmp_path: Path):
    (tmp_path / "printed.py").touch()
    assert list(named_as_a_module_in_it(tmp_path / "__init__.py", "def printed(): ...\n")) == [": printed"]
    assert offenders(named_as_a_module_in_it) == []


@pytest.mark.parametrize(
    ("rule", "text", "told"),
    [
        (beyond_the_eye, "\n" * LONGEST, []),
        (beyond_the_eye, "\n" * (LONGEST + 1), [f": {LONGEST + 1} lines"]),
        (laid_out_by_hand, "x = [1,\n     2]  # fmt: skip\n", [":2"]),
        (words_for_readers, '"""依据《办法》"""\nx = "a"\n', []),
        (words_for_readers, '"""x"""\nx = "优"\n', [":2"]),
        (evaluated_annotations, "x = 1\n", []),
        (evaluated_annotations, "def f(): ...\n", [": annotations are evaluated"]),
    ],
)
def test_a_rule_of_the_house_finds_who_breaks_it(
    rule: Callable[[Path, str], Iterator[str]], text: str, told: list[str]
):
    assert list(rule(Path("module.py"), text)) == told


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


@pytest.mark.slow
def test_every_feature_that_a_test_serves_exists() -> None:
    features = script("features")
    served = {feature for module in features.TESTS.rglob("test_*.py") for feature in features.marks(module)}

    assert served <= features.features().keys()
