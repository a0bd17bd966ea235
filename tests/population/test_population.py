"""Hospitals that nobody prepared get their reports: checked, written, laid out, reviewed, issued and verified.

`make population COUNT=500 FROM=9` draws so many, beginning with a seed, `make population SEEDS="8 27"` draws these; a run of
the tests draws the first few.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from population.hospitals import Hospital, drawn, emptied
from population.sketches import sketched
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.catalog.calendar_words import begin_years
from reportgen.errors import Refused
from reportgen.model import printing
from reportgen.model.finding import Severity
from reportgen.model.values import Reason
from reportgen.pipeline.checked import Checked
from reportgen.pipeline.pages import speaking, with_standing
from reportgen.report import conditions, document
from shell import reportgen

FROM: Final = int(os.environ.get("FROM", "1"))
COUNT: Final = int(os.environ.get("COUNT", "8"))
SEEDS: Final = tuple(map(int, os.environ.get("SEEDS", "").split())) or tuple(range(FROM, FROM + COUNT))
"""Those that are named, or so many from a first one on."""
ISSUED: Final = SEEDS[: max(2, len(SEEDS) // 8)]
"""Of which a report is laid out, issued and verified."""
LAID_OUT: Final = SEEDS[len(ISSUED) : 2 * len(ISSUED)]
"""Of which the pages of another one are held to the whole lint."""
LEFTOVERS: Final = re.compile(r"\bNaN\b|\bnan\b|\binf\b|\bUndefined\b|e\+[0-9]{2}|@[a-z_]+\.[a-z_.]+")
"""What a program leaves behind where it had no words for something; powers of ten; keys of words."""
TAGS: Final = re.compile("<(?:style|script).*?</(?:style|script)>|<[^>]*>", re.DOTALL)
SMALL: Final = {"L05", "L22"}
"""A page that is used little, a title on three lines: told, and no more than that."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=SEEDS)
def hospital(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Hospital:
    return drawn(request.param, emptied(tmp_path_factory.mktemp(f"population-{request.param}") / "case"))


@dataclass(frozen=True)
class Followed:
    """A hospital that is read once, and found once for each kind of report.

    Attributes:
        said: kind and language → the report's HTML, as it was written for whoever asked first.
    """

    hospital: Hospital
    checked: Checked
    about: Mapping[str, Any]
    said: dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def found(hospital: Hospital) -> Followed:
    checked = pipeline.check(hospital.folder)
    return Followed(hospital, checked, {kind: pipeline.grounds(checked, report=kind) for kind in hospital.kinds}, {})


@pytest.fixture
def followed(found: Followed) -> Followed:
    """The same, with years that begin as the check, which was made once, had them begin."""
    begin_years(found.checked.catalog.words, found.checked.case.file.fiscal_year_start)
    return found


def modes(checked: Checked) -> Iterator[Any]:
    only = checked.case.file.languages
    yield from ("zh", "en", "zh-en") if only == "zh-en" else (only,)


def test_sound_figures_are_not_refused_and_every_page_of_every_report_finds_its_words(followed: Followed) -> None:
    hospital, checked = followed.hospital, followed.checked
    severity = checked.catalog.messages.severity
    assert [str(one.place) + one.rule for one in checked.findings if severity(one) is Severity.ERROR] == [], hospital

    for kind, material in followed.about.items():
        if isinstance(material, Material):
            is_asked_for_what_it_lacks(checked, material)
        about = None
        for mode in modes(checked):
            standing = with_standing(material, report=kind, mode=mode)
            # of equal standing one material serves all languages, so that what is found is found once
            about = about if about is not None and about.standing == standing.standing else standing
            with sketched() as shown:
                page = document(about, kind=kind, mode=mode)
            followed.said[kind, mode] = page.html
            assert conditions.untrue(page.ledger.claims, about) == (), f"{hospital} {kind} {mode}"
            text = named_away(" ".join((TAGS.sub(" ", page.html), *shown)), checked)
            assert not LEFTOVERS.search(text), f"{hospital} {kind} {mode}: {LEFTOVERS.search(text)}"
            agrees_with_results(text, material, kind, mode)


TERMS: Final = 3
"""Times that an annual report says how many terms it explains, some of which are spelt in more than one way."""


def test_another_language_tells_the_same_figures(followed: Followed) -> None:
    for kind in followed.about:
        zh, hant = (digits(followed, kind, mode) for mode in ("zh", "zh-Hant"))
        assert len(zh) == len(hant), f"{followed.hospital} {kind}"
        assert sum(one != other for one, other in zip(zh, hant, strict=True)) <= TERMS, f"{followed.hospital} {kind}"


def digits(followed: Followed, kind: str, mode: str) -> list[str]:
    if (kind, mode) not in followed.said:
        with speaking(with_standing(followed.about[kind], report=kind, mode=mode), mode) as (said, places), sketched():
            followed.said[kind, mode] = document(said, kind=kind, mode=places).html
    return re.findall(r"[\d.,]+", TAGS.sub(" ", followed.said[kind, mode]))


def is_asked_for_what_it_lacks(checked: Checked, material: Material) -> None:
    """Each indicator without a value for want of figures is named by something to bring, and by nothing where it has one."""
    rows = material.evaluation.indicators
    pieces = pipeline.lacking_of(checked, material.scheme, material.entity, material.period)
    unlocked = {name for piece in pieces for name in piece.indicators}
    without = {row.id for row in rows if row.reason in {Reason.MISSING_INPUT, Reason.MISSING_PRIOR}}
    assert without <= unlocked, "nothing is asked for"
    assert not {row.id for row in rows if row.value is not None} & unlocked, "asked for in vain"


def named_away(text: str, checked: Checked) -> str:
    """The words of a page without those that the case itself brought."""
    file = checked.case.file
    names = [one.name for one in (file.entity, file.group) if one] + list(
        file.group.members.values() if file.group else []
    )
    for name in names:
        text = text.replace(name.zh, "").replace(name.en, "")
    return text


def agrees_with_results(text: str, material: Any, kind: str, mode: str) -> None:
    """The score of the results, as it is printed, stands on the pages of a hospital that has one."""
    if kind == "group":
        return
    score = material.evaluation.score
    places = material.scheme.decimals
    if score is not None:
        assert printing.number(score, places) in text, (kind, mode, score)


@pytest.mark.parametrize("seed", ISSUED)
def test_a_report_of_theirs_is_laid_out_reviewed_issued_and_verified(seed: int, tmp_path: Path) -> None:
    hospital = drawn(seed, emptied(tmp_path / "case"))
    kind = hospital.kinds[(seed + 1) % len(hospital.kinds)]
    language = hospital.traits["languages"]
    about = (str(hospital.folder), "--report", kind)

    reviewed = reportgen("review", *about, "--by", "王", "--role", "director", "--date", "2027-02-01")
    issued = reportgen("issue", *about, "--lang", language, "--by", "王", "--role", "director", "--date", "2027-02-03")

    assert (reviewed.returncode, issued.returncode) == (0, 0), (
        f"{hospital}\n{reviewed.stdout}{issued.stdout}{issued.stderr}"
    )
    (pdf,) = (hospital.folder / "issued").glob("*.pdf")
    assert json.loads(pdf.with_suffix(".json").read_bytes())["schema"]
    words = (str(pdf), "--case", str(hospital.folder)) if seed % 2 else (str(pdf),)
    verified = reportgen("verify", *words)
    assert verified.returncode == 0, f"{hospital} {words}\n{verified.stdout}{verified.stderr}"


@pytest.mark.parametrize("seed", LAID_OUT)
def test_their_pages_are_whole(seed: int, tmp_path: Path) -> None:
    hospital = drawn(seed, emptied(tmp_path / "case"))
    checked = pipeline.check(hospital.folder)
    kind = hospital.kinds[seed % len(hospital.kinds)]
    mode = list(modes(checked))[seed % 3 % len(list(modes(checked)))]
    try:
        found = pipeline.render(pipeline.grounds(checked, report=kind), report=kind, mode=mode).findings
    except Refused as refused:
        pytest.fail(f"{hospital} {kind} {mode}: {[(one.rule, dict(one.facts)) for one in refused.findings]}")

    told = [checked.catalog.messages.say(one, "en").message for one in found if one.rule not in SMALL]
    assert told == [], f"{hospital} {kind} {mode}"


@pytest.mark.parametrize(
    ("seed", "kind"),
    [(638, "group"), (641, "board"), (625, "annual")],
    ids=["method of a group", "amounts of twelve digits", "a sentence at the foot"],
)
def test_no_page_is_nearly_empty_and_no_line_torn(seed: int, kind: str, tmp_path: Path) -> None:
    """Pages that were: standards or a title alone on one, points out of line in a narrow column, a heading above half a sentence."""
    checked = pipeline.check(drawn(seed, emptied(tmp_path / "case")).folder)
    mode = checked.case.file.mode
    found = pipeline.render(pipeline.grounds(checked, report=kind), report=kind, mode=mode).findings

    assert [(one.rule, dict(one.facts)) for one in found if one.rule.startswith("L")] == []


def test_the_key_of_the_grades_takes_no_page_of_its_own(tmp_path: Path) -> None:
    """Many indicators without a score and as many notes, in two languages."""
    checked = pipeline.check(drawn(402, emptied(tmp_path / "case")).folder)
    found = pipeline.render(pipeline.grounds(checked, report="board"), report="board", mode="zh-en").findings

    assert [dict(one.facts) for one in found if one.rule.startswith("L")] == []
