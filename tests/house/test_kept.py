"""A cache that misses a change is worse than none: each part of a key is changed, and the thing is made anew."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import kept
import rendered
from reportgen import pipeline
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE
from reportgen.report.lint.layout import About
from reportgen.report.lint.survey import LintInput
from reportgen.report.page_sets import run_on, settled
from reportgen.report.pdf import Attachment, Manner, Metadata, PageText, Rendered
from reportgen.report.pdf.documents import DigitsMeaning, NumberFact
from reportgen.report.pdf.engine import RenderOrder

MOMENT = datetime(2026, 1, 2, 9, tzinfo=UTC)
PAGE = PageText(1, "一 one", ("top",), (595.0, 842.0), {"top": (10.0, 20.0)})
RESULTS = Attachment("results.json", b"{}", "Data", "Results", "application/json")


def carrying(*files: Attachment) -> Callable[[Sequence[PageText]], Sequence[Attachment]]:
    return lambda _: files


@pytest.fixture
def order(tmp_path: Path) -> RenderOrder:
    logo = tmp_path / "pictures" / "logo.svg"
    logo.parent.mkdir()
    logo.write_text("<svg/>", encoding="utf-8")
    return RenderOrder(
        html="<p>一</p>",
        folders={"styles": logo.parent},
        images={"charts/a.svg": b"<svg/>"},
        attachments=carrying(RESULTS),
        created=MOMENT,
        families=frozenset({"Noto Sans CJK SC"}),
        metadata=Metadata("title"),
        manner=Manner(revision=run_on),
        inspect=LintInput(About("board", palette=frozenset({"#000000"})), {"charts/a.svg": b"<svg/>"}),
        facts={"verdict": {"76.60": DigitsMeaning((NumberFact("score.total", 76.6),))}},
    )


class Engine:
    """Makes a file of any order, and counts how often it had to."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, order: RenderOrder) -> Rendered:
        self.made += 1
        inside = order.attachments([PAGE])
        told = (Finding("L01", NOWHERE, {"page": 1}),)
        return Rendered(b"%PDF", (PAGE,), order.created, told, {one.name: len(one.content) for one in inside})


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> kept.Store:
    store = kept.Store(tmp_path / "store")
    monkeypatch.setattr(kept, "store", lambda: store)
    return store


def test_an_equal_order_is_not_laid_out_again_and_gives_the_same(order: RenderOrder, engine: Engine):
    first = kept.rendered_once(order, engine)
    second = kept.rendered_once(replace(order, attachments=carrying(RESULTS)), engine)

    assert second == first
    assert engine.made == 1


