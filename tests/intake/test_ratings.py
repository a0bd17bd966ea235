"""ratings.csv and scores on a scale: what is taken, and what is told with its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.analysis.blocks import block
from reportgen.catalog import load_catalog
from reportgen.export import blank_case
from reportgen.model.finding import Finding
from reportgen.pipeline.checked import Checked

CASE = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: '2019'\nscheme: none\n"
FIGURES = "entity,period,item,value\nh,2025,total_assets,5\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def checked(folder: Path, ratings: str | None = None, figures: str = "") -> Checked:
    (folder / "data" / "a.csv").write_text(FIGURES + figures, encoding="utf-8")
    if ratings is not None:
        (folder / "ratings.csv").write_text(ratings, encoding="utf-8")
    return pipeline.check(folder)


def told(found: Checked) -> list[tuple[str, str, int | None]]:
    def place(finding: Finding) -> tuple[str, str, int | None]:
        return finding.rule, finding.place.file, finding.place.line

    return [place(finding) for finding in found.findings if finding.rule.startswith("N")]


@pytest.mark.serves("001-20", "001-21", "001-24", "003-159")
@pytest.mark.parametrize(
    ("item", "indicator"),
    [
        ("rating_integration_tasks", "finance_staff_integration_score"),
        ("对业务的了解程度", "business_knowledge_score"),
        ("Management performance", "management_performance_score"),
        ("医德医风评级", "medical_ethics_score"),
        ("technical_ability_score", "technical_ability_score"),
    ],
)
@pytest.mark.parametrize(("level", "value"), [("优", 1.0), ("good", 0.8), ("Fair", 0.6), ("低", 0.4), ("poor", 0.2)])
def test_a_rating_is_one_of_five_levels_of_an_item_or_its_indicator(
    folder: Path, item: str, indicator: str, level: str, value: float
):
    found = checked(folder, f"item,period,level,evidence\n{item},2025,{level},seen\n")

    assert told(found) == []
    material = pipeline.evaluate(found, period="2025")
    assert material.values.at(indicator, "h", "2025").value == value
    (leaf,) = material.derive(indicator).parts
    assert (leaf.note, str(leaf.place)) == ("seen", "ratings.csv:2:3")


@pytest.mark.serves("001-21")
def test_what_is_wrong_in_ratings_is_told_in_one_go_with_its_cell(folder: Path):
    rows = [
        "项目,期间,等级,依据",
        "rating_business_knowledge,2025,六档,x",
        "rating_busines_knowledge,2025,优,x",
        "rating_medical_ethics,25,优,x",
        "rating_technical_ability,2025,优,x",
        "rating_technical_ability,2025,良,x",
    ]
    found = checked(folder, "\n".join(rows) + "\n")

    assert told(found) == [
        ("N03", "ratings.csv", 2), ("N02", "ratings.csv", 3), ("N04", "ratings.csv", 4), ("N06", "ratings.csv", 6),
    ]  # fmt: skip
    wrong = next(finding for finding in found.findings if finding.rule == "N03")
    assert wrong.place.column == 3
    assert found.has_errors
    assert pipeline.evaluate(found, period="2025").values.at("technical_ability_score", "h", "2025").value == 1.0


def test_the_form_of_a_new_case_is_read_without_a_word_until_it_is_filled_in(folder: Path):
    form = blank_case.table(load_catalog()).decode("utf-8-sig")
    assert told(checked(folder, form)) == []

    filled = form.replace("医德医风评价,,,", "医德医风评价,2025,优,投诉为零")
    assert filled != form
    found = checked(folder, filled)
    assert told(found) == []
    assert pipeline.evaluate(found, period="2025").values.at("medical_ethics_score", "h", "2025").value == 1.0


def test_a_table_without_its_columns_is_told(folder: Path):
    assert told(checked(folder, "item,period\nrating_medical_ethics,2025\n")) == [("N01", "ratings.csv", 1)]


def test_a_panel_says_whose_rating_it_is(folder: Path):
    (folder / "case.yaml").write_text("regime: '2019'\nscheme: none\n", encoding="utf-8")
    head = "item,period,level,evidence,entity\n"
    found = checked(folder, f"{head}rating_medical_ethics,2025,优,,\nrating_medical_ethics,2025,优,,h\n")

    assert told(found) == [("N07", "ratings.csv", 2)]
    assert found.reading.dataset.value("rating_medical_ethics", "h", "2025") == 1.0


@pytest.mark.serves("003-071", "003-130", "003-159")
@pytest.mark.parametrize("who", ["outpatient", "inpatient", "staff"])
@pytest.mark.parametrize(("score", "taken"), [(0.0, True), (93.5, True), (100.0, True), (100.01, False), (-1.0, False)])
def test_a_survey_is_a_score_of_0_to_100_and_prints_with_its_answers(
    folder: Path,
    who: str,
    score: float,
    taken: bool,  # noqa: FBT001
):
    figures = f"h,2025,{who}_satisfaction_score,{score}\nh,2025,{who}_satisfaction_answers,412\n"
    found = checked(folder, figures=figures)
    material = pipeline.evaluate(found, period="2025")
    row = next(row for row in block(material, "satisfaction").rows if row.id == f"{who}_satisfaction_rate")

    assert told(found) == ([] if taken else [("N05", "data/a.csv", 3)])
    said = [found.catalog.messages.both(one).message.en for one in found.findings if one.rule == "N05"]
    assert all(f" of 2025 is {score:,.2f}".replace("-", "−") in one for one in said), said
    assert row.printed == (f"{score:.1f}" if taken else None)
    assert "412 answers" in [remark.en for remark in row.remarks]


def test_a_survey_has_a_score_for_each_period(folder: Path):
    figures = "".join(f"h,2025-{month:02},outpatient_satisfaction_score,{80 + month}\n" for month in (1, 2))
    values = pipeline.evaluate(checked(folder, figures=figures), period="2025-02", scheme="none").month_values

    assert values is not None
    assert [values.at("outpatient_satisfaction_rate", "h", f"2025-0{n}").value for n in (1, 2)] == [81.0, 82.0]


@pytest.mark.serves("003-192")
@pytest.mark.parametrize(
    ("word", "value"),
    [("好", 1.0), ("较好", 0.8), ("一般", 0.6), ("较差", 0.4), ("差", 0.2), ("5", 1.0), ("2", 0.4), ("良", 0.8)],
)
def test_ratings_take_the_words_and_marks_of_the_literature_as_experts_sheets_do(folder: Path, word: str, value: float):
    found = checked(folder, f"项目,期间,等级,依据\n经营发展战略,2025,{word},规划\n")
    assert told(found) == []
    assert found.reading.dataset.value("rating_review_strategy", "h", "2025") == pytest.approx(value)
