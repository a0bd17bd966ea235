"""A batch on a cluster: the bytes of one machine, whatever becomes of a worker; nothing is made where machines differ."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import rendered
from batch import acts
from reportgen.batch import cluster, pool
from reportgen.batch.carrying import MADE, packed, through
from reportgen.batch.orders import WantedReport, orders
from reportgen.batch.pool import Bounds, Ending
from reportgen.batch.record import opened
from reportgen.batch.run import BatchStatus, Outcome, run
from reportgen.errors import Refused
from shell import reportgen, workers_here

pytestmark = pytest.mark.slow

CLINIC = rendered.SMALL / "clinic"
PAGE = WantedReport("board", language="zh", form="html")
PATIENT = Bounds(2, 550.0)
BUCKET = "s3://province/batch"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """An object store, as every process that is started from now on knows it."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    known = {
        "AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests",
        "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip
    before = {name: os.environ.get(name) for name in known}
    os.environ.update(known)
    boto3.client("s3", endpoint_url=address).create_bucket(Bucket="province")
    yield BUCKET
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})
    server.stop()


@pytest.fixture(scope="module")
def client(store: str) -> Iterator[Any]:
    del store
    with cluster.joined("local:2") as found:
        yield found


@pytest.fixture
def province(tmp_path: Path) -> Path:
    for name in ("east", "west"):
        shutil.copytree(CLINIC, tmp_path / "province" / name)
    (tmp_path / "province/bad").mkdir()
    (tmp_path / "province/bad/case.yaml").write_text("oops: 1\n", encoding="utf-8")
    return tmp_path / "province"


def made(cases: Path, out: Path, elsewhere: pool.Each | None = None) -> Outcome:
    found = orders([cases], [], PAGE, out)
    with opened(out) as record, workers_here():
        return run(found, record, PATIENT, elsewhere=elsewhere)


