"""Every table, with the constraints and indexes that hold whoever writes.

Instants are whole seconds since the epoch in UTC. A `*_folded` column holds the case-folded,
unaccented copy of the name beside it, for searching and sorting alike on every database.
"""

from __future__ import annotations

from typing import Any, cast

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    Database,
    DatabaseProxy,
    ForeignKeyField,
    Model,
    Query,
    SmallIntegerField,
    TextField,
)

from helpdesk_tui.vocabulary import NEVER, SUBJECT_LIMIT

database = DatabaseProxy()


class Table(Model):
    """What all tables share: the database that the store binds."""

    class Meta:
        database = database
        legacy_table_names = False


def bound() -> Database:
    """The database that the tables are bound to, by its own type."""
    assert isinstance(database.obj, Database)
    return database.obj


def tuples(query: Query) -> list[tuple[Any, ...]]:
    """The query's rows as plain tuples, which cost a fraction of model instances."""
    return cast("list[tuple[Any, ...]]", list(query.tuples()))


class Calendar(Table):
    """Working hours: `week`, `closed` and `special` are JSON documents read by the SLA engine."""

    id = AutoField()
    name = CharField(max_length=SUBJECT_LIMIT)
    name_folded = CharField(max_length=SUBJECT_LIMIT * 2)
    zone = CharField(max_length=64)
    week = TextField()
    closed = TextField(default="[]")
    special = TextField(default="{}")
    country = CharField(max_length=16, null=True)
    archived = BooleanField(default=False)


class Team(Table):
    id = AutoField()
    name = CharField(max_length=SUBJECT_LIMIT)
    name_folded = CharField(max_length=SUBJECT_LIMIT * 2, unique=True)
    calendar_id: int | None
    calendar = ForeignKeyField(Calendar, null=True)
    archived = BooleanField(default=False)


class Agent(Table):
    id = AutoField()
    login = CharField(max_length=64, unique=True)
    name = CharField(max_length=SUBJECT_LIMIT)
    name_folded = CharField(max_length=SUBJECT_LIMIT * 2)
    email = CharField(max_length=SUBJECT_LIMIT, null=True)
    role = SmallIntegerField()
    team_id: int | None
    team = ForeignKeyField(Team, null=True)
    """The active team: whose queue My team shows."""
    language = CharField(max_length=8, null=True)
    zone = CharField(max_length=64, null=True)
    archived = BooleanField(default=False)

    class Meta:
        constraints = [Check("role BETWEEN 1 AND 4")]


class Membership(Table):
    id = AutoField()
    agent_id: int
    agent = ForeignKeyField(Agent)
    team_id: int
    team = ForeignKeyField(Team)

    class Meta:
        indexes = ((("agent", "team"), True),)


class Customer(Table):
    id = AutoField()
    name = CharField(max_length=SUBJECT_LIMIT)
    name_folded = CharField(max_length=SUBJECT_LIMIT * 2, index=True)
    calendar_id: int | None
    calendar = ForeignKeyField(Calendar, null=True)
    archived = BooleanField(default=False)


class Contact(Table):
    id = AutoField()
    customer_id: int
    customer = ForeignKeyField(Customer)
    name = CharField(max_length=SUBJECT_LIMIT)
    name_folded = CharField(max_length=SUBJECT_LIMIT * 2)
    email = CharField(max_length=SUBJECT_LIMIT, null=True)
    phone = CharField(max_length=64, null=True)
    archived = BooleanField(default=False)


Contact.add_index(
    Contact.index(
        Contact.email, unique=True, where=SQL("NOT archived"), name="contact_email_unarchived"
    )
)


class Lead(Table):
    id = AutoField()
    name = CharField(max_length=SUBJECT_LIMIT)
    name_folded = CharField(max_length=SUBJECT_LIMIT * 2)
    company = CharField(max_length=SUBJECT_LIMIT, null=True)
    email = CharField(max_length=SUBJECT_LIMIT, null=True)
    phone = CharField(max_length=64, null=True)
    archived = BooleanField(default=False)


class TicketType(Table):
    id = AutoField()
    name = CharField(max_length=SUBJECT_LIMIT)
    name_folded = CharField(max_length=SUBJECT_LIMIT * 2, unique=True)
    default_priority = SmallIntegerField(null=True)
    archived = BooleanField(default=False)

    class Meta:
        constraints = [Check("default_priority BETWEEN 1 AND 4")]


