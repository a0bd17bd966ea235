"""Versions for an audience: what one is not to have stands neither on the pages nor in the data inside, and they say so."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files

import jsonschema
import pytest

from report.sections.ranking import wanting
from reportgen import report
from reportgen.analysis.material import Material
from reportgen.catalog import load_catalog
from reportgen.errors import ExitCode, Refused
from reportgen.export import explanation, results
from reportgen.model.brand import Remarks
from reportgen.model.manifest import Embedding
from reportgen.model.reports import Audience
from reportgen.model.values import Reason
from reportgen.pipeline.enclosures import chosen, enclosed, require_fit
from reportgen.pipeline.redaction import redacted, resting_on
from reportgen.report.assembly import hospital
from reportgen.report.desk.tables.sheet import SectionContent
from reportgen.report.html import HtmlDocument
from reportgen.report.sections.commentary import Commentary
from reportgen.report.sections.scorecard import Scorecard

CATALOG = load_catalog()
PUBLIC = CATALOG.audiences["public"]
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
PERIOD = re.compile(r"[0-9-]+")  # a month or a day is nobody's secret
INTERNAL = Remarks("commentary/2026-10/9.internal.zh.md", "只供院内讨论的一句话。")
OPEN = Remarks("commentary/2026-10/8.public.zh.md", "可以向社会公开的一句话。")


@pytest.fixture(scope="module")
def told(renhe: Material) -> Material:
    """With a remark that is marked as internal."""
    return dataclasses.replace(
        renhe, commentary={**renhe.commentary, "zh": (*renhe.commentary.get("zh", ()), INTERNAL)}
    )


@pytest.fixture(scope="module")
def public(told: Material) -> Material:
    return redacted(told, "board", "public")


@pytest.fixture(scope="module")
def written(public: Material) -> HtmlDocument:
    return report.document(public, kind="board", mode="zh-en")


@pytest.fixture(scope="module")
def inside(public: Material, written: HtmlDocument) -> str:
    """Everything that the PDF would carry, as text."""
    from reportgen.report.pdf import Attachment

    own = [
        Attachment("results.json", results.text(results.document(public)).encode(), "Data", "", ""),
        Attachment("numbers.json", written.numbers([]), "Supplement", "", ""),
    ]
    attached = enclosed(public, own, NOON, report="board", mode="zh-en")
    return "\n".join(file.content.decode() for file in attached)


def secrets(material: Material) -> Iterator[str]:
    """Names of persons, departments, suppliers and their like, and the words of internal remarks."""
    for name, register in material.registers.by_id.items():
        if name in PUBLIC.registers:
            for row in register.records:
                words = (value for value in row.cells.values() if isinstance(value, str) and len(value) > 3)
                yield from (value for value in words if not PERIOD.fullmatch(value))
    yield from (person.name for person in material.case.file.signatories if person.name)
    yield from (material.opinions.experts if material.opinions else ())
    yield INTERNAL.text


@pytest.mark.serves("003-106", "003-131", "001-38")
def test_nothing_that_is_sensitive_stands_on_public_pages_or_in_their_data(
    told: Material, written: HtmlDocument, inside: str
) -> None:
    found = set(secrets(told))
    known = (*CATALOG.words.values(), *(person.role for person in told.case.file.signatories))
    words = {text for both in known for text in (both.zh, both.en)} | CATALOG.indicators.keys() | CATALOG.items.keys()
    words |= {one.name.zh for one in (*CATALOG.indicators.values(), *CATALOG.items.values())}
    words.add(results.text(explanation.definitions_document(told, kind="board")))
    own = {secret for secret in found if not any(secret in text for text in words)}
    assert len(own) > 20
    for secret in own:
        assert secret not in written.html, secret
        assert secret not in inside, secret


@pytest.mark.serves("003-106", "001-38")
def test_figures_left_out_have_a_reason_and_no_value(told: Material, public: Material) -> None:
    given = [item for item in PUBLIC.items if told.dataset.value(item, "renhe", "2026-10") is not None]
    assert given
    for item in PUBLIC.items:
        assert public.dataset.value(item, "renhe", "2026-10") is None
    resting = resting_on(PUBLIC.items, CATALOG)
    assert {"complaint_rate", "low_risk_mortality"} <= resting
    for indicator in resting:
        measured = public.values.at(indicator, "renhe", "2026-10")
        assert (measured.value, measured.reason) == (None, Reason.WITHHELD)
        assert public.derive(indicator).parts == ()


@pytest.mark.serves("003-131")
def test_the_public_version_keeps_grade_findings_and_totals(
    told: Material, public: Material, written: HtmlDocument
) -> None:
    assert public.evaluation.score == told.evaluation.score
    assert public.evaluation.score_printed is not None
    assert str(public.evaluation.score_printed) in written.html
    income = told.dataset.value("total_income", "renhe", "2026-10", "ytd")
    assert income == public.dataset.value("total_income", "renhe", "2026-10", "ytd")


@pytest.mark.serves("003-106", "003-131")
def test_pages_say_what_they_leave_out_and_by_which_rule(written: HtmlDocument) -> None:
    assert "向社会公开" in written.html
    for kind in PUBLIC.withholds.values():
        assert kind.name.en in written.html
        assert all(part in written.html for part in kind.source.split(" / "))


@pytest.mark.serves("003-106")
def test_results_say_for_whom_they_are_and_hold_by_their_schema(public: Material) -> None:
    content = results.document(public)
    assert content["redaction"]["audience"] == "public"
    assert {row["id"] for row in content["redaction"]["left_out"]} == set(PUBLIC.withholds)
    assert content["findings"] == []
    schema = json.loads(files("reportgen.export").joinpath("schemas/results-1.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(results.text(content)), schema)


@pytest.mark.serves("003-106")
def test_each_audience_has_its_own_version(told: Material) -> None:
    assert redacted(told, "board", None) is told
    board, agency = redacted(told, "board", "board"), redacted(told, "board", "agency")
    assert INTERNAL in board.commentary["zh"]
    assert INTERNAL not in agency.commentary["zh"]
    assert agency.registers == told.registers


def test_a_section_that_nobody_has_judged_stays_out_of_the_public_version() -> None:
    assert PUBLIC.sections is not None
    assert not {"contracts", "appraisal", "department_margins", "qualitative", "passport", "files"} & set(
        PUBLIC.sections
    )
    assert set(PUBLIC.sections) <= CATALOG.sections.keys()


@pytest.mark.parametrize("audience", sorted(CATALOG.audiences))
def test_an_audience_names_only_what_there_is(audience: str) -> None:
    one = CATALOG.audiences[audience]
    assert one.items <= CATALOG.items.keys()
    assert one.registers <= CATALOG.registers.keys()
    assert set(one.reports or ()) <= CATALOG.reports.keys()


@pytest.mark.parametrize("kind", ["agency", "group"])
def test_there_is_no_public_version_of_a_letter_or_of_many_hospitals(told: Material, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        redacted(told, kind, "public")
    assert (refused.value.findings[0].rule, refused.value.exit_code) == ("C51", ExitCode.USAGE)


def test_a_total_that_would_give_away_what_is_left_out_is_refused(
    told: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Audience, "items", property(lambda _: frozenset({"current_assets"})))
    with pytest.raises(Refused) as refused:
        redacted(told, "board", "public")
    assert {finding.rule for finding in refused.value.findings} == {"C52"}
    assert "current_ratio" in {finding.facts["name"] for finding in refused.value.findings}


def test_a_public_version_never_carries_the_files_it_was_made_from(public: Material) -> None:
    assert chosen(None, CATALOG.reports["annual"], PUBLIC) is Embedding.RESULTS
    assert chosen(None, CATALOG.reports["annual"]) is Embedding.ALL
    with pytest.raises(Refused) as refused:
        require_fit(public, Embedding.ALL)
    assert refused.value.findings[0].rule == "C53"


@pytest.mark.serves("003-106", "003-131")
def test_the_public_reads_only_commentary_that_is_marked_as_public(told: Material) -> None:
    assert len(told.commentary["zh"]) > 1
    none = redacted(told, "board", "public")
    assert hospital(wanting(none, "commentary"), "board", "zh").sections == ()
    more = dataclasses.replace(told, commentary={**told.commentary, "zh": (*told.commentary["zh"], OPEN)})
    public = redacted(more, "board", "public")
    assert public.commentary == {"zh": (OPEN,)}
    said = section(public, "commentary")
    assert isinstance(said, Commentary)
    assert [passage.html.strip() for passage in said.passages] == [f"<p>{OPEN.text}</p>"]


def test_what_is_marked_as_internal_stays_so_whatever_else_marks_it(told: Material) -> None:
    both = Remarks("commentary/2026-10/7.public.internal.zh.md", "两种标记。")
    more = dataclasses.replace(told, commentary={"zh": (both,)})
    assert redacted(more, "board", "public").commentary == {}


@pytest.mark.serves("003-106")
def test_a_kind_that_is_left_out_says_what_stays(public: Material) -> None:
    pay, others = PUBLIC.withholds["pay"], PUBLIC.withholds["others"]
    assert public.values.at("personnel_expense_per_staff", "renhe", "2026-10").value is not None
    assert "人均" in pay.why.zh
    assert "per employee" in pay.why.en
    assert any(row.peer for row in public.evaluation.indicators)
    assert "单家" in others.name.zh
    assert "medians" in others.why.en


@pytest.mark.serves("003-106")
def test_the_page_says_that_names_of_source_files_travel_with_it(public: Material) -> None:
    sheet = section(public, "left_out")
    assert isinstance(sheet, SectionContent)
    told = [line for line in sheet.lead if "manifest.json" in line.zh and "manifest.json" in line.en]
    assert len(told) == 1
    named = json.loads(enclosed(public, [], NOON, report="board", mode="zh")[-1].content)["inputs"]
    assert any(file["path"].startswith("business/") and file["attachment"] is None for file in named)


@pytest.mark.serves("003-106")
def test_a_version_without_the_method_says_itself_what_standards_are(told: Material, public: Material) -> None:
    assert told.scheme.note is not None
    assert told.scheme.note in scorecard(public).notes
    assert told.scheme.note not in scorecard(told).notes
    noteless = dataclasses.replace(public, scheme=told.scheme.model_copy(update={"note": None}))
    assert any("构造的示例" in note.zh for note in scorecard(noteless).notes)


@pytest.mark.serves("003-106")
def test_no_page_refers_to_a_section_that_its_version_does_not_have(told: Material, written: HtmlDocument) -> None:
    assert "方法附录" not in written.html
    assert "method appendix" not in written.html
    whole = hospital(wanting(told, "scorecard", "method"), "board", "zh").sections[0].content
    assert isinstance(whole, Scorecard)
    assert any(group.experts and "方法附录" in group.experts.zh for group in whole.groups)


def section(material: Material, name: str) -> object:
    """What one section says, alone on its report."""
    return hospital(wanting(material, name), "board", "zh").sections[0].content


def scorecard(material: Material) -> Scorecard:
    found = section(material, "scorecard")
    assert isinstance(found, Scorecard)
    return found
