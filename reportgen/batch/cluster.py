"""The orders of a batch worked off by the workers of a Dask cluster: as `pool.each` does it, on other machines.

The scheduler gives the order of a worker that was lost to another one. A worker that takes too long, or has grown too
large, is started anew where something watches over it (a nanny, as `local:N` and `dask worker` have it).
"""

from __future__ import annotations

import queue
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from reportgen import __version__, kept, system
from reportgen.batch.orders import typefaces
from reportgen.batch.pool import LEAST, Answered, Bounds, Each, Ending
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.report import fonts

if TYPE_CHECKING:
    from distributed import Client, Future

A = TypeVar("A")
B = TypeVar("B")

HERE: Final = re.compile(r"local:([1-9][0-9]{0,3})")
ADDRESS: Final = re.compile(r"(tcp|tls|ws|wss|ucx)://\S+")
SETTINGS: Final = {
    "distributed.worker.daemon": False,
    "distributed.scheduler.allowed-failures": 1,
    "distributed.deploy.lost-worker-timeout": "10 minutes",
}
"""Of `local:N`: workers may start processes of their own; a report that has killed two of them is given up; one that is
slow to start again on a busy machine is waited for."""
PATIENCE: Final = 30.0
"""Seconds in which a scheduler has to answer."""
RUNNING: Final = "running"
SEEN: Final = ".batch.seen"
MOST_NAMED: Final = 5
SHOWN: Final = 8
"""Characters of a digest: enough to see that two are not one."""


@dataclass(frozen=True)
class WorkerFacts:
    """What the bytes of a report depend on beside its case.

    Attributes:
        version: of the program; ground: digest of its code, definitions and libraries; typefaces: of all fonts.
    """

    version: str
    ground: str
    typefaces: str


def facts() -> WorkerFacts:
    """Those of this process."""
    program = kept.ground() or ""
    return WorkerFacts(__version__, program[:SHOWN], typefaces(fonts.font_folder())[:SHOWN])


@contextmanager
def joined(address: str) -> Iterator[Client]:
    """A cluster, as `tcp://host:8786` or, of so many processes of this machine, `local:4`; it is let go at the end.

    Raises:
        Refused: G80 no such address, G81 the library is not installed, G82 nobody answers there.
    """
    here = HERE.fullmatch(address)
    if here is None and not ADDRESS.fullmatch(address):
        raise Refused([Finding("G80", Place(address))], ExitCode.USAGE)
    try:
        import dask
        import distributed
    except ImportError:
        raise Refused([Finding("G81", Place(address))], ExitCode.ENVIRONMENT) from None
    with dask.config.set(SETTINGS):
        made: Any = None
        try:
            if here is not None:
                made = distributed.LocalCluster(
                    n_workers=int(here[1]), threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
                )
            client = distributed.Client(made or address, timeout=PATIENCE)
        except (OSError, ValueError, TimeoutError, RuntimeError) as error:
            raise Refused(
                [Finding("G82", Place(address), {"problem": _first_line(error)})], ExitCode.ENVIRONMENT
            ) from None
        try:
            yield client
        finally:
            client.close()
            if made is not None:
                made.close()


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


def workers(client: Client) -> Mapping[str, WorkerFacts | None]:
    """Each worker's address with its facts, None where the program is not installed there.

    Workers may be starting still: with none yet, the first is waited for.

    Raises:
        Refused: G83, there is no worker.
    """
    _wait(client)
    found = {}
    for address in client.scheduler_info(n_workers=-1)["workers"]:
        try:
            found[address] = client.run(facts, workers=[address], on_error="return")[address]
        except Exception:  # noqa: BLE001 - what cannot be read there comes back as any error
            found[address] = None
    if not found:
        raise _nobody(client)
    return {address: one if isinstance(one, WorkerFacts) else None for address, one in found.items()}


def require_alike(client: Client) -> None:
    """Hold all workers against this process before anything is made.

    Raises:
        Refused: G83 there is no worker, G84 for each on which other bytes would come of the same case, and why.
    """
    found, own = workers(client), facts()
    problems = [
        Finding("G84", Place(where), {"what": differing(there, own)}) for where, there in found.items() if there != own
    ]
    if problems:
        raise Refused(problems, ExitCode.ENVIRONMENT)


def _wait(client: Client) -> None:
    """For workers that are starting still, or again after a busy machine lost them."""
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=PATIENCE)


def _nobody(client: Client) -> Refused:
    return Refused([Finding("G83", Place(client.scheduler_info(n_workers=0)["address"]))], ExitCode.ENVIRONMENT)


def require_seen(client: Client, folder: Path, cases: Iterable[str]) -> None:
    """Hold what workers see of the disk against this machine, where files do not travel.

    Raises:
        Refused: G86 for each worker that does not see the folder of the batch, or a case; G83 where there is none.
    """
    token = secrets.token_hex(8)
    seal, wanted = folder / SEEN, sorted(set(cases))
    seal.write_text(token, encoding="ascii")
    _wait(client)
    try:
        found = client.run(unseen, str(seal), token, wanted)
    finally:
        seal.unlink(missing_ok=True)
    if not found:
        raise _nobody(client)
    if problems := [Finding("G86", Place(where), {"paths": tuple(paths)}) for where, paths in found.items() if paths]:
        raise Refused(problems, ExitCode.ENVIRONMENT)


