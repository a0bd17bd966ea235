"""What is said where a growth rate has no meaning: the sign turned, or the loss changed (edge rule E11)."""

from __future__ import annotations


def turn(base: float, now: float) -> str | None:
    """Key of the words under ``turn.``; None where base and present are both not negative.

    The amount beside it is ``now - base``.
    """
    if base < 0 <= now:
        return "turn.loss_to_surplus"
    if now < 0 <= base:
        return "turn.surplus_to_loss"
    if base >= 0:
        return None
    if now == base:
        return "turn.loss_unchanged"
    return "turn.loss_smaller" if now > base else "turn.loss_larger"
