"""What can be typed: every command with its options, and where each is carried out."""

from __future__ import annotations

import argparse
from typing import Any

from helpdesk_tui import __version__
from helpdesk_tui.commands.parser import Parser, count, file_name, one_of
from helpdesk_tui.i18n import LANGUAGES, N_, _
from helpdesk_tui.queues import QUEUES
from helpdesk_tui.vocabulary import CONFIG_KINDS, CONFIG_LISTS, CONFIG_OPTIONS, Priority

OPEN_INTERFACE = "interface:run"

SHOWN_BY_DEFAULT = 50
"""How many tickets `list` shows when nothing else is said."""

_QUEUES = tuple(queue.id for queue in QUEUES)
_PRIORITIES = tuple(priority.word for priority in reversed(Priority))
_TIME_BY = ("ticket", "customer", "type", "agent", "day")
_FORMATS = ("table", "csv", "json")

_ACTS = {
    "take": N_("take charge of tickets"),
    "release": N_("leave tickets to whoever takes them next"),
    "start": N_("begin to work on tickets"),
    "wait": N_("pause tickets until the customer answers"),
    "resume": N_("go on with waiting tickets"),
    "resolve": N_("mark tickets as solved"),
    "reopen": N_("take resolved tickets up again"),
    "close": N_("end resolved tickets for ever"),
    "share": N_("let their customer see tickets"),
    "unshare": N_("hide tickets from their customer again"),
    "copy": N_("make new tickets with the same content"),
    "follow-up": N_("make new tickets linked to closed ones"),
}


def parser() -> Parser:
    """The whole command line; `run` of what it parses names a module and function of commands/."""
    root = Parser(
        prog="helpdesk-tui",
        description=_("A full-screen terminal helpdesk; without a command it opens the interface."),
    )
    root.add_argument(
        "--version",
        action="version",
        version=f"helpdesk-tui {__version__}",
        help=_("show the version and leave"),
    )
    _shared(root)
    root.set_defaults(run=OPEN_INTERFACE)
    commands = _subcommands(root, required=False)
    _desks(commands)
    _reads(commands)
    _writes(commands)
    _timing(commands)
    _promises(commands)
    _reports(commands)
    _exchanges(commands)
    _configuration(commands)
    _doors(commands)
    return root


def _shared(made: Parser) -> None:
    """The options that may stand before or after the command."""
    unset: Any = {"default": argparse.SUPPRESS}  # or the command's would hide those before it
    made.add_argument(
        "--db",
        **unset,
        type=file_name,
        metavar="URL",
        help=_("the database: sqlite:///path/to/file or postgresql://user@host/name"),
    )
    made.add_argument(
        "--as", **unset, dest="login", metavar="LOGIN", help=_("the agent on whose behalf to act")
    )
    made.add_argument(
        "--lang",
        **unset,
        type=one_of(LANGUAGES),
        metavar="|".join(LANGUAGES),
        help=_("the language to speak"),
    )


def _subcommands(made: Parser, *, required: bool = True) -> Any:
    commands = made.add_subparsers(
        title=_("commands"), metavar=_("COMMAND"), required=required, dest="command"
    )
    commands.type = file_name  # each command decides which of its values are text
    return commands


def _command(commands: Any, name: str, run: str, purpose: str) -> Parser:
    made: Parser = commands.add_parser(name, help=purpose, description=purpose)
    made.set_defaults(run=run)
    _shared(made)
    return made