def unseen(seal: str, token: str, cases: Iterable[str]) -> list[str]:
    """In a worker: the folder of the batch, if another one or none lies there; else cases that are not to be seen."""
    path = Path(seal)
    if not path.is_file() or path.read_text(encoding="ascii") != token:
        return [str(path.parent)]
    return [case for case in cases if not Path(case).is_dir()][:MOST_NAMED]


def differing(there: WorkerFacts | None, own: WorkerFacts) -> tuple[str, ...]:
    """What a worker has otherwise, as “name there ≠ here”; where it has nothing, that the program is missing."""
    if there is None:
        return ("reportgen",)
    mine = asdict(own)
    return tuple(f"{name} {value} ≠ {mine[name]}" for name, value in asdict(there).items() if value != mine[name])


def each_on(client: Client) -> Each:
    """Work orders off on a cluster, as `pool.each` does in processes of this machine."""
    return partial(_each, client)


@dataclass
class _Flight:
    """Orders that are under way, and those that have ended, as the cluster tells of them."""

    client: Client
    running: dict[Future, tuple[Any, float]] = field(default_factory=dict)
    ended: queue.SimpleQueue[Future] = field(default_factory=queue.SimpleQueue)
    places: int = 1
    asked: float = -1.0

    def room(self) -> int:
        """How many orders the workers can be at now; they come and go, so it is asked again each second.

        Raises:
            Refused: G82, if the cluster is gone.
        """
        if time.monotonic() >= self.asked + 1:
            if self.client.status != RUNNING:
                raise _lost(self.client)
            self.places = max(1, sum(self.client.nthreads().values()))
            self.asked = time.monotonic()
        return self.places

    def send(self, work: Callable[[Any], Any], order: Any) -> None:
        if self.client.status != RUNNING:
            raise _lost(self.client)
        future = self.client.submit(_worked, work, order, pure=False)
        self.running[future] = order, time.monotonic()
        future.add_done_callback(self.ended.put)

    def next_ended(self, seconds: float) -> Future | None:
        """One that has ended, or the eldest that takes longer than it may; None if neither is so yet."""
        eldest = min(self.running, key=lambda one: self.running[one][1])
        left = self.running[eldest][1] + seconds - time.monotonic()
        with suppress(queue.Empty):
            future = self.ended.get(timeout=min(max(left, LEAST), 1.0))
            return future if future in self.running else None
        return eldest if left <= 0 else None


def _each(client: Client, work: Callable[[A], B], orders: Iterable[A], bounds: Bounds) -> Iterator[Answered[A, B]]:
    waiting, flight, is_over = iter(orders), _Flight(client), False
    try:
        while True:
            while not is_over and len(flight.running) < flight.room():
                order = next(waiting, None)
                if order is None:
                    is_over = True
                else:
                    flight.send(work, order)
            if not flight.running:
                return
            future = flight.next_ended(bounds.seconds)
            if future is not None:
                order, since = flight.running.pop(future)
                yield _told(client, future, order, time.monotonic() - since, bounds)
    finally:
        if client.status == RUNNING:
            client.cancel(list(flight.running))


def _worked(work: Callable[[Any], Any], order: Any) -> tuple[Any, int, str]:
    """In a worker: the answer, how large the process is then, and which it is."""
    from distributed import get_worker

    return work(order), system.memory(), str(get_worker().address)


def _told(client: Client, future: Future, order: A, seconds: float, bounds: Bounds) -> Answered[A, Any]:
    """What became of an order.

    Raises:
        Refused: G82, if the cluster itself is gone.
    """
    match future.status:
        case "finished":
            answer, size, where = future.result()
            if size >= bounds.memory:
                _renew(client, [where])
            return Answered(order, answer, Ending.ANSWERED, seconds)
        case "error":
            return Answered(order, None, Ending.DIED, seconds)
        case "pending":
            at_it = [where for where, keys in client.processing().items() if future.key in keys]
            client.cancel([future])  # first, or another worker would begin with it
            _renew(client, at_it)
            return Answered(order, None, Ending.TOO_LONG, seconds)
        case _:
            raise _lost(client)


def _lost(client: Client) -> Refused:
    where = str(client.scheduler.address if client.scheduler else "")
    return Refused([Finding("G82", Place(where), {"problem": client.status})], ExitCode.ENVIRONMENT)


def _renew(client: Client, where: list[str]) -> None:
    """Start workers anew where something watches over them; where nothing does, they stay as they are."""
    with suppress(ValueError, TimeoutError, OSError):
        client.restart_workers(where, timeout=PATIENCE, raise_for_error=False)
