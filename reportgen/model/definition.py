"""The base of every definition that is written in YAML, and text in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

Language = Literal["zh", "en"]
"""The two places of the words in a text."""
TAGS: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}
"""What marks the words in each of them on pages, by BCP 47, where no other language stands there."""
LanguageMode = Literal["zh", "en", "zh-en"]
"""Which of them pages print."""
LANGUAGE: Final = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
"""What marks a language by BCP 47, and names its folder, as a pattern."""
Languages = Annotated[str, Field(pattern=f"^{LANGUAGE}$")]
"""What a report speaks: ``zh``, ``en``, ``zh-en``, or a language of a folder in the place of either: ``zh-Hant-en``."""

NonEmpty = Annotated[str, Field(min_length=1)]


class Definition(BaseModel):
    """A frozen model that takes no unknown key and converts nothing silently."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The same with other fields; what is worked out of them is worked out anew."""
        found = super().model_copy(update=update, deep=deep)
        for name in vars(found).keys() - type(self).model_fields.keys():
            del vars(found)[name]
        return found


ALONE: Final = "alone"
"""Key of the context of a validation: the language that suffices, as of a case that speaks no other."""

IN_BOTH: Final = "words_in_both"
"""Type of the error of a text that is written without its languages in a case that speaks both."""

UNSAID: Final = "-"
"""Stands where the one text is wrong itself, which is told once."""


class Text(Definition):
    """One meaning in both languages; neither may be empty.

    A case that speaks one language alone writes its texts in that, with or without its name: they stand for the other
    one, too.
    """

    zh: NonEmpty
    en: NonEmpty

    @model_validator(mode="before")
    @classmethod
    def _in_one_language(cls, value: Any, info: ValidationInfo) -> Any:
        alone = (info.context or {}).get(ALONE)
        if isinstance(value, str) and value:
            if alone is None:
                raise PydanticCustomError(IN_BOTH, "words in one language")
            return dict.fromkeys(get_args(Language), value)
        if alone is None or not isinstance(value, dict) or alone not in value:
            return value
        said = value[alone] if isinstance(value[alone], str) and value[alone] else UNSAID
        return dict.fromkeys(get_args(Language), said) | value

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh" else self.en


ALWAYS: Final = "always"
EACH: Final = "each"
NOT: Final = "not "


class Wording(Text):
    """Words of the program's own, and what must be so where they are printed.

    Attributes:
        holds: a name below ``truth`` of the words, or ``not`` and such a name; ``always`` where nothing is asserted of
            a case (a definition, a rule, advice), ``each`` where the one thing that is spoken of has to be so, which
            a test of the code that chooses the words holds; "" where the facts in the words say it.
    """

    holds: str = Field("", pattern=r"^((not )?[a-z_]+)?$")

    @property
    def is_claim(self) -> bool:
        """Whether it asserts something of the case."""
        return self.holds not in {"", ALWAYS, EACH}

    @property
    def is_fixed(self) -> bool:
        """Whether it is a sentence that holds no fact, so that it asserts something by being there."""
        return "{" not in self.zh and self.zh.endswith("\u3002")


def _of_a_row(meaning: Text | None, info: ValidationInfo) -> Text | None:
    """A row with a name becomes an indicator, and no indicator goes without a meaning."""
    if meaning is None and info.data.get("name") is not None:
        raise PydanticKnownError("missing")
    return meaning


RowMeaning = Annotated[Text | None, AfterValidator(_of_a_row)]
"""What the mark of a row tells; it must be there where the row has a name, which stands before it."""
