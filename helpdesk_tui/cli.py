"""The command line: its language, its exit status, and what people read when something fails."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

from helpdesk_tui import garbage, i18n, settings
from helpdesk_tui.commands import gate, grammar, log, output
from helpdesk_tui.errors import HelpdeskError
from helpdesk_tui.i18n import _

if TYPE_CHECKING:
    from helpdesk_tui.commands.session import Request

Run = Callable[[Namespace, "Request"], int]
"""What carries a command out, and returns its exit status."""

DONE, REFUSED = 0, 1
INTERRUPTED, NOBODY_READS = 130, 141
"""What a shell reports of a command ended by Ctrl+C, and by the end of the pipe it wrote to."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say; 0 done, 1 refused, 2 not understood."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    output.never_fail_to_encode()
    i18n.use(_language_asked(arguments) or _language_around(os.environ))
    try:
        status = _carried_out(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except SystemExit as end:  # how argparse leaves: after help and version, or a wrong usage
        return end.code if isinstance(end.code, int) else DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        output.drop_output()
        return NOBODY_READS
    except Exception as error:
        _tell(error)
        return REFUSED


def _carried_out(arguments: Sequence[str]) -> int:
    with garbage.kept():
        run, options, request = _understood(arguments)
    return int(run(options, request))


def _understood(arguments: Sequence[str]) -> tuple[Run, Namespace, Request]:
    options = grammar.parsed(arguments)
    if options.run == gate.RUN:
        from helpdesk_tui.databases.companions import beside  # brings the database

        chosen = settings.load({}, (settings.SYSTEM_FILE,))
        chosen = replace(chosen, editor=False)  # no way out to the rest of the machine
        settings.keep_log(beside(vars(options).get("db") or chosen.db, "log"))
        options = gate.admitted(options)
    else:
        chosen = settings.load(os.environ, settings.files())
    said = vars(options)
    i18n.use(said.get("lang") or chosen.language or _language_around(os.environ))

    from helpdesk_tui.databases import drivers  # brings the database: not for --version

    drivers.load(said.get("db") or chosen.db, said.get("origin"), said.get("target"))

    from helpdesk_tui.commands.session import Request

    if said.get("mouse"):
        chosen = replace(chosen, mouse=True)
    request = Request(chosen, said.get("db"), said.get("login"), said.get("lang"))
    module, _colon, function = options.run.partition(":")
    run: Run = getattr(import_module(f"helpdesk_tui.commands.{module}"), function)
    return run, options, request


def _language_asked(arguments: Sequence[str]) -> str | None:
    """The value of --lang, known before the arguments are parsed so that help speaks it too."""
    for option, value in pairwise([*arguments, ""]):
        name, equals, joined = option.partition("=")
        if name == "--lang":
            return joined if equals else value
    return None


def _language_around(environ: Mapping[str, str]) -> str:
    """The language of the locale, of which the first variable that is set decides."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    first = next((environ[name] for name in names if environ.get(name)), None)
    return i18n.from_locale(first)


def _tell(error: Exception) -> None:
    """Say in one sentence what failed; what nobody foresaw is written to the log."""
    if isinstance(error, HelpdeskError):
        output.refuse(error)
    elif isinstance(error, OSError):
        what = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
        output.complain(_("The system refused: {reason}.").format(reason=what or error))
    else:
        output.complain(log.written(error))
