"""Reports in languages beside Chinese and English: what changes is how things are said, never what is found."""

from __future__ import annotations

import json
import re
from pathlib import Path
from shutil import copytree

import opencc
import pytest
from docx import Document

from population.sketches import sketched
from rendered import SMALL, Wanted, grounds
from reportgen import pipeline
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.catalog import languages, load_catalog
from reportgen.catalog.calendar_words import LOCALES, day_name, period_name
from reportgen.checks.needs import Lacking, MissingKind, told
from reportgen.errors import Refused
from reportgen.model.definition import TAGS
from reportgen.pipeline.pages import results_of, speaking, with_standing
from reportgen.report import document
from shell import reportgen

SETTINGS = "source: A test\nname: {zh: 世界语, en: Esperanto}\ntag: eo\nlocale: eo\nof: en\n"
WRITTEN = re.compile(r"《[^》]*》|〔[^〕]*〕|\S*\.(?:xlsx|csv)\b.*")
"""What stays as others wrote it: titles and numbers of decrees, names of files."""
SIMPLIFIED = re.compile("[资产负债医疗费应账总额计]")
"""Characters that traditional Chinese writes otherwise, of words that stand on every page."""


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return Path(copytree(SMALL / "clinic", tmp_path / "case"))


def spoken_by(case: Path, **files: str) -> Path:
    """A case with a language of its own: its settings, and its words by part of the catalogue."""
    folder = case / "languages" / "eo"
    folder.mkdir(parents=True)
    for name, text in ({"language": SETTINGS} | files).items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return case


def material_of(case: Path, kind: str, period: str | None = None) -> Material | GroupMaterial:
    return pipeline.grounds(pipeline.check(case), report=kind, period=period)


def html(found: Material | GroupMaterial, kind: str, asked: str) -> str:
    """A report's HTML; its charts have words of their own, which no test here reads, and are not drawn."""
    with speaking(with_standing(found, report=kind, mode=asked), asked) as (said, mode), sketched():
        return document(said, kind=kind, mode=mode).html


def headings(page: str) -> list[str]:
    found = re.findall(r"<(h[1-4]|th)\b[^>]*>(.*?)</\1>", page, re.DOTALL)
    return [WRITTEN.sub("", re.sub("<[^>]*>", "", words)) for _, words in found]


@pytest.mark.serves("004-15")
@pytest.mark.parametrize(
    ("sample", "kind", "period"),
    [
        ("clinic", "board", "2025"),
        ("alliance", "group", "2025"),
        pytest.param("renhe", "board", "2026-10", marks=pytest.mark.slow),
        pytest.param("renhe", "agency", "2026-10", marks=pytest.mark.slow),
        pytest.param("renhe", "flash", "2026-10", marks=pytest.mark.slow),
        pytest.param("renhe", "self-assessment", "2025", marks=pytest.mark.slow),
        pytest.param("renhe", "annual", "2025", marks=pytest.mark.slow),
        pytest.param("lianhe", "group", "2025", marks=pytest.mark.slow),
    ],
)
def test_every_kind_of_report_is_said_in_traditional_characters(sample: str, kind: str, period: str) -> None:
    page = html(grounds(Wanted(kind, sample, period)), kind, "zh-Hant")

    assert '<html lang="zh-Hant"' in page
    assert 'lang="zh-CN"' not in page
    assert [words for words in headings(page) if SIMPLIFIED.search(words)] == []


@pytest.mark.serves("004-15")
@pytest.mark.parametrize(
    ("sample", "kind", "period"),
    [("renhe", "board", "2026-10"), pytest.param("lianhe", "group", "2025", marks=pytest.mark.slow)],
)
def test_what_is_told_does_not_depend_on_the_language(sample: str, kind: str, period: str) -> None:
    found = grounds(Wanted(kind, sample, period))
    digits = [re.findall(r"[\d.,]+", re.sub("<[^>]*>", " ", html(found, kind, said))) for said in ("zh", "zh-Hant")]

    assert digits[0] == digits[1]


def test_own_words_stand_where_the_conversion_would_say_something_else() -> None:
    catalog = load_catalog()
    hant = languages.in_languages(catalog, languages.spoken("zh-Hant-en", catalog.languages))

    assert hant.words["grade.excellent"].zh == "優"
    assert hant.words["grade.excellent"].en == catalog.words["grade.excellent"].en
    assert "應收帳款淨額" in {item.name.zh for item in hant.items.values()}
    assert not any("信息" in text.zh or "质量" in text.zh or "質量" in text.zh for text in hant.words.values())
    assert {row.label for row in next(iter(hant.forms.values())).rows} >= {"流動資產："}
    assert catalog.words["grade.excellent"].zh == "优"


def test_whole_statements_that_are_missing_are_asked_for_in_it() -> None:
    """“整張现金流量表” stood on a page in traditional characters: the set's names were those of a file of their own."""
    catalog = languages.in_languages(load_catalog(), languages.spoken("zh-Hant", languages.shipped()))
    lack = Lacking(MissingKind.STATEMENT, "cash_flows", (), (), ())

    assert told(lack, catalog).zh.endswith("\u6574\u5f35\u73fe\u91d1\u6d41\u91cf\u8868")


