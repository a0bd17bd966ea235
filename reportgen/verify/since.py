"""A report whose case was worked in since: what comes out otherwise now is said of the case, never of the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import ANEW, Answer, Check

if TYPE_CHECKING:
    from collections.abc import Sequence

RESULTS: Final = "results"
DIFFERENT: Final = "T08"
NAMED: Final = 20
"""Values that are told one by one."""


def judged(anew: Iterable[Check], own: Sequence[Check]) -> Iterator[Check]:
    """Each check that holds against the report made anew, and instead of the others those by the report alone.

    Args:
        anew: the answers against a report made from the case as it now is.
        own: the answers by what the report itself carries.
    """
    alone = {check.id: check for check in own}
    for check in anew:
        if check.answer is not Answer.FAILS or check.id not in ANEW:
            yield check
        elif check.id in alone and alone[check.id].answer is not Answer.OPEN:
            yield alone[check.id]
        else:
            yield Check(check.id, Answer.OPEN, "changed_since")


def otherwise(anew: Iterable[Check]) -> tuple[Finding, ...]:
    """The results that the case as it now is has otherwise."""
    found = [
        Finding("T40", Place(one.place.file), one.facts)
        for check in anew
        if check.id == RESULTS
        for one in check.findings
        if one.rule == DIFFERENT
    ]
    more = [Finding("T41", found[0].place, {"count": len(found) - NAMED})] if len(found) > NAMED else []
    return (*found[:NAMED], *more)
