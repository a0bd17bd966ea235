"""Why a file of a brand cannot stand on a page."""

from __future__ import annotations


class Unusable(ValueError):  # noqa: N818 - the name of what it says
    """A picture or a font that no page can take; `rule` is the message that says why, `facts` fill it."""

    def __init__(self, rule: str, **facts: str | int) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts
