"""The whole configuration as one TOML document, written and read."""

from __future__ import annotations

import re
import sys
import tomllib
from argparse import Namespace
from collections.abc import Mapping
from typing import Any

import tomli_w

from helpdesk_tui.commands import config_lines
from helpdesk_tui.commands.configuring import follow
from helpdesk_tui.commands.files import opened_file
from helpdesk_tui.commands.output import on_terminal, say, say_json, say_text
from helpdesk_tui.commands.session import Request, opened
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.queries import config_records
from helpdesk_tui.services import config_import

_LINE = re.compile(r"at line (\d+)")
_NOT_TOML = N_("{path} is no TOML: look at line {line}.")
_NOT_TOML_AT_END = N_("{path} is no TOML: something is missing at its end.")
_NOT_UTF8 = N_("{path} is no text in UTF-8.")
_TOO_DEEP = N_("{path} is no configuration: its lists stand in lists without end.")


def export(options: Namespace, request: Request) -> int:
    """Write the document, which is the same for equal configurations."""
    with opened(request) as session:
        document = written(session.store.call(config_records.document, session.now))
    if options.file != "-":
        with open(options.file, "wb") as file:
            file.write(document.encode())
    elif on_terminal():
        say_text(document)
    else:
        sys.stdout.buffer.write(document.encode())
    return 0


def bring(options: Namespace, request: Request) -> int:
    """Make the desk what the document says, and say how it differed."""
    document = _read(options.file)
    with opened(request) as session:
        differences = session.store.call(
            config_import.bring, session.actor, session.now, document, dry_run=options.dry_run
        )
        if not options.dry_run:
            follow(session, differences)
        if options.json:
            told = [config_lines.as_record(difference) for difference in differences]
            say_json({"dry_run": options.dry_run, "differences": told})
            return 0
        for difference in differences:
            say(config_lines.line(difference))
        if not differences:
            say(_("Nothing differs."))
        elif options.dry_run:
            say(_("This was a trial: nothing was written."))
    return 0


def written(document: Mapping[str, Any]) -> str:
    """The document in TOML, every row under a heading of its own."""
    blocks = []
    for kind, value in document.items():
        if isinstance(value, list):
            blocks += [f"[[{kind}]]\n{_toml(row)}" for row in value]
        elif isinstance(value, dict):
            blocks.append(f"[{kind}]\n{_toml(value)}")
        else:
            blocks.append(_toml({kind: value}))
    return "\n".join(blocks)


def _toml(fields: Mapping[str, Any]) -> str:
    return tomli_w.dumps(fields, multiline_strings=True)


def _read(name: str) -> dict[str, Any]:
    """What the file says; raises Invalid when it says nothing clear."""
    try:
        with opened_file(name) as file:
            return tomllib.loads(file.read().decode())
    except UnicodeDecodeError as error:
        raise Invalid("file", _NOT_UTF8, path=name) from error
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        message = _NOT_TOML if found else _NOT_TOML_AT_END
        raise Invalid("file", message, path=name, line=found[1] if found else "") from error
    except RecursionError as error:
        raise Invalid("file", _TOO_DEEP, path=name) from error