CHANGES: dict[str, Callable[[RenderOrder], dict[str, Any]]] = {
    "html": lambda order: {"html": order.html + " "},
    "a picture": lambda _: {"images": {"charts/a.svg": b"<svg></svg>"}},
    "the name of a picture": lambda _: {"images": {"charts/b.svg": b"<svg/>"}},
    "content of an attachment": lambda _: {"attachments": carrying(replace(RESULTS, content=b"[]"))},
    "name of an attachment": lambda _: {"attachments": carrying(replace(RESULTS, name="r.json"))},
    "relation of an attachment": lambda _: {"attachments": carrying(replace(RESULTS, relationship="Source"))},
    "one attachment more": lambda _: {"attachments": carrying(RESULTS, replace(RESULTS, name="r.json"))},
    "moment": lambda _: {"created": MOMENT + timedelta(seconds=1)},
    "zone of the moment": lambda _: {"created": MOMENT.astimezone()} if time.timezone else {"html": "<p>zone</p>"},
    "families": lambda _: {"families": frozenset({"Noto Serif CJK SC"})},
    "metadata": lambda _: {"metadata": Metadata("title", titles={"en": "title"})},
    "required families": lambda order: {"manner": replace(order.manner, required=frozenset())},
    "air": lambda order: {"manner": replace(order.manner, is_aired=False)},
    "revision": lambda order: {"manner": replace(order.manner, revision=settled)},
    "no revision": lambda order: {"manner": replace(order.manner, revision=None)},
    "facts of the inspection": lambda order: {"inspect": replace(order.inspect, about=About("agency"))},  # type: ignore[type-var]
    "a number the report told": lambda order: {
        "inspect": replace(order.inspect, about=About(told={"a": frozenset("1")}))
    },  # type: ignore[type-var]
    "the figure of a number": lambda _: {
        "facts": {"verdict": {"76.60": DigitsMeaning((NumberFact("score.total", 76.5),))}}
    },
    "the figures of cells": lambda _: {
        "facts": {"verdict": {"76.60": DigitsMeaning((NumberFact("score.total", 76.6),), (NumberFact("a", 76.6),))}}
    },
    "pictures of the inspection": lambda order: {"inspect": replace(order.inspect, images={})},  # type: ignore[type-var]
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_goes_into_a_file_has_it_made_anew(order: RenderOrder, engine: Engine, change: str):
    kept.rendered_once(order, engine)
    kept.rendered_once(replace(order, **CHANGES[change](order)), engine)

    assert engine.made == 2


def test_a_file_in_a_folder_that_the_page_is_served_from_counts_with_its_content(order: RenderOrder, engine: Engine):
    kept.rendered_once(order, engine)
    (order.folders["styles"] / "logo.svg").write_text("<svg></svg>", encoding="utf-8")
    kept.rendered_once(order, engine)

    assert engine.made == 2


def test_a_drawing_is_drawn_again_where_its_description_the_fonts_or_the_machine_are_others(
    monkeypatch: pytest.MonkeyPatch,
):
    drawn: list[Any] = []

    def draw(specification: Any) -> str:
        drawn.append(specification)
        return f"<svg>{len(drawn)}</svg>"

    def ask(**specification: Any) -> str:
        kept._DRAWN.clear()  # as another process
        return kept.drawn_once(specification, draw)

    monkeypatch.setattr(kept, "_DRAWN", {})
    assert ask(width=1) == ask(width=1) == "<svg>1</svg>"
    assert ask(width=2) == "<svg>2</svg>"
    monkeypatch.setattr(kept, "around", lambda: "other fonts")
    assert ask(width=1) == "<svg>3</svg>"


@pytest.mark.parametrize("part", ["letters", "machine"])
def test_drawings_rest_on_fonts_and_machine_and_on_no_code(project: Path, letters: Path, part: str):
    found = kept.Ground(project, "small", letters, "this one")
    before = found.around()
    (project / "small/engine.py").write_text("", encoding="utf-8")
    assert found.around() == before
    if part == "letters":
        kept._content_of.cache_clear()
        (letters / "a.otf").write_bytes(b"tnof")

    assert (found if part == "letters" else replace(found, machine="other")).around() != before


def test_what_cannot_be_named_is_refused_instead_of_guessed(order: RenderOrder, engine: Engine):
    with pytest.raises(TypeError, match="no name for"):
        kept.rendered_once(replace(order, inspect=object()), engine)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        ([1], [[1]]),
        (1, 1.0),
        (1, "1"),
        (True, 1),
        (None, "None"),
        ({"a": 1}, {"a": "1"}),
        (("a", "b"), ("b", "a")),
        (b"a", "a"),
        (0.1 + 0.2, 0.3),
    ],
)
def test_different_values_have_different_names(one: Any, other: Any):
    assert kept.digest(one) != kept.digest(other)


