"""What can be typed: every command with its options, and where each is carried out."""

from __future__ import annotations

from argparse import ArgumentError, Namespace
from collections.abc import Sequence
from typing import Any

from helpdesk_tui import __version__, i18n
from helpdesk_tui.commands import grammar_desk, grammar_views
from helpdesk_tui.commands.grammar_parts import (
    command,
    shared,
    subcommands,
    takes_json,
    takes_mouse,
    takes_number,
    takes_priority,
    takes_queue,
)
from helpdesk_tui.commands.parser import Parser, count, file_name, one_of
from helpdesk_tui.i18n import N_, _

OPEN_INTERFACE = "interface:run"

SHOWN_BY_DEFAULT = 50
"""How many tickets `list` shows when nothing else is said."""

FOUND_BY_DEFAULT = 20
"""How many tickets `search` shows."""

_TIME_BY = ("ticket", "customer", "type", "agent", "day")
_FORMATS = ("table", "csv", "json")

_OPENING = frozenset({"--db", "--as", "--lang"})
"""Options with a value that may stand where no command does."""

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


def parsed(arguments: Sequence[str]) -> Namespace:
    """What is typed, understood; `run` names a module and function of commands/.

    To open the interface, the half hundred parsers of the commands are not made.
    """
    if _names_no_command(arguments):
        try:
            return _root(exit_on_error=False).parse_args(arguments)
        except ArgumentError:
            pass  # refused below, where the usage names commands too
    return parser().parse_args(arguments)


def _names_no_command(arguments: Sequence[str]) -> bool:
    """Whether there are only the options that open the interface, each with its value."""
    left = iter(arguments)
    for argument in left:
        option, equals, _value = argument.partition("=")
        if option in _OPENING and not equals:
            if next(left, "-").startswith("-"):
                return False
        elif option not in _OPENING and argument != "--mouse":
            return False
    return True


def parser() -> Parser:
    """The whole command line, as `parsed` describes it."""
    root = _root()
    commands = subcommands(root, required=False)
    grammar_desk.desks(commands)
    _reads(commands)
    _writes(commands)
    _timing(commands)
    _promises(commands)
    _reports(commands)
    _exchanges(commands)
    grammar_views.views(commands)
    grammar_desk.configuration(commands)
    grammar_desk.doors(commands)
    grammar_desk.shells(commands)
    return root


def _root(**options: Any) -> Parser:
    root = Parser(
        prog="helpdesk-tui",
        description=_("A full-screen terminal helpdesk; without a command it opens the interface."),
        parents=[shared(i18n.language())],
        **options,
    )
    root.add_argument(
        "--version",
        action="version",
        version=f"helpdesk-tui {__version__}",
        help=_("show the version and leave"),
    )
    takes_mouse(root)
    root.set_defaults(run=OPEN_INTERFACE)
    return root


def _reads(commands: Any) -> None:
    listing = command(commands, "list", "listing:run", _("list the tickets of a queue"))
    either = listing.add_mutually_exclusive_group()
    takes_queue(either, "in-progress")
    either.add_argument("--view", metavar=_("NAME"), help=_("a saved view instead of a queue"))
    listing.add_argument(
        "--search",
        default="",
        metavar="TEXT",
        help=_("only tickets that match: status:waiting prio>=high @me vpn"),
    )
    _takes_limit(listing, SHOWN_BY_DEFAULT)
    takes_json(listing)
    search = command(
        commands, "search", "searching:run", _("find tickets by anything written about them")
    )
    search.add_argument(
        "words",
        nargs="+",
        metavar=_("WORDS"),
        help=_("all of them; '\"a phrase\"', and behind -- also -without"),
    )
    _takes_limit(search, FOUND_BY_DEFAULT)
    takes_json(search)
    show = command(commands, "show", "showing:run", _("show a ticket whole"))
    takes_number(show)
    takes_json(show)


def _takes_limit(made: Parser, shown: int) -> None:
    help = _("how many at most, 0 for all")
    made.add_argument("--limit", type=count, default=shown, metavar="N", help=help)


