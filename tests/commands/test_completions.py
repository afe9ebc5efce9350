from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

from helpdesk_tui.commands.completions import script, steps_of
from helpdesk_tui.commands.grammar import parser

SHELLS = [
    shell
    if which(shell)
    else pytest.param(shell, marks=pytest.mark.skip(reason=f"there is no {shell}"))
    for shell in ("bash", "zsh", "fish")
]

_BASH = """source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _helpdesk_tui; printf '%s\\n' "${COMPREPLY[@]}"
"""
_ZSH = """script="$1"; shift; autoload -Uz compinit bashcompinit; compinit -D; source "$script"
emulate -R sh; setopt kshglob noshglob braceexpand
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _helpdesk_tui; printf '%s\\n' "${COMPREPLY[@]}"
"""
_FISH = "source $argv[1]; complete -C (string join ' ' -- $argv[2..-1])"


def completed(shell: str, folder: Path, *typed: str) -> set[str]:
    """What the shell offers for the last of these words."""
    file = folder / "completions"
    file.write_text(script(shell, list(steps_of(parser()))))
    words = [str(file), "helpdesk-tui", *typed]
    command = {
        "bash": ["bash", "--norc", "-c", _BASH, "bash", *words],
        "zsh": ["zsh", "-f", "-c", _ZSH, "zsh", *words],
        "fish": ["fish", "--no-config", "-c", _FISH, *words],
    }[shell]
    (folder / "tickets.csv").touch()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return {line.split("\t")[0] for line in done.stdout.splitlines() if line}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_what_the_grammar_knows(shell: str, tmp_path: Path) -> None:
    def offered(*typed: str) -> set[str]:
        return completed(shell, tmp_path, *typed)

    assert offered("comp") == {"completions"}
    assert {"list", "timer", "config", "demo"} <= offered("")
    assert offered("config", "") >= {"list", "add", "export"}
    assert offered("config", "list", "cust") == {"customer"}
    assert offered("list", "--queue", "una") == {"unassigned"}
    assert offered("--lang", "fr", "list", "--q") == {"--queue"}
    assert offered("list", "--queue", "mine", "--li") == {"--limit"}
    assert offered("report", "sla", "--format", "") == {"table", "csv", "json"}
    assert "tickets.csv" in offered("import", "tickets", "tick")
    assert offered("show", "4") == set()
    assert offered("list", "--search", "") == set()


def test_bash_completes_a_value_behind_an_equals_sign(tmp_path: Path) -> None:
    assert completed("bash", tmp_path, "list", "--queue", "=", "una") == {"unassigned"}