class SlaPolicy(Table):
    """A promise: which tickets it is for, the status to reach, and within what time."""

    id = AutoField()
    name = CharField(max_length=SUBJECT_LIMIT)
    name_folded = CharField(max_length=SUBJECT_LIMIT * 2, unique=True)
    description = TextField(default="")
    team_id: int | None
    team = ForeignKeyField(Team, null=True, index=False)
    type_id: int | None
    type = ForeignKeyField(TicketType, null=True, index=False)
    min_priority = SmallIntegerField(null=True)
    """The least pressing priority that it is for; empty is all."""
    target_status = SmallIntegerField()
    days = SmallIntegerField(default=0)
    seconds = BigIntegerField(default=0)
    working_days_only = BooleanField(default=True)
    warn_percent = SmallIntegerField(default=75)
    calendar_id: int | None
    calendar = ForeignKeyField(Calendar, null=True, index=False)
    archived = BooleanField(default=False)

    class Meta:
        constraints = [
            Check("min_priority BETWEEN 1 AND 4"),
            Check("target_status IN (2, 4, 5)"),
            Check("days >= 0 AND seconds >= 0 AND days + seconds > 0"),
            Check("warn_percent BETWEEN 1 AND 100"),
        ]


class Ticket(Table):
    id = AutoField()
    number = CharField(max_length=64, unique=True)
    number_folded = CharField(max_length=64, index=True)
    serial = BigIntegerField(index=True)
    """The bare number that the sequence gave, by which people find a ticket: 42 of TKT0042."""
    subject = CharField(max_length=SUBJECT_LIMIT)
    subject_folded = CharField(max_length=SUBJECT_LIMIT * 2)
    description = TextField(default="")
    customer_id: int | None
    customer = ForeignKeyField(Customer, null=True)
    contact_id: int | None
    contact = ForeignKeyField(Contact, null=True)
    lead_id: int | None
    lead = ForeignKeyField(Lead, null=True)
    type_id: int | None
    type = ForeignKeyField(TicketType, null=True)
    priority = SmallIntegerField(default=3)
    status = SmallIntegerField(default=1)
    progress = SmallIntegerField(default=0)
    team_id: int | None
    team = ForeignKeyField(Team, null=True, index=False)
    assignee_id: int | None
    assignee = ForeignKeyField(Agent, null=True, index=False, backref="assigned")
    responsible_id: int | None
    responsible = ForeignKeyField(Agent, null=True, index=False, backref="responsible_for")
    started_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)
    due_at = BigIntegerField(null=True)
    closed_at = BigIntegerField(null=True)
    shared_with_customer = BooleanField(default=False)
    follow_up_of_id: int | None
    follow_up_of = ForeignKeyField("self", null=True)
    source = CharField(max_length=64, null=True)
    external_id = CharField(max_length=200, null=True)
    version = BigIntegerField(default=1)
    created_at = BigIntegerField()
    created_by_id: int | None
    created_by = ForeignKeyField(Agent, null=True, index=False, backref="created")
    updated_at = BigIntegerField()
    next_due_at = BigIntegerField(default=NEVER)

    class Meta:
        constraints = [
            Check("priority BETWEEN 1 AND 4"),
            Check("status BETWEEN 1 AND 5"),
            Check("progress BETWEEN 0 AND 100"),
            Check("customer_id IS NULL OR lead_id IS NULL"),
            Check("contact_id IS NULL OR customer_id IS NOT NULL"),
            Check("(status = 5) = (closed_at IS NOT NULL)"),
        ]
        indexes = ((("source", "external_id"), True),)


def _open_order(name: str, *leading: ForeignKeyField) -> None:
    """Add a partial index that queues are read from, in their common order."""
    Ticket.add_index(
        Ticket.index(
            *leading,
            Ticket.next_due_at,
            Ticket.priority,
            Ticket.id,
            where=SQL("closed_at IS NULL"),
            name=name,
        )
    )


_open_order("ticket_open")
_open_order("ticket_open_mine", Ticket.assignee)
_open_order("ticket_open_team", Ticket.team)


Ticket.add_index(
    Ticket.index(
        Ticket.created_at,
        Ticket.team,
        Ticket.assignee,
        Ticket.type,
        Ticket.priority,
        Ticket.customer,
        Ticket.status,
        name="ticket_reported",
    )
)
Ticket.add_index(
    Ticket.index(
        Ticket.created_at,
        Ticket.status,
        Ticket.team,
        Ticket.assignee,
        Ticket.type,
        Ticket.priority,
        Ticket.customer,
        Ticket.closed_at,  # else it is looked up in the table, though the condition tells it
        where=SQL("closed_at IS NULL"),
        name="ticket_open_reported",
    )
)


class StatusPeriod(Table):
    """One row per stay of a ticket in a status; an empty end means it stays there now."""

    id = AutoField()
    ticket_id: int
    ticket = ForeignKeyField(Ticket)
    status = SmallIntegerField()
    from_at = BigIntegerField()
    to_at = BigIntegerField(null=True)


