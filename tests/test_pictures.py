"""The pictures of the documentation are what the program draws: `make pictures` writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.pictures import FOLDER, PICTURES, demonstration, drawn
from tests.conftest import Desk


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    folder: Path = tmp_path_factory.mktemp("demonstrations")
    return {language: demonstration(folder, language) for language in ("en", "fr")}


async def test_the_pictures_are_current(desks: dict[str, Desk]) -> None:
    for name, picture in PICTURES.items():
        kept = (FOLDER / f"{name}.svg").read_text()
        assert await drawn(desks[picture.language], picture) == kept, f"make pictures: {name}"


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(PICTURES)
