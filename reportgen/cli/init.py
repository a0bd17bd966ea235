"""``reportgen init``: a new case with workbooks to fill in, that renders at once."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.language import help_text
from reportgen.cli.options import LanguageOption
from reportgen.cli.plain import visible
from reportgen.errors import ExitCode


class CaseProfile(StrEnum):
    """What a new case begins with."""

    CHINESE = "cn-public-hospital"
    AMERICAN = "us-cms"
    BLANK = "blank"


FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help=help_text("option.folder"))]
ProfileOption = Annotated[CaseProfile, typer.Option("--profile", help=help_text("option.profile"))]
SAMPLES = {CaseProfile.CHINESE: "renhe", CaseProfile.AMERICAN: "us-cms"}
"""The Chinese sample is invented: only its forms go into a case. The American one is public, and kept as it is."""
LEFT_OUT = frozenset({"expected", "issued", "journal.jsonl"})
"""What of a sample stays behind: values that tests hold it to, and what was issued of it."""
TAKEN = "C13"


def init(folder: FolderArgument, profile: ProfileOption = CaseProfile.CHINESE, lang: LanguageOption = None) -> None:
    """Make a case folder."""
    del lang  # heard by `speak_as`
    from reportgen.cli import writing
    from reportgen.export import published

    files = published.with_schemas(_files(profile))
    _insist_on_new(folder, files)
    writing.fill(folder, files, TAKEN)
    said = "created_blank" if profile is CaseProfile.BLANK else "created"
    typer.echo(help_text(said).format(path=visible(str(folder))), err=True)


def _insist_on_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """A folder that has all of it is a case, and nobody's to make once more."""
    from reportgen.errors import Refused
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place

    if all((folder / name).exists() for name in files):
        raise Refused([Finding(TAKEN, Place(str(folder)))], ExitCode.USAGE)


def _files(profile: CaseProfile) -> dict[str, bytes]:
    """Path in the case → content."""
    from reportgen.export import blank_case

    if profile is CaseProfile.BLANK:
        return blank_case.files()
    if profile is CaseProfile.CHINESE:
        return blank_case.sample_files(_sample(profile))
    from reportgen.catalog import load_catalog

    words = load_catalog().words["cli.first_steps"]
    own = {"README.txt": f"{words.zh}\n\n{words.en}\n".encode(), blank_case.FILE: blank_case.brand_form()}
    return _of_sample(_sample(profile)) | own


def _sample(profile: CaseProfile) -> Path:
    from reportgen.report.tokens import folder

    return folder("samples") / SAMPLES[profile]


def _of_sample(sample: Path) -> dict[str, bytes]:
    """A sample as it is, but for what is kept about it."""
    found = {path.relative_to(sample): path for path in sorted(sample.rglob("*")) if path.is_file()}
    return {name.as_posix(): path.read_bytes() for name, path in found.items() if not LEFT_OUT.intersection(name.parts)}