def test_the_order_of_a_mapping_or_a_set_gives_no_other_name():
    assert kept.digest({"a": 1, "b": 2}, {1, 2, 3}) == kept.digest({"b": 2, "a": 1}, {3, 2, 1})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of the shape of ours; its package has another name, since ours is imported already."""
    root = tmp_path / "project"
    files = {
        "small/__init__.py": "",
        "small/engine.py": "def f():\n    from small.deep import helper\n",
        "small/deep/__init__.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import small.words\n",
        "small/deep/helper.py": "import small.deepest\n",
        "small/deepest.py": "",
        "small/words.py": "",
        "small/catalog/items.yaml": "a: 1\n",
        "templates/page.html": "<p>",
        "styles/page.css": "p {}",
        "requirements.lock": "x==1\n",
        **{name: (kept.PROJECT / name).read_text(encoding="utf-8") for name in kept.MACHINERY},
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "a.otf").write_bytes(b"font")
    return tmp_path / "fonts"


EVERYTHING = ("small/words.py", "small/catalog/items.yaml", "templates/page.html", "styles/page.css")
ENGINE = ("small/engine.py", "small/__init__.py", "small/deep/__init__.py", "small/deep/helper.py", "small/deepest.py")  # fmt: skip


def under(project: Path, letters: Path, *modules: str, machine: str = "this one") -> str:
    for remembered in (kept._imports, kept._content_of):
        remembered.cache_clear()
    return kept.Ground(project, "small", letters, machine).under(*modules)


@pytest.mark.parametrize("file", [*EVERYTHING, *ENGINE, "requirements.lock", *kept.MACHINERY])
def test_the_whole_program_is_the_ground_of_what_the_pipeline_finds(project: Path, letters: Path, file: str):
    before = under(project, letters)
    (project / file).write_text((project / file).read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert under(project, letters) != before


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        *((name, True) for name in (*ENGINE, "requirements.lock", *kept.MACHINERY)),
        *((name, False) for name in EVERYTHING),
    ],
)
def test_pages_rest_on_the_engine_and_all_that_it_imports_and_on_nothing_else(
    project: Path, letters: Path, file: str, counts: bool  # noqa: FBT001
):  # fmt: skip
    before = under(project, letters, "small.engine")
    (project / file).write_text((project / file).read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert (under(project, letters, "small.engine") != before) is counts


@pytest.mark.parametrize("file", [*EVERYTHING, *ENGINE, "small/report/page.py", "requirements.lock"])
def test_what_is_found_rests_on_all_but_pages(project: Path, letters: Path, file: str):
    path = project / file
    path.parent.mkdir(exist_ok=True)
    path.touch()
    ground = kept.Ground(project, "small", letters, "this one")
    before = ground.beneath()
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert (ground.beneath() != before) is not file.startswith(("small/report/", "templates/", "styles/"))


@pytest.mark.parametrize("sample", ["clinic", "alliance", pytest.param("renhe", marks=pytest.mark.slow)])
def test_nothing_of_pages_has_a_part_in_what_is_found(sample: str, monkeypatch: pytest.MonkeyPatch):
    package = kept.PROJECT / "reportgen"
    above = tuple(f"{package / name}{'' if name.endswith('.py') else '/'}" for name in kept.ABOVE)
    even_so = {str(package / name) for name in kept.EVEN_SO}
    ran: set[str] = set()
    opened: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(above) and code.co_name != "<module>":
            ran.add(code.co_filename)

    def noted(file: Any, *more: Any, **named: Any) -> Any:
        opened.append(str(file))
        return plain(file, *more, **named)

    plain = open
    monkeypatch.setattr("io.open", noted)
    monkeypatch.setattr("builtins.open", noted)
    sys.setprofile(note)
    try:
        checked = pipeline.check(rendered.folder(sample))
        group = sample == "alliance"
        assert pipeline.evaluate_group(checked) if group else pipeline.evaluate(checked)
    finally:
        sys.setprofile(None)

    looks = tuple(f"{kept.PROJECT / name}/" for name in kept.LOOKS)
    assert ran <= even_so
    assert opened
    assert not [name for name in opened if name.startswith((*looks, *above)) and not name.endswith((".py", ".pyc"))]


def test_another_font_another_machine_and_a_new_module_are_another_ground(project: Path, letters: Path):
    found = [under(project, letters, "small.engine"), under(project, letters, "small.engine", machine="other")]
    (letters / "a.otf").write_bytes(b"tnof")
    found.append(under(project, letters, "small.engine"))
    (letters / "b.otf").write_bytes(b"font")
    found.append(under(project, letters, "small.engine"))
    (project / "small/deepest.py").write_text("import small.newest\n", encoding="utf-8")
    (project / "small/newest.py").write_text("", encoding="utf-8")
    found.append(under(project, letters, "small.engine"))

    assert len(set(found)) == len(found)


def test_the_renderer_of_ours_rests_on_layout_lint_and_typography_and_on_no_section():
    files = {
        path.relative_to(kept.PROJECT).as_posix()
        for path in kept.Ground(kept.PROJECT, "reportgen", kept.PROJECT, "")._imported(kept.RENDERER)
    }

    wanted = {"pdf/patches.py", "typography/__init__.py", "lint/rules/words.py", "page_sets.py", "fonts.py"}
    assert {f"reportgen/report/{name}" for name in wanted} <= files
    assert not any(name.startswith("reportgen/report/sections/") for name in files)
    assert not any("import_module" in (kept.PROJECT / name).read_text(encoding="utf-8") for name in files)


def test_the_machine_is_named_by_its_packages_and_its_libraries_of_letters(monkeypatch: pytest.MonkeyPatch):
    before = kept.machine.__wrapped__()
    assert any("libpango" in line for line in kept._libraries())
    monkeypatch.setattr(kept, "_libraries", lambda: iter(["libpango.so.99"]))
    other = kept.machine.__wrapped__()
    monkeypatch.setattr(sys, "path", [])

    assert len({before, other, kept.machine.__wrapped__()}) == 3


def test_what_was_cut_off_altered_or_is_no_result_is_made_anew(own_store: kept.Store):
    own_store.once("key", lambda: "first")
    file = own_store.folder / "key"
    whole = file.read_bytes()
    for broken in (whole[:-1], whole[:-1] + b"x", b"", whole[: kept.SEAL]):
        file.write_bytes(broken)
        assert own_store.once("key", lambda: "made anew") == "made anew"
        assert own_store.once("key", lambda: "not asked") == "made anew"


KILLED = """
import os, sys
sys.path[:0] = sys.argv[1:3]
import kept
from pathlib import Path
print("ready", flush=True)
store = kept.Store(Path(sys.argv[3]))
while True:
    store.put("key", os.urandom(8) * 2_000_000)
