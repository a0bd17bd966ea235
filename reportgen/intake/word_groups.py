"""Words that are recognised together, as the vocabulary groups them."""

from __future__ import annotations

from reportgen.model.definition import Definition


class NetAssetWords(Definition):
    """Heads of what a statement books to net assets alone, and the lines that end them."""

    names: tuple[str, ...]
    restricted: tuple[str, ...]
    operating: tuple[str, ...]
    other: str
    released: str


class MonthsEnded(Definition):
    """How many months end with a day: “Six months ended September 30”, 截至9月30日止六个月.

    Attributes:
        single: words of one month.
        numbers: in front of months ended.
        until: behind the day in Chinese, and `counted` behind the number of months that follows it.
        written: the Chinese text of a span, with its last day and its months to be filled in.
    """

    single: tuple[str, ...]
    numbers: dict[str, int]
    until: str
    counted: str
    written: str


class CurrencyUnits(Definition):
    """Units of money by the sign of a currency.

    Attributes:
        alone: names and signs of the yuan that state whole yuan where nothing else stands with them.
        marks: words in front of a currency, besides those for a unit.
        signs: signs and codes in front of a multiple.
        letters: capital letters that are the sign of a currency in front of a multiple, and its code.
        multiples: what may stand behind them, and how many it is.
        names: currencies in English words.
        in_words: multiples in English words.
        words: words of a unit that tell of which currency it is.
    """

    alone: tuple[str, ...]
    marks: tuple[str, ...]
    signs: tuple[str, ...]
    letters: dict[str, str]
    multiples: dict[str, int]
    names: tuple[str, ...]
    in_words: dict[str, int]
    words: dict[str, str]

    def composed(self) -> dict[str, int]:
        """Units in English words, with their factors: lakhs, dollars, thousands of dollars, dollars in thousands."""
        found = {**dict.fromkeys(self.names, 1), **self.in_words}
        for many, times in self.in_words.items():
            found |= dict.fromkeys((f"{many}of{name}" for name in (*self.names, *self.signs)), times)
            for name in self.names:
                found |= dict.fromkeys((f"{many}{name}", f"{name}{many}", f"{name}in{many}"), times)
            found |= dict.fromkeys((f"{sign}in{many}" for sign in self.signs), times)
        return found


class CostWords(Definition):
    """Tables of cost by department: cost elements, groups of departments, and the lines of the hospital as a whole."""

    elements: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]
    subtotals: tuple[str, ...]
    totals: dict[str, tuple[str, ...]]
    results: dict[str, tuple[str, ...]]
