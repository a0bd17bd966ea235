"""What the site asks of the documents beyond its theme; mkdocs.yml names this file as its hook.

The pages are written for a forge: files have their name behind the language of a block, some lie above docs/. Here they
become pages of the site; wide tables get a box to scroll in; Chinese is cut for the search, also from a folder.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

PROJECT: Final = Path(__file__).resolve().parents[2]
ABOVE: Final = ("ARCHITECTURE.md", "CHANGELOG.md", "DECISIONS.md", "SECURITY.md")
FENCE: Final = re.compile(r"^```(\w+) (\S+)$", re.MULTILINE)
HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
WRAPPED: Final = re.compile(r"(?<=[\u3001-\u9fff\uff01-\uff5e”])\n *(?=\[?[\u3001-\u9fff\uff01-\uff5e“])")
"""A line of Chinese that goes on in the next: Chinese has no space there."""
BLOCK: Final = re.compile(r"^(```.*?^```)$", re.MULTILINE | re.DOTALL)
ROW: Final = re.compile(r"^\|.*\|$", re.MULTILINE)
CODE: Final = re.compile(r"`[^`]+`")
CUT: Final = "\u200b"
FEWEST: Final = 3  # how often two characters have to stand together before they can be a word


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Take the documents of the project's root into the site."""
    for name in ABOVE:
        text = (PROJECT / name).read_text(encoding="utf-8").replace("](docs/", "](")
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Write a page as the site wants it: names of files above their blocks, the root beside docs/, Chinese unbroken."""
    for name in ABOVE:
        markdown = markdown.replace(f"](../{name}", f"]({name}")
    parts = BLOCK.split(markdown)
    parts[::2] = (ROW.sub(unescaped, WRAPPED.sub("", part)) for part in parts[::2])
    parts[1::2] = (FENCE.sub(r'``` { .\1 title="\2" }', part) for part in parts[1::2])
    return "".join(parts)


def unescaped(row: re.Match[str]) -> str:
    """A row of a table whose code holds bars: a forge wants a backslash before them, and the site would show it."""
    return CODE.sub(lambda code: code[0].replace(r"\|", "|"), row[0])


def on_page_content(html: str, **_: object) -> str:
    """Put each table into a box of its own, which the keyboard can scroll."""
    box = '<div class="wide" tabindex="0" role="region" aria-label="表 Table"><table>'
    return html.replace("<table>", box).replace("</table>", "</table></div>")


def on_post_build(*, config: MkDocsConfig) -> None:
    """Cut Chinese into words, as the search wants it, and bring its index as a script for pages without a server."""
    index = Path(config.site_dir) / "search" / "search_index.json"
    found = json.loads(index.read_text(encoding="utf-8"))
    cut = Cutter("".join(entry["title"] + entry["text"] for entry in found["docs"]))
    for entry in found["docs"]:
        for part in ("title", "text"):
            entry[part] = HAN.sub(lambda run: f"{CUT}{CUT.join(cut.words(run[0]))}{CUT}", entry[part]).strip(CUT)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    index.write_text(text, encoding="utf-8")
    index.with_suffix(".js").write_text(f"var __index = {text}", encoding="utf-8")


class Cutter:
    """Cuts Chinese into words of one or two characters, by how these pages themselves put characters together."""

    def __init__(self, text: str) -> None:
        """Count the characters of a text, and the pairs of them."""
        runs = HAN.findall(text)
        single = Counter("".join(runs))
        pairs = Counter(run[at : at + 2] for run in runs for at in range(len(run) - 1))
        self.bond = {
            pair: count * math.log(count * single.total() / (single[pair[0]] * single[pair[1]]))
            for pair, count in pairs.items()
            if count >= FEWEST
        }

    def words(self, run: str) -> list[str]:
        """The words of a run of characters: the way of cutting it that keeps together what belongs together most."""
        best: list[tuple[float, list[str]]] = [(0.0, []), (0.0, [run[:1]])]
        for end in range(2, len(run) + 1):
            pair = run[end - 2 : end]
            apart, together = best[end - 1], best[end - 2]
            bond = self.bond.get(pair, 0.0)
            best.append(
                (together[0] + bond, [*together[1], pair])
                if together[0] + bond > apart[0]
                else (apart[0], [*apart[1], run[end - 1]])
            )
        return best[len(run)][1]
