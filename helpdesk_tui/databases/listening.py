"""Hearing from a PostgreSQL server what other programs have changed."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable

import psycopg

from helpdesk_tui.databases.sessions import Session, open_session
from helpdesk_tui.errors import HelpdeskError

CHANNEL = "helpdesk_tui"

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
"""Seconds between two attempts to reach a server that does not answer, doubled each time."""

_LISTENS = " listens"
"""What is added to the signature of who tells that it has begun to listen."""

LAST_WAIT = 1.0
"""Seconds that leaving waits for the thread."""


class Listener:
    """A thread with a session of its own; calls `told` on it whenever something has happened."""

    def __init__(self, url: str, sender: str, told: Callable[[], object]) -> None:
        self.heard = 0
        """How often others have changed the desk, or may have while nobody listened."""
        self.hears = False
        """Whether the server has proved that what is told arrives here."""
        self._url = url
        self._sender = sender
        self._told = told
        self._stopping = threading.Event()
        self._wake, self._waker = os.pipe()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more; waits for a server that is just being looked for a moment only."""
        if not self._stopping.is_set():
            self._stopping.set()
            os.write(self._waker, b"s")
        self._thread.join(LAST_WAIT)

    def _run(self) -> None:
        try:
            self._follow()
        finally:
            os.close(self._wake)
            os.close(self._waker)

    def _follow(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                with open_session(self._url) as session:
                    pause = FIRST_PAUSE
                    self._listen(session)
            except (HelpdeskError, psycopg.Error):
                pass  # the program's own next query says what is wrong
            if self.hears:
                self.hears = False
                self._told()
            self._stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _listen(self, session: Session) -> None:
        proof = self._sender + _LISTENS
        session.execute(f"LISTEN {CHANNEL}")
        session.execute(f"NOTIFY {CHANNEL}, '{proof}'")
        while not self._stopping.is_set():
            notices = [notice.payload for notice in session.notifies(timeout=0)]
            self.hears = self.hears or proof in notices
            # the proof itself counts: much may have happened before anybody listened
            if any(said == proof or self._is_news(said) for said in notices):
                self.heard += 1
                self._told()
            select.select([session.fileno(), self._wake], [], [])

    def _is_news(self, said: str) -> bool:
        """Whether another program has changed the desk, rather than begun to listen."""
        return said != self._sender and not said.endswith(_LISTENS)
