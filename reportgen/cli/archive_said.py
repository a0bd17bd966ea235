"""Who does something to an archive, and what the program says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from reportgen.cli.language import language
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen import archive


def said_by(by: str | None, date: str | None, why: str | None = None) -> archive.Said:
    """Who does it, when and why.

    Raises:
        Refused: P40 if it is nobody, J25 without a reason where one is due.
    """
    from reportgen.archive import Said
    from reportgen.cli.moment import moment

    if by is None or not by.strip():
        raise Refused([Finding("P40", NOWHERE)], ExitCode.USAGE)
    if why is not None and not why.strip():
        raise Refused([Finding("J25", NOWHERE)], ExitCode.USAGE)
    return Said(by=by.strip(), when=moment(date), why=why)


def tell(key: str, **facts: Fact) -> None:
    """One line on stderr: what has been done."""
    from reportgen.catalog import load_catalog
    from reportgen.pipeline.leaflets import said

    typer.echo(said(load_catalog().words, f"archive.done.{key}", facts).in_language(language()), err=True)