StatusPeriod.add_index(
    StatusPeriod.index(
        StatusPeriod.ticket, unique=True, where=SQL("to_at IS NULL"), name="statusperiod_now"
    )
)
StatusPeriod.add_index(
    StatusPeriod.index(
        StatusPeriod.to_at,
        StatusPeriod.from_at,
        StatusPeriod.ticket,
        where=SQL("status < 4"),
        name="statusperiod_unresolved",
    )
)


class Commitment(Table):
    """A policy's promise on one ticket, its terms as they were when it was chosen."""

    id = AutoField()
    ticket_id: int
    ticket = ForeignKeyField(Ticket)
    policy_id: int
    policy = ForeignKeyField(SlaPolicy)
    target_status = SmallIntegerField()
    days = SmallIntegerField()
    seconds = BigIntegerField()
    working_days_only = BooleanField()
    warn_percent = SmallIntegerField()
    calendar_id: int | None
    calendar = ForeignKeyField(Calendar, null=True, index=False)
    started_at = BigIntegerField()
    due_at = BigIntegerField(null=True)
    """Empty while it is paused unbreached."""
    warn_at = BigIntegerField(null=True)
    paused_at = BigIntegerField(null=True)
    left_seconds = BigIntegerField(null=True)
    met_at = BigIntegerField(null=True)
    breached_at = BigIntegerField(null=True)
    withdrawn_at = BigIntegerField(null=True)


Commitment.add_index(
    Commitment.index(
        Commitment.ticket,
        Commitment.target_status,
        unique=True,
        where=SQL("withdrawn_at IS NULL"),
        name="commitment_one_a_target",
    )
)
Commitment.add_index(
    Commitment.index(
        Commitment.warn_at,
        where=SQL("met_at IS NULL AND withdrawn_at IS NULL"),
        name="commitment_next_warning",
    )
)
Commitment.add_index(
    Commitment.index(
        Commitment.due_at,
        where=SQL("met_at IS NULL AND withdrawn_at IS NULL"),
        name="commitment_next_deadline",
    )
)
Commitment.add_index(
    Commitment.index(
        Commitment.met_at,
        Commitment.policy,
        Commitment.ticket,
        Commitment.breached_at,  # as is what follows: see ticket_open_reported
        Commitment.withdrawn_at,
        where=SQL("met_at IS NOT NULL AND breached_at IS NULL AND withdrawn_at IS NULL"),
        name="commitment_met",
    )
)
Commitment.add_index(
    Commitment.index(
        Commitment.breached_at,
        Commitment.policy,
        Commitment.ticket,
        Commitment.withdrawn_at,
        where=SQL("breached_at IS NOT NULL AND withdrawn_at IS NULL"),
        name="commitment_missed",
    )
)


class AlertSeen(Table):
    """The worst level of a promise that an agent has acknowledged: 1 at risk, 2 breached."""

    id = AutoField()
    agent_id: int
    agent = ForeignKeyField(Agent)
    commitment_id: int
    commitment = ForeignKeyField(Commitment)
    level = SmallIntegerField()

    class Meta:
        indexes = ((("agent", "commitment"), True),)


class Milestone(Table):
    """What a ticket has come to: its first answer, every resolution, every reopening."""

    id = AutoField()
    ticket_id: int
    ticket = ForeignKeyField(Ticket)
    measure = SmallIntegerField()
    at = BigIntegerField()
    seconds = BigIntegerField(null=True)
    """Since the ticket was created; empty where it is a reopening, or was taken back by one."""
    working_seconds = BigIntegerField(null=True)
    """The same in the working time of its customer, team or desk, as that was then."""

    class Meta:
        indexes = ((("measure", "at", "ticket", "seconds", "working_seconds"), False),)


class Tally(Table):
    """The daily roll-up: how often something happened on a day of UTC, in all or to a part."""

    id = AutoField()
    measure = SmallIntegerField()
    dimension = SmallIntegerField()
    day = BigIntegerField()
    """Whole days since the epoch."""
    value = BigIntegerField()
    """The part: the id of a team, type or agent, or a priority; 0 is none, and the whole."""
    policy = BigIntegerField()
    """0 where no policy is meant."""
    count = BigIntegerField()

    class Meta:
        indexes = ((("measure", "dimension", "day", "value", "policy"), True),)


class Message(Table):
    """What was said on a ticket: by an agent or a contact; internal notes stay inside."""

    id = AutoField()
    ticket_id: int
    ticket = ForeignKeyField(Ticket)
    agent_id: int | None
    agent = ForeignKeyField(Agent, null=True, index=False)
    contact_id: int | None
    contact = ForeignKeyField(Contact, null=True, index=False)
    body = TextField()
    internal = BooleanField(default=False)
    at = BigIntegerField()


