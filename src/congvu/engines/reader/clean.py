"""First stage: one form of the text, and a folded shadow of equal length that the rules look at."""

import re
import unicodedata

_DROPPED = dict.fromkeys(
    [0, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFEFF, 0xAD, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_SPACES = {ord(c): " " for c in "\t\xa0\u2002\u2003\u2009\u202f\u3000"}
# The Icelandic eth stands for "Đ" in texts typed with old tools.
_SPACES |= {0xD0: "Đ", 0x189: "Đ", 0xF0: "đ"}
_SPACES |= dict.fromkeys([0x2010, 0x2011, 0x2212], "-")
_UNUSUAL = re.compile("[" + "".join(map(re.escape, map(chr, [*_DROPPED, *_SPACES]))) + "]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Two habits of writing the tone of an open syllable ("hoà", "hòa"; "uỷ", "ủy"): the shadow knows the second.
_TONES = {
    "oà": "òa",
    "oá": "óa",
    "oả": "ỏa",
    "oã": "õa",
    "oạ": "ọa",
    "oè": "òe",
    "oé": "óe",
    "oẻ": "ỏe",
    "oẽ": "õe",
    "oẹ": "ọe",
    "uỳ": "ùy",
    "uý": "úy",
    "uỷ": "ủy",
    "uỹ": "ũy",
    "uỵ": "ụy",
}
_OPEN_SYLLABLE = re.compile(rf"(?<!q)(?:{'|'.join(_TONES)})(?!\w)")


def clean(text: str) -> str:
    """NFC, line ends as `\\n`, blanks as spaces, without invisible characters or halves of characters."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", text)
    text = unicodedata.normalize("NFC", text)
    if _UNUSUAL.search(text):
        text = text.translate(_DROPPED).translate(_SPACES)
    return text


def fold(text: str) -> str:
    """Lower case with one way of placing tones; as long as the text given, so that offsets agree."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _OPEN_SYLLABLE.sub(lambda match: _TONES[match.group()], low)


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression over folded text; open syllables in it are written "hòa", "ủy"."""
    return re.compile(source, flags)
