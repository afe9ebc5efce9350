"""The border for text that is not ours: what comes in is bounded, what goes out is harmless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_JOINERS = _ZWNJ + _ZWJ

# Clean and one cell wide in every terminal: Latin, Greek and Cyrillic letters, dashes and quotes,
# currencies, box drawing. Most text is nothing else, and is then returned as it is.
_PLAIN = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u0482"
    "\u2010-\u2027\u20a0-\u20bf\u2190-\u21ff\u2500-\u25fc"
)
_is_plain_line = re.compile(f"[{_PLAIN}]*").fullmatch
_is_plain_text = re.compile(f"[{_PLAIN}\n]*").fullmatch

_SPACED = re.compile("\r\n|[\t\n\r\u2028\u2029]")
_BROKEN = re.compile("\r\n|[\r\u2028\u2029]")
_PICTURED = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x80-\x9f\ud800-\udfff]")

# Unicode's default-ignorable and format characters, save the two joiners and the Arabic number
# signs, which are seen. Bidi controls, zero-width spaces, variation selectors and tags are here.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)

# Scripts whose letters change with a joiner: Arabic to Mandaic, the Indic ones, Burmese, Khmer,
# Mongolian, and their later blocks.
_is_joined_letter = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18aa\u1b00-\u1bff\ua800-\ua87f\ua8e0-\ua8ff"
    "\ua980-\ua9ff\uaa60-\uaa7f\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010d00-\U00010d3f"
    "\U0001e900-\U0001e95f\U00011000-\U00011fff]"
).fullmatch
_EMOJI = "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_is_emoji = re.compile(f"[{_EMOJI}]").fullmatch
_JOINER_RUN = re.compile(f"[{_JOINERS}]+")
_TONE = "[\U0001f3fb-\U0001f3ff]"
# The longest sequence in use joins four (a family, a kiss); a longer chain is not one picture.
_CHAIN = re.compile(f"((?:[{_EMOJI}]{_TONE}{{0,2}}{_ZWJ}){{3}}[{_EMOJI}]{_TONE}{{0,2}}){_ZWJ}")

_STACKED, _SPACING, _NO_MARK = "stacked", "spacing", ""
_CARRIER = "\u25cc"  # the dotted circle Unicode shows a mark on when it has no letter
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ł": "l", "ı": "i"})
_WORD = re.compile(r"( *)([^ ]*\d (?:s|min|%)(?!\w)[^ ]*|[^ ]+)")
"""A gap and a word; a number keeps its unit beside it."""


def one_line(s: str, limit: int | None = None) -> str:
    """The text on one line, safe to draw; `limit` (at least 1) is in code points, `…` included."""
    cut = False
    if limit is not None and len(s) > limit:
        # A flood of invisible characters is not worth reading to its end.
        s, cut = s[: 8 * limit], len(s) > 8 * limit
    if not (s.isascii() and s.isprintable()) and not _is_plain_line(s):
        s = _harmless(_SPACED.sub(" ", s))
    if limit is None or (len(s) <= limit and not cut):
        return s
    return s[: limit - 1].rstrip(_JOINERS) + "…"


def many_lines(s: str) -> str:
    """The text safe to draw, its lines kept and parted by `\\n`, tabs expanded to four columns."""
    if _is_plain_text(s):
        return s
    return _harmless(_BROKEN.sub("\n", s)).expandtabs(4)


def cells(s: str) -> int:
    """Terminal cells that clean text takes, by the measure the screen's compositor uses."""
    if s.isascii() or _is_plain_line(s):
        return len(s)
    total, joined = 0, False
    for character in s:
        if not joined:
            total += _width(character)
        joined = character == _ZWJ
    return total


def fit(s: str, width: int) -> str:
    """The text cleaned to one line of exactly `width` cells: cut with `…`, or padded."""
    s = one_line(s)
    if width <= 0:
        return ""
    if s.isascii() or _is_plain_line(s):
        return s.ljust(width) if len(s) <= width else s[: width - 1] + "…"
    size = cells(s)
    if size > width:
        s = _head(s, width - 1).rstrip(_JOINERS) + "…"
        size = cells(s)
    return s + " " * (width - size)


def wrap(s: str, width: int) -> list[str]:
    """The lines of one clean paragraph, none over `width` cells (at least 2); long words break."""
    width = max(width, 2)
    lines: list[str] = []
    line, used = "", 0
    for gap, word in _WORD.findall(s):
        size = cells(word)
        if used + len(gap) + size <= width:
            line += gap + word
            used += len(gap) + size
            continue
        if line:
            lines.append(line)
        line, used = word, size
        if size > width:
            *whole, line = _pieces(word, width)
            lines += whole
            used = cells(line)
    return [*lines, line]


