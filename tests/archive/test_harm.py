"""Kills, full disks, decay and strangers: nothing that was archived is lost, and whatever is wrong is named."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from archive import ocfl_reader
from archive.conftest import deposit, said, tree
from reportgen import archive
from reportgen.archive import bag, committing, shelf
from reportgen.archive.shelf import LocalShelf, RemoteShelf, Storage, every
from reportgen.cli.app import app
from reportgen.errors import ExitCode, Refused

NUMBER = "XH-2025-001"
PUTS = 12
"""An add puts a dozen files at most; a test that runs out of them says so."""


class Killed(BaseException):
    """The process is gone: nothing after it is done, not even cleaning up."""


class Dying:
    """A process that dies at the n-th change of an archive, before it or right after."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.count, self.at, self.after = 0, at, after

    def does(self, work: Callable[[], object]) -> None:
        """As much of it as it lives to do."""
        with pytest.MonkeyPatch.context() as patch, suppress(Killed):
            for kind in (LocalShelf, RemoteShelf):
                for name in ("put", "remove"):
                    patch.setattr(kind, name, self._mortal(getattr(kind, name)))
            work()

    def _mortal(self, change: Callable[..., None]) -> Callable[..., None]:
        def mortal(*given: Any, **named: Any) -> None:
            self.count += 1
            if self.count > self.at or (self.count == self.at and not self.after):
                raise Killed
            change(*given, **named)
            if self.count == self.at:
                raise Killed

        return mortal


def rules(shelf: Storage) -> list[str]:
    return [finding.rule for finding in bag.whole(shelf)]


def put_right(shelf: Storage) -> None:
    """What the next writer does; a lock in a store without locks is broken by a command, as P42 says."""
    if isinstance(shelf, RemoteShelf):
        shelf.remove(committing.NAME)
    archive.rebuilt(shelf)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, PUTS + 2))
@pytest.mark.slow
def test_a_first_add_that_is_killed_leaves_all_or_nothing(location: str, at: int, after: bool):  # noqa: FBT001
    shelf = archive.founded(location)
    archive.add(shelf, deposit("XH-2024-001", b"%PDF older"))
    Dying(at, after=after).does(lambda: archive.add(shelf, deposit()))

    assert archive.restored(shelf, archive.found_holding(shelf, "XH-2024-001"))[archive.REPORT] == b"%PDF older"
    if every(shelf):
        assert "P26" in rules(shelf)  # the half is named
    put_right(shelf)
    assert rules(shelf) == []
    assert {row.record.number for row in archive.rows(shelf)} in ({"XH-2024-001"}, {"XH-2024-001", NUMBER})
    archive.add(shelf, deposit())
    assert archive.restored(shelf, archive.found_holding(shelf, NUMBER))[archive.REPORT] == b"%PDF-1.7 pages"
    assert rules(shelf) == []


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, PUTS + 2))
@pytest.mark.slow
def test_a_new_version_that_is_killed_leaves_the_old_one_or_the_new(location: str, at: int, after: bool):  # noqa: FBT001
    shelf = archive.founded(location)
    archive.add(shelf, deposit(content=b"%PDF issued"))
    Dying(at, after=after).does(lambda: archive.add(shelf, deposit(content=b"%PDF issued, signed")))

    kept = archive.restored(shelf, archive.found_holding(shelf, NUMBER))[archive.REPORT]
    assert kept in {b"%PDF issued", b"%PDF issued, signed"}
    put_right(shelf)
    assert rules(shelf) == []
    now = archive.restored(shelf, archive.found_holding(shelf, NUMBER))
    assert now[archive.REPORT] == kept or kept == b"%PDF issued"
    assert archive.restored(shelf, archive.found_holding(shelf, NUMBER), "v1")[archive.REPORT] == b"%PDF issued"


@pytest.mark.slow
def test_the_counts_of_changes_reach_the_end_of_an_add(location: str):
    shelf = archive.founded(location)
    dying = Dying(1000, after=True)
    dying.does(lambda: archive.add(shelf, deposit()))

    assert 8 <= dying.count <= PUTS + 1


