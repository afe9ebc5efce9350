"""Large desks kept between runs: the same for the same number of tickets and the same program."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import _desk

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".benchmarks"
"""Desks and earlier figures; no part of the project."""

_MADE_BY = (
    "benchmarks/_desk.py",
    "helpdesk_tui/models.py",
    "helpdesk_tui/migrations/*.py",
    "helpdesk_tui/services/rollup.py",
)


def made(tickets: int, folder: Path = KEPT) -> Path:
    """The file of a desk that is read only; made now unless an earlier run has left it."""
    file = folder / f"desk-{tickets}-{_version()}.sqlite"
    if not file.exists():
        folder.mkdir(exist_ok=True)
        for old in folder.glob(f"desk-{tickets}-*"):
            old.unlink()
        with TemporaryDirectory(dir=folder) as unfinished:
            whole = Path(unfinished) / "desk.sqlite"
            _desk.build(whole, tickets)
            whole.rename(file)
    return file


def copied(file: Path, to: Path) -> Path:
    """A desk to write into."""
    return Path(shutil.copyfile(file, to))


def _version() -> str:
    """What the desks depend on, told apart by a few letters."""
    digest = hashlib.sha256()
    for pattern in _MADE_BY:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
