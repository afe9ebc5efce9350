"""Text that is not ours: whatever comes in, nothing a terminal acts on goes out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from helpdesk_tui.text import (
    cells,
    fit,
    fold,
    intake_line,
    intake_text,
    many_lines,
    one_line,
    wrap,
)
from tests.extent import FULL

# Every code point there is, a letter between any two, in strings of a page each. Where Unicode has
# not assigned any, or leaves them to private use, a page in sixteen stands for the others.
STARTS = [page for page in range(0, 0x110000, 4096) if FULL or page < 0x40000 or page % 65536 == 0]
PAGES = ["a" + "a".join(map(chr, range(start, start + 4096))) for start in STARTS]
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SEEN_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
SEEN_FORMATS += "\U000110bd\U000110cd"
# Letters and marks that Unicode itself says to ignore: fillers and variation selectors.
IGNORED = {*"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"}
IGNORED |= {chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))}
JOINERS = "\u200c\u200d"

# Characters that break things far more often than chance would bring them up.
TROUBLE = "\x00\t\n\r\x1b\x7f\x85\u0301\u0302\u200b\u200c\u200d\u202e\u2028\ud800\udfff\ufe0f"
TROUBLE += "é界می\u0915\u094d\u093e\u1161👨👩🏽❤a ….🇫"
hostile = st.text(
    st.one_of(st.sampled_from(TROUBLE), st.characters(exclude_categories=())), max_size=40
)

SAMPLES = {
    "french": "L’imprimante « brûle » à l’étage n° 3 — 12 €",
    "arabic": "الطابعة تحترق في الطابق الثالث، السَّلَامُ عَلَيْكُمْ",
    "hebrew": "המדפסת עולה באש בקומה השלישית, שָׁלוֹם",
    "hindi": "क्षेत्रीय कार्यालय का प्रिंटर ज़्यादा गर्म है",
    "persian with non-joiners": "می‌خواهم نرم‌افزارها را به‌روز کنم",
    "sinhala with joiners": "ශ්‍රී ලංකාව",
    "thai": "เครื่องพิมพ์ไฟไหม้ที่ชั้นสาม",
    "burmese": "ကြောင်းကြားစာ",
    "korean taken apart": unicodedata.normalize("NFD", "프린터가 고장 났어요"),
    "vietnamese taken apart": unicodedata.normalize("NFD", "Máy in đang cháy ở tầng ba, rồi ệ"),
    "chinese": "三楼的打印机着火了。",
    "emoji family": "👨‍👩‍👧‍👦 and 👩🏽‍🔧",
    "emoji kiss": "👩🏻‍❤‍💋‍👩🏿",
    "flags of letters": "🇫🇷 🇬🇧",
}


@pytest.mark.promise(3)
@pytest.mark.parametrize("shown", SAMPLES.values(), ids=SAMPLES.keys())
def test_what_people_write_is_kept_letter_for_letter(shown: str) -> None:
    assert one_line(shown) == shown
    assert many_lines(f"{shown}\n{shown}") == f"{shown}\n{shown}"


def acts_on_a_terminal(character: str) -> bool:
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Zl", "Zp") or character in BIDI:
        return True
    return category == "Cf" and character not in SEEN_FORMATS + JOINERS


@pytest.mark.promise(3)
@pytest.mark.parametrize("clean", [one_line, many_lines])
def test_no_code_point_acts_on_the_terminal_once_cleaned(clean: Callable[[str], str]) -> None:
    for page in PAGES:
        shown = clean(page)
        letters = set(shown) - {"\n"}
        assert [hex(ord(c)) for c in letters if acts_on_a_terminal(c)] == []
        assert not letters & set(JOINERS)
        assert clean(shown) == shown
        shown.encode()


def test_every_code_point_that_can_be_seen_is_kept() -> None:
    for page in PAGES:
        lost = set(page) - set(one_line(page)) - IGNORED
        assert {unicodedata.category(c) for c in lost} <= {"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"}


@pytest.mark.promise(3)
@given(hostile, st.integers(1, 30))
def test_any_text_is_made_harmless_once_and_for_all(raw: str, limit: int) -> None:
    for clean, once in (
        (one_line, one_line(raw)),
        (many_lines, many_lines(raw)),
        (lambda s: one_line(s, limit), one_line(raw, limit)),
    ):
        assert not any(map(acts_on_a_terminal, once.replace("\n", "")))
        assert clean(once) == once
    assert "\n" not in one_line(raw)
    assert len(one_line(raw, limit)) <= limit


@given(hostile)
def test_no_letter_carries_more_than_two_stacked_marks(raw: str) -> None:
    stacked = 0
    for character in one_line(raw):
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            stacked += 1
        elif category != "Mc" and character not in JOINERS:
            stacked = 0
        assert stacked <= 2


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x00\x07\x7f", "␀␇␡"),
        ("one\ntwo\r\nthree\rfour\tfive\u2028six\u2029", "one two three four five six "),
        ("\x9b31m\x85", "�31m�"),
        ("\ud83d alone", "� alone"),
        ("invoice\u202efdp.exe\u2066", "invoicefdp.exe"),
        ("pay\u200bpal\u2060\ufeff\u00ad", "paypal"),
        ("z" + "\u0301" * 50, "z\u0301\u0301"),
        ("z" + "\u0301\u200d" * 50, "z\u0301\u0301"),
        ("ก" + "\u0e47" * 30, "ก\u0e47\u0e47"),
        ("\u0301a", "◌\u0301a"),
        ("क" + "\u093e" * 9, "क" + "\u093e" * 4),
        ("❤\ufe0f 1\ufe0f\u20e3", "❤ 1\u20e3"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴"),
        ("no\u200djoin\u200cer", "nojoiner"),
        ("می\u200c\u200c\u200dخ", "می\u200cخ"),
        ("می\u200c خ\u200c", "می خ"),
        ("\u200d👨\u200d", "👨"),
        ("👨\u200c👩", "👨👩"),
        ("👨" + "\u200d👩" * 4, "👨\u200d👩\u200d👩\u200d👩👩"),
        ("[/]", "[/]"),
        ("\ue000\U0010ffff\u0378", "\ue000\U0010ffff\u0378"),
    ],
)
def test_what_is_hostile_is_shown_or_dropped(raw: str, shown: str) -> None:
    assert one_line(raw) == shown


def test_lines_are_kept_and_tabs_expanded() -> None:
    raw = "a\tb\r\nlong\tb\rthree\u2028four\u2029\x1b"
    assert many_lines(raw) == "a   b\nlong    b\nthree\nfour\n␛"


def test_a_mark_never_leans_on_the_line_above() -> None:
    assert many_lines("a\n\u0301") == "a\n◌\u0301"


@pytest.mark.parametrize(
    ("raw", "limit", "shown"),
    [
        ("printer", 7, "printer"),
        ("printer", 6, "print…"),
        ("printer", 1, "…"),
        ("a" * 500, 5, "aaaa…"),
        ("\u200b" * 500 + "a", 5, "…"),
        ("می\u200cخواهم", 4, "می…"),
    ],
)
def test_a_limit_cuts_and_says_so(raw: str, limit: int, shown: str) -> None:
    assert one_line(raw, limit) == shown


def test_cells_agree_with_the_compositor_on_every_assigned_character() -> None:
    # Unicode 16 made these wide; Python's own tables follow when it does.
    disputed = {*range(0x2630, 0x2638), *range(0x268A, 0x2690), *range(0x4DC0, 0x4E00)}
    disputed |= set(range(0x1D300, 0x1D380))
    for character in {c for page in PAGES for c in one_line(page)} - set(map(chr, disputed)):
        if unicodedata.category(character) != "Cn":
            assert cells(f"a{character}") == cell_len(f"a{character}"), hex(ord(character))


@pytest.mark.parametrize("shown", SAMPLES.values(), ids=SAMPLES.keys())
def test_cells_agree_with_the_compositor_on_real_text(shown: str) -> None:
    assert cells(shown) == cell_len(shown)


@pytest.mark.parametrize(
    ("raw", "width", "shown"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 4, "abc…"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
        ("abcdef", -3, ""),
        ("été", 4, "été "),
        ("界界", 3, "界…"),
        ("界界", 2, "… "),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("👨‍👩‍👧 home", 4, "👨‍👩‍👧 …"),
        ("می‌خواهم", 3, "می…"),
        ("a\nb\x1b", 5, "a b␛ "),
    ],
)
def test_text_is_fitted_to_its_column(raw: str, width: int, shown: str) -> None:
    assert fit(raw, width) == shown


@given(hostile, st.integers(0, 30))
def test_fitted_text_takes_exactly_its_column(raw: str, width: int) -> None:
    assert cells(fit(raw, width)) == width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("   ", 10, [""]),
        ("the printer is on fire", 11, ["the printer", "is on fire"]),
        ("    indented", 20, ["    indented"]),
        ("a  b", 4, ["a  b"]),
        ("see https://desk.example/42 now", 8, ["see", "https://", "desk.exa", "mple/42", "now"]),
        ("三楼的打印机", 5, ["三楼", "的打", "印机"]),
        ("a", 0, ["a"]),
        ("stopped after 40 s. Now", 16, ["stopped after", "40 s. Now"]),
    ],
)
def test_a_paragraph_is_wrapped_between_words(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(hostile, st.integers(2, 20))
def test_wrapping_keeps_every_letter_and_no_line_is_too_long(raw: str, width: int) -> None:
    text = one_line(raw)
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrapping_fills_its_lines() -> None:
    text = "one two three four five six seven eight nine ten"
    lines = wrap(text, 13)
    assert " ".join(lines) == text
    for line, following in pairwise(lines):
        assert cells(line) + 1 + cells(following.split()[0]) > 13


def test_what_is_stored_is_what_came_but_for_what_cannot_be() -> None:
    assert intake_text(" a\r\nb\rc\x00\ud800\x1b\u202e\t.\n") == "a\nb\nc\ufffd\ufffd\x1b\u202e\t."
    assert intake_line(" a\r\nb\tc\x00\u2028d ") == "a b c\ufffd d"


def test_what_is_stored_is_never_cut() -> None:
    assert len(intake_line("a" * 300)) == 300


@given(hostile)
def test_what_is_stored_can_be_stored_and_is_stable(raw: str) -> None:
    for intake in (intake_line, intake_text):
        stored = intake(raw)
        stored.encode()
        assert "\x00" not in stored and "\r" not in stored
        assert intake(stored) == stored
    assert "\n" not in intake_line(raw)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Élodie ÇA", "elodie ca"),
        ("ŒUVRE Łódź", "oeuvre lodz"),
        ("STRASSE straße", "strasse strasse"),
        ("İstanbul", "istanbul"),
        ("pay\u200bpal", "paypal"),
        ("نرم\u200cافزار", "نرمافزار"),
        ("ｆｕｌｌ", "full"),
    ],
)
def test_folding_drops_case_and_accents(raw: str, folded: str) -> None:
    assert fold(raw) == folded


def test_folding_twice_changes_nothing() -> None:
    for page in PAGES:
        assert fold(fold(page)) == fold(page)


def test_composed_and_decomposed_text_fold_alike() -> None:
    for page in PAGES:
        assert fold(unicodedata.normalize("NFD", page)) == fold(page)
