"""The JSON Schemas that are published for editors, and the line by which a file of a case names its own.

Those of what people write lie with the catalogue, those of what the program writes with the exports.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

DEFINED: Final = Path(__file__).parents[1] / "catalog" / "schemas"
WRITTEN: Final = Path(__file__).parent / "schemas"
BESIDE: Final = ".schema"
"""Folder of a case with the schemas that its files name; no part of the case is read from there."""
LINE: Final = "# yaml-language-server: $schema={path}\n"
"""What editors look for at the top of a file."""
NAMED: Final = {"case.yaml": "case", "mapping.yaml": "mapping", "brand.yaml": "brand", "brand.example.yaml": "brand"}
SHELVES: Final = frozenset({"items", "indicators", "schemes", "standards", "checks", "reports", "blocks"})
"""Folders of a case whose files are definitions."""
LANGUAGES: Final = "languages"
"""The folder of a case in which each language has its own."""


@cache
def schemas() -> Mapping[str, Path]:
    """The file of each schema, by name: of what people write, then of what the program writes."""
    return {path.stem: path for folder in (DEFINED, WRITTEN) for path in sorted(folder.glob("*.json"))}


def with_schemas(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files of a case, each that a schema is for with a line that names it, and these schemas beside them."""
    names = {file: name for file in files if (name := _schema_of(PurePosixPath(file))) is not None}
    lined = {file: _line(file, name) + files[file] for file, name in names.items()}
    return {**files, **lined, **{beside(name): schemas()[name].read_bytes() for name in names.values()}}


def beside(name: str) -> str:
    """Where a schema lies in a case."""
    return f"{BESIDE}/{name}.json"


def _schema_of(file: PurePosixPath) -> str | None:
    if len(file.parts) == 1:
        return NAMED.get(file.name)
    if (file.parts[0], file.name, len(file.parts)) == (LANGUAGES, "language.yaml", 3):
        return "language"
    is_defining = file.parent.name in SHELVES and len(file.parts) == 2 and file.suffix == ".yaml"  # noqa: PLR2004 - shelf, file
    return file.parent.name if is_defining else None


def _line(file: str, name: str) -> bytes:
    up = "../" * (len(PurePosixPath(file).parts) - 1)
    return LINE.format(path=f"{up}{beside(name)}").encode()