SCRIPT = """\
import os, signal, sys
sys.path[:0] = {path!r}
from archive.conftest import deposit
from reportgen import archive
from reportgen.archive import shelf
put, count = shelf._replace, 0
def dying(work, path, content, *, synced):
    global count
    count += 1
    if count == {at}:
        work.write_bytes(content[: len(content) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    put(work, path, content, synced=synced)
shelf._replace = dying
archive.add(archive.founded({where!r}), deposit())
"""


@pytest.mark.parametrize("at", [1, 3, 5, 7, 8, 10])
@pytest.mark.slow
def test_a_process_that_is_killed_in_the_middle_of_a_file_leaves_no_half(folder: Path, at: int):
    archive.add(archive.founded(str(folder)), deposit("XH-2024-001", b"%PDF older"))
    script = SCRIPT.format(path=sys.path, at=at, where=str(folder))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    shelf = archive.opened(str(folder))
    archive.add(shelf, deposit())  # the lock of a dead process holds nobody up
    assert rules(shelf) == []
    for found in ocfl_reader.objects(folder).values():
        ocfl_reader.checked(found)
    assert not list((folder / "extensions" / "reportgen").glob("work/*"))


def full_after(count: int) -> Callable[..., None]:
    """Putting files where there is room for so many; taking away still works."""
    plain, left = shelf._replace, [count]

    def full(work: Path, path: Path, content: bytes, *, synced: bool) -> None:
        left[0] -= 1
        if left[0] < 0:
            work.write_bytes(content[:3])
            work.unlink()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        plain(work, path, content, synced=synced)

    return full


