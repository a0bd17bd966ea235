"""Blocks of the documents: files that a reader is told to write, and commands to type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FENCED = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block; `file` is the name behind its language, or empty."""

    language: str
    file: str
    text: str


def blocks(document: str) -> Iterator[Block]:
    """Every fenced block of a document of the project."""
    for match in FENCED.finditer((PROJECT / document).read_text(encoding="utf-8")):
        yield Block(match["language"], match["file"] or "", match["text"])


def write_files(document: str, folder: Path) -> None:
    """Write every block that names a file."""
    for block in blocks(document):
        if block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def commands(document: str) -> list[str]:
    """Every line of the shell blocks, without comments and empty lines."""
    lines = [line for block in blocks(document) if block.language == "sh" for line in block.text.splitlines()]
    return [line for line in lines if line.strip() and not line.startswith("#")]
