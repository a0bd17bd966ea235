"""The words of pages, tables and terminals: text in both languages by dotted key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reportgen.model.definition import Text


@dataclass(frozen=True, eq=False)
class Words(Mapping[str, Text]):
    """Text by dotted key, such as ``grade.excellent``."""

    by_key: Mapping[str, Text]

    def __getitem__(self, key: str) -> Text:
        """The text of a key.

        Raises:
            KeyError: if there is no such text.
        """
        return self.by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_key)

    def __len__(self) -> int:
        return len(self.by_key)

    def under(self, prefix: str) -> dict[str, Text]:
        """All texts below a key, by the rest of their key, in the order of the file."""
        return dict(self._families.get(prefix, {}))

    @cached_property
    def _families(self) -> Mapping[str, Mapping[str, Text]]:
        """The texts below each key; a report asks for some family thousands of times."""
        found: defaultdict[str, dict[str, Text]] = defaultdict(dict)
        for key, text in self.by_key.items():
            for dot in (at for at, character in enumerate(key) if character == "."):
                found[key[:dot]][key[dot + 1 :]] = text
        return dict(found)


def flat(content: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested words as (dotted key, what should be a text).

    A mapping is a text as soon as it has a language; anything else that holds no mappings is left to the validation.
    """
    if not isinstance(content, dict) or not content or content.keys() & {"zh", "en"}:
        yield prefix, content
        return
    for key, value in content.items():
        yield from flat(value, f"{prefix}.{key}" if prefix else key)
