"""The base of every definition that is written in YAML, and text in two languages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["zh", "en"]
LanguageMode = Literal["zh", "en", "zh-en"]

NonEmpty = Annotated[str, Field(min_length=1)]


class Definition(BaseModel):
    """A frozen model that takes no unknown key and converts nothing silently."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Text(Definition):
    """One meaning in both languages; neither may be empty."""

    zh: NonEmpty
    en: NonEmpty

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh" else self.en
