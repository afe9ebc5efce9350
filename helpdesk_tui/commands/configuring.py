"""Every kind of configuration listed, shown, added, set, archived and restored, by name."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

from helpdesk_tui.commands import config_lines
from helpdesk_tui.commands.output import refuse, say, say_json, say_json_array, width
from helpdesk_tui.commands.parser import USAGE
from helpdesk_tui.commands.session import Request, Session, opened
from helpdesk_tui.commands.table import Table
from helpdesk_tui.config_fields import FIELDS, SINGLE, key_of
from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries import config_records
from helpdesk_tui.queries.config_records import ConfigRecord
from helpdesk_tui.services.config_named import Difference, Hand, record_named
from helpdesk_tui.services.requeue import Requeue
from helpdesk_tui.text import one_line
from helpdesk_tui.vocabulary import CONFIG_OPTIONS

_WIDEST = 32


def show_list(options: Namespace, request: Request) -> int:
    """The rows of a kind; archived ones when asked for."""
    with opened(request) as session:
        kind, hand = options.kind, _hand(session)

        def read() -> list[tuple[ConfigRecord, dict[str, Any]]]:
            found = config_records.listed(kind, options.search, options.all)
            return [(record, record.told(hand.names)) for record in found]

        told = session.store.call(read)
        if options.json:
            say_json_array(config_lines.row_record(record, row) for record, row in told)
        elif told:
            _draw(kind, told)
    return 0


def show(options: Namespace, request: Request) -> int:
    """One row whole, each field under the name by which it is set."""
    with opened(request) as session:
        hand = _hand(session)
        record = session.store.call(record_named, hand, options.kind, options.name or "")
        told = session.store.call(record.told, hand.names)
        if options.json:
            say_json(config_lines.row_record(record, told))
            return 0
        longest = max(map(len, told))
        for field in FIELDS[options.kind]:
            value = config_lines.written(field, told[field.name])
            first, *rest = value.splitlines() or [""]
            say(f"{field.name.ljust(longest)}  {first}".rstrip())
            for line in rest:
                say(f"{'':{longest}}  {line}")
        if record.archived:
            say(_("It is archived."))
    return 0


def add(options: Namespace, request: Request) -> int:
    """A new row; a first word that sets no field is its name."""
    kind, words = options.kind, options.words
    if "=" not in words[0]:
        words = [f"{key_of(kind)}={words[0]}", *words[1:]]
    given = fields_of([*words, *_by_option(options)])
    with opened(request) as session:
        hand = _hand(session)

        def act() -> list[Difference]:
            _row, told = hand.add(kind, hand.read(kind, given))
            return told

        _tell(session.store.call(act))
    return 0


def change(options: Namespace, request: Request) -> int:
    """Other values for fields of a row."""
    kind = options.kind
    name, words = ("", options.words) if kind == SINGLE else (options.words[0], options.words[1:])
    if not words:
        message = N_("Say what to set: field=value, the field being one of {known}.")
        known = ", ".join(field.name for field in FIELDS[kind] if not field.fixed)
        refuse(Invalid("field", message, known=known))
        return USAGE
    given = fields_of(words)
    with opened(request) as session:
        hand = _hand(session)

        def act() -> list[Difference]:
            record = record_named(hand, kind, name)
            return hand.change(record, hand.read(kind, given))

        differences = session.store.call(act)
        follow(session, differences)
        _tell(differences)
    return 0


def archive(options: Namespace, request: Request) -> int:
    """Rows that are offered no more."""
    return _each(options, request, False, Hand.archive)


def restore(options: Namespace, request: Request) -> int:
    """Archived rows that are offered again."""
    return _each(options, request, True, Hand.restore)


def follow(session: Session, differences: Sequence[Difference]) -> None:
    """What a change brings about once it is saved: open tickets in other places of the queues."""
    if any(d.kind == SINGLE and d.field == "manage_sla" for d in differences):
        under_way = session.store.call(Requeue, session.actor)
        while session.store.call(under_way.step):
            pass


def _each(
    options: Namespace,
    request: Request,
    archived: bool,
    act: Callable[[Hand, ConfigRecord], list[Difference]],
) -> int:
    refused = False
    with opened(request) as session:
        hand = _hand(session)
        for name in options.names:

            def one(name: str = name) -> list[Difference]:
                return act(hand, record_named(hand, options.kind, name, archived=archived))

            try:
                _tell(session.store.call(one))
            except HelpdeskError as error:
                refused = True
                refuse(error)
    return 1 if refused else 0


def _hand(session: Session) -> Hand:
    return Hand.of(session.actor, session.now)


def fields_of(words: Sequence[str]) -> dict[str, str]:
    """What each `field=value` says; raises Invalid for a word that is none."""
    given = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            message = N_("“{word}” says nothing: write field=value.")
            raise Invalid("field", message, word=one_line(word, 40))
        given[name] = value
    return given


def _by_option(options: Namespace) -> list[str]:
    """What the options of `add` say, in its other spelling."""
    said = vars(options)
    words = [f"{name}={said[name]}" for name in CONFIG_OPTIONS if said[name] is not None]
    return [*words, f"teams={','.join(options.team)}"] if options.team else words


def _draw(kind: str, told: Sequence[tuple[ConfigRecord, dict[str, Any]]]) -> None:
    fields = config_lines.columns(kind)
    rows = []
    for record, row in told:
        cells = [config_lines.cell(field, row[field.name]) for field in fields]
        if record.archived:
            cells[0] = f"{cells[0]} · {_('archived')}"
        rows.append(cells)
    titles = [_(field.label) for field in fields]
    table = Table(titles, rows, [_WIDEST] * (len(titles) - 1), width())
    say(table.heading)
    for cells in rows:
        say(table.line(cells))


def _tell(differences: Sequence[Difference]) -> None:
    for difference in differences:
        say(config_lines.line(difference))
    if not differences:
        say(_("Nothing differs."))
