"""docs/keys.md lists every key that the files of a case may hold, and no other."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from docs.pages import PROJECT
from reportgen.catalog.languages import LanguageDefinition
from reportgen.catalog.own import FOLDERS
from reportgen.model.brand import BrandFile
from reportgen.model.casefile import CaseFile, MappingFile
from reportgen.model.definition import Text

PAGE = (PROJECT / "docs/keys.md").read_text(encoding="utf-8")
FILES = (CaseFile, MappingFile, *FOLDERS.values(), LanguageDefinition, BrandFile)


def models(kind: Any, seen: set[Any]) -> Iterator[type[BaseModel]]:
    """A model and all that stand in it, each once; words in two languages are no keys of their own."""
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not Text and kind not in seen:
        seen.add(kind)
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation, seen)
    for argument in typing.get_args(kind):
        yield from models(argument, seen)


def accepted() -> list[list[str]]:
    """The keys of each model that files are read by."""
    seen: set[Any] = set()
    found = [model for file in FILES for model in models(file, seen)]
    return [sorted(field.alias or name for name, field in model.model_fields.items()) for model in found]


def documented() -> list[list[str]]:
    """The keys of each section of the page."""
    rows = (re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for section in PAGE.split("\n## ")[1:])
    return [sorted(re.findall(r"`(\w+)`", " ".join(found))) for found in rows]


def test_every_key_that_is_accepted_is_documented_and_no_other() -> None:
    assert sorted(documented()) == sorted(accepted())


def test_each_key_has_its_meaning_in_both_languages() -> None:
    rows = re.findall(r"^\| `.*?\| (.*?) \|$", PAGE, re.MULTILINE)

    assert len(rows) > len(documented())
    assert all(re.fullmatch(r".*[\u4e00-\u9fff].*<br>[^\u4e00-\u9fff]+", row) for row in rows)


def test_the_keys_that_a_newcomer_needs_are_among_them() -> None:
    keys = {key for section in documented() for key in section}

    assert {"layout", "label", "periods", "blank_is_zero", "earlier", "valid_from", "peers", "group"} <= keys
    assert {"not_applicable", "grade_names", "fiscal_year_start", "languages", "unread"} <= keys
