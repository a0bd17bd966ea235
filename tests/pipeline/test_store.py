"""What is kept between runs is the user's alone, whole, bounded, and given out only where its seal holds."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen import kept
from reportgen.kept import Store
from reportgen.kept.storage import LARGEST, SEAL, SEALING

KEY = "a" * 64
OTHER = "b" * 64


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv(kept.SWITCH, str(tmp_path / "kept"))
    found = kept.store()
    assert found is not None
    found.put(KEY, b"content")
    return found


def again(store: Store) -> Store:
    """The same folder, as the next run sees it."""
    return Store(store.folder, store.bound)


def test_what_is_put_under_a_key_is_there_in_the_next_run(store: Store):
    assert again(store).get(KEY) == b"content"
    assert again(store).get(OTHER) is None


def test_only_the_user_may_read_and_write_it(store: Store):
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in store.folder.iterdir()} == {0o600}
    assert (store.folder / SEALING).stat().st_size == SEAL


def linked(path: Path) -> None:
    """Put a link in the place of a path."""
    path.symlink_to(path.rename(path.with_name("real")))


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes((path.parent / OTHER).read_bytes()),
        lambda path: path.chmod(0o644),
        lambda path: path.chmod(0o620),
        linked,
        lambda path: (path.unlink(), path.mkdir()),
        lambda path: path.with_name(SEALING).unlink(),
        lambda path: path.with_name(SEALING).write_bytes(b"short"),
        lambda path: path.with_name(SEALING).chmod(0o644),
        lambda path: path.parent.chmod(0o755),
        lambda path: linked(path.parent),
    ],
    ids=["altered", "cut off", "empty", "of another key", "readable", "writable", "link", "folder", "no secret",
         "short secret", "open secret", "open folder", "linked folder"],
)  # fmt: skip
def test_what_was_touched_is_not_given_out(store: Store, harm: Callable[[Path], object]):
    store.put(OTHER, b"another content")

    harm(store.folder / KEY)

    assert again(store).get(KEY) is None


def test_what_belongs_to_somebody_else_is_not_given_out(store: Store, monkeypatch: pytest.MonkeyPatch):
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)

    assert again(store).get(KEY) is None
    again(store).put(OTHER, b"content")
    monkeypatch.undo()
    assert again(store).get(OTHER) is None


class Planted:
    """Runs a command where it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.trace),)


def test_nothing_planted_is_unpickled(store: Store, tmp_path: Path):
    trace = tmp_path / "trace"
    foreign = Store(tmp_path / "foreign")
    foreign.put(KEY, pickle.dumps(Planted(trace)))
    (store.folder / KEY).write_bytes((foreign.folder / KEY).read_bytes())

    assert kept.recall(KEY) is None
    assert not trace.exists()

    kept.remember(KEY, Planted(trace))
    kept.recall(KEY)
    assert trace.exists()  # the probe works


def test_a_value_that_cannot_be_read_any_more_is_none(store: Store):
    store.put(KEY, b"no pickle at all")

    assert kept.recall(KEY) is None


def test_a_value_that_cannot_be_written_is_not_kept(store: Store):
    kept.remember(OTHER, lambda: None)

    assert store.get(OTHER) is None


def test_what_is_shared_stays_one_and_the_same(store: Store):
    class_of_its_own = KeyError("shared")
    kept.remember(OTHER, [class_of_its_own, KeyError("own")], {"it": class_of_its_own})
    there = KeyError("there already")

    found = kept.recall(OTHER, {"it": there})

    assert found is not None
    assert found[0] is there
    assert found[1].args == ("own",)
    assert store.get(OTHER)


def test_the_folder_keeps_within_its_bound_and_the_newest_used_stays(store: Store):
    small = Store(store.folder, bound=3 * 200)
    for number, name in enumerate("cdef"):
        small.put(name, bytes(100))
        os.utime(small.folder / name, (number, number))
    small.get("c")
    os.utime(small.folder / KEY, (0, 0))

    small.put("g", bytes(100))

    left = {path.name for path in small.folder.iterdir()}
    assert {"c", "g", SEALING} <= left
    assert KEY not in left
    assert "d" not in left
    assert sum(path.stat().st_size for path in small.folder.iterdir() if path.name != SEALING) <= small.bound


def test_the_folder_is_looked_through_once_and_then_only_when_it_is_full(store: Store, monkeypatch: pytest.MonkeyPatch):
    looks: list[int] = []
    plain = Store._files
    monkeypatch.setattr(Store, "_files", lambda self: (looks.append(1), plain(self))[1])
    small = Store(store.folder, bound=2000)

    for number in range(8):
        small.put(f"{number}", bytes(100))
    assert len(looks) == 1

    for number in range(100):
        small.put(f"{number}", bytes(100))
    assert 1 < len(looks) < 100
    assert sum(path.stat().st_size for path in small.folder.iterdir() if path.name != SEALING) <= small.bound


def test_what_is_larger_than_the_bound_is_not_kept(store: Store):
    small = Store(store.folder, bound=50)
    small.put(OTHER, bytes(51))

    assert small.get(OTHER) is None
    assert small.get(KEY) == b"content"
    assert store.bound > LARGEST


@pytest.mark.skipif(os.geteuid() != 0 and not Path("/proc").is_dir(), reason="needs a folder that takes nothing")
def test_a_disk_that_takes_nothing_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(kept.SWITCH, "/proc/nowhere")

    assert kept.once("name", lambda: 7) == 7
    assert kept.once("name", lambda: 8) == 8


def test_it_can_be_switched_off(store: Store, monkeypatch: pytest.MonkeyPatch):
    assert kept.once("name", lambda: 7) == 7
    assert kept.once("name", lambda: 8) == 7

    monkeypatch.setenv(kept.SWITCH, "off")

    assert kept.store() is None
    assert kept.once("name", lambda: 8) == 8
    assert kept.key_of("any") is None
    assert store.get(KEY) == b"content"


def test_what_was_made_of_the_last_objects_is_made_anew_of_others_even_of_equal_ones():
    """Thousands of hospitals ask of one catalogue: to compare it would take longer than what is made of it."""
    asked: list[list[int]] = []

    @kept.kept_for_last
    def total(of: list[int]) -> int:
        asked.append(of)
        return sum(of)

    one, equal, other = [1, 2], [1, 2], [3]

    assert [total(one), total(one), total(equal), total(other), total(one)] == [3, 3, 3, 3, 3]
    assert [id(of) for of in asked] == [id(one), id(equal), id(other), id(one)]
