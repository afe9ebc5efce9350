"""What stands beside a desk without being in it, and with which rights it is made."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from helpdesk_tui.databases.addresses import is_postgresql
from helpdesk_tui.databases.sqlite_file import path_of
from helpdesk_tui.settings import data_folder

OWN_FOLDER, SHARED_FOLDER = 0o700, 0o3770
"""In a shared one everybody makes files, and nobody removes another's."""


def beside(url: str, ending: str) -> Path:
    """The desk's own place for something: beside its file, or in the account's data folder."""
    if is_postgresql(url):
        return data_folder() / f"desk-{sha256(url.encode()).hexdigest()[:16]}.{ending}"
    return Path(f"{path_of(url)}.{ending}")


def is_shared(desk: Path) -> bool:
    """Whether the desk's file is open to its group."""
    return desk.exists() and bool(desk.stat().st_mode & 0o060)


def make_folder(folder: Path, *, shared: bool) -> None:
    """Make the folder where there is none, open to whom the desk is; raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=OWN_FOLDER)
    try:
        folder.mkdir(mode=OWN_FOLDER)
    except FileExistsError:
        return  # whoever made it gives it its rights
    if shared:
        folder.chmod(SHARED_FOLDER)
