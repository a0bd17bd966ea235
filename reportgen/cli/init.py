"""``reportgen init``: a new case with workbooks to fill in, that renders at once."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.language import help_text
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


def init(folder: FolderArgument, profile: ProfileOption = CaseProfile.CHINESE) -> None:
    """Make a case folder."""
    _insist_on_new(folder)
    match profile:
        case CaseProfile.BLANK:
            from reportgen.export import blank_case

            _write(blank_case.files(), folder)
        case CaseProfile.CHINESE:
            from reportgen.export import blank_case

            _write(blank_case.sample_files(_sample(profile)), folder)
        case CaseProfile.AMERICAN:
            _copy_sample(_sample(profile), folder)
    said = "created_blank" if profile is CaseProfile.BLANK else "created"
    typer.echo(help_text(said).format(path=visible(str(folder))), err=True)


def _insist_on_new(folder: Path) -> None:
    from reportgen.cli.writing import in_archive
    from reportgen.errors import Refused
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place

    if in_archive(folder):
        raise Refused([Finding("C28", Place(str(folder)))], ExitCode.USAGE)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([Finding("C13", Place(str(folder)))], ExitCode.USAGE)


def _sample(profile: CaseProfile) -> Path:
    from reportgen.report.tokens import folder

    return folder("samples") / SAMPLES[profile]


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _copy_sample(sample: Path, folder: Path) -> None:
    from reportgen.catalog import load_catalog
    from reportgen.export import blank_case

    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(sample, part, ignore=shutil.ignore_patterns("expected", "issued", "journal.jsonl"))
    words = load_catalog().words
    text = "\n\n".join(words["cli.first_steps"].in_language(speech) for speech in ("zh", "en"))
    (part / "README.txt").write_text(text + "\n", encoding="utf-8")
    (part / blank_case.FILE).write_bytes(blank_case.brand_form())
    if folder.exists():
        folder.rmdir()
    part.replace(folder)