def intake_line(s: str) -> str:
    """The text to store in a one-line field, stripped; its length is the caller's to judge."""
    return intake_text(_SPACED.sub(" ", s))


def intake_text(s: str) -> str:
    """The text to store, stripped, its lines ended by LF; its length is the caller's to judge."""
    s = s.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSTORABLE.sub("\ufffd", s).strip()


def fold(s: str) -> str:
    """The text as search and sorting compare it: no case, no accents, nothing invisible."""
    if s.isascii():
        return s.lower()
    s = _JOINER_RUN.sub("", _INVISIBLE.sub("", s))
    for _pass in range(2):  # folding case brings new letters to take apart
        apart = unicodedata.normalize("NFKD", s)
        s = "".join(c for c in apart if not unicodedata.combining(c)).casefold()
    return s.translate(_LETTERS)


def _harmless(s: str) -> str:
    """The text without anything a terminal acts on; `\\n` and `\\t` are left to the caller."""
    s = _PICTURED.sub(_picture, s)
    s = _UNPRINTABLE.sub("\ufffd", s)
    s = _INVISIBLE.sub("", s)
    s = _with_few_marks(s)
    return _with_useful_joiners(s)


def _picture(control: re.Match[str]) -> str:
    code = ord(control.group())
    return "\u2421" if code == 0x7F else chr(0x2400 + code)


def _with_few_marks(s: str) -> str:
    """The text with two stacked and four spacing marks a letter at most, and no mark alone."""
    kept: list[str] = []
    stacked = spacing = 0
    carried = False
    for character in s:
        mark = _mark(character) if character >= "\u0300" else _NO_MARK
        if not mark:
            if character not in _JOINERS:
                stacked = spacing = 0
                carried = character not in "\n\t"
            kept.append(character)
            continue
        if not carried:
            kept.append(_CARRIER)
            carried = True
        stacked += mark == _STACKED
        spacing += mark == _SPACING
        if stacked <= 2 if mark == _STACKED else spacing <= 4:
            kept.append(character)
    return "".join(kept)


def _with_useful_joiners(s: str) -> str:
    """The text with a joiner only between letters that need one, and ZWJ inside emoji."""

    def useful(run: re.Match[str]) -> str:
        joiner = run.group()[0]
        before, after = s[max(run.start() - 1, 0) : run.start()], s[run.end() : run.end() + 1]
        if _is_joined_letter(before) and _is_joined_letter(after):
            return joiner
        return _ZWJ if joiner == _ZWJ and _is_emoji(before) and _is_emoji(after) else ""

    if _ZWNJ not in s and _ZWJ not in s:
        return s
    return _CHAIN.sub(r"\1", _JOINER_RUN.sub(useful, s))


@lru_cache(maxsize=4096)
def _mark(character: str) -> str:
    """How the character hangs on the one before it; jamo that end a syllable and skin tones do."""
    if "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":
        return _STACKED
    if "\U0001f3fb" <= character <= "\U0001f3ff":
        return _STACKED
    category = unicodedata.category(character)
    if category == "Mc":
        return _SPACING
    return _STACKED if category in ("Mn", "Me") else _NO_MARK


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if character in _JOINERS or _mark(character):
        return 0
    if unicodedata.category(character) == "Cn":
        # Python says "wide" of much that is unassigned; later emoji and ideographs really are.
        late_emoji = "\U0001fa70" <= character <= "\U0001faff"
        return 2 if late_emoji or "\U00020000" <= character <= "\U0003fffd" else 1
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _clusters(s: str) -> Iterator[str]:
    """The pieces of clean text that never part: a character, its marks, what is joined to it."""
    start = 0
    for at in range(1, len(s)):
        if s[at] in _JOINERS or s[at - 1] == _ZWJ or _mark(s[at]):
            continue
        yield s[start:at]
        start = at
    if s:
        yield s[start:]


def _pieces(s: str, width: int) -> Iterator[str]:
    """Consecutive parts of the text, each of as many whole clusters as `width` cells hold."""
    piece: list[str] = []
    used = 0
    for cluster in _clusters(s):
        size = cells(cluster)
        if piece and used + size > width:
            yield "".join(piece)
            piece, used = [], 0
        piece.append(cluster)
        used += size
    yield "".join(piece)


def _head(s: str, width: int) -> str:
    """The first part of the text that fits in `width` cells, possibly none of it."""
    first = next(_pieces(s, width))
    return first if cells(first) <= width else ""
