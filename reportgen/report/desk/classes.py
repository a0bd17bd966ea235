"""Levels and kinds of hospitals as sources write them, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.speech import Speech

CLASSES: Final = "group.class"


def class_name(say: Speech, said: str) -> Text:
    """What a level is called in both languages, as far as the words know it; else as it is said."""
    for words in say.words.under(CLASSES).values():
        if said in {words.zh, words.en} or said == words.zh.partition(" ")[0]:
            return words
    return same(said)