@pytest.mark.parametrize("room", range(9))
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.slow
def test_on_a_full_disk_an_add_is_refused_and_the_archive_is_as_it_was(folder: Path, room: int, is_first: bool):  # noqa: FBT001
    shelf = archive.founded(str(folder))
    archive.add(shelf, deposit("XH-2024-001", b"%PDF older"))
    if not is_first:
        archive.add(shelf, deposit(content=b"%PDF issued"))
    before = tree(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.archive.shelf._replace", full_after(room))
        with pytest.raises(Refused) as refused:
            archive.add(shelf, deposit(content=b"%PDF issued, signed"))

    assert (refused.value.findings[0].rule, refused.value.exit_code) == ("C11", ExitCode.ENVIRONMENT)
    if every(shelf):  # it counts already, and the note says that the rest is to be done
        assert archive.restored(shelf, archive.found_holding(shelf, NUMBER, "small"))[archive.REPORT].endswith(
            b"signed"
        )
    else:
        assert tree(folder) == before
    archive.add(shelf, deposit(content=b"%PDF issued, signed"))
    assert rules(shelf) == []


@pytest.mark.slow
def test_on_a_full_store_as_well(location: str, monkeypatch: pytest.MonkeyPatch):
    shelf = archive.founded(location)
    names = {name for name in shelf.names() if not name.endswith("/lock")}
    room = full_after(4)
    monkeypatch.setattr("reportgen.archive.shelf._replace", room)
    if isinstance(shelf, RemoteShelf):
        pipe, count = shelf.system.pipe_file, iter(range(5))

        def full(path: str, content: bytes, **named: object) -> None:
            if next(count, None) is None:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            pipe(path, content, **named)

        monkeypatch.setattr(shelf.system, "pipe_file", full)

    with pytest.raises(Refused) as refused:
        archive.add(shelf, deposit())

    assert refused.value.findings[0].rule == "C11"
    assert {name for name in shelf.names() if not name.endswith("/lock")} == names


def _decayed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _filled(folder: Path) -> Storage:
    shelf = archive.founded(str(folder))
    archive.add(shelf, deposit(content=b"%PDF issued"))
    archive.add(shelf, deposit(content=b"%PDF issued, signed"))
    archive.add(shelf, deposit("XH-2025-002", b"%PDF second"))
    return shelf


@pytest.mark.slow
def test_one_flipped_bit_in_any_file_is_named_by_its_path(folder: Path):
    shelf = _filled(folder)
    names = [name for name in tree(folder) if not name.startswith("extensions/reportgen/pending")]
    assert len(names) > 20

    for name in names:
        sound = (folder / name).read_bytes()
        _decayed(folder / name)
        places = {finding.place.file for finding in bag.whole(shelf)}
        (folder / name).write_bytes(sound)
        assert name in places, name
        if not name.startswith("extensions/"):
            assert {place for place in places if not place.startswith("extensions/")} == {name}
    assert rules(shelf) == []


@pytest.mark.slow
def test_any_file_that_is_gone_is_named(folder: Path):
    shelf = _filled(folder)
    for name in tree(folder):
        sound = (folder / name).read_bytes()
        (folder / name).unlink()
        places = {finding.place.file for finding in bag.whole(shelf)}
        (folder / name).write_bytes(sound)
        assert name in places or any(place.startswith(f"{Path(name).parent.as_posix()}/") for place in places), name
    assert rules(shelf) == []


@pytest.mark.slow
def test_with_its_inventory_lost_a_report_still_comes_back(folder: Path):
    shelf = _filled(folder)
    holding = archive.found_holding(shelf, NUMBER)
    (folder / holding.folder / "inventory.json").write_bytes(b"\x00" * 500)
    (folder / holding.folder / "inventory.json.sha512").unlink()

    assert archive.restored(shelf, archive.found_holding(shelf, NUMBER))[archive.REPORT] == b"%PDF issued, signed"


@pytest.mark.slow
def test_altered_bytes_are_never_given_out(folder: Path):
    shelf = _filled(folder)
    holding = archive.found_holding(shelf, NUMBER)
    (folder / holding.folder / "v2" / "content" / "report.pdf").write_bytes(b"%PDF issued, forged")

    with pytest.raises(Refused) as refused:
        archive.restored(shelf, holding)

    assert [(one.rule, one.place.file) for one in refused.value.findings] == [
        ("P21", f"{holding.folder}/v2/content/report.pdf")
    ]


@pytest.mark.slow
def test_a_forged_inventory_with_a_fitting_digest_is_told_by_the_versions_before_it(folder: Path):
    from reportgen.archive.objects import sidecar

    shelf = _filled(folder)
    holding = archive.found_holding(shelf, NUMBER)
    for name in ("", "v2/"):
        path = folder / holding.folder / f"{name}inventory.json"
        forged = path.read_bytes().replace("丁".encode(), "乙".encode())
        path.write_bytes(forged)
        (path.parent / "inventory.json.sha512").write_bytes(sidecar(forged))

    assert f"{holding.folder}/v1/inventory.json" in {finding.place.file for finding in bag.whole(shelf)}


@pytest.mark.parametrize(
    "name",
    ["notes.txt", "37c/notes.txt", "{object}/notes.txt", "{object}/v1/content/extra.pdf", "{object}/v9/inventory.json"],
)
@pytest.mark.slow
def test_foreign_files_are_named_and_left_alone(folder: Path, name: str):
    shelf = _filled(folder)
    foreign = name.format(object=archive.found_holding(shelf, NUMBER).folder)
    shelf.put(foreign, b"mine")

    assert [(one.rule, one.place.file) for one in bag.whole(shelf)] == [("P22", foreign)]
    archive.rebuilt(shelf)
    archive.add(shelf, deposit("XH-2025-003", b"%PDF third"))
    assert shelf.read(foreign) == b"mine"


@pytest.mark.slow
def test_a_link_out_of_the_archive_is_named_and_not_followed(folder: Path, tmp_path: Path):
    shelf = _filled(folder)
    holding = archive.found_holding(shelf, NUMBER)
    report = folder / holding.folder / "v1" / "content" / "report.pdf"
    report.rename(tmp_path / "elsewhere.pdf")
    report.symlink_to(tmp_path / "elsewhere.pdf")

    found = {(one.rule, one.place.file) for one in bag.whole(shelf)}
    assert {
        ("P29", f"{holding.folder}/v1/content/report.pdf"),
        ("P20", f"{holding.folder}/v1/content/report.pdf"),
    } <= found


ADDING = """\
import sys
sys.path[:0] = {path!r}
from archive.conftest import deposit
from reportgen import archive
shelf = archive.founded({where!r})
for number in range(15):
    archive.add(shelf, deposit(f"XH-2025-{{number:03}}", f"%PDF {{number}}".encode()))
    archive.add(shelf, deposit(f"{{sys.argv[1]}}-2025-{{number:03}}", b"%PDF own"))
"""


@pytest.mark.slow
def test_two_processes_add_at_once_and_nothing_is_lost_or_twice(folder: Path):
    script = ADDING.format(path=sys.path, where=str(folder))
    running = [subprocess.Popen([sys.executable, "-c", script, name], stderr=subprocess.PIPE) for name in "AB"]
    assert [(one.communicate()[1], one.returncode) for one in running] == [(b"", 0), (b"", 0)]

    shelf = archive.opened(str(folder))
    numbers = [row.record.number for row in archive.rows(shelf)]
    assert sorted(numbers) == sorted(f"{name}-2025-{number:03}" for name in ("XH", "A", "B") for number in range(15))
    assert {row.version for row in archive.rows(shelf)} == {"v1"}
    assert rules(shelf) == []


@pytest.mark.slow
def test_who_keeps_an_archive_locked_is_named(location: str, monkeypatch: pytest.MonkeyPatch):
    shelf = archive.founded(location)
    monkeypatch.setattr(committing, "STEP", 0.01)
    with (
        committing.locked(shelf),
        pytest.raises(Refused) as refused,
        committing.locked(archive.opened(location), patience=0.05),
    ):
        pass

    rule = "P42" if isinstance(shelf, RemoteShelf) else "P05"
    assert (refused.value.findings[0].rule, refused.value.exit_code) == (rule, ExitCode.ENVIRONMENT)
    with committing.locked(shelf, patience=0.05):
        pass


@pytest.mark.slow
def test_the_lock_of_a_killed_writer_in_a_store_is_broken_only_by_its_name(monkeypatch: pytest.MonkeyPatch):
    location = f"memory://{uuid4().hex}"
    shelf = archive.founded(location)
    monkeypatch.setattr(committing, "STEP", 0.01)
    assert isinstance(shelf, RemoteShelf)
    shelf.claim(committing.NAME, b'{"host": "old", "process": 7}')

    with pytest.raises(Refused) as refused, committing.locked(shelf, patience=0.05):
        pass
    assert refused.value.findings[0].facts == {"holder": "old:7", "archive": location}
    assert unlock(location, "other:7") == ExitCode.USAGE
    assert shelf.has(committing.NAME)
    assert unlock(location, "old:7") == 0
    assert unlock(location, "old:7") == ExitCode.USAGE
    archive.add(shelf, deposit())


@pytest.mark.slow
def test_a_writer_whose_lock_was_broken_leaves_the_lock_of_the_next_alone():
    shelf = archive.founded(f"memory://{uuid4().hex}")
    assert isinstance(shelf, RemoteShelf)
    with committing.locked(shelf):
        shelf.remove(committing.NAME)
        shelf.claim(committing.NAME, b"of another")

    assert shelf.read(committing.NAME) == b"of another"


@pytest.mark.slow
def test_the_lock_of_a_folder_is_the_systems_and_is_not_broken(folder: Path):
    archive.founded(str(folder))

    assert unlock(str(folder), "old:7") == ExitCode.USAGE


def unlock(location: str, holder: str) -> int:
    """How the command ends."""
    done = CliRunner().invoke(app, ["archive", "unlock", location, "--holder", holder])
    return done.exception.exit_code if isinstance(done.exception, Refused) else done.exit_code


@pytest.mark.slow
def test_a_hold_that_is_cut_off_leaves_the_report_held_or_not_and_never_gone(folder: Path):
    for at in range(1, PUTS):
        shelf = archive.founded(str(folder / str(at)))
        archive.add(shelf, deposit())
        Dying(at, after=False).does(partial(archive.hold, shelf, NUMBER, None, said("审计")))
        put_right(shelf)
        assert rules(shelf) == []
        assert archive.restored(shelf, archive.found_holding(shelf, NUMBER))[archive.REPORT] == b"%PDF-1.7 pages"
