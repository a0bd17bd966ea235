"""A fixed sentence says what must be so where it is printed, and every page is held against the one answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.cases import write
from pages import section_of
from rendered import material
from reportgen import pipeline
from reportgen.catalog import builtin
from reportgen.catalog.catalog import load_catalog
from reportgen.model.schemes import Grade, Ranking
from reportgen.report import conditions, document
from reportgen.report.desk.context import HospitalContext
from reportgen.report.sections.front_matter import _basis

WORDS = load_catalog().words
BOARD = ("renhe", "2026-10")


def test_every_truth_has_words_and_every_sentence_names_one_that_there_is():
    names = {holds.removeprefix("not ") for holds in WORDS.claims.values()}

    assert set(WORDS.under("truth")) == conditions.TRUTHS.keys() | conditions.GROUP_TRUTHS.keys()
    assert names <= conditions.TRUTHS.keys() | conditions.GROUP_TRUTHS.keys()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("zh: \u672a\u63d0\u4ea4\u9884\u7b97\u3002, en: No budget.", "D32"),
        ("zh: \u672a\u63d0\u4ea4\u9884\u7b97\u3002, en: No budget., holds: not budgt", "D33"),
        ("zh: \u672a\u63d0\u4ea4\u9884\u7b97\u3002, en: No budget., holds: not budget", None),
        ('zh: "未提交{what}。", en: "No {what}."', None),
    ],
)
def test_a_sentence_that_does_not_say_what_must_be_so_is_refused_with_file_and_line(text: str, rule: str | None):
    truth = "truth:\n  budget: {zh: \u6709\u9884\u7b97, en: there is a budget}\n"

    _, findings = builtin.merge([("words/own.yaml", f"{truth}none:\n  of_the_year: {{{text}}}\n")])

    assert [f"{one.rule} {one.place}" for one in findings] == ([f"{rule} catalog/words/own.yaml:4:3"] if rule else [])


def test_what_a_family_holds_is_held_by_each_of_its_words_but_those_that_say_so_themselves():
    zh = "zh: \u8bf4\u660e\u3002, en: Said."
    text = f"truth:\n  year: {{zh: \u5e74, en: a year}}\nrule:\n  holds: always\n  a: {{{zh}}}\n  b: {{{zh[:-1]}, holds: year}}\n"

    found, findings = builtin.merge([("words/own.yaml", text)])

    assert findings == ()
    assert (found.words["rule.a"].holds, found.words["rule.b"].holds) == ("always", "year")


CONTRARY: dict[str, dict[str, Any]] = {
    "peers_page.none": {},
    "year_budget.none": {},
    "restatements.own_weights": {"restated": True},
    "ability_page.note.year": {},
    "score_changes.none": {},
    "appendix.withheld": {},
    "basis.policies.none": {},
    "checks_page.none": {},
    "warnings.none": {},
}
"""Sentences that the sample's month denies."""


@pytest.mark.parametrize("key", CONTRARY)
def test_a_page_that_denies_what_the_case_has_is_told(key: str):
    about = replace(material(*BOARD), **CONTRARY[key])

    assert conditions.untrue({key}, about) == (key,)


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("peers_page.none.period", {"of_each": {"peer": None}}),
        ("appendix.withheld", {"score": None}),
        ("sure.draws.withheld", {"grade": None}),
        ("sure.up.best", {"grade": Grade.EXCELLENT}),
    ],
)
def test_the_same_sentence_is_true_where_the_case_has_not(key: str, changes: dict[str, Any]):
    about = material(*BOARD)
    of_each = changes.pop("of_each", {})
    rows = tuple(replace(one, **of_each) for one in about.evaluation.indicators)
    about = replace(about, evaluation=replace(about.evaluation, indicators=rows, **changes))

    assert conditions.untrue({key}, about) == ()


@pytest.mark.slow
def test_what_the_pages_of_the_samples_assert_is_so():
    for kind, period in (("board", "2026-10"), ("annual", "2025"), ("agency", "2025")):
        about = material("renhe", period)
        said = document(about, kind=kind, mode="zh").ledger.claims

        assert said & WORDS.claims.keys(), kind
        assert conditions.untrue(said, about) == (), kind


@pytest.mark.parametrize(("by", "said"), [("peers", "at least in part"), ("years", "No grade rests on them")])
def test_the_grade_is_not_said_to_be_free_of_ranks_that_it_rests_on(by: str, said: str):
    about = material(*BOARD)
    ranking = Ranking("topsis", 0.5, 2, 9, by, (), (), {})
    parts = tuple(replace(part, ranking=ranking) for part in about.evaluation.parts)
    context = HospitalContext.of(replace(about, evaluation=replace(about.evaluation, parts=parts)), "en")

    assert said in conditions.so(context, "sure.relative.note", "sure.relative.counts").en


def test_a_case_without_activity_is_not_said_to_be_made_from_it(tmp_path: Path):
    write(tmp_path, {"total_assets@2025": 100.0, "total_liabilities@2025": 60.0})
    without = pipeline.evaluate(pipeline.check(tmp_path), period="2025")
    made = [_basis(HospitalContext.of(one, "en")).en for one in (without, material(*BOARD))]

    assert ["activity" in words for words in made] == [False, True]
    assert conditions.untrue({"submission.basis.scored"}, without) == ("submission.basis.scored",)
    assert conditions.untrue({"submission.basis.statements"}, without) == ()


def test_that_nothing_gives_a_warning_is_denied_by_any_of_its_three_claims(monkeypatch: pytest.MonkeyPatch):
    about = material(*BOARD)
    good = tuple(replace(one, score=99.0) for one in about.evaluation.indicators)
    graded = replace(about, evaluation=replace(about.evaluation, indicators=good))
    assert conditions.untrue({"warnings.none"}, graded) == ("warnings.none",)

    monkeypatch.setattr("reportgen.report.conditions.alarms", lambda _: ())
    assert conditions.untrue({"warnings.none"}, graded) == ()


@pytest.mark.parametrize(("has_standards", "told"), [(True, True), (False, False)])
def test_what_a_standard_is_stands_only_under_a_scorecard_that_has_one(*, has_standards: bool, told: bool):
    about = material(*BOARD)
    bare = tuple(replace(one, standards=None, reference=None) for one in about.evaluation.indicators)
    rows = about.evaluation.indicators if has_standards else bare
    about = replace(about, evaluation=replace(about.evaluation, indicators=rows))
    page = section_of(about, "scorecard")

    assert page is not None
    assert ("Standard: what earns full marks" in page.text) is told
    assert conditions.untrue({"scorecard.legend.standard.plain"}, about) == (
        () if has_standards else ("scorecard.legend.standard.plain",)
    )
