"""How a window asks a service: two queues, each with one thread, whose answers come back to the window's thread.

A click is four functions: page slot → `Operations.run` → service → domain rule. Two queues, one thread each:
`store` is the only thread that ever touches the meeting's connection (it opens and closes it too); `making` draws
documents and reads files on frozen rows, so that a citizen's vote never waits for a PDF.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Literal, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QMetaMethod, QObject, Qt, Signal, Slot

from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import DeviceFault, RuleBroken, SukuiError
from sukui_desktop.services.remote_room import call_verb
from sukui_desktop.ui.widgets.refusal_bar import show_refusal_of_service, take_back_refusals_put_right

T = TypeVar("T")
QueueName = Literal["store", "making"]
OnRefused = Callable[[SukuiError], None]
OnProgress = Callable[[int, int], None]
_NEEDS_SIGNER = "correction_signer_missing"
_NEEDS_REASON = ("correction_reason_missing", _NEEDS_SIGNER)


class JobCancelled(BaseException):
    """Raised inside a job at its next report after people cancelled it; no `except Exception` swallows it."""


class Job:
    """A piece of work that was asked for; may be cancelled until its answer has come."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._cancelled = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """True once somebody cancelled it."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Drop it when it has not begun, stop it at its next report when it has; its answer is thrown away."""
        self._cancelled.set()


class Correction:
    """What a person asked of a meeting that is closed: it is done once a reason is given."""

    def __init__(self, operations: Operations, asked: _Asked, error: SukuiError) -> None:
        self._operations = operations
        self._asked = asked
        self._error = error

    @property
    def asking_object(self) -> QObject:
        """Who asked."""
        return self._asked.owner

    @property
    def needs_signer(self) -> bool:
        """Whether the minutes are signed, so that it must be said who corrects."""
        return isinstance(self._error, RuleBroken) and self._error.code == _NEEDS_SIGNER

    @property
    def room(self) -> Any:
        """The meeting that is corrected: the first argument of every service that changes one."""
        return self._asked.call.args[0]

    def repeat_change_with_reason(self, reason: object) -> None:
        """Ask the service again, with the reason."""
        asked, call = self._asked, self._asked.call
        with_reason = partial(call.func, *call.args, **{**call.keywords, "reason": reason})
        self._operations.run(asked.owner, with_reason, on_done=asked.on_done, on_refused=asked.on_refused)

    def leave_unchanged(self) -> None:
        """Leave things as they are; whoever asked is told that it was refused."""
        if self._asked.on_refused is not None and shiboken6.isValid(self._asked.owner):
            self._asked.on_refused(self._error)


class _Asked(NamedTuple):
    """What the window's thread keeps while a job runs: a widget must never be freed by a worker."""

    job: Job
    call: partial[Any]
    owner: QObject
    on_done: Callable[[Any], None] | None
    on_refused: OnRefused | None
    on_progress: OnProgress | None