def _desks(commands: Any) -> None:
    init = _command(commands, "init", "desk:init", _("create the database and administer it"))
    init.add_argument("--name", default="", help=_("the administrator's name"))
    init.add_argument("--login", dest="founder", help=_("the administrator's login"))
    _command(commands, "migrate", "desk:migrate", _("bring the database up to this program"))
    copied = _command(
        commands,
        "copy-database",
        "copy_database:run",
        _("copy a whole desk into an empty database, and verify it"),
    )
    copied.add_argument("origin", type=file_name, metavar=_("FROM"), help=_("the desk's URL"))
    copied.add_argument("target", type=file_name, metavar=_("TO"), help=_("the URL to copy it to"))
    saved = _command(
        commands,
        "backup",
        "safekeeping:backup",
        _("copy the desk into one file while it is in use"),
    )
    saved.add_argument(
        "file", type=file_name, metavar=_("FILE"), help=_("a new file; - writes to standard output")
    )
    returned = _command(
        commands, "restore", "safekeeping:restore", _("make the desk what a backup holds")
    )
    returned.add_argument("file", type=file_name, metavar=_("FILE"))
    returned.add_argument(
        "--dry-run", action="store_true", help=_("check the backup, restore nothing")
    )
    _json(_command(commands, "doctor", "doctor:run", _("look for what is wrong with the desk")))
    demo = _command(
        commands, "demo", "demo:run", _("open the interface on a throw-away demonstration desk")
    )
    demo.add_argument(
        "--keep", action="store_true", help=_("create the demonstration desk once and keep it")
    )


def _reads(commands: Any) -> None:
    listing = _command(commands, "list", "listing:run", _("list the tickets of a queue"))
    _queue(listing, "in-progress")
    listing.add_argument(
        "--search", default="", metavar="TEXT", help=_("only tickets that hold every word")
    )
    listing.add_argument(
        "--limit",
        type=count,
        default=SHOWN_BY_DEFAULT,
        metavar="N",
        help=_("how many at most, 0 for all"),
    )
    _json(listing)
    show = _command(commands, "show", "showing:run", _("show a ticket whole"))
    _number(show)
    _json(show)


def _writes(commands: Any) -> None:
    new = _command(commands, "new", "creating:new", _("create a ticket and print its number"))
    new.add_argument("--subject", required=True)
    for option in ("description", "customer", "contact", "type", "team"):
        new.add_argument(f"--{option}")
    _priority(new)
    _json(_command(commands, "next", "creating:next_ticket", _("take and start the most urgent")))
    for name, purpose in _ACTS.items():
        act = _command(commands, name, "acting:step", _(purpose))
        _number(act, nargs="+")
        if name == "take":
            act.add_argument(
                "--from", dest="owner", metavar="LOGIN", help=_("the agent to take them from")
            )
        _json(act)
    assign = _command(commands, "assign", "acting:assign", _("give tickets to an agent or a team"))
    _number(assign, nargs="+")
    assign.add_argument("--to", dest="assignee", metavar="LOGIN")
    assign.add_argument("--team")
    _json(assign)
    edit = _command(commands, "set", "acting:edit", _("change fields of a ticket"))
    _number(edit)
    edit.add_argument("fields", nargs="+", metavar=_("field=value"))
    _json(edit)
    for name, purpose in (
        ("note", _("write a note that no customer sees")),
        ("message", _("write to the customer")),
    ):
        said = _command(commands, name, "acting:speak", purpose)
        _number(said)
        said.add_argument("text", metavar=_("TEXT"), help=_("- reads it from standard input"))
        _json(said)


def _timing(commands: Any) -> None:
    kept = _subcommands(_command(commands, "timer", "", _("run the stopwatch, log time worked")))
    begun = _command(kept, "start", "timer:start", _("set your stopwatch running on a ticket"))
    _number(begun)
    stopped = _command(kept, "stop", "timer:stop", _("stop your stopwatch"))
    told = _command(kept, "status", "timer:status", _("show what runs and your time of today"))
    logged = _command(kept, "log", "timer:log", _("add time you have worked on a ticket"))
    _number(logged)
    corrected = _command(kept, "edit", "timer:edit", _("correct a time entry"))
    deleted = _command(kept, "delete", "timer:delete", _("delete a time entry for ever"))
    for made in (corrected, deleted):
        made.add_argument(
            "entry", type=count, metavar=_("ENTRY"), help=_("as “timer status” shows it: 12")
        )
    for made, least in ((logged, "+"), (corrected, "*")):
        made.add_argument(
            "time",
            nargs=least,
            metavar=_("TIME"),
            help=_("1h30, 90m, 1.5h or 09:15-10:40, then a note if you like"),
        )
        made.add_argument("--note", metavar=_("TEXT"))
    for made in (begun, stopped, told, logged, corrected, deleted):
        _json(made)


