"""A desk of as many tickets as asked, three years old: written by SQL, as acts would take hours."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from helpdesk_tui import schema
from helpdesk_tui.migrations import triggers
from helpdesk_tui.opening_documents import calendar, documents
from helpdesk_tui.reports import Measure
from helpdesk_tui.services import rollup, search_index
from helpdesk_tui.services.numbering import TICKETS
from helpdesk_tui.sla import Target, deadline_epoch
from helpdesk_tui.store import connect
from helpdesk_tui.text import fold
from helpdesk_tui.vocabulary import NEVER, Status

NOW = 1_777_280_400
"""Monday 27 April 2026, 9:00 in UTC."""

HOUR, DAY = 3_600, 86_400
AGE = 3 * 365 * DAY
TEAMS, AGENTS, TYPES, CUSTOMERS = 10, 50, 6, 5_000
ALICE = 1
"""The agent as whom the desk is opened."""

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = documents({day: [("09:00", "18:00")] for day in WORKDAYS}, (), {})
ZONE = "Europe/Paris"
PROMISES = ((1, Status.IN_PROGRESS, 4 * HOUR), (2, Status.RESOLVED, 27 * HOUR))
"""Policy, the status that it promises, and within how many working seconds."""

_SLOW_ONES, _SLOW = 30, 200
"""One ticket in so many takes so many times as long, which leaves about one in a hundred open."""

_LEFT_ONES, _LEFT = 90, 600
"""One in so many waits so many times as long until somebody takes it."""

_THINGS = "printer mail server toner order login password network screen keyboard contract invoice"
_TROUBLES = "slow broken missing late request update wrong again since noisy expired locked twice"
_VOCABULARY = [
    *_THINGS.split(),
    *_TROUBLES.split(),
    *(f"{a}{b}{c}" for a in ("re", "con", "dis", "pro", "sub", "trans", "ex", "un")
      for b in ("tra", "mit", "ver", "port", "duc", "fer", "spec", "log", "scri")
      for c in ("tion", "ment", "ing", "ed", "able", "or", "ly", "ive")),
]  # fmt: skip
_FREQUENCY = list(accumulate(1 / rank for rank in range(1, len(_VOCABULARY) + 1)))
"""As in any language: the second word occurs half as often as the first, and so on."""

_MESSAGES = (0, 1, 1, 2, 2, 2, 3, 5)
"""How many a ticket has, each as likely as the others."""

_BATCH = 5_000
_COLUMNS = {
    "ticket": "id, number, number_folded, serial, subject, subject_folded, description,"
    " customer_id, type_id, priority, status, progress, team_id, assignee_id, started_at,"
    " ended_at, closed_at,"
    " shared_with_customer, version, created_at, updated_at, next_due_at",
    "status_period": "ticket_id, status, from_at, to_at",
    "milestone": "ticket_id, measure, at, seconds, working_seconds",
    "commitment": "ticket_id, policy_id, target_status, days, seconds, working_days_only,"
    " warn_percent, calendar_id, started_at, due_at, warn_at, met_at, breached_at",
    "message": "ticket_id, agent_id, body, internal, at",
    "event": "ticket_id, at, agent_id, act, changes, via",
}


@dataclass
class Rows:
    """What is written at once, by table."""

    of: dict[str, list[tuple[Any, ...]]] = field(
        default_factory=lambda: {table: [] for table in _COLUMNS}
    )

    def add(self, table: str, *values: Any) -> None:
        self.of[table].append(values)


def build(file: Path, tickets: int) -> str:
    """Make the desk in a new file and return its URL."""
    url = f"sqlite:///{file}"
    database = connect(url, durable=False)
    schema.migrate(database, url)
    with database.connection_context():
        connection = database.connection()
        connection.execute("PRAGMA cache_size = -400000")
        triggers.drop(database)
        with database.atomic():
            _people(connection, tickets)
        with _without_indexes(connection):
            for first in range(1, tickets + 1, _BATCH):
                ids = range(first, min(first + _BATCH, tickets + 1))
                with database.atomic():
                    _write(connection, _rows(ids, tickets))
                    rollup.begin(ids)
        search_index.rebuild(database)
        triggers.create(database)
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return url


@contextmanager
def _without_indexes(connection: Any) -> Iterator[None]:
    """Made at the end they cost less; the roll-up needs those of what hangs on a ticket."""
    found = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql > ''"
    made = [
        (name, sql)
        for table in _COLUMNS
        for name, sql in connection.execute(found, (table,)).fetchall()
        if not sql.endswith('("ticket_id")')
    ]
    for name, _sql in made:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _name, sql in made:
        connection.execute(sql)


def _people(connection: Any, tickets: int) -> None:
    insert = connection.executemany
    insert(
        "INSERT INTO calendar (id, name, name_folded, zone, week, closed, special, archived)"
        " VALUES (1, 'Office', 'office', ?, ?, ?, ?, 0)",
        [(ZONE, *OFFICE)],
    )
    for table, columns, count in (
        ("team", "id, name, name_folded, archived", TEAMS),
        ("ticket_type", "id, name, name_folded, archived", TYPES),
        ("customer", "id, name, name_folded, archived", CUSTOMERS),
    ):
        rows = [(n, f"{table} {n}", f"{table} {n}", 0) for n in range(1, count + 1)]
        insert(f"INSERT INTO {table} ({columns}) VALUES (?, ?, ?, ?)", rows)
    insert(
        "INSERT INTO agent (id, login, name, name_folded, role, team_id, archived)"
        " VALUES (?, ?, ?, ?, 3, ?, 0)",
        [
            (n, "alice" if n == ALICE else f"a{n}", f"Agent {n}", f"agent {n}", n % TEAMS + 1)
            for n in range(1, AGENTS + 1)
        ],
    )
    insert("INSERT INTO membership (agent_id, team_id) SELECT id, team_id FROM agent", [()])
    insert(
        "INSERT INTO sequence (code, prefix, suffix, padding, reset, next_number, period)"
        " VALUES (?, 'TKT', '', 7, 'never', ?, '')",
        [(TICKETS, tickets + 1)],
    )
    insert(
        "INSERT INTO sla_policy (id, name, name_folded, description, target_status, days, seconds,"
        " working_days_only, warn_percent, archived) VALUES (?, ?, ?, '', ?, 0, ?, 1, 75, 0)",
        [(n, f"Policy {n}", f"policy {n}", status, within) for n, status, within in PROMISES],
    )


def _write(connection: Any, rows: Rows) -> None:
    for table, values in rows.of.items():
        if not values:
            continue
        marks = ", ".join("?" * len(values[0]))
        connection.executemany(f"INSERT INTO {table} ({_COLUMNS[table]}) VALUES ({marks})", values)


def _rows(ids: range, tickets: int) -> Rows:
    rows = Rows()
    hours = calendar(ZONE, *OFFICE)
    for ticket in ids:
        chance = random.Random(ticket)
        created = NOW - AGE + AGE * ticket // (tickets + 1)
        left = _LEFT if ticket % _LEFT_ONES == 0 else 1
        taken = created + int(left * chance.expovariate(1 / (3 * HOUR)))
        slow = _SLOW if ticket % _SLOW_ONES == 0 else 1
        resolved = taken + int(slow * chance.expovariate(1 / (30 * HOUR)))
        stays = list(_stays(created, taken, resolved, chance))
        running = [due for due, met in _promises(rows, ticket, created, stays, hours) if not met]
        next_due = min(running, default=NEVER) if stays[-1][0] < Status.CLOSED else NEVER
        _ticket(rows, ticket, created, stays, next_due, chance)
        for (status, since), (_next, until) in zip(stays, [*stays[1:], (0, None)], strict=True):
            rows.add("status_period", ticket, status, since, until)
        _milestones(rows, ticket, created, stays, hours)
        if len(stays) > 1:
            changes = f'{{"assignee_id": [null, {ticket % AGENTS + 1}]}}'
            rows.add("event", ticket, taken, ticket % AGENTS + 1, "take", changes, "screen")
            _messages(rows, ticket, taken, min(stays[-1][1], NOW), chance)
    return rows


def _promises(
    rows: Rows, ticket: int, created: int, stays: list[tuple[int, int]], hours: Any
) -> Iterator[tuple[int, int | None]]:
    """When each promise on the ticket is due, and when it was met."""
    for policy, target, within in PROMISES:
        due = deadline_epoch(created, Target(0, within), hours) or NEVER
        met = next((since for status, since in stays if status >= target), None)
        missed = due if met is not None and met > due else None
        rows.add("commitment", ticket, policy, target, 0, within, 1, 75, 1, created, due,
                 due - within // 4, met, missed)  # fmt: skip
        yield due, met


def _messages(rows: Rows, ticket: int, first: int, last: int, chance: random.Random) -> None:
    """What was said from the moment somebody took it, one in four behind the customer's back."""
    for number in range(chance.choice(_MESSAGES)):
        body = _words(chance, 8, 60)
        author = (ticket + number * 7) % AGENTS + 1
        at = first if number == 0 else chance.randint(first, max(first, last))
        rows.add("message", ticket, author, body, int(number % 4 == 3), at)