class Operations(QObject):
    """The two queues of one program; made in programs/, handed to every window."""

    changes_announced = Signal(object)
    """`Changes`: every page that shows those rows reads again."""
    correction_asked = Signal(object)
    """`Correction`: a meeting is closed, and the act needs a reason; nobody listening, it is a refusal as any."""
    _replied = Signal(int, object)
    _served = Signal(object)
    _progressed = Signal(int, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: dict[int, _Asked] = {}
        self._number = 0
        self._is_finished = False
        self._threads: dict[QueueName, ThreadPoolExecutor] = {}
        self._replied.connect(self._deliver_reply_of_job, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._deliver_progress_of_job, Qt.ConnectionType.QueuedConnection)
        self._served.connect(self._announce_changes_of_station_call, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """True while an answer is still to come."""
        return bool(self._asked)

    def run(
        self,
        owner: QObject,
        service: Callable[..., T],
        *args: Any,
        on_done: Callable[[T], None] | None = None,
        on_refused: OnRefused | None = None,
        on_progress: OnProgress | None = None,
        queue: QueueName = "store",
        **kwargs: Any,
    ) -> Job:
        """Ask `service(*args, **kwargs)` on a queue; the answers of a queue come in the order of asking.

        `on_done(answer)` and `on_refused(error)` are bound methods, called in the window's thread unless `owner` is
        gone by then. Without `on_refused` a known failure is shown in Korean in the owner's window. A bug is raised
        in the window's thread. With `on_progress` the service gets a keyword `report(done, total)`. Only frozen
        rows, ids, paths and the room may be arguments: a widget among them could be freed by the wrong thread.
        """
        self._number += 1
        job = Job(self._number)
        if self._is_finished:
            job.cancel()
            return job
        if on_progress is not None:
            kwargs["report"] = partial(self._announce_progress, job)
        call = partial(service, *args, **kwargs)
        self._asked[job.number] = _Asked(job, call, owner, on_done, on_refused, on_progress)
        future = self._thread_of_queue(queue).submit(_run_unless_cancelled, job, call)
        future.add_done_callback(partial(self._reply_to_window, job.number))
        return job

    def run_for_station(self, service: Callable[..., T], *args: Any) -> Future[T]:
        """Ask a service on the store queue for a station elsewhere; from any thread.

        The windows of this program are told what changed, and a bug is raised in their thread, as with `run`.
        Raises DeviceFault hub_closing once the program ends.
        """
        if self._is_finished:
            raise DeviceFault("hub_closing")
        future = self._thread_of_queue("store").submit(service, *args)
        future.add_done_callback(self._served.emit)
        return future

    @Slot(object)
    def _announce_changes_of_station_call(self, future: Future[Any]) -> None:
        error = future.exception()
        if error is None and (changes := changes_in_answer(future.result())):
            self.changes_announced.emit(changes)
        elif error is not None and not isinstance(error, SukuiError):
            raise error

    @property
    def _has_correction_listener(self) -> bool:
        return self.isSignalConnected(QMetaMethod.fromSignal(self.correction_asked))

    def finish_and_end_threads(self, last: Callable[[], object] | None = None) -> None:
        """Wait for both queues, do `last` (closing the room) on the store queue, end both threads.

        Answers that come after this are dropped, and what is asked after it is not begun. Raises what `last` raised.
        """
        self._asked.clear()
        self._is_finished = True
        making = self._threads.pop("making", None)
        if making is not None:
            making.shutdown()
        store = self._thread_of_queue("store") if last is not None else self._threads.get("store")
        self._threads.clear()
        if store is not None:
            try:
                store.submit(last or _do_nothing).result()
            finally:
                store.shutdown()

    def _thread_of_queue(self, queue: QueueName) -> ThreadPoolExecutor:
        """Return the one thread of a queue, begun with its first job."""
        if queue not in self._threads:
            self._threads[queue] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"sukui-{queue}")
        return self._threads[queue]

    def _reply_to_window(self, number: int, future: Future[Any]) -> None:
        """In the worker: send what came of a job to the window's thread."""
        self._replied.emit(number, future)

    def _announce_progress(self, job: Job, done: int, total: int) -> None:
        """In the worker: report how far a job is; stops it here when it was cancelled."""
        if job.is_cancelled:
            raise JobCancelled
        self._progressed.emit(job.number, done, total)

    @Slot(int, object)
    def _deliver_reply_of_job(self, number: int, future: Future[Any]) -> None:
        asked = self._asked.pop(number, None)
        if asked is None:
            return
        error = future.exception()
        answer = None if error is not None else future.result()
        try:
            if isinstance(error, RuleBroken) and error.code in _NEEDS_REASON and self._has_correction_listener:
                self.correction_asked.emit(Correction(self, asked, error))
            else:
                _deliver_answer(asked, answer, error)
        finally:
            changes = changes_in_answer(answer)
            if changes:
                self.changes_announced.emit(changes)

    @Slot(int, int, int)
    def _deliver_progress_of_job(self, number: int, done: int, total: int) -> None:
        asked = self._asked.get(number)
        if asked is None or asked.on_progress is None or asked.job.is_cancelled:
            return
        if shiboken6.isValid(asked.owner):
            asked.on_progress(done, total)


def changes_in_answer(answer: object) -> Changes:
    """Return the `Changes` that a service's answer is, or carries as `.changes`."""
    if isinstance(answer, Changes):
        return answer
    carried = getattr(answer, "changes", None)
    return carried if isinstance(carried, Changes) else NOTHING


def _run_unless_cancelled(job: Job, call: partial[T]) -> T:
    if job.is_cancelled:
        raise JobCancelled
    answer: T = call_verb(call.func, *call.args, **call.keywords)
    return answer


def _do_nothing() -> None:
    """Do nothing: the last job where nothing has to be closed."""


def _deliver_answer(asked: _Asked, answer: object, error: BaseException | None) -> None:
    is_wanted = shiboken6.isValid(asked.owner) and not asked.job.is_cancelled
    if error is not None and not isinstance(error, SukuiError | JobCancelled):
        raise error
    if not is_wanted:
        return
    if error is None:
        take_back_refusals_put_right(asked.owner, asked.call.func, is_written=bool(changes_in_answer(answer)))
        if asked.on_done is not None:
            asked.on_done(answer)
    elif isinstance(error, SukuiError):
        if asked.on_refused is not None:
            asked.on_refused(error)
        else:
            show_refusal_of_service(asked.owner, asked.call.func, error)