def _promises(commands: Any) -> None:
    about = _subcommands(_command(commands, "sla", "", _("explain and recompute deadlines")))
    explained = _command(
        about, "explain", "sla:explanation", _("show what the deadlines of a ticket are made of")
    )
    _number(explained)
    _json(explained)
    purpose = _("bring the deadlines of open tickets in line with the policies")
    renewed = _command(about, "recompute", "sla:recompute", purpose)
    renewed.add_argument(
        "--dry-run", action="store_true", help=_("tell how many would move, write nothing")
    )
    _json(renewed)


def _reports(commands: Any) -> None:
    drawn = _subcommands(_command(commands, "report", "", _("draw up a report")))
    for name, purpose in (
        ("tickets", _("tickets created and resolved over a period, and the backlog")),
        ("sla", _("promises met and missed over a period")),
    ):
        _dashboard(_command(drawn, name, "report:run", purpose), name)
    time = _command(drawn, "time", "time_report:run", _("the time spent over a period"))
    time.add_argument(
        "--from", dest="begins", metavar=_("DATE"), help=_("the first day: 27/4/2026, 2026-04-27")
    )
    time.add_argument("--to", dest="ends", metavar=_("DATE"), help=_("the last day"))
    time.add_argument("--team", help=_("only tickets of this team"))
    time.add_argument(
        "--by",
        type=one_of(_TIME_BY),
        default=_TIME_BY[0],
        metavar="|".join(_TIME_BY),
        help=_("what each line sums up"),
    )
    time.add_argument(
        "--format", type=one_of(_FORMATS), default=_FORMATS[0], metavar="|".join(_FORMATS)
    )


def _dashboard(made: Parser, name: str) -> None:
    made.set_defaults(dashboard=name)
    made.add_argument(
        "--from", dest="begins", metavar=_("DATE"), help=_("the first day: 27/4/2026, 2026-04-27")
    )
    made.add_argument("--to", dest="ends", metavar=_("DATE"), help=_("the last day"))
    for option in ("team", "agent", "customer", "type"):
        made.add_argument(
            f"--{option}", help=_("only tickets that have this one; “” those without")
        )
    _priority(made)
    made.add_argument(
        "--format", type=one_of(_FORMATS), default=_FORMATS[0], metavar="|".join(_FORMATS)
    )
    made.add_argument(
        "--html", type=file_name, metavar=_("FILE"), help=_("write a page for a browser instead")
    )


def _exchanges(commands: Any) -> None:
    brought = _subcommands(_command(commands, "import", "", _("read tickets from a file")))
    tickets = _command(brought, "tickets", "importing:tickets", _("read tickets from a CSV file"))
    tickets.add_argument("file", type=file_name, metavar=_("FILE"))
    tickets.add_argument(
        "--dry-run", action="store_true", help=_("check everything, write nothing")
    )
    tickets.add_argument(
        "--map", action="append", default=[], metavar=_("FIELD=COLUMN"), dest="mapping"
    )
    tickets.add_argument("--source", default="csv", help=_("where the tickets come from, by name"))
    _json(tickets)
    given = _subcommands(_command(commands, "export", "", _("write tickets for other programs")))
    tickets = _command(given, "tickets", "exporting:tickets", _("write every ticket of a queue"))
    _queue(tickets, "history")
    tickets.add_argument(
        "--format", type=one_of(("csv", "json")), default="csv", metavar="csv|json"
    )


