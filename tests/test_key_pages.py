"""The pages of keys say what the bindings do: `make keys` writes them."""

from __future__ import annotations

import pytest

from scripts.key_pages import PAGES, page


@pytest.mark.parametrize("language", PAGES)
def test_the_page_of_keys_is_current(language: str) -> None:
    assert PAGES[language].read_text() == page(language)