def pages(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.html")}


def states(found: Outcome) -> dict[str, str]:
    return {one.order.name: str(one.status) for one in found.reports}


@pytest.mark.serves("004-14")
def test_reports_are_those_of_one_machine_and_a_bad_hospital_stops_nobody(
    client: Any, province: Path, tmp_path: Path
) -> None:
    there = made(province, tmp_path / "there", cluster.each_on(client))
    here = made(province, tmp_path / "here")

    assert states(there) == states(here) == {"bad": "failed", "east": "done", "west": "done"}
    assert pages(tmp_path / "there") == pages(tmp_path / "here")
    assert states(made(province, tmp_path / "there", cluster.each_on(client)))["east"] == "unchanged"


@pytest.mark.serves("004-14")
def test_files_travel_by_an_object_store_where_no_disk_is_shared(
    client: Any, store: str, province: Path, tmp_path: Path
) -> None:
    there = made(province, tmp_path / "there", through(cluster.each_on(client), store))
    here = made(province, tmp_path / "here")

    assert [one.made["errors"] for one in there.reports] == [one.made["errors"] for one in here.reports]
    assert states(there) == states(here)
    assert pages(tmp_path / "there") == pages(tmp_path / "here")
    from reportgen.archive.shelf import located

    assert located(store).names(MADE) == [], "what was fetched is not left there"
    assert len(located(store).names("cases")) == 2, "the same case is put there once"


def test_a_case_travels_with_the_folders_outside_it_that_it_names_and_without_links(tmp_path: Path) -> None:
    case = Path(shutil.copytree(CLINIC, tmp_path / "all/clinics/east"))
    packs = tmp_path / "all/packs"
    packs.mkdir()
    (packs / "own.yaml").write_text("{}\n", encoding="utf-8")
    (tmp_path / "secret").write_text("not theirs", encoding="utf-8")
    (case / "link").symlink_to(tmp_path / "secret")
    with (case / "case.yaml").open("a", encoding="utf-8") as file:
        file.write("packs: [../../packs]\n")

    import io
    import zipfile

    content, inside = packed(case)
    assert packed(case) == (content, inside)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert inside == "clinics/east"
    assert {"packs/own.yaml", "clinics/east/case.yaml"} <= {*names}
    assert not [name for name in names if "link" in name or "secret" in name]


def test_what_others_have_put_there_meanwhile_is_seen(store: str) -> None:
    from fsspec.core import url_to_fs

    from reportgen.archive.shelf import located

    shelf = located(f"{store}/seen")
    shelf.put("one/a", b"a")
    assert shelf.names("one") == ["one/a"]
    other, root = url_to_fs(f"{store}/seen", skip_instance_cache=True)
    other.pipe_file(f"{root}/one/b", b"b")

    assert shelf.names("one") == ["one/a", "one/b"]
    assert shelf.has("one/b")


def test_a_report_that_did_not_arrive_is_no_report(
    province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.archive.shelf.LocalShelf.names", lambda *_: [])
    with workers_here():
        found = made(province, tmp_path / "out", through(pool_here, str(tmp_path / "files")))

    assert [error["rule"] for error in found.stopped] == ["G85"]
    assert not [one for one in found.reports if one.status is BatchStatus.DONE]


def pool_here(work: Any, tasks: Any, bounds: Bounds, /) -> Iterator[pool.Answered[Any, Any]]:
    del bounds
    return (pool.Answered(task, work(task), Ending.ANSWERED, 0.0) for task in tasks)


def test_a_place_that_cannot_be_reached_stops_the_batch_and_leaves_the_orders_to_be_done(
    client: Any, province: Path, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        made(province, tmp_path / "out", through(cluster.each_on(client), str(file / "below")))
    assert refused.value.findings[0].rule == "C11"
    assert [one.order.name for one in made(province, tmp_path / "out").reports] == ["bad", "east", "west"]


@pytest.mark.serves("004-14")
def test_the_order_of_a_worker_that_was_killed_is_done_by_another(client: Any, tmp_path: Path) -> None:
    words = [str(tmp_path / f"{number}") for number in range(4)]
    answers = cluster.each_on(client)(acts.slowly, words, PATIENT)
    pids: list[int] = []
    found = []
    for answer in answers:
        found.append(answer)
        if len(found) == 1:
            pids = [*client.run(os.getpid).values()]
            os.kill(pids[0], signal.SIGKILL)

    assert sorted(str(one.answer) for one in found) == words
    assert {one.ending for one in found} == {Ending.ANSWERED}


@pytest.mark.serves("004-14")
def test_one_that_takes_too_long_is_given_up_and_the_others_are_done(client: Any) -> None:
    found = {one.order: one for one in cluster.each_on(client)(acts.by_word, ["sleep", "a", "b"], Bounds(2, 5.0))}

    assert found["sleep"].ending is Ending.TOO_LONG
    assert {found["a"].ending, found["b"].ending} == {Ending.ANSWERED}


def test_a_report_that_kills_its_workers_is_given_up(client: Any) -> None:
    found = {one.order: one for one in cluster.each_on(client)(acts.by_word, ["die", "a"], Bounds(2, 300.0))}

    assert (found["die"].ending, found["a"].ending) == (Ending.DIED, Ending.ANSWERED)


def test_a_worker_that_has_grown_too_large_is_started_anew(client: Any) -> None:
    before = {*client.run(os.getpid).values()}
    list(cluster.each_on(client)(acts.twice, range(2), Bounds(2, 60.0, memory=1)))
    deadline = time.monotonic() + 30
    while len(after := {*client.run(os.getpid).values()}) < 2 and time.monotonic() < deadline:
        time.sleep(0.2)

    assert after != before


@pytest.mark.serves("004-14")
def test_machines_that_would_write_other_files_are_named_with_what_is_different(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.require_alike(client)
    own = cluster.facts()
    monkeypatch.setattr(cluster, "typefaces", lambda _: "0" * 64)

    with pytest.raises(Refused) as refused:
        cluster.require_alike(client)
    assert {one.rule for one in refused.value.findings} == {"G84"}
    assert refused.value.findings[0].facts["what"] == (f"typefaces {own.typefaces} ≠ 00000000",)
    assert cluster.differing(None, own) == ("reportgen",)


@pytest.mark.filterwarnings("ignore:Port")
def test_a_cluster_without_workers_is_told_and_one_whose_workers_are_starting_is_waited_for(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    del store
    from distributed import LocalCluster

    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    with LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address="127.0.0.1:0") as empty:
        done = reportgen("doctor", "--cluster", empty.scheduler_address)
        assert done.returncode == 5
        assert f"{empty.scheduler_address} · G83" in done.stderr

        monkeypatch.setattr(cluster, "PATIENCE", 60.0)
        late = threading.Timer(0.2, empty.scale, [1])
        late.start()
        done = reportgen("doctor", "--cluster", empty.scheduler_address)
        late.join()
    assert [line for line in done.stdout.splitlines() if line.startswith("✓ tcp")]


def test_a_cluster_that_lost_its_workers_has_seen_nothing(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(client), "run", lambda *_, **__: {})
    with pytest.raises(Refused) as refused:
        cluster.require_seen(client, tmp_path, [str(CLINIC)])
    assert [one.rule for one in refused.value.findings] == ["G83"]
    assert [*tmp_path.iterdir()] == []


def test_machines_that_do_not_see_the_files_are_named(client: Any, tmp_path: Path) -> None:
    cluster.require_seen(client, tmp_path, [str(CLINIC)])
    assert [*tmp_path.iterdir()] == []

    with pytest.raises(Refused) as refused:
        cluster.require_seen(client, tmp_path, [str(CLINIC), str(tmp_path / "elsewhere")])
    assert {one.rule for one in refused.value.findings} == {"G86"}
    assert cluster.unseen(str(tmp_path / "seal"), "token", []) == [str(tmp_path)]


@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("nowhere", 2, "no address of a cluster"),
        ("local:0", 2, "no address"),
        ("tcp://127.0.0.1:9", 5, "does not answer"),
    ],
)
def test_an_address_that_is_none_or_where_nobody_answers_is_told(
    address: str, code: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    done = reportgen("batch", CLINIC, "--out", tmp_path / "out", "--cluster", address)

    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert told in done.stderr


def test_an_address_that_is_none_leaves_no_folder(tmp_path: Path) -> None:
    assert reportgen("batch", CLINIC, "--out", tmp_path / "out", "--cluster", "nowhere").returncode == 2
    assert not (tmp_path / "out").exists()


def test_a_place_for_files_without_a_cluster_is_told(tmp_path: Path) -> None:
    done = reportgen("batch", CLINIC, "--out", tmp_path / "out", "--files", str(tmp_path / "files"))

    assert (done.returncode, (tmp_path / "out").exists()) == (2, False)
    assert "--files is for a cluster alone" in done.stderr


def test_what_an_earlier_run_left_there_is_not_taken_for_a_report_of_this_one(province: Path, tmp_path: Path) -> None:
    place = tmp_path / "files"
    found = orders([province], [], PAGE, tmp_path / "out")
    for order in found:
        rest = place / MADE / order.identity / order.name
        rest.mkdir(parents=True)
        (rest / "old.html").write_text("of another day", encoding="utf-8")
    with workers_here():
        made(province, tmp_path / "out", through(pool_here, str(place)))

    assert not list((tmp_path / "out").rglob("old.html"))


def test_a_case_that_has_changed_is_sent_anew(province: Path, tmp_path: Path) -> None:
    place, out = tmp_path / "files", tmp_path / "out"
    with workers_here():
        first = made(province, out, through(pool_here, str(place)))
        data = province / "east/data/balance.csv"
        data.write_text(data.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        second = made(province, out, through(pool_here, str(place)))

    assert states(first)["east"] == states(second)["east"] == "done"
    assert states(second)["west"] == "unchanged"
    assert len(list((place / "cases").iterdir())) == 3


def test_without_the_library_it_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = reportgen("batch", CLINIC, "--out", tmp_path / "out", "--cluster", "local:2")

    assert done.returncode == 5
    assert "reportgen[cluster]" in done.stderr


def test_the_doctor_looks_at_each_machine_of_a_cluster(client: Any) -> None:
    address = client.scheduler.address
    done = reportgen("doctor", "--cluster", address)
    assert [line for line in done.stdout.splitlines() if "reportgen 0" in line and line.startswith("✓ tcp")]


@pytest.mark.serves("004-14")
def test_a_cluster_that_is_lost_ends_the_run_and_what_was_made_stays(province: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = orders([province], [], PAGE, out)
    with opened(out) as record, cluster.joined("local:1") as own:
        each = partial(_lost_after_first, own, cluster.each_on(own))
        with pytest.raises(Refused) as refused:
            run(found, record, PATIENT, elsewhere=each)  # type: ignore[arg-type]
    assert refused.value.findings[0].rule == "G82"

    ended = made(province, out)
    assert ended.left == 0
    assert ended.count(BatchStatus.UNCHANGED) + ended.count(BatchStatus.FAILED) >= 1


def _lost_after_first(own: Any, each: pool.Each, work: Any, tasks: Any, bounds: Bounds) -> Iterator[Any]:
    for answer in each(work, tasks, bounds):
        yield answer
        own.cluster.close()
