"""What a shell completes this program's commands with, made of the grammar itself."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpdesk_tui.commands.parser import file_name
from helpdesk_tui.commands.session import Request

FILES = "-"
"""In place of words: the shell's own completion of files."""


@dataclass(frozen=True, slots=True)
class Step:
    """What can follow a command: its options, and words by their place behind it."""

    path: str
    """The commands up to here, each with a blank before it."""
    options: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    """By option that takes a value: words, FILES, or nothing."""
    words: tuple[str, ...] = ()
    """By place: words, FILES, or nothing."""
    commands: tuple[str, ...] = ()


def run(options: Namespace, request: Request) -> int:
    """Print the script of a shell."""
    from helpdesk_tui.commands.grammar import parser  # which names this module

    steps = list(steps_of(parser()))
    print(script(options.shell, steps), end="")
    return 0


def script(shell: str, steps: list[Step]) -> str:
    """What the shell has to read; zsh reads that of bash through a layer of its own."""
    if shell == "fish":
        return _filled(
            _FISH, steps, "        case {patterns}\n            set found '{words}'", " "
        )
    filled = _filled(_BASH, steps, "        {patterns}) found='{words}' ;;", "|")
    return _ZSH + filled if shell == "zsh" else filled


def steps_of(parser: argparse.ArgumentParser, path: str = "") -> Iterator[Step]:
    """Every command of the grammar, the program itself first."""
    options: list[str] = []
    values: dict[str, str] = {}
    words: list[str] = []
    below: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            below = dict(action.choices)
        elif action.option_strings:
            options += action.option_strings
            if action.nargs != 0:
                values |= dict.fromkeys(action.option_strings, _offered(action))
        else:
            words.append(_offered(action))
    yield Step(path, tuple(options), values, tuple(words), tuple(below))
    for name, command in below.items():
        yield from steps_of(command, f"{path} {name}")


def _offered(action: argparse.Action) -> str:
    if action.type is file_name:
        return FILES
    return " ".join(getattr(action.type, "words", ()))


def _filled(template: str, steps: list[Step], branch: str, between: str) -> str:
    cases = {
        "COMMANDS": ((f"{s.path} {name}", "") for s in steps for name in s.commands),
        "TAKING": ((f"{s.path}|{option}", "") for s in steps for option in s.values),
        "VALUES": (
            (f"{s.path}|{option}", words)
            for s in steps
            for option, words in s.values.items()
            if words
        ),
        "OPTIONS": ((s.path, " ".join(s.options)) for s in steps),
        "WORDS": (
            (f"{s.path}|{place}", words)
            for s in steps
            for place, words in enumerate([" ".join(s.commands)] if s.commands else s.words)
            if words
        ),
    }
    for name, pairs in cases.items():
        patterns: dict[str, list[str]] = {}
        for pattern, words in pairs:
            patterns.setdefault(words, []).append(f"'{pattern}'")
        branches = (
            branch.format(patterns=between.join(each), words=words)
            for words, each in patterns.items()
        )
        template = template.replace(f"@{name}@", "\n".join(branches))
    return template


_BASH = r"""_helpdesk_tui() {
    local here="${COMP_WORDS[COMP_CWORD]}" route= option= word found place=0 i
    for ((i = 1; i < COMP_CWORD; i++)); do
        word="${COMP_WORDS[i]}"
        [[ $word == = ]] && continue
        if [[ -n $option ]]; then option=; continue; fi
        found=no
        case "$route $word" in
@COMMANDS@
        esac
        if [[ -z $found ]]; then route="$route $word"; place=0; continue; fi
        if [[ $word != -* ]]; then place=$((place + 1)); continue; fi
        case "$route|$word" in
@TAKING@
        esac
        [[ -z $found ]] && option=$word
    done
    [[ $here == = ]] && here=
    found=
    if [[ -n $option ]]; then
        case "$route|$option" in
@VALUES@
        esac
    elif [[ $here == -* ]]; then
        case "$route" in
@OPTIONS@
        esac
    else
        case "$route|$place" in
@WORDS@
        esac
    fi
    COMPREPLY=()
    if [[ $found == - ]]; then
        COMPREPLY=($(compgen -f -- "$here"))
    else
        for word in $found; do
            [[ $word == "$here"* ]] && COMPREPLY+=("$word")
        done
    fi
}
complete -o filenames -F _helpdesk_tui helpdesk-tui
"""

_ZSH = """autoload -Uz compinit bashcompinit
(( $+functions[compdef] )) || compinit
bashcompinit
"""

_FISH = r"""function __helpdesk_tui
    set -l here (commandline -ct)
    set -l route ''
    set -l option ''
    set -l place 0
    set -l found
    for word in (commandline -opc)[2..-1]
        if test -n "$option"
            set option ''
            continue
        end
        set found no
        switch "$route $word"
@COMMANDS@
        end
        if test -z "$found"
            set route "$route $word"
            set place 0
            continue
        end
        if not string match -q -- '-*' $word
            set place (math $place + 1)
            continue
        end
        switch "$route|$word"
@TAKING@
        end
        test -z "$found"; and set option $word
    end
    set found ''
    if test -n "$option"
        switch "$route|$option"
@VALUES@
        end
    else if string match -q -- '-*' $here
        switch "$route"
@OPTIONS@
        end
    else
        switch "$route|$place"
@WORDS@
        end
    end
    if test "$found" = -
        __fish_complete_path $here
    else if test -n "$found"
        string split ' ' -- $found
    end
end
complete -c helpdesk-tui -f -a '(__helpdesk_tui)'
"""
