"""Text from bytes: Unicode, and the legacy Vietnamese encodings TCVN3 (ABC) and VNI, told apart by the words they give.

Python has no codec for them. A document typed in such a font and saved by a modern program holds the same bytes as
Latin letters, so Unicode text is checked, too.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3 = dict(zip(
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    strict=True,
))  # fmt: skip
_TCVN3_TABLE = {ord(old): new for old, new in _TCVN3.items()}

# VNI writes a mark after the letter it stands on.
_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HAT = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_SINGLE = {"ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}


def _vni_pairs() -> dict[str, str]:
    out: dict[str, str] = {}
    for base, plain in (("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y"), ("ô", "ơ"), ("ö", "ư")):
        for mark, tone in _TONES.items():
            out[base + mark] = unicodedata.normalize("NFC", plain + tone)
    for base in "aeo":
        for mark, tone in _HAT.items():
            out[base + mark] = unicodedata.normalize("NFC", base + "\u0302" + tone)
    for mark, tone in _BREVE.items():
        out["a" + mark] = unicodedata.normalize("NFC", "a\u0306" + tone)
    out |= _SINGLE
    out |= {key.upper(): value.upper() for key, value in out.items()}
    out |= {
        key[0].upper() + key[1:]: value.upper()
        for key, value in list(out.items())
        if len(key) == 2 and key[0].islower()
    }
    return out


_VNI = _vni_pairs()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
# Common enough that any official text of a few lines holds several; each has a letter that the encodings write apart.
_COMMON_TEXT = """của và các được không người công việc thực hiện trong về ủy ban nhân dân tỉnh những với quyết định số
ngày tháng năm chủ tịch xã huyện sở trường đã để này theo thị độc lập hạnh phúc cộng hòa việt nam"""
_COMMON = frozenset(_COMMON_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_MARKS = re.compile("[\xa1-\xff]")
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")


def decode(data: bytes) -> tuple[str | None, list[str]]:
    """(text in NFC or None, warnings) of a file of plain text."""
    text = _unicode(data)
    if text is not None:
        return _checked(text)
    for codec in ("cp1252", "latin-1"):
        try:
            text, warnings = from_legacy(data.decode(codec))
        except UnicodeDecodeError:
            continue
        if warnings:
            return text, warnings
    try:
        old = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        old = ""
    if _hits(old) >= 3:
        return old, ["Văn bản dùng bảng mã Windows-1258, đã chuyển sang Unicode."]
    return None, []


def _unicode(data: bytes) -> str | None:
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(codec, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if len(data) > 3 and data[1:200:2].count(0) > len(data[1:200:2]) // 3:
        return data.decode("utf-16-le", "replace")
    return None


def _checked(text: str) -> tuple[str | None, list[str]]:
    if len(_BINARY.findall(text[:20000])) > 8:
        return None, []
    return from_legacy(unicodedata.normalize("NFC", text))


def from_legacy(text: str) -> tuple[str, list[str]]:
    """Text typed in a TCVN3 or VNI font, turned into Unicode; other text as it was, in NFC."""
    text = unicodedata.normalize("NFC", text)
    sample = text[:40_000]
    if len(_LATIN_MARKS.findall(sample)) < 8:
        return text, []
    own = _hits(sample)
    tcvn3, vni = _hits(_tcvn3(sample)), _hits(_vni(sample))
    if max(tcvn3, vni) < max(4, own * 2):
        return text, []
    if tcvn3 >= vni:
        return _tcvn3(text), ["Văn bản dùng phông chữ TCVN3 (ABC), đã chuyển sang Unicode: hãy đối chiếu với bản gốc."]
    return _vni(text), ["Văn bản dùng phông chữ VNI, đã chuyển sang Unicode: hãy đối chiếu với bản gốc."]


def _tcvn3(text: str) -> str:
    return text.translate(_TCVN3_TABLE)


def _vni(text: str) -> str:
    return _VNI_PATTERN.sub(lambda match: _VNI[match.group()], text)


def _hits(text: str) -> int:
    return sum(1 for word in _WORD.findall(text.lower()) if word in _COMMON and not word.isascii())
