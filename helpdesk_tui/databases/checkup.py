"""What can be wrong with the file that a desk lives in, beside what it says itself."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from helpdesk_tui.databases.safekeeping import damages
from helpdesk_tui.i18n import N_

LEAST_FREE = 200_000_000
"""Bytes below which a disk is called nearly full."""

_ENDINGS = ("", "-wal", "-shm")

Fault = tuple[str, dict[str, Any]]
"""A sentence and what stands in its places."""


def faults(path: Path, version: tuple[int, ...] = sqlite3.sqlite_version_info) -> Iterator[Fault]:
    """Each thing that an administrator should mend, with how."""
    if has_wal_bug(version):
        sentence = N_(
            "SQLite {version} can damage a file that several processes write: install 3.51.3,"
            " 3.50.7 or 3.44.6, or newer, or move to PostgreSQL with copy-database."
        )
        yield sentence, {"version": ".".join(map(str, version))}
    yield from _modes(path)
    free = shutil.disk_usage(path.parent).free
    if free < LEAST_FREE:
        sentence = N_("The disk of {path} is nearly full ({free} MB left): make room.")
        yield sentence, {"path": path, "free": free // 1_000_000}
    with closing(sqlite3.connect(path, timeout=20)) as opened:
        for damage in damages(opened):
            sentence = N_("{path} is damaged ({reason}): restore a backup.")
            yield sentence, {"path": path, "reason": damage}


def has_wal_bug(version: tuple[int, ...]) -> bool:
    """Whether this SQLite can corrupt a WAL file written by several processes."""
    major, minor, patch = version[:3]
    mended = {(3, 44): 6, (3, 50): 7}.get((major, minor))
    if mended is not None:
        return patch < mended
    return version < (3, 51, 3)


def _modes(path: Path) -> Iterator[Fault]:
    for file in (path.with_name(path.name + ending) for ending in _ENDINGS):
        if not file.exists():
            continue
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & stat.S_IRWXO:
            sentence = N_(
                "Everybody on this machine can open {path} (mode {mode}): chmod o= {path}"
            )
            yield sentence, {"path": file, "mode": f"{mode:04o}"}
        if not os.access(file, os.R_OK | os.W_OK):
            sentence = N_(
                "This account cannot write {path} (mode {mode}): check its owner and group."
            )
            yield sentence, {"path": file, "mode": f"{mode:04o}"}
