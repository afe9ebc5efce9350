"""Who calls, on which desk: what a command starts from."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from helpdesk_tui import i18n, schema
from helpdesk_tui.dates import instant
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_
from helpdesk_tui.queries import people, ticket
from helpdesk_tui.queries.settings import switches
from helpdesk_tui.records import record
from helpdesk_tui.rows import Actor
from helpdesk_tui.settings import Settings, local_zone
from helpdesk_tui.store import Store


@record
class Request:
    """What the command line and the settings say together."""

    settings: Settings
    db: str | None = None
    login: str | None = None
    language: str | None = None
    """Each None unless the command line says it itself."""

    @property
    def url(self) -> str:
        """The database's URL; raises Invalid when no file can bear its name."""
        url = self.db or self.settings.db
        if "\0" in url or not _encodes(url):
            raise Invalid("db", N_("{url} cannot be a file's name: choose another."), url=url)
        return url

    @property
    def caller(self) -> str:
        """The caller's login; raises Invalid when nothing tells it."""
        return self.login or self.settings.agent or _account()


@record
class Session:
    """An open desk and the agent who acts on it, at one instant."""

    store: Store
    actor: Actor
    now: int
    zone: str

    def find(self, number: str) -> int:
        """The id of the ticket of that number; raises NotFound."""
        return self.store.call(ticket.find, number)

    def written(self, t: int) -> str:
        """The instant as the caller reads it."""
        return instant(t, self.zone, self.now)


@contextmanager
def opened(request: Request) -> Iterator[Session]:
    """The desk as the caller sees it, in the caller's language, closed at the end."""
    schema.check(request.url)
    store = Store(request.url)
    try:
        actor = store.call(people.actor, request.caller, "command")
        language = actor.language or store.call(switches).language
        if language and not request.language:
            i18n.use(language)
        zone = actor.zone or local_zone(os.environ)
        yield Session(store, replace(actor, zone=zone), store.clock(), zone)
    finally:
        store.close()


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _account() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        message = N_("This account has no name: say who you are with --as LOGIN.")
        raise Invalid("login", message) from None