def _configuration(commands: Any) -> None:
    purpose = _("list and change what is configured, by name")
    verbs = _subcommands(_command(commands, "config", "", purpose))
    listed = _command(verbs, "list", "configuring:show_list", _("list the rows of a kind"))
    _config_kind(listed, CONFIG_KINDS)
    listed.add_argument("--all", action="store_true", help=_("archived ones too"))
    listed.add_argument(
        "--search", default="", metavar="TEXT", help=_("only rows that hold every word")
    )
    shown = _command(verbs, "show", "configuring:show", _("show every field of a row"))
    _config_kind(shown, CONFIG_KINDS)
    shown.add_argument("name", nargs="?", default="", metavar=_("NAME"))
    added = _command(verbs, "add", "configuring:add", _("add a row"))
    _config_kind(added, CONFIG_LISTS)
    added.add_argument("words", nargs="+", metavar=_("NAME field=value"))
    for option in CONFIG_OPTIONS:
        added.add_argument(f"--{option}", help=_("the same as {option}=").format(option=option))
    added.add_argument("--team", action="append", default=[], help=_("may be given several times"))
    changed = _command(verbs, "set", "configuring:change", _("change fields of a row"))
    _config_kind(changed, CONFIG_KINDS)
    changed.add_argument("words", nargs="+", metavar=_("NAME field=value"))
    for name, purpose in (
        ("archive", _("offer rows no more; what refers to them keeps them")),
        ("restore", _("offer archived rows again")),
    ):
        moved = _command(verbs, name, f"configuring:{name}", purpose)
        _config_kind(moved, CONFIG_LISTS)
        moved.add_argument("names", nargs="+", metavar=_("NAME"))
    purpose = _("write the whole configuration as one TOML document")
    _config_file(_command(verbs, "export", "config_document:export", purpose))
    brought = _command(
        verbs, "import", "config_document:bring", _("make the desk what such a document says")
    )
    _config_file(brought)
    brought.add_argument(
        "--dry-run", action="store_true", help=_("tell what would change, write nothing")
    )
    for made in (listed, shown, brought):
        _json(made)


def _config_kind(made: Parser, kinds: tuple[str, ...]) -> None:
    made.add_argument(
        "kind",
        type=one_of(kinds),
        metavar=_("KIND"),
        help=_("one of {kinds}").format(kinds=", ".join(kinds)),
    )


def _config_file(made: Parser) -> None:
    made.add_argument(
        "file", type=file_name, metavar=_("FILE"), help=_("- is standard input or output")
    )


def _doors(commands: Any) -> None:
    visit = _command(
        commands, "portal", "portal:run", _("open the customer's side for one contact")
    )
    visit.add_argument(
        "--as-contact",
        required=True,
        dest="contact",
        metavar="EMAIL",
        help=_("the contact whose customer's tickets are shown"),
    )
    visit.add_argument(
        "--served", action="store_true", help=_("run by textual-serve, for a browser")
    )
    gate = _command(
        commands, "gate", "gate:admitted", _("behind SSH: be this agent or contact, nothing else")
    )
    _agent_or_contact(gate, "admits")
    keys = _subcommands(_command(commands, "ssh-key", "", _("let people in by their SSH keys")))
    purpose = _("let whoever has this key be this agent or contact, through this account")
    added = _command(keys, "add", "ssh_key:add", purpose)
    _agent_or_contact(added, "agent")
    added.add_argument(
        "keyfile",
        type=file_name,
        metavar=_("KEYFILE"),
        help=_("the public key, as in id_ed25519.pub; - reads it from standard input"),
    )


def _agent_or_contact(made: Parser, agent: str) -> None:
    either = made.add_mutually_exclusive_group(required=True)
    either.add_argument(agent, nargs="?", metavar="LOGIN")
    either.add_argument("--contact", metavar="EMAIL", help=_("a contact, who gets the portal"))


def _number(made: Parser, **options: Any) -> None:
    several = "nargs" in options
    name, metavar = ("numbers" if several else "number"), _("NUMBER")
    made.add_argument(name, metavar=metavar, help=_("a ticket: 42, tkt42 or TKT0042"), **options)


def _queue(made: Parser, default: str) -> None:
    made.add_argument(
        "--queue",
        type=one_of(_QUEUES),
        default=default,
        metavar=_("QUEUE"),
        help=_("one of {queues}").format(queues=", ".join(_QUEUES)),
    )


def _priority(made: Parser) -> None:
    made.add_argument("--priority", type=one_of(_PRIORITIES), metavar="|".join(_PRIORITIES))


def _json(made: Parser) -> None:
    made.add_argument("--json", action="store_true", help=_("write JSON for other programs"))
