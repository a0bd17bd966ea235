"""Exact money, and small deviations that are the same in every build."""

from __future__ import annotations

import hashlib
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.renhe.months import Month

FEN = Decimal("0.01")
ZERO = Decimal("0.00")

Number = Decimal | int | str


def fen(amount: Number) -> Decimal:
    """An amount in yuan, half-up to the fen."""
    return Decimal(amount).quantize(FEN, ROUND_HALF_UP)


def whole(amount: Number) -> int:
    """A count, half-up."""
    return int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))


def wobble(name: str, month: Month | str, width: str = "0.02") -> Decimal:
    """A factor within 1 ± width that depends on nothing but the name and the month."""
    digest = hashlib.blake2b(f"{name}|{month}".encode(), digest_size=4).digest()
    share = Decimal(int.from_bytes(digest, "big")) / Decimal(2**32)
    return 1 + Decimal(width) * (2 * share - 1)


def split(amount: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """An amount in parts by shares that add up to one; the last part takes the difference of rounding."""
    parts = [fen(amount * share) for share in shares[:-1]]
    return [*parts, amount - sum(parts, ZERO)]
