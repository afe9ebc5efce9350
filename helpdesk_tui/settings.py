"""What an installation and a person choose: two TOML files, then the environment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import LANGUAGES, N_, Word
from helpdesk_tui.keymap_presets import PRESET
from helpdesk_tui.records import record

APPLICATION = "helpdesk-tui"
"""The folder that the platform gives the program for its settings, data and log."""

SYSTEM_FILE = Path("/etc/helpdesk-tui.toml")

_LOCALTIME = Path("/etc/localtime")
_SURROGATE = re.compile("[\ud800-\udfff]")


@record
class Settings:
    """The choices in force; a field of the same name stands for each in the files."""

    db: str
    """The database's URL."""
    agent: str | None = None
    """The caller's login, where it is not that of the operating system."""
    language: str | None = None
    theme: str | None = None
    mouse: bool = False
    """Off, so that selecting text is the terminal's own."""
    title: bool = True
    """Name the terminal's window after what it shows."""
    diff_output: bool = True
    """Send only the cells that change; off for a terminal that does not show them well."""
    bell: bool = True
    """Hear the bell, on a desk whose alerts ring it."""
    editor: bool = True
    """Let texts be written in the person's own editor; what one file forbids no other allows."""
    keymap: Mapping[str, str] = field(default_factory=dict)
    """Keys by the id of their act, as Textual's keymap takes them, and the preset they refine."""


_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "db": (str, N_("text")),
    "agent": (str, N_("text")),
    "language": (str, N_("en or fr")),
    "theme": (str, N_("text")),
    "mouse": (bool, N_("true or false")),
    "title": (bool, N_("true or false")),
    "diff_output": (bool, N_("true or false")),
    "bell": (bool, N_("true or false")),
    "editor": (bool, N_("true or false")),
    "keymap": ((dict, str), N_("a table of texts, or the name of a keymap")),
}
_VARIABLES = {"HELPDESK_DB": "db", "HELPDESK_AGENT": "agent", "HELPDESK_LANG": "language"}


def load(environ: Mapping[str, str], files: Iterable[Path]) -> Settings:
    """The files in order, the later over the earlier, then the environment; raises Invalid."""
    chosen: dict[str, Any] = {}
    keymap: dict[str, str] = {}
    for file in files:
        read = _read(file)
        keymap |= _keymap(read.pop("keymap", {}))
        read["editor"] = chosen.get("editor", True) and read.get("editor", True)
        chosen |= read
    for variable, name in _VARIABLES.items():
        value = environ.get(variable)
        if value:
            chosen[name] = value if name == "db" else _SURROGATE.sub("\ufffd", value)
            _check(variable, name, chosen[name])
    if "db" not in chosen:
        chosen["db"] = f"sqlite:///{data_folder() / 'helpdesk.sqlite'}"
    return Settings(**chosen, keymap=keymap)


def _keymap(written: str | dict[str, str]) -> dict[str, str]:
    """A keymap as a table; the name of a preset is a table of it alone."""
    return {PRESET: written} if isinstance(written, str) else written


def files() -> tuple[Path, ...]:
    """The settings files of the machine and of the person, in the order they are read."""
    from platformdirs import user_config_path  # not worth its time to `--version`

    return SYSTEM_FILE, user_config_path(APPLICATION) / "settings.toml"


def data_folder() -> Path:
    """Where a person's own desks are kept."""
    from platformdirs import user_data_path

    return user_data_path(APPLICATION)


def tour_mark() -> Path:
    """The file that is there once the account's person has taken or ended the tour."""
    from platformdirs import user_state_path

    return user_state_path(APPLICATION) / "tour"


_log_kept: Path | None = None


def keep_log(file: Path) -> None:
    """From now on faults are written to this file, wherever else the account has a place."""
    global _log_kept
    _log_kept = file


def log_file() -> Path:
    """Where faults of the program are written down."""
    if _log_kept is not None:
        return _log_kept

    from platformdirs import user_log_path

    return user_log_path(APPLICATION) / f"{APPLICATION}.log"


def local_zone(environ: Mapping[str, str], localtime: Path = _LOCALTIME) -> str:
    """The machine's time zone as an IANA name: that of TZ, else of /etc/localtime, else UTC."""
    named = environ.get("TZ", "").removeprefix(":")
    target = str(localtime.resolve())
    for name in (named, target.partition("zoneinfo/")[2]):
        try:
            return ZoneInfo(name).key
        except (KeyError, OSError, ValueError):  # unknown, a folder, or no name at all
            continue
    return "UTC"


def _read(file: Path) -> dict[str, Any]:
    """The choices of one file, checked; none when it does not exist."""
    import tomllib

    try:
        found = tomllib.loads(file.read_bytes().decode())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _broken(file, error.strerror) from error
    except (ValueError, RecursionError) as error:
        raise _broken(file, error) from error
    for name, value in found.items():
        _check(file, name, value)
    return found


def _broken(file: Path, reason: object) -> Invalid:
    message = N_("{path} cannot be read ({reason}): correct it or remove it.")
    return Invalid("settings", message, path=file, reason=reason)


def _check(source: Path | str, name: str, value: object) -> None:
    """Raise Invalid, naming the file or variable, unless the choice exists and can be that."""
    if name not in _KINDS:
        raise Invalid(
            name,
            N_("{source} has an unknown setting “{name}”: there are {known}."),
            source=source,
            name=name,
            known=", ".join(_KINDS),
        )
    kind, words = _KINDS[name]
    right = isinstance(value, kind)
    if isinstance(value, dict):
        right = right and all(isinstance(key, str) for key in value.values())
    if name == "language":
        right = value in LANGUAGES
    if not right:
        message = N_("{source}: the setting “{name}” must be {kind}.")
        raise Invalid(name, message, source=source, name=name, kind=Word(words))
