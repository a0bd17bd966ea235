"""Definition files of a folder that the program did not write: plain files only, none outside the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reportgen.model.finding import Finding
from reportgen.model.place import Place

MAX_BYTES: Final = 1_000_000


def report_names() -> tuple[str, ...]:
    """Ids of the built-in kinds of reports, found without reading them: each has a file of its name."""
    return tuple(sorted(path.stem for path in (Path(__file__).parent / "reports").glob("*.yaml")))


def texts(folder: Path, kind: str, prefix: str, findings: list[Finding]) -> Iterator[tuple[str, str]]:
    """The YAML files of one kind as (name, text), sorted; what cannot be read is added to the findings."""
    for path in sorted((folder / kind).glob("*.yaml")):
        name = f"{prefix}{kind}/{path.name}"
        try:
            yield name, text(path, folder)
        except ValueError as error:
            findings.append(Finding(str(error), Place(name), {"file": name}))


def text(path: Path, folder: Path) -> str:
    """One file as text.

    Raises:
        ValueError: with the id of the rule: D17 not a plain file inside the folder, D18 not UTF-8, D19 too large.
    """
    if not (path.is_file() and path.resolve().is_relative_to(folder.resolve())):
        raise ValueError("D17")
    if path.stat().st_size > MAX_BYTES:
        raise ValueError("D19")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("D18") from None
