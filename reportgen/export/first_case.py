"""A new case on the figures of a shipped sample: nothing of the sample's own remains but what has to be replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reportgen.catalog import load_catalog
from reportgen.export import blank_brand, blank_ratings
from reportgen.intake import open_case
from reportgen.model.casefile import EntityFile, Signatory

FOLDERS: Final = ("data", "budget", "business", "experts")
"""What a new case keeps of the sample, as illustrative files."""
ACTIONS: Final = "actions.xlsx"
CASE: Final = """\
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


def files(sample: Path) -> dict[str, bytes]:
    """Path in the case → content: case.yaml, first steps in both languages, and the sample's forms.

    Peers, experts' names, commentary, signatories and numbers of reports are the sample's own and stay behind.
    """
    content = {"case.yaml": _case(sample).encode(), "README.txt": _steps().encode()}
    content[blank_ratings.FILE] = blank_ratings.table(load_catalog())
    content[blank_brand.FILE] = blank_brand.form()
    for name in FOLDERS:
        for path in sorted((sample / name).rglob("*")):
            if path.is_file():
                content[path.relative_to(sample).as_posix()] = path.read_bytes()
    content[ACTIONS] = (sample / ACTIONS).read_bytes()
    return content


def _case(sample: Path) -> str:
    words, file = load_catalog().words, open_case(sample).file
    assert isinstance(file.entity, EntityFile)
    return CASE.format(
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