def _writes(commands: Any) -> None:
    new = command(commands, "new", "creating:new", _("create a ticket and print its number"))
    new.add_argument("--subject", required=True)
    for option in ("description", "customer", "contact", "type", "team"):
        new.add_argument(f"--{option}")
    takes_priority(new)
    takes_json(
        command(
            commands,
            "next",
            "creating:next_ticket",
            _("take and start the one whose deadline presses most"),
        )
    )
    for name, purpose in _ACTS.items():
        act = command(commands, name, "acting:step", _(purpose))
        takes_number(act, nargs="+")
        if name == "take":
            act.add_argument(
                "--from", dest="owner", metavar="LOGIN", help=_("the agent to take them from")
            )
        takes_json(act)
    assign = command(commands, "assign", "acting:assign", _("give tickets to an agent or a team"))
    takes_number(assign, nargs="+")
    assign.add_argument("--to", dest="assignee", metavar="LOGIN")
    assign.add_argument("--team")
    takes_json(assign)
    edit = command(commands, "set", "acting:edit", _("change fields of a ticket"))
    takes_number(edit)
    edit.add_argument("fields", nargs="+", metavar=_("field=value"))
    takes_json(edit)
    for name, purpose in (
        ("note", _("write a note that no customer sees")),
        ("message", _("write to the customer")),
    ):
        said = command(commands, name, "acting:speak", purpose)
        takes_number(said)
        said.add_argument("text", metavar=_("TEXT"), help=_("- reads it from standard input"))
        takes_json(said)


def _timing(commands: Any) -> None:
    kept = subcommands(command(commands, "timer", "", _("run the stopwatch, log time worked")))
    begun = command(kept, "start", "timer:start", _("set your stopwatch running on a ticket"))
    takes_number(begun)
    stopped = command(kept, "stop", "timer:stop", _("stop your stopwatch"))
    told = command(kept, "status", "timer:status", _("show what runs and your time of today"))
    logged = command(kept, "log", "timer:log", _("add time you have worked on a ticket"))
    takes_number(logged)
    corrected = command(kept, "edit", "timer:edit", _("correct a time entry"))
    deleted = command(kept, "delete", "timer:delete", _("delete a time entry for ever"))
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
        takes_json(made)


def _promises(commands: Any) -> None:
    about = subcommands(command(commands, "sla", "", _("explain and recompute deadlines")))
    explained = command(
        about, "explain", "sla:explanation", _("show what the deadlines of a ticket are made of")
    )
    takes_number(explained)
    takes_json(explained)
    purpose = _("bring the deadlines of open tickets in line with the policies")
    renewed = command(about, "recompute", "sla:recompute", purpose)
    renewed.add_argument(
        "--dry-run", action="store_true", help=_("tell how many would move, write nothing")
    )
    takes_json(renewed)


def _reports(commands: Any) -> None:
    drawn = subcommands(command(commands, "report", "", _("draw up a report")))
    for name, purpose in (
        ("tickets", _("tickets created and resolved over a period, and the backlog")),
        ("sla", _("promises met and missed over a period")),
    ):
        _dashboard(command(drawn, name, "report:run", purpose), name)
    time = command(drawn, "time", "time_report:run", _("the time spent over a period"))
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
    takes_priority(made)
    made.add_argument(
        "--format", type=one_of(_FORMATS), default=_FORMATS[0], metavar="|".join(_FORMATS)
    )
    made.add_argument(
        "--html", type=file_name, metavar=_("FILE"), help=_("write a page for a browser instead")
    )


def _exchanges(commands: Any) -> None:
    from helpdesk_tui.services.csv_mapping import FIELDS

    brought = subcommands(command(commands, "import", "", _("read tickets from a file")))
    tickets = command(brought, "tickets", "importing:tickets", _("read tickets from a CSV file"))
    tickets.add_argument("file", type=file_name, metavar=_("FILE"))
    tickets.add_argument(
        "--dry-run", action="store_true", help=_("check everything, write nothing")
    )
    tickets.add_argument(
        "--map",
        action="append",
        default=[],
        metavar=_("FIELD=COLUMN"),
        dest="mapping",
        help=_("which column gives a field, one of {fields}").format(fields=", ".join(FIELDS)),
    )
    tickets.add_argument("--source", default="csv", help=_("where the tickets come from, by name"))
    takes_json(tickets)
    given = subcommands(command(commands, "export", "", _("write tickets for other programs")))
    tickets = command(given, "tickets", "exporting:tickets", _("write every ticket of a queue"))
    takes_queue(tickets, "history")
    tickets.add_argument(
        "--format", type=one_of(("csv", "json")), default="csv", metavar="csv|json"
    )
