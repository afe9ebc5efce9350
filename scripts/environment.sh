#!/bin/sh
# sh scripts/environment.sh run|dev
# Makes .venv hold the program (run) or the program and its checks (dev). A stamp written last
# marks an environment as whole; one without it, or older than pyproject.toml, is built anew.
# Whatever goes wrong, the environment that worked before is put back.
set -u
cd "$(dirname "$0")/.." || exit 1

wanted=$1
made=.venv
aside=.venv-before

refuse() {
    printf '%s\n' "$1" >&2
    exit 1
}

# The first error a program told of, or its last line, as the reason inside our own sentence.
reason() {
    errors=$(printf '%s\n' "$1" | sed -n 's/^ *E[Rr][Rr][Oo][Rr]: *//p' | sed -n 1p)
    printf '%s\n' "${errors:-$1}" | tail -n 1 | cut -c 1-300
}

require_terminal() {
    [ -t 0 ] && [ -t 1 ] && return
    refuse "make run opens a full-screen program: it needs a terminal for its input and its output."
}

# Sets python, or refuses.
find_python() {
    without_venv=
    for python in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
        "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 && return
        without_venv=${without_venv:-$python}
    done
    [ -n "$without_venv" ] && refuse \
        "$without_venv cannot make an environment: install its venv module (Debian, Ubuntu: apt install python3-venv)."
    refuse "No Python 3.11 or newer was found: install one, or name it as in make PYTHON=/path/to/python3."
}

# A checkout that was moved, or a Python that was replaced, leaves a stamp that is no longer true.
is_whole() {
    [ -f "$made/.$1-stamp" ] || return
    [ -z "$(find pyproject.toml -newer "$made/.$1-stamp")" ] || return
    found=$("$made/bin/python" -I -c \
        'import pathlib, helpdesk_tui; print(pathlib.Path(helpdesk_tui.__file__).resolve().parents[1])' \
        2>/dev/null) && [ "$found" = "$(pwd -P)" ]
}

# The environment of the checks holds the program too.
is_ready() {
    is_whole dev || { [ "$wanted" = run ] && is_whole run; }
}

put_back() {
    [ -d "$aside" ] || return
    rm -rf "$made"
    mv "$aside" "$made"
}

give_up() {
    rm -rf "$made"
    put_back
    [ $# -eq 0 ] || refuse "$1"
}

build() {
    echo "Preparing $made (once, about a minute)..." >&2
    [ -d "$made" ] && mv "$made" "$aside"
    said=$("$python" -m venv "$made" 2>&1) ||
        give_up "$python could not make an environment in $made ($(reason "$said"))."
    said=$(PIP_USER=0 "$made/bin/python" -m pip install --quiet --disable-pip-version-check \
        --no-input --editable "$1" 2>&1) ||
        give_up "The packages could not be installed; is the network there? ($(reason "$said"))"
}

case $wanted in
    run) require_terminal; what=. ;;
    dev) what='.[dev]' ;;
    *) refuse "usage: environment.sh run|dev" ;;
esac

is_ready && exit
put_back # a build that was killed outright left the former environment aside
is_ready && exit
find_python
[ -f "$made/.run-stamp" ] || [ -f "$made/.dev-stamp" ] || rm -rf "$made"
trap 'give_up; exit 129' HUP
trap 'give_up; exit 130' INT
trap 'give_up; exit 143' TERM
build "$what"
: >"$made/.$wanted-stamp"
rm -rf "$aside"
