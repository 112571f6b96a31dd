"""Casting flow of one voter: the slip checked, the answer sealed here, cast and cast again if no receipt came."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sukui_desktop.domain.errors import DeviceFault, StorageFault, SukuiError
from sukui_desktop.domain.methods.base import Answer
from sukui_desktop.services.vote.ballot_paper import BallotCaster, BallotPaper, Receipt, SealedBallot, seal_ballot
from sukui_desktop.ui.operations import Job, Operations
from sukui_desktop.ui.widgets.refusal import sentence


class CastingFlow(QObject):
    """Holds the token and, from sealing to receipt, the sealed ballot; a retry sends those very bytes."""

    admitted = Signal()
    turned_away = Signal(str)
    """The sentence that says why the slip is not taken."""
    accepted = Signal(str)
    """The receipt: the ballot is durably in the box."""
    undelivered = Signal(str, bool)
    """(sentence, kept out): no receipt came; kept out when the ballot surely is not in the box."""

    def __init__(self, operations: Operations, caster: BallotCaster, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._caster = caster
        self._paper: BallotPaper | None = None
        self._token = ""
        self._sealed: SealedBallot | None = None
        self._check: Job | None = None
        self._is_doubtful = False
        self.is_sending = False
        """True while an answer to a ballot is to come: nothing may be wiped or closed."""

    @property
    def is_unanswered(self) -> bool:
        """True from sealing until the receipt."""
        return self._sealed is not None

    def set_paper(self, paper: BallotPaper) -> None:
        """Seal for this poll from now on."""
        self._paper = paper

    def show_token(self, token: str) -> None:
        """Ask whether this slip may vote."""
        self._token = token
        self._check = self._operations.run(
            self,
            self._caster.check_token,
            token,
            on_done=self._on_token_checked,
            on_refused=self._on_token_refused,
        )

    def submit(self, answer: Answer) -> None:
        """Seal this answer, then cast it. Nothing happens before a paper was taken."""
        if self._paper is None:
            return
        self.is_sending = True
        self._operations.run(
            self,
            seal_ballot,
            self._paper,
            answer,
            on_done=self._on_ballot_sealed,
            on_refused=self._on_ballot_refused,
        )

    def send_again(self) -> None:
        """Send the sealed ballot, the same bytes each time: the box answers a ballot it already holds with its
        receipt."""
        if self._sealed is None:
            return
        self.is_sending = True
        self._operations.run(
            self,
            self._caster.cast_ballot,
            self._token,
            self._sealed,
            on_done=self._on_ballot_cast,
            on_refused=self._on_ballot_refused,
        )

    def wipe(self) -> None:
        """Forget the voter; an answer that is still to come is thrown away."""
        if self._check is not None:
            self._check.cancel()
        self._check = None
        self._token = ""
        self._sealed = None
        self._is_doubtful = self.is_sending = False

    def _on_token_checked(self, nothing: None) -> None:
        del nothing
        self._check = None
        self.admitted.emit()

    def _on_token_refused(self, error: SukuiError) -> None:
        self.wipe()
        self.turned_away.emit(sentence(error))

    def _on_ballot_sealed(self, sealed: SealedBallot) -> None:
        self._sealed = sealed
        self.send_again()

    def _on_ballot_cast(self, receipt: Receipt) -> None:
        self.wipe()
        self.accepted.emit(receipt.code)

    def _on_ballot_refused(self, error: SukuiError) -> None:
        self.is_sending = False
        # After a fault of the disk the ballot may lie in the box all the same; no later refusal can say otherwise.
        self._is_doubtful = self._is_doubtful or isinstance(error, StorageFault | DeviceFault)
        self.undelivered.emit(sentence(error), not self._is_doubtful)
