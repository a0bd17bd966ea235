"""A new case with empty official forms and registers.

A form of brand.yaml to fill in: mark, colours and faces of the hospital, each with what it is for.

An empty ratings.csv: a line for everything that is rated by itself and not by the experts of a scheme.

A new case on the figures of a shipped sample: nothing of the sample's own remains but what has to be replaced.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reportgen.catalog import Catalog, load_catalog
from reportgen.export.blank_forms import (
    budget_workbook,
    experts_workbook,
    on_no_form,
    register_files,
    workbook,
)
from reportgen.intake import open_case
from reportgen.model import foreign_text
from reportgen.model.casefile import EntityFile, Signatory
from reportgen.model.definitions import IN_FORCE

FILE: Final = "brand.example.yaml"
FORM: Final = """\
# {rename}
source: {source}
# {logo}
logo: {{file: brand/logo.svg, height_mm: 12, head: true}}
# {colours}
colours: {{accent: "#7B1E3A"}}
# {fonts}
fonts:
  sans: {{regular: brand/House-Regular.otf, bold: brand/House-Bold.otf}}
  serif: {{regular: brand/House-Regular.otf, bold: brand/House-Bold.otf}}
"""
ASKED: Final = ("rename", "source", "logo", "colours", "fonts")


def brand_form() -> bytes:
    """Its text, remarks in both languages; it holds for no report until it bears the name brand.yaml."""
    words = load_catalog().words
    said = (words[f"cli.brand_form.{key}"] for key in ASKED)
    return FORM.format(**dict(zip(ASKED, (f"{one.zh} {one.en}" for one in said), strict=True))).encode()


BLANK_RATINGS_FILE: Final = "ratings.csv"
COLUMNS: Final = ("item", "period", "level", "evidence")
RATED: Final = (
    "finance_staff_integration_score",
    "business_knowledge_score",
    "management_performance_score",
    "medical_ethics_score",
    "technical_ability_score",
)
MARK: Final = b"\xef\xbb\xbf"
"""Spreadsheets take the text for what it is."""


def table(catalog: Catalog) -> bytes:
    """The form, in Chinese: item, period, level, evidence."""
    heads = [catalog.words[f"rating.{column}"].zh for column in COLUMNS]
    return (
        MARK
        + foreign_text.table(
            [heads, *([catalog.indicators[name].name.zh, "", "", ""] for name in RATED)], "\n"
        ).encode()
    )


SCHEME: Final = "comprehensive_80_20"
"""By which a new case is evaluated."""
CASE: Final = """\
entity:
  id: hospital
  name: {{zh: {zh}, en: {en}}}
regime: "{regime}"
currency: CNY
scheme: {scheme}
"""


def files() -> dict[str, bytes]:
    """Path in the case → content: case.yaml, annual and monthly forms, registers, first steps in both languages."""
    catalog = load_catalog()
    words = catalog.words
    forms = [form for form in catalog.forms.values() if form.regime == IN_FORCE]
    monthly = [form for form in forms if form.monthly]
    name = words["form.your_hospital"]
    books = {
        words["form.annual_file"].zh: (forms, True, words["form.year_line"].zh),
        words["form.monthly_file"].zh: (monthly, False, words["form.month_line"].zh),
    }
    steps = "\n\n".join(words["cli.first_steps_of_blank"].in_language(speech) for speech in ("zh", "en"))
    content = {
        "case.yaml": CASE.format(zh=name.zh, en=name.en, regime=IN_FORCE, scheme=SCHEME).encode(),
        "README.txt": (steps + "\n").encode(),
        BLANK_RATINGS_FILE: table(catalog),
        FILE: brand_form(),
    }
    for file, (listed, annual, date) in books.items():
        besides = on_no_form(catalog, catalog.schemes[SCHEME], listed)
        content[f"data/{file}"] = workbook(listed, catalog, annual=annual, entity=name.zh, date=date, besides=besides)
    content[f"budget/{words['form.budget.file'].zh}"] = budget_workbook(catalog, name.zh)
    for part in catalog.schemes[SCHEME].parts.values():
        if part.from_folder is not None:
            path = f"{part.from_folder}{words['form.experts.file'].zh}"
            content[path] = experts_workbook(catalog, tuple(part.indicators), name.zh)
    return content | register_files(catalog, name.zh)


FOLDERS: Final = ("data", "budget", "business", "experts")
"""What a new case keeps of the sample, as illustrative files."""
ACTIONS: Final = "actions.xlsx"
SAMPLE_CASE: Final = """\
entity:
  id: hospital
  name: {{zh: {name.zh}, en: {name.en}}}
  aliases: [{alias}]  # {remark}
regime: "{file.regime}"
currency: {file.currency}
unit: {file.unit}
scheme: {file.scheme}
illustrative: true  # {until}
languages: zh-en
signatories:
{signatories}
approvals: [{approvals}]
"""
ROLE: Final = "  - {{id: {person.id}, role: {{zh: {person.role.zh}, en: {person.role.en}}}}}"


def sample_files(sample: Path) -> dict[str, bytes]:
    """Path in the case → content: case.yaml, first steps in both languages, and the sample's forms.

    Peers, experts' names, commentary, signatories and numbers of reports are the sample's own and stay behind.
    """
    content = {"case.yaml": _case(sample).encode(), "README.txt": _steps().encode()}
    content[BLANK_RATINGS_FILE] = table(load_catalog())
    content[FILE] = brand_form()
    for name in FOLDERS:
        for path in sorted((sample / name).rglob("*")):
            if path.is_file():
                content[path.relative_to(sample).as_posix()] = path.read_bytes()
    content[ACTIONS] = (sample / ACTIONS).read_bytes()
    return content


def _case(sample: Path) -> str:
    words, file = load_catalog().words, open_case(sample).file
    assert isinstance(file.entity, EntityFile)
    return SAMPLE_CASE.format(
        name=words["form.your_hospital"],
        alias=file.entity.name.zh,
        remark=_both("cli.sample_alias"),
        until=_both("cli.sample_until"),
        file=file,
        signatories="\n".join(_role(signatory) for signatory in file.signatories),
        approvals=", ".join(file.approvals),
    )


def _role(signatory: Signatory) -> str:
    return ROLE.format(person=signatory)


def _both(key: str) -> str:
    words = load_catalog().words[key]
    return f"{words.zh} {words.en}"


def _steps() -> str:
    words = load_catalog().words["cli.first_steps_of_sample"]
    return f"{words.zh}\n\n{words.en}\n"
