"""The command line's parser: argparse in the language spoken, for text that may be anything."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from helpdesk_tui.i18n import N_, _
from helpdesk_tui.text import many_lines, one_line

USAGE = 2
"""The exit status of a command line that cannot be understood."""

_FAULTS = (
    (re.compile(r"the following arguments are required: (.*)"), N_("missing: {what}")),
    (re.compile(r"unrecognized arguments: (.*)", re.DOTALL), N_("not understood: {what}")),
    (
        re.compile(r"argument (.*): expected .*"),
        N_("a value is missing after {what} (one that begins with - needs a = before it)"),
    ),
    (re.compile(r"argument (.*?): not allowed with .*"), N_("one too many: {what}")),
    (
        re.compile(r"argument .*?: invalid choice: (.*) \(choose from (.*)\)", re.DOTALL),
        N_("{what} is none of {choices}"),
    ),
    (re.compile(r"argument .*?: (.*)", re.DOTALL), "{what}"),
)
"""How argparse words its refusals, and how we do; the last are ours, translated already."""

_UNDECODED = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile("[0-9]{1,9}")


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        """Begins with the word for usage in the language spoken."""
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Refuses in a sentence after the usage, exit 2; in values U+FFFD stands for broken UTF-8."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Formatter, allow_abbrev=False, add_help=False, **options)
        self.color = False  # Python 3.14 would colour what is made harmless below
        self.register("type", None, typed_text)
        self._positionals.title = _("arguments")
        self._optionals.title = _("options")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{one_line(self.prog)}: {one_line(_translated(message))}\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(many_lines(message), file)


def _translated(message: str) -> str:
    for pattern, sentence in _FAULTS:
        found = pattern.fullmatch(message)
        if found:
            what, *choices = found.groups()
            return _(sentence).format(what=what, choices="".join(choices).replace("'", ""))
    return message


def typed_text(value: str) -> str:
    """What was typed, its undecodable bytes replaced."""
    return _UNDECODED.sub("\ufffd", value)


def file_name(value: str) -> str:
    """What was typed, byte for byte: a file's name need not be UTF-8."""
    return value


def count(value: str) -> int:
    """A whole number from 0 to a thousand million."""
    if not _NUMBER.fullmatch(value):
        raise argparse.ArgumentTypeError(
            _("{typed} is not a number from 0 to 999999999").format(typed=_shown(value))
        )
    return int(value)


def one_of(choices: Iterable[str]) -> Any:
    """A choice among words, whatever their case."""
    words = tuple(choices)

    def chosen(value: str) -> str:
        folded = value.casefold()
        if folded not in words:
            raise argparse.ArgumentTypeError(
                _("{typed} is none of {choices}").format(
                    typed=_shown(value), choices=", ".join(words)
                )
            )
        return folded

    chosen.words = words  # type: ignore[attr-defined]  # what a shell completes it with
    return chosen


def _shown(value: str) -> str:
    return one_line(value, 40)