"""


@pytest.mark.slow
def test_a_run_killed_while_it_writes_leaves_nothing_that_is_taken_for_a_result(own_store: kept.Store):
    words = [sys.executable, "-c", KILLED, str(kept.PROJECT), str(kept.PROJECT / "tests"), str(own_store.folder)]
    for round_ in range(4):
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            time.sleep(0.15 + 0.06 * round_)
            process.send_signal(signal.SIGKILL)
        content = own_store.get("key")
        assert content is None or (len(content) == 16_000_000 and content == content[:8] * 2_000_000)

    own_store.sweep()

    assert [path for path in own_store.folder.iterdir() if path.name != "key"] == []


def test_a_full_disk_makes_tests_slower_and_not_wrong(own_store: kept.Store, monkeypatch: pytest.MonkeyPatch):
    def full(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(kept.tempfile, "NamedTemporaryFile", full)
        assert own_store.once("key", lambda: "made") == "made"
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        assert own_store.once("key", lambda: "made") == "made"

    assert list(own_store.folder.iterdir()) == []
    assert own_store.once("key", lambda: "kept") == "kept"
    assert own_store.once("key", lambda: "not asked") == "kept"


def test_the_store_keeps_within_its_bound_what_was_used_last(own_store: kept.Store):
    bounded = replace(own_store, bound=3 * (1000 + kept.SEAL))
    for age, name in enumerate("abcd"):
        bounded.put(name, bytes(1000))
        os.utime(bounded.folder / name, (1000 + age, 1000 + age))
    assert bounded.get("a")

    bounded.sweep()

    assert sorted(path.name for path in bounded.folder.iterdir()) == ["a", "c", "d"]


def test_the_folder_is_the_user_s_alone(own_store: kept.Store):
    own_store.put("key", b"")

    assert own_store.folder.stat().st_mode & 0o077 == 0


def test_clean_cache_removes_results_and_nothing_else(tmp_path: Path):
    folder = tmp_path / "tests-cache"
    store = kept.Store(folder)
    store.put(kept.digest("thing"), b"kept")
    (folder / ".half").write_bytes(b"")
    (folder / "letter.txt").write_text("not ours", encoding="utf-8")

    done = subprocess.run(
        [shutil.which("make") or "make", "clean-cache"],
        cwd=kept.PROJECT, env={**os.environ, kept.SWITCH: str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]
