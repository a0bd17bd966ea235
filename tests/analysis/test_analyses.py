"""All analyses: made on demand, never a traceback, always a reason with words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.cases import case, sample
from reportgen import analysis
from reportgen.analysis.analyses import ANALYSES, function_of
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.material import Analyses
from reportgen.catalog import load_catalog
from reportgen.catalog.messages import placeholders
from reportgen.report import sections

WORDS = load_catalog().words.under("analysis.lack")
SECTIONS = Path(sections.__file__).parent
MODULES = sorted(Path(analysis.__file__).parent.rglob("*.py"))
PLURAL = re.compile(r"\{(\w+):[^{}|]*\|[^{}]*\}")
CURRENCY = frozenset({"currency"})
"""What a page adds by itself; English has it in the amount."""


def lacks(*more: Path) -> Iterator[tuple[str, set[str] | None]]:
    """Keys of every `Unavailable` in the source, with the facts where they are written beside it."""
    for module in (*MODULES, *more):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Unavailable"
                and node.args
            ):
                named = next((word.value for word in node.keywords if word.arg == "facts"), None)
                facts = node.args[2] if len(node.args) > 2 else named
                keys = None
                if facts is None:
                    keys = set()
                elif isinstance(facts, ast.Dict) and all(isinstance(key, ast.Constant) for key in facts.keys):
                    keys = {key.value for key in facts.keys if isinstance(key, ast.Constant)}
                yield from ((key, keys) for key in named_by(node.args[0]))


def named_by(key: ast.expr) -> Iterator[str]:
    """Keys that an expression may be: of a condition both, and not what it asks."""
    if isinstance(key, ast.IfExp):
        yield from (*named_by(key.body), *named_by(key.orelse))
    else:
        yield from (one.value for one in ast.walk(key) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def asked(text: str) -> frozenset[str]:
    """Names of the facts that words ask for, one or more of something too."""
    return placeholders(PLURAL.sub(r"{\1}", text)) - CURRENCY


def test_every_reason_has_words_that_ask_for_its_facts_only():
    found = list(lacks())

    assert len(found) > 30
    for key, facts in found:
        assert key in WORDS, key
        assert asked(WORDS[key].zh) == asked(WORDS[key].en)
        if facts is not None:
            assert asked(WORDS[key].zh) <= facts, key


@pytest.mark.slow
def test_no_words_are_kept_for_reasons_that_never_occur():
    of_nothing = {key.removesuffix(".none") for key in WORDS if key.endswith(".none")}

    assert {key for key in WORDS if not key.endswith(".none")} == {key for key, _ in lacks(*SECTIONS.rglob("*.py"))}
    assert all("have" in asked(WORDS[key].zh) for key in of_nothing)  # what may be none, is counted


def reasons(answer: object) -> Iterator[Unavailable]:
    """Every lack within an answer."""
    if isinstance(answer, Unavailable):
        yield answer
    elif isinstance(answer, dict):
        for one in answer.values():
            yield from reasons(one)
    elif isinstance(answer, tuple | list):
        for one in answer:
            yield from reasons(one)
    elif hasattr(answer, "__dataclass_fields__"):
        for name in answer.__dataclass_fields__:
            yield from reasons(getattr(answer, name))


@pytest.mark.parametrize("period", ["2026-10", "2026-01", "2025-12", "2025", "2023"])
@pytest.mark.parametrize("name", sorted(ANALYSES))
def test_an_analysis_of_the_sample_answers_or_says_what_to_supply(name: str, period: str):
    for one in reasons(sample(period)[name]):
        assert placeholders(WORDS[one.why].zh) <= set(one.facts), one


@pytest.mark.parametrize("name", sorted(ANALYSES))
def test_an_analysis_of_almost_nothing_says_what_to_supply(tmp_path: Path, name: str):
    answer = case(tmp_path, {"total_income@2025": 5.0}, "2025")[name]

    for one in reasons(answer):
        assert placeholders(WORDS[one.why].zh) <= set(one.facts), one


def test_an_analysis_is_made_once_and_only_when_asked_for(monkeypatch: pytest.MonkeyPatch):
    analyses, calls = Analyses(sample().material), []
    monkeypatch.setattr("reportgen.analysis.material.function_of", lambda name: lambda _: calls.append(name))

    assert calls == []
    assert [analyses["drivers.cost"], analyses["drivers.cost"]] == [None, None]
    assert calls == ["drivers.cost"]
    assert set(analyses) == set(ANALYSES)
    assert len(analyses) == len(ANALYSES)


def test_an_analysis_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError, match=r"drivers\.nothing"):
        function_of("drivers.nothing")