@pytest.mark.parametrize("kind", ["board", "agency", "annual"])
def test_sources_of_standards_and_numbers_of_forms_stand_in_its_characters(kind: str) -> None:
    """Both were plain words of the catalogue, and stayed simplified beside their traditional sentences."""
    page = re.sub("<[^>]*>", " ", html(grounds(Wanted(kind, "renhe", "2025")), kind, "zh-Hant"))

    assert re.findall("会政[财预][0-9]{2}表|国卫[^。； ]*号|财会[^。； ]*号|公立医院[^。； ]*办法", page) == []
    assert "會政財01表" in page


@pytest.mark.serves("004-15")
def test_files_and_cells_keep_their_names_in_any_language(clinic: Path) -> None:
    for path in (clinic / "data").glob("*"):
        path.rename(path.with_stem(f"报表{path.stem}"))
    page = html(material_of(clinic, "annual"), "annual", "zh-Hant")

    assert opencc.OpenCC("s2tw").convert("报表") != "报表"
    assert f"报表{next((clinic / 'data').glob('*')).stem.removeprefix('报表')}" in page
    assert "報表balance" not in page


@pytest.mark.serves("004-15")
@pytest.mark.parametrize("asked", ["zh-Hant-en", "zh-eo"])
@pytest.mark.slow
def test_results_and_reviews_are_the_same_in_every_language(clinic: Path, asked: str) -> None:
    found = material_of(spoken_by(clinic), "board")
    before = results_of(found)
    with speaking(found, asked) as (said, _):
        assert said is not found
    assert results_of(found) == before

    for role in ("preparer", "reviewer"):
        assert reportgen("review", clinic, "-p", "2025", "--role", role, "--by", role).returncode == 0
    issue = reportgen("issue", clinic, "-p", "2025", "--role", "director", "--by", "A", "--lang", asked)
    assert issue.returncode == 0, issue.stderr
    (pdf,) = (clinic / "issued").glob("*.pdf")
    assert json.loads((clinic / "journal.jsonl").read_text("utf-8").splitlines()[-1])["language"] == asked
    out = clinic.parent / "parcel"
    sent = reportgen("send", clinic, pdf.stem, "--to", "市卫健委", "--by", "A", "--out", out)
    assert sent.returncode == 0, sent.stderr
    letter = "".join(path.read_text("utf-8") for path in out.rglob("*.txt"))
    assert ("報告" in letter, "报告" in letter) == (("zh-Hant" in asked), "zh-Hant" not in asked)
    assert "Report" in letter or "report" in letter
    verify = reportgen("verify", pdf, "--case", clinic)
    assert verify.returncode == 0, verify.stdout + verify.stderr


@pytest.mark.serves("004-15")
def test_a_language_is_a_folder_of_the_case(clinic: Path) -> None:
    spoken_by(clinic, words="grade.excellent: Bonega\ngrade.good: Bona\n", indicators="current_ratio.name: Fluosto\n")
    found = material_of(clinic, "board")
    alone, both = html(found, "board", "eo"), html(found, "board", "zh-eo")

    assert '<html lang="eo"' in alone
    assert 'lang="en"' not in alone + both
    assert "Fluosto" in alone
    assert "Fluosto" in both
    assert "流动比率" in both
    assert "Period" in alone, "what it has no words for is said in the language in whose place it stands"


def test_commentary_in_the_language_goes_before_that_in_whose_place_it_stands(clinic: Path) -> None:
    folder = clinic / "commentary" / "2025"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "note.zh.md").write_text("应收账款增加。\n", "utf-8")
    found = material_of(clinic, "board")
    assert "應收帳款增加。" in html(found, "board", "zh-Hant")

    (folder / "note.zh-Hant.md").write_text("應收賬款有所增加。\n", "utf-8")
    page = html(material_of(clinic, "board"), "board", "zh-Hant")
    assert "應收賬款有所增加。" in page
    assert "應收帳款增加。" not in page


def test_dates_are_written_as_the_language_has_them(clinic: Path) -> None:
    spoken_by(clinic)
    with speaking(material_of(clinic, "board"), "eo"):
        assert period_name("2025-03").en == "Marto 2025"
        assert day_name("2025-03-01").en == "1 Marto 2025"
    assert period_name("2025-03").en == "March 2025"


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"language": SETTINGS.replace("of: en\n", "")}, "D37"),
        ({"words": "grade.superb: Superba\n"}, "D38"),
        ({"wrods": "grade.excellent: Bonega\n"}, "D38"),
        ({"words": "scorecard.measured: '{name} {secret}'\n"}, "D39"),
        ({"words": "scorecard.measured: '{name.__class__}'\n"}, "D39"),
        ({"words": "scorecard.measured: '{name:>1000000}'\n"}, "D39"),
        ({"words": "scorecard.measured: '{name'\n"}, "D39"),
        ({"language": SETTINGS.replace("locale: eo", "locale: klingon_XX")}, "D40"),
        ({"language": SETTINGS + "conversion: /etc/passwd\n"}, "D08"),
        ({"language": SETTINGS.replace("tag: eo", "tag: '\"><script>'")}, "D11"),
        ({"language": SETTINGS + "colour: red\n"}, "D03"),
    ],
)
def test_what_is_wrong_with_a_language_is_told_with_its_place(clinic: Path, files: dict[str, str], rule: str) -> None:
    spoken_by(clinic, **files)
    done = reportgen("check", clinic)
    told = [line for line in done.stderr.splitlines() if "languages/eo/" in line]

    assert done.returncode == 3
    assert any(f" {rule} " in line for line in told), done.stderr