def _words(chance: random.Random, least: int, most: int) -> str:
    spoken = _spoken()
    first = int(chance.random() * (len(spoken) - most))
    length = least + int(chance.random() * (most - least))
    return " ".join(spoken[first : first + length]).capitalize()


@cache
def _spoken() -> list[str]:
    """Drawn once: each text is a piece of it, as drawing word by word would take the most time."""
    return random.Random(1).choices(_VOCABULARY, cum_weights=_FREQUENCY, k=100_000)


def _stays(
    created: int, taken: int, resolved: int, chance: random.Random
) -> Iterator[tuple[int, int]]:
    """The statuses of a ticket and since when; one in twenty is reopened once."""
    path = [(Status.NEW, created), (Status.IN_PROGRESS, taken), (Status.RESOLVED, resolved)]
    if chance.random() < 0.05:
        path += [(Status.IN_PROGRESS, resolved + 5 * HOUR), (Status.RESOLVED, resolved + DAY)]
    path.append((Status.CLOSED, path[-1][1] + 2 * DAY))
    return ((int(status), since) for status, since in path if since < NOW)


def _ticket(
    rows: Rows,
    ticket: int,
    created: int,
    stays: list[tuple[int, int]],
    next_due: int,
    chance: random.Random,
) -> None:
    status, since = stays[-1]
    number = f"TKT{ticket:07}"
    ended = next((at for state, at in reversed(stays) if state == Status.RESOLVED), None)
    subject, description = _words(chance, 3, 7), _words(chance, 5, 40)
    told = (ticket, number, fold(number), ticket, subject, fold(subject), description)
    rows.add("ticket", *told,
             chance.randrange(CUSTOMERS) + 1, chance.randrange(TYPES) + 1, chance.randrange(4) + 1,
             status, 0, chance.randrange(TEAMS) + 1,
             ticket % AGENTS + 1 if status > Status.NEW else None, created,
             ended if status >= Status.RESOLVED else None,
             since if status == Status.CLOSED else None,
             0, len(stays), created, since, next_due)  # fmt: skip


def _milestones(
    rows: Rows, ticket: int, created: int, stays: list[tuple[int, int]], hours: Any
) -> None:
    def took(measure: Measure, at: int, lasts: bool = True) -> None:
        length = (at - created, hours.elapsed_epoch(created, at)) if lasts else (None, None)
        rows.add("milestone", ticket, int(measure), at, *length)

    resolutions = [at for status, at in stays if status == Status.RESOLVED]
    for place, (status, at) in enumerate(stays[1:], 1):
        if place == 1:
            took(Measure.ANSWERED, at)
        elif status == Status.RESOLVED:
            took(Measure.RESOLVED, at, at == resolutions[-1] and stays[-1][0] >= status)
        elif status == Status.IN_PROGRESS:
            rows.add("milestone", ticket, int(Measure.REOPENED), at, None, None)
