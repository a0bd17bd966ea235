"""Words of the documents, beside those of the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from reportgen.catalog import Catalog, load_catalog
from reportgen.model.definition import Text

FILE = Path(__file__).with_name("words.yaml")


@cache
def _words() -> dict[str, dict[str, Text]]:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {group: {str(key): Text(**text) for key, text in words.items()} for group, words in content.items()}


@cache
def catalog() -> Catalog:
    """The built-in catalogue."""
    return load_catalog()


def head(key: str) -> str:
    """The head of a column, in both languages where they differ."""
    text = _words()["head"][key]
    return text.zh if text.zh == text.en else f"{text.zh} {text.en}"


def of(group: str, key: str) -> Text:
    """A text by group and key."""
    return _words()[group][key]


def group(name: str) -> dict[str, Text]:
    """All texts of a group, in the order of the file."""
    return dict(_words()[name])


def said(key: str) -> str:
    """A text of the program, in both languages."""
    text = catalog().words[key]
    return text.zh if text.zh == text.en else f"{text.zh} {text.en}"