def test_what_is_wrong_is_told_once_however_many_languages_there_are(clinic: Path) -> None:
    spoken_by(clinic, words="grade.superb: Superba\n")
    copytree(clinic / "languages" / "eo", clinic / "languages" / "io")

    assert reportgen("check", clinic).stderr.count(" D38 ") == 2


def test_a_folder_without_settings_and_a_name_that_is_taken_are_told(clinic: Path) -> None:
    (clinic / "languages" / "fr_CA").mkdir(parents=True)
    (clinic / "languages" / "zh-Hant").mkdir()
    (clinic / "languages" / "zh-Hant" / "language.yaml").write_text(SETTINGS, "utf-8")

    said = reportgen("check", clinic).stdout + reportgen("check", clinic).stderr
    assert "D36" in said
    assert "D14" in said


def test_letters_and_commentary_are_said_in_it_in_word_too(clinic: Path) -> None:
    folder = clinic / "commentary" / "2025"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("zh", "en"):
        (folder / f"note.{name}.md").write_text({"zh": "应收账款增加。\n", "en": "Receivables grew.\n"}[name], "utf-8")
    out = clinic / "note.docx"
    done = reportgen("render", clinic, "-p", "2025", "--lang", "zh-Hant-en", "--format", "docx", "-o", out)

    assert done.returncode == 0, done.stderr
    text = "\n".join(one.text for one in Document(str(out)).paragraphs)
    assert "應收帳款增加。" in text
    assert "Receivables grew." in text


@pytest.mark.parametrize("command", ["render", "issue"])
def test_a_language_that_reports_do_not_speak_is_refused_with_those_that_they_do(clinic: Path, command: str) -> None:
    done = reportgen(command, clinic, "-p", "2025", "--lang", "zh-hant")

    assert (done.returncode, "C88" in done.stderr, "zh-Hant-en" in done.stderr) == (2, True, True)
    assert not list(clinic.glob("*.pdf"))


@pytest.mark.parametrize("line", ["languages: zh-Hans", "report: {languages: zh-Hans}"])
def test_a_case_that_asks_for_what_reports_do_not_speak_is_told_so_when_it_is_checked(clinic: Path, line: str) -> None:
    listed = clinic / "case.yaml"
    text = re.sub(r"(?m)^(languages|report):.*\n", "", listed.read_text("utf-8"))
    listed.write_text(f"{text}{line}\n", "utf-8")
    (found,) = [one for one in json.loads(reportgen("check", clinic, "--format", "json").stdout)["findings"]
                if one["rule"] == "C88"]  # fmt: skip

    assert (found["severity"], found["place"]["file"]) == ("error", "case.yaml")
    assert found["place"]["line"] == len(text.splitlines()) + 1
    assert "C88" in reportgen("render", clinic, "-p", "2025").stderr


@pytest.mark.parametrize(("speaks", "code"), [("zh-Hant", 0), ("eo", 0), ("zh-Hant-en", 3)])
def test_words_in_one_language_are_enough_for_a_case_that_speaks_one(clinic: Path, speaks: str, code: int) -> None:
    listed = spoken_by(clinic) / "case.yaml"
    text = re.sub(r"(?m)^languages:.*\n", "", listed.read_text("utf-8"))
    listed.write_text(f"{text}languages: {speaks}\ndata_source: 聖安醫院\n", "utf-8")
    done = reportgen("check", clinic)

    assert (done.returncode, "D35" in done.stderr) == (code, code == 3), done.stderr


def test_settings_of_chinese_and_english_say_what_the_program_goes_by() -> None:
    assert {place: languages.shipped()[place].defined.tag for place in TAGS} == TAGS
    assert {place: languages.shipped()[place].defined.locale for place in TAGS} == LOCALES


def test_a_case_may_speak_it_without_being_asked(clinic: Path) -> None:
    listed = clinic / "case.yaml"
    listed.write_text(
        re.sub(r"(?m)^languages:.*\n", "", listed.read_text("utf-8")) + "languages: zh-Hant-en\n", "utf-8"
    )
    found = material_of(clinic, "board")

    assert found.case.file.mode == "zh-Hant-en"
    with pytest.raises(Refused), speaking(found, "zh-Hans"):
        pass
