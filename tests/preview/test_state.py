"""How the state follows the files, and what stays while they cannot be read."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from preview.conftest import CASES, SAMPLES, Session
from reportgen.preview import server
from reportgen.preview.bench import Freshness
from reportgen.preview.printing import PrintedPages, Printer, PrintOrder
from reportgen.preview.server import Watcher, counts, is_whole, settled

BALANCE = "data/balance.csv"


def until(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_before_the_first_reading_the_page_says_so(session: Callable[[Path], Session]):
    first = session(CASES / "clinic")
    first.client.get(f"/?token={first.visit.token}")

    page = first.client.get("/")
    assert page.status_code == 200
    assert page.headers["refresh"] == "1"
    assert first.client.get("/sheet").status_code == 503


def test_a_change_of_a_file_is_shown(session: Callable[[Path], Session]):
    first = session(CASES / "clinic")
    watcher = Watcher(first.bench)
    watcher.start()
    try:
        assert until(lambda: first.bench.shown.state is not None)
        time.sleep(0.3)
        file = first.folder / BALANCE
        file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + "\nclinic,2025,无人认得,1\n", encoding="utf-8")
        assert until(lambda: bool(first.bench.shown.state and first.bench.shown.state.names))
    finally:
        watcher.stop()


def test_what_cannot_be_read_leaves_the_last_state(clinic: Session):
    before = clinic.see("/")
    case = clinic.folder / "case.yaml"
    good = case.read_text(encoding="utf-8")
    case.write_text("entity: [", encoding="utf-8")
    clinic.bench.refresh()
    page = clinic.see("/")

    assert clinic.bench.shown.freshness is Freshness.REFUSED
    assert "D01" in page
    heading = before[before.index("<h1>") : before.index("</h1>")]
    assert heading in page
    case.write_text(good, encoding="utf-8")
    clinic.bench.refresh()
    assert clinic.bench.shown.freshness is Freshness.FRESH
    assert "D01" not in clinic.see("/")


def test_a_fault_of_ours_is_a_line_and_a_log(clinic: Session, monkeypatch: pytest.MonkeyPatch):
    def fail(_: object) -> object:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(clinic.bench, "_read", lambda: fail(None))
    clinic.bench.refresh()

    assert clinic.bench.shown.freshness is Freshness.BROKEN
    assert "ZeroDivisionError" in Path(clinic.bench.shown.log).read_text(encoding="utf-8")
    assert clinic.bench.shown.log in clinic.see("/")
    Path(clinic.bench.shown.log).unlink()


def test_lock_files_and_what_is_under_way_are_no_change():
    assert counts("/case/data/2026.xlsx")
    assert not any(map(counts, ("/case/data/~$2026.xlsx", "/case/data/.2026.xlsx.ab.reportgen", "/case/a.tmp")))


def test_half_a_workbook_is_not_whole(tmp_path: Path):
    book = next((SAMPLES / "renhe" / "data").rglob("*.xlsx")).read_bytes()
    file = tmp_path / "a.xlsx"
    file.write_bytes(book)
    assert is_whole(file)
    file.write_bytes(book[: len(book) // 2])
    assert not is_whole(file)
    file.write_bytes(b"")
    assert not is_whole(file)
    file.unlink()
    assert is_whole(file)


def test_a_file_that_is_being_saved_is_waited_for(tmp_path: Path):
    book = next((SAMPLES / "renhe" / "data").rglob("*.xlsx")).read_bytes()
    file = tmp_path / "a.xlsx"
    file.write_bytes(book[:1000])
    told: list[float] = []
    threading.Timer(0.2, lambda: file.write_bytes(book)).start()

    settled([file], lambda: told.append(time.monotonic()), threading.Event())
    assert told
    assert file.read_bytes() == book


def test_patience_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server, "PATIENCE", 0.4)
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"PK\x03\x04")
    began = time.monotonic()
    settled([file], lambda: None, threading.Event())

    assert 0.3 < time.monotonic() - began < 3


def test_a_half_written_workbook_keeps_what_is_shown(session: Callable[[Path], Session]):
    first = session(CASES / "clinic")
    watcher = Watcher(first.bench)
    watcher.start()
    try:
        assert until(lambda: first.bench.shown.state is not None)
        state = first.bench.shown.state
        time.sleep(0.3)
        book = next((SAMPLES / "renhe" / "data").rglob("*.xlsx")).read_bytes()
        (first.folder / "data" / "new.xlsx").write_bytes(book[:2000])
        assert until(lambda: first.bench.shown.freshness is Freshness.SAVING, 5)
        assert first.bench.shown.state is state
        (first.folder / "data" / "new.xlsx").unlink()
        assert until(lambda: first.bench.shown.freshness is Freshness.FRESH and first.bench.shown.state is not state)
    finally:
        watcher.stop()


def test_changes_are_held_until_there_are_some(clinic: Session):
    counter = clinic.bench.shown.counter
    threading.Timer(0.2, lambda: clinic.bench.say(Freshness.SAVING)).start()
    began = time.monotonic()
    found = clinic.client.get("/changes", params={"since": str(counter)}).json()

    assert found["counter"] > counter
    assert 0.1 < time.monotonic() - began < 5
    assert clinic.client.get("/changes", params={"since": "x" * 40}).status_code == 200


def test_of_orders_that_wait_only_the_last_is_printed(monkeypatch: pytest.MonkeyPatch):
    done: list[int] = []
    printer = Printer(lambda found: done.append(found.order.number))

    def each(_: object, orders: object, __: object) -> object:
        from reportgen.batch.pool import Answered, Ending

        for order in orders:  # type: ignore[attr-defined]
            time.sleep(0.2)
            yield Answered(order, PrintedPages(order, b"%PDF", (), (), 0.0), Ending.ANSWERED, 0.2)

    monkeypatch.setattr("reportgen.preview.printing.each", each)
    printer.start()
    for number in range(1, 6):
        printer.order(PrintOrder(Path(), "board", None, None, None, None, number))
        time.sleep(0.02)
    assert until(lambda: done[-1:] == [5], 5)
    assert len(done) <= 2
    printer.stop()


def test_pages_that_cannot_be_made_leave_the_last_ones(clinic: Session):
    order = PrintOrder(clinic.folder, "board", None, None, None, None, 1)
    clinic.bench._printed(PrintedPages(order, b"%PDF", (), (), 0.0))
    clinic.bench._printed(PrintedPages(order, b"", (), (), 0.0))

    printed = clinic.bench.shown.printed
    assert printed
    assert printed.pdf == b"%PDF"


def test_a_fault_of_one_screen_is_a_sentence_and_the_others_go_on(clinic: Session, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> object:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("reportgen.preview.overview.overview", fail)
    answer = clinic.client.get("/")

    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    log = re.search(r"/\S+\.log", answer.text)
    assert log
    assert "ZeroDivisionError" in Path(log[0]).read_text(encoding="utf-8")
    Path(log[0]).unlink()
    clinic.see("/map")
