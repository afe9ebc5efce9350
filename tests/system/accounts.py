"""Commands run by other accounts of the machine, which need not exist: their numbers are enough."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.system.terminal import ROOT

GROUP = 41000

_PACKAGES = [each for each in sys.path if each.endswith("site-packages")]

needed = pytest.mark.skipif(
    os.getuid() != 0 or shutil.which("setpriv") is None,
    reason="only root, with setpriv, can act as several accounts",
)


@dataclass(frozen=True)
class Account:
    """One who logs in to the machine with a home and a strict umask of the own."""

    number: int
    home: Path
    group: int = GROUP
    python: str = sys.executable

    def command(self, *words: str) -> list[str]:
        drop = [f"--reuid={self.number}", f"--regid={self.group}", "--clear-groups"]
        strict = ["sh", "-c", 'umask 077; exec "$@"', "sh"]
        return ["setpriv", *drop, *strict, self.python, *words]

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "PYTHONPATH": os.pathsep.join([str(ROOT), *_PACKAGES]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
        }

    def start(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        """Begin a Python program as this account."""
        return subprocess.Popen(
            self.command(*words), env=self.environment, cwd="/", text=True, **options
        )

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a Python program as this account to its end."""
        return subprocess.run(
            self.command(*words), env=self.environment, cwd="/", capture_output=True, text=True
        )


def _python(account: Account) -> Account:
    """The account with an interpreter that it can run, which one in a private home is not."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, shutil.which(version, path="/usr/local/bin:/usr/bin")):
        able = replace(account, python=python or sys.executable)
        if able.run("-c", "import helpdesk_tui.store, textual").returncode == 0:
            return able
    pytest.skip("other accounts can read neither this checkout nor an interpreter for it")


@contextmanager
def accounts(count: int) -> Iterator[tuple[Path, list[Account]]]:
    """A folder that all can reach, and that many accounts of one group with homes in it."""
    with tempfile.TemporaryDirectory(prefix="accounts-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        made = []
        for at in range(count):
            account = Account(GROUP + 1 + at, folder / f"home{at}")
            account.home.mkdir(mode=0o700)
            os.chown(account.home, account.number, GROUP)
            made.append(account)
        python = _python(made[0]).python
        yield folder, [replace(each, python=python) for each in made]
