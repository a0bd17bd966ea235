"""A case that nobody touched is not read again; whatever its figures rest on is noticed where it is another."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest

from reportgen import intake, kept, pipeline
from reportgen.catalog import catalog
from reportgen.kept.digests import ground_of
from reportgen.lifecycle import NAME as JOURNAL
from reportgen.model.definition import LanguageMode

CLINIC = Path(__file__).parents[1] / "cases" / "clinic"
PACK = "packs: [../pack]\noutside_folders: true\n"
PEERS = "peers: {panel: ../panel}\noutside_folders: true\n"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.SWITCH, str(tmp_path / "kept"))
    return Path(shutil.copytree(CLINIC, tmp_path / "case"))


@contextmanager
def read_anew(times: int) -> Iterator[None]:
    """How often the files of a case are read meanwhile."""
    with mock.patch.object(intake, "read", wraps=intake.read) as read:
        yield
    assert read.call_count == times


def adding(name: str, text: str = "") -> Callable[[Path], object]:
    def add(case: Path) -> None:
        path = case / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    return add


ALTERED: dict[str, Callable[[Path], object]] = {
    "case.yaml": adding("case.yaml", "materiality: 5\n"),
    "a comment in case.yaml": adding("case.yaml", "# nothing\n"),
    "mapping.yaml": adding("mapping.yaml", "names: {}\n"),
    "a table": lambda case: (case / "data/balance.csv").write_bytes(
        (case / "data/balance.csv").read_bytes().replace(b"1", b"2", 1)
    ),
    "a name": lambda case: (case / "data/balance.csv").rename(case / "data/balances.csv"),
    "a new table": adding("data/2026.csv", "a,b\n"),
    "a new folder": lambda case: (case / "data/2026").mkdir(),
    "a table less": lambda case: (case / "data/balance.csv").unlink(),
    "a deep one": adding("data/2026/01/notes.docx", "x"),
    "a scheme": adding("schemes/clinic_six.yaml", "# nothing\n"),
    "an item": adding("items/own.yaml", "\n"),
    "commentary": adding("commentary/2025/01.zh.md", "再说一句。\n"),
    "ratings": adding("ratings.csv", "\n"),
    "actions": adding("actions.csv", "\n"),
    "adjustments": adding("adjustments.csv", "\n"),
    "targets": adding("targets.csv", "\n"),
    "what was supplied": adding("supplied.csv", "\n"),
    "an expert": adding("experts/2025.xlsx", "x"),
    "a register": adding("business/contracts.csv", "x"),
    "a budget": adding("budget/2025.csv", "x"),
    "a brand": adding("brand.yaml", "\n"),
    "a style": adding("styles/tables.css", "\n"),
    "a template": adding("templates/report.html", "\n"),
    "issued results": adding("issued/XC-1.json", "{}"),
    "a hidden file": adding("data/.hidden.csv", "x"),
}


@pytest.mark.parametrize("alter", ALTERED.values(), ids=ALTERED)
def test_each_file_of_a_case_counts(case: Path, alter: Callable[[Path], object]):
    before = kept.state(case), kept.state(case, records=False)
    assert None not in before
    assert before == (kept.state(case), kept.state(case, records=False))

    alter(case)

    after = kept.state(case), kept.state(case, records=False)
    assert None not in after
    assert before[0] != after[0]
    assert before[1] != after[1]


@pytest.mark.parametrize(("named", "file"), [(PACK, "pack/items/own.yaml"), (PEERS, "panel/data/peers.csv")])
def test_folders_outside_that_a_case_names_count(case: Path, named: str, file: str):
    adding("case.yaml", named)(case)
    states = [kept.state(case)]
    for text in ("a", "b"):
        adding(file, text)(case.parent)
        states.append(kept.state(case))

    assert len({*states} - {None}) == 3


def test_packs_that_a_panel_outside_names_count_too(case: Path):
    adding("case.yaml", PEERS)(case)
    adding("panel/case.yaml", PACK)(case.parent)
    adding("pack/items/own.yaml", "a")(case.parent)
    before = kept.state(case)

    adding("pack/items/own.yaml", "b")(case.parent)

    assert None is not before != kept.state(case)


def test_panels_that_name_each_other_have_a_state(case: Path):
    adding("case.yaml", PEERS)(case)
    adding("panel/case.yaml", "peers: {panel: ../case}\noutside_folders: true\n")(case.parent)

    assert kept.state(case)


def test_a_report_rendered_into_the_case_is_none_of_its_data(case: Path):
    before = kept.state(case)

    adding("clinic-board-2025-zh.pdf", "%PDF")(case)

    assert kept.state(case) == before


@pytest.mark.parametrize("pattern", ["*.pdf", "clinic-*.pdf", "**/*.PDF", "*"])
def test_unless_mapping_yaml_could_mean_it(case: Path, pattern: str):
    adding("mapping.yaml", f"sources: [{{file: '{pattern}'}}]\n")(case)
    before = kept.state(case)

    adding("clinic-board-2025-zh.pdf", "%PDF")(case)

    assert None is not before != kept.state(case)


def test_issued_pages_count_where_the_journal_does(case: Path):
    (case / "issued").mkdir()
    before = kept.state(case), kept.state(case, records=False)

    adding("issued/XC-1.pdf", "%PDF")(case)

    assert kept.state(case) != before[0]
    assert kept.state(case, records=False) == before[1]


@pytest.mark.parametrize(
    "alter",
    [
        lambda case: (case / "data/link.csv").symlink_to(case / "data/balance.csv"),
        lambda case: (case / "other").symlink_to(case.parent, target_is_directory=True),
        shutil.rmtree,
        lambda case: (case / "case.yaml").write_text("a: [", encoding="utf-8"),
        lambda case: (case / "case.yaml").write_bytes(b"\xff\xfe\x00"),
    ],
    ids=["link", "linked folder", "gone", "no YAML", "no text"],
)
def test_what_no_name_can_be_given_to_is_not_kept(case: Path, alter: Callable[[Path], object]):
    alter(case)

    assert kept.state(case) is None


def test_aliases_in_case_yaml_are_looked_at_once(case: Path):
    bomb = "packs: &a0 [x]\n" + "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    adding("case.yaml", bomb.replace("packs: ", "first: ") + "packs: *a29\n")(case)

    assert kept.state(case)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    for name in ("reportgen/a.py", "reportgen/catalog/b.yaml", "styles/c.css", "templates/d.html", "samples/e.csv"):
        adding(name, "x")(tmp_path)
    (tmp_path / "libraries/pandas-3.0.0.dist-info").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    "alter",
    [
        *(adding(name, "y") for name in ("reportgen/a.py", "reportgen/catalog/b.yaml", "styles/c.css")),
        *(adding(name, "y") for name in ("templates/d.html", "samples/e.csv", "reportgen/new.py")),
        lambda at: (at / "libraries/pandas-3.0.0.dist-info").rename(at / "libraries/pandas-3.0.1.dist-info"),
        lambda at: (at / "libraries/numpy-2.0.0.dist-info").mkdir(),
    ],
)
def test_the_program_and_its_libraries_count(program: Path, alter: Callable[[Path], object]):
    search = [str(program / "libraries"), str(program / "none")]
    before = ground_of(program / "reportgen", search)
    adding("reportgen/__pycache__/a.pyc", "compiled")(program)
    assert None is not before == ground_of(program / "reportgen", search)

    alter(program)

    assert before != ground_of(program / "reportgen", search)


def test_what_a_library_puts_on_the_path_when_it_is_imported_does_not_count(program: Path):
    search = [str(program / "libraries")]
    before = ground_of(program / "reportgen", search)
    inside = program / "libraries/setuptools/_vendor"
    (inside / "packaging-25.0.dist-info").mkdir(parents=True)

    assert ground_of(program / "reportgen", [*search, *search, str(inside)]) == before


def test_the_interpreter_counts(program: Path, monkeypatch: pytest.MonkeyPatch):
    before = ground_of(program / "reportgen", [])
    monkeypatch.setattr(sys, "version", "4.0")

    assert before != ground_of(program / "reportgen", [])


def test_the_ground_is_that_of_this_very_program():
    from reportgen.kept.digests import PACKAGE

    assert (PACKAGE / "kept" / "digests.py").read_bytes() == Path(
        sys.modules[ground_of.__module__].__file__ or ""
    ).read_bytes()
    assert kept.ground() == ground_of(PACKAGE, sys.path)


def test_an_unchanged_case_is_read_once(case: Path):
    with read_anew(1):
        first = pipeline.check(case)
        second = pipeline.check(case)

    assert repr(second.findings) == repr(first.findings)
    assert second.reading.dataset.values.equals(first.reading.dataset.values)
    assert second.catalog.indicators == first.catalog.indicators


def test_a_changed_case_is_read_again(case: Path):
    with read_anew(2):
        before = pipeline.evaluate(pipeline.check(case))
        ALTERED["a table"](case)
        after = pipeline.evaluate(pipeline.check(case))

    assert not after.dataset.values.equals(before.dataset.values)


def test_what_changes_while_it_is_read_is_not_kept(case: Path):
    def read(*given: object) -> object:
        found = real(*given)
        ALTERED["commentary"](case)
        return found

    real = intake.read
    with mock.patch.object(intake, "read", read):
        pipeline.check(case)
    with read_anew(1):
        pipeline.check(case)


def test_the_journal_is_looked_at_each_time(case: Path):
    before = pipeline.check(case)
    (case / JOURNAL).write_text("nonsense\n", encoding="utf-8")
    after = pipeline.check(case)

    assert not [one for one in before.findings if one.rule.startswith("J")]
    assert [one for one in after.findings if one.rule.startswith("J")]


def test_what_is_asked_for_counts(case: Path):
    checked = pipeline.check(case)
    found = [pipeline.evaluate(checked, scheme=scheme).scheme_id for scheme in (None, "none", None, "none")]

    assert found == ["clinic_six", "none", "clinic_six", "none"]


def test_an_evaluation_is_made_once_and_of_the_case_at_hand(case: Path):
    first = pipeline.evaluate(pipeline.check(case))
    with mock.patch.object(pipeline.Evaluator, "of", side_effect=AssertionError):
        checked = pipeline.check(case)
        second = pipeline.evaluate(checked)

    assert second.evaluation == first.evaluation
    assert second.catalog is checked.catalog
    assert second.dataset is checked.reading.dataset
    assert second.derive("current_ratio") == first.derive("current_ratio")


def test_what_was_kept_and_is_harmed_is_made_anew(case: Path):
    first = pipeline.check(case)
    for path in (case.parent / "kept").iterdir():
        path.write_bytes(path.read_bytes()[:40])
    with read_anew(1):
        assert repr(pipeline.check(case).findings) == repr(first.findings)


@pytest.mark.slow
def test_the_catalogue_is_compiled_once(case: Path):
    catalog.builtin_catalog.cache_clear()
    first = catalog.builtin_catalog()
    catalog.builtin_catalog.cache_clear()
    with mock.patch.object(catalog.builtin, "read", side_effect=AssertionError):
        second = catalog.builtin_catalog()

    assert second.indicators == first.indicators
    assert second.schemes == first.schemes
    assert second.expressions == first.expressions
    assert list(second.words.by_key) == list(first.words.by_key)
    assert (case.parent / "kept").is_dir()


@pytest.mark.slow
def test_a_report_is_the_same_file_whatever_was_kept(case: Path, monkeypatch: pytest.MonkeyPatch):
    """Byte for byte, with the numbers and results inside: kept now, then taken from there, then without."""

    def made(mode: LanguageMode) -> bytes:
        material = pipeline.grounds(pipeline.check(case), report="board")
        return pipeline.render(material, report="board", mode=mode).pdf

    first, again = made("zh-en"), made("zh-en")
    with read_anew(0):
        other = made("en")
    monkeypatch.setenv(kept.SWITCH, "off")

    assert first == again == made("zh-en")
    assert other == made("en")
