"""What the commands have in common: options that stand anywhere, and how a ticket is named."""

from __future__ import annotations

import argparse
from functools import cache
from typing import Any

from helpdesk_tui import i18n
from helpdesk_tui.commands.parser import Parser, file_name, one_of
from helpdesk_tui.i18n import LANGUAGES, _
from helpdesk_tui.queues import QUEUES
from helpdesk_tui.vocabulary import Priority

_QUEUES = tuple(queue.id for queue in QUEUES)
_PRIORITIES = tuple(priority.word for priority in reversed(Priority))


@cache
def shared(language: str) -> argparse.ArgumentParser:
    """The options that may stand before or after the command, made once for all commands."""
    made = argparse.ArgumentParser(add_help=False)
    unset: Any = {"default": argparse.SUPPRESS}  # or the command's would hide those before it
    made.add_argument("-h", "--help", action="help", **unset, help=_("show this and leave"))
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
    return made


def subcommands(made: Parser, *, required: bool = True) -> Any:
    """Where the commands below this one are added."""
    commands = made.add_subparsers(
        title=_("commands"), metavar=_("COMMAND"), required=required, dest="command"
    )
    commands.type = file_name  # each command decides which of its values are text
    return commands


def command(commands: Any, name: str, run: str, purpose: str) -> Parser:
    """A command that the module and function named in `run` carry out."""
    made: Parser = commands.add_parser(
        name, help=purpose, description=purpose, parents=[shared(i18n.language())]
    )
    made.set_defaults(run=run)
    return made


def takes_number(made: Parser, **options: Any) -> None:
    """One ticket, or several where `nargs` says so."""
    several = "nargs" in options
    name, metavar = ("numbers" if several else "number"), _("NUMBER")
    made.add_argument(name, metavar=metavar, help=_("a ticket: 42, tkt42 or TKT0042"), **options)


def takes_queue(made: Any, default: str) -> None:
    """Which queue it is about."""
    made.add_argument(
        "--queue",
        type=one_of(_QUEUES),
        default=default,
        metavar=_("QUEUE"),
        help=_("one of {queues}").format(queues=", ".join(_QUEUES)),
    )


def takes_priority(made: Parser) -> None:
    """A priority by its word."""
    made.add_argument("--priority", type=one_of(_PRIORITIES), metavar="|".join(_PRIORITIES))


def takes_mouse(made: Parser) -> None:
    """Whether clicks and the wheel are the program's."""
    made.add_argument(
        "--mouse",
        action="store_true",
        default=argparse.SUPPRESS,
        help=_("let the mouse click and scroll; else it selects text"),
    )


def takes_json(made: Parser) -> None:
    """Whether other programs read what it writes."""
    made.add_argument("--json", action="store_true", help=_("write JSON for other programs"))