class TicketWords(Table):
    """The words by which a ticket is found, folded; made of the other tables, not a part of them.

    The database keeps its own index of them beside the table: see `migrations/search.py`.
    """

    ticket_id: int
    ticket = ForeignKeyField(Ticket, primary_key=True, on_delete="CASCADE")
    words = TextField()


class Event(Table):
    """One row per act, never changed or deleted: who did what when, with old and new values."""

    id = AutoField()
    ticket_id: int | None
    ticket = ForeignKeyField(Ticket, null=True)
    kind = CharField(max_length=32, null=True)
    row = BigIntegerField(null=True)
    at = BigIntegerField()
    agent_id: int | None
    agent = ForeignKeyField(Agent, null=True, index=False)
    contact_id: int | None
    contact = ForeignKeyField(Contact, null=True, index=False)
    act = CharField(max_length=32)
    changes = TextField(default="{}")
    via = CharField(max_length=16)

    class Meta:
        indexes = ((("kind", "row"), False),)


class TimeEntry(Table):
    """A stretch of work of an agent on a ticket; the one without an end is running now."""

    id = AutoField()
    ticket_id: int
    ticket = ForeignKeyField(Ticket)
    agent_id: int
    agent = ForeignKeyField(Agent, index=False)
    started_at = BigIntegerField(index=True)
    ended_at = BigIntegerField(null=True)
    seconds = BigIntegerField(default=0)
    """As counted: rounded by the settings of the day on which it ended."""
    raw_seconds = BigIntegerField(default=0)
    note = TextField(default="")
    source = CharField(max_length=16)
    """stopwatch or typed."""
    to_check = BooleanField(default=False)
    """A clock that was moved, or a stopwatch that ran very long, makes its length doubtful."""
    kept_at = BigIntegerField(null=True)
    """When its agent last said that the running stopwatch is not forgotten."""

    class Meta:
        constraints = [
            Check("seconds >= 0 AND raw_seconds >= 0"),
            Check("source IN ('stopwatch', 'typed')"),
            Check("source = 'stopwatch' OR ended_at IS NOT NULL"),
        ]
        indexes = ((("agent", "started_at"), False),)


TimeEntry.add_index(
    TimeEntry.index(
        TimeEntry.agent,
        unique=True,
        where=SQL("ended_at IS NULL"),
        name="timeentry_one_running",
    )
)


class Sequence(Table):
    id = AutoField()
    code = CharField(max_length=32, unique=True)
    prefix = CharField(max_length=32, default="")
    suffix = CharField(max_length=32, default="")
    padding = SmallIntegerField(default=4)
    reset = CharField(max_length=8, default="never")
    """never, yearly or monthly."""
    next_number = BigIntegerField(default=1)
    period = CharField(max_length=8, default="")
    """The year or month in which the last number was taken, when it resets."""

    class Meta:
        constraints = [
            Check("reset IN ('never', 'yearly', 'monthly')"),
            Check("next_number >= 1"),
            Check("padding BETWEEN 0 AND 12"),
        ]


class SavedView(Table):
    """A search with a name, of an agent or, without one, shared by all."""

    id = AutoField()
    agent_id: int | None
    agent = ForeignKeyField(Agent, null=True, index=False)
    name = CharField(max_length=SUBJECT_LIMIT)
    name_folded = CharField(max_length=SUBJECT_LIMIT * 2)
    key = CharField(max_length=1, default="")
    query = TextField()


for _scope, _columns, _where in (
    ("own", (SavedView.agent,), "agent_id IS NOT NULL"),
    ("shared", (), "agent_id IS NULL"),
):
    SavedView.add_index(
        SavedView.index(
            *_columns,
            SavedView.name_folded,
            unique=True,
            where=SQL(_where),
            name=f"savedview_{_scope}_name",
        )
    )
    SavedView.add_index(
        SavedView.index(
            *_columns,
            SavedView.key,
            unique=True,
            where=SQL(f"{_where} AND key <> ''"),
            name=f"savedview_{_scope}_key",
        )
    )


class Setting(Table):
    """One switch or value of the application, as JSON."""

    id = AutoField()
    key = CharField(max_length=64, unique=True)
    value = TextField()


TABLES: tuple[type[Table], ...] = (
    Calendar,
    Team,
    Agent,
    Membership,
    Customer,
    Contact,
    Lead,
    TicketType,
    SlaPolicy,
    Ticket,
    StatusPeriod,
    Commitment,
    AlertSeen,
    Milestone,
    Tally,
    Message,
    Event,
    TimeEntry,
    Sequence,
    Setting,
    SavedView,
)
