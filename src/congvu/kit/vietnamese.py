"""Vietnamese letters: folding for search and keys for sorting.

The database's builtin locale orders `A B D E Z Â Ê Ă Đ`, which is not the Vietnamese order, so the order is kept in a
column of its own. The fold is the same as the SQL function `vn_fold` (kernel/org/sql/00_functions.sql).
"""

import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_ORDER = {
    letter: chr(ord("a") + index) if index < 26 else chr(ord("{") + index - 26) for index, letter in enumerate(ALPHABET)
}


def fold(text: str) -> str:
    """Lower case without tone marks: "Nguyễn Văn Hoà" and "nguyen van hoa" meet."""
    decomposed = unicodedata.normalize("NFD", text).lower()
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("ð", "d").replace("ɖ", "d")


def sort_key(text: str) -> str:
    """A string whose plain byte order is the Vietnamese dictionary order (letters first, then tones)."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", text).lower():
        parts = unicodedata.normalize("NFD", char)
        tone = next((TONES[c] for c in parts if c in TONES), 0)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES))
        letters.append(_ORDER.get(base, base if base.isdigit() or base == " " else ""))
        tones.append(str(tone))
    return "".join(letters) + "\x01" + "".join(tones)


def name_sort_key(full_name: str) -> str:
    """Personal names are ordered by the last word first (the given name), then the rest."""
    words = full_name.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))


def nfc(text: str) -> str:
    """The stored form of every text: NFC, without NUL, lone surrogates or direction controls."""
    return unicodedata.normalize("NFC", text).translate(_DROPPED)


_REFUSED = {
    "\x00",
    "\u200b",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202b",
    "\u202c",
    "\u202d",
    "\u202e",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\ufeff",
}
_DROPPED = dict.fromkeys([*map(ord, _REFUSED), *range(0xD800, 0xE000)])


def shortened(text: str, limit: int) -> str:
    """One line of at most `limit` characters and a "…", ending with a whole word."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"
