"""``reportgen init``: a new case with workbooks to fill in, that renders at once."""

from __future__ import annotations

import shutil
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.language import help_text
from reportgen.errors import ExitCode


class Profile(StrEnum):
    """What a new case begins with."""

    CHINESE = "cn-public-hospital"
    AMERICAN = "us-cms"
    BLANK = "blank"


FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help=help_text("option.folder"))]
ProfileOption = Annotated[Profile, typer.Option("--profile", help=help_text("option.profile"))]
SAMPLES = {Profile.CHINESE: "renhe", Profile.AMERICAN: "us-cms"}


def init(folder: FolderArgument, profile: ProfileOption = Profile.CHINESE) -> None:
    """Make a case folder."""
    _insist_on_new(folder)
    if profile is Profile.BLANK:
        from reportgen.export import blank_case

        blank_case.write(folder)
    else:
        _copy_sample(SAMPLES[profile], folder)
    said = "created_blank" if profile is Profile.BLANK else "created"
    typer.echo(help_text(said).format(path=folder), err=True)


def _insist_on_new(folder: Path) -> None:
    from reportgen.errors import Refused
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([Finding("C13", Place(str(folder)))], ExitCode.USAGE)


def _copy_sample(name: str, folder: Path) -> None:
    """The sample is illustrative and says so on every page until `illustrative` is taken out of case.yaml."""
    from reportgen.catalog import load_catalog
    from reportgen.report.folders import folder as shipped

    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(
        shipped("samples") / name, part, ignore=shutil.ignore_patterns("expected", "issued", "journal.jsonl")
    )
    words = load_catalog().words
    text = "\n\n".join(words["cli.first_steps"].in_language(speech) for speech in ("zh", "en"))
    (part / "README.txt").write_text(text + "\n", encoding="utf-8")
    if folder.exists():
        folder.rmdir()
    part.replace(folder)
