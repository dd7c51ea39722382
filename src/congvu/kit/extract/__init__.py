"""Text out of a file from outside, or a clear sentence why not. No Django here.

Word (.docx, .doc), .pdf, saved pages (.html), letters (.eml), plain text; pages that are pictures (.pdf, .png, .jpg,
.tif) through recognition, where Tesseract is installed. Before parsing: size, type by content, what a zip declares.
Parsing happens in a child process with bounded memory and processor time, never in the caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePath

from congvu.kit.extract import limits, recognising
from congvu.kit.extract.apart import Unreadable, ask, refused
from congvu.kit.extract.encodings import decode, from_legacy
from congvu.kit.extract.letters import Letter, open_letter
from congvu.kit.extract.recognising import ScannedLine, Step, places, strip_of
from congvu.kit.extract.sniff import DOC, DOCX, HTML, LETTER, PDF, PICTURES, TEXT, content_type

__all__ = [
    "Extracted",
    "Paper",
    "Papers",
    "ScannedLine",
    "Step",
    "Unreadable",
    "extract",
    "extract_letters",
    "is_scan",
    "open_letter",
    "papers",
    "places",
    "strip_of",
]


@dataclass(frozen=True)
class Extracted:
    """A file's text (NFC), its type by content, and what a person should know about how it was read.

    `lines`: of what was recognised from pictures, where each line stands and how sure it is. `stamps`: words in
    coloured ink, which are no part of the text but may forbid keeping it.
    """

    text: str
    media_type: str
    warnings: tuple[str, ...] = ()
    lines: tuple[ScannedLine, ...] = ()
    stamps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One file to be read."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Papers:
    """What there is to read in a file; `told`: what else came with it and why that is not read."""

    files: tuple[Paper, ...]
    told: tuple[str, ...] = ()


def papers(data: bytes, name: str) -> Papers:
    """The file itself; of a letter each attachment that can be read, or the letter when there is none (its body is then
    the text). Raises `Unreadable`.
    """
    shown = _shown(name)
    if len(data) > limits.FILE_BYTES or content_type(data, _suffix(name)).media_type != LETTER:
        return Papers((Paper(name, data),))
    return _of_letter(open_letter(data, shown), Paper(name, data))


def is_scan(data: bytes, name: str) -> bool:
    """Whether pages of it are to be recognised here, which takes seconds for each."""
    if len(data) > limits.FILE_BYTES or not recognising.possible():
        return False
    kind = content_type(data, _suffix(name)).media_type
    if kind in PICTURES:
        return True
    try:
        return kind == PDF and bool(ask("pdf", data, _shown(name))["bare"])
    except Unreadable:
        return False


def extract_letters(data: bytes, name: str) -> Extracted:
    """The text of a file that holds letters: for where nobody waits for a recognition. Raises `Unreadable`."""
    if is_scan(data, name):
        raise Unreadable(f"Tệp “{_shown(name)}” là bản quét: ở đây chỉ đọc được tệp có chữ, không nhận dạng từ ảnh.")
    return extract(data, name)


def extract(data: bytes, name: str, step: Step | None = None) -> Extracted:
    """The text of a file. Raises `Unreadable` with a sentence for people; never anything else of its own.

    `step` is called with the number of pages recognised and of those to be: what it raises ends the work.
    """
    shown = _shown(name)
    if len(data) > limits.FILE_BYTES:
        raise Unreadable(f"Tệp “{shown}” lớn hơn {limits.FILE_BYTES // 2**20} MB: hãy tách nhỏ hoặc nén ảnh trong tệp.")
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(f"Tệp “{shown}” trống, không có nội dung.")
    found = content_type(data, _suffix(name))
    if found.refusal:
        raise Unreadable(found.refusal.format(name=shown))
    return _whole(_READERS[found.media_type](data, shown, step), shown)


def _whole(got: Extracted, shown: str) -> Extracted:
    """The same with the hyphens people type; refused when there is nothing in it, or too much."""
    if not got.text.strip():
        raise refused("wordless", shown)
    if len(got.text) > limits.TEXT_CHARACTERS:
        raise Unreadable(f"Tệp “{shown}” chứa quá nhiều chữ ({len(got.text):,} ký tự): hãy tách nhỏ.".replace(",", "."))
    text = got.text.translate(_HYPHENS)
    return Extracted(text, got.media_type, got.warnings, got.lines, got.stamps)


def _plain(data: bytes, shown: str, _step: Step | None) -> Extracted:
    text, warnings = decode(data)
    if text is None:
        raise Unreadable(f"Tệp “{shown}” không phải là văn bản chữ hoặc dùng bảng mã không nhận ra.")
    return Extracted(text, TEXT, tuple(warnings))


def _parsed(kind: str, media_type: str) -> _Reader:
    """A reader whose whole work is one question to the child."""

    def read(data: bytes, shown: str, _step: Step | None) -> Extracted:
        answer = ask(kind, data, shown)
        text, legacy = from_legacy(str(answer["text"]))
        return Extracted(text, media_type, (*answer.get("warnings", ()), *legacy))

    return read


def _pdf(data: bytes, shown: str, step: Step | None) -> Extracted:
    answer = ask("pdf", data, shown)
    pages, bare = list(answer["pages"]), list(answer["bare"])
    if not bare:
        text, legacy = from_legacy("\n".join(map(_without_number, pages)))
        return Extracted(text, PDF, tuple(legacy))
    if not recognising.possible():
        if len(bare) == len(pages):
            raise refused("scan", shown)
        some = ", ".join(str(number + 1) for number in bare[:8])
        warning = f"Trang {some} là ảnh quét, chưa đọc được. {recognising.INSTALL}"
        return Extracted("\n".join(map(_without_number, pages)), PDF, (warning,))
    return _recognised(data, PDF, shown, step, pages, bare)


def _picture(data: bytes, shown: str, step: Step | None) -> Extracted:
    if not recognising.possible():
        raise refused("scan", shown)
    count = int(ask("picture", data, shown)["pages"])
    kind = content_type(data, "").media_type
    return _recognised(data, kind, shown, step, [""] * count, list(range(count)))


def _recognised(
    data: bytes, media_type: str, shown: str, step: Step | None, pages: list[str], bare: list[int]
) -> Extracted:
    """The text of all pages, those that are `bare` from their pictures."""
    seen = recognising.pages(data, bare, shown, step)
    for number, found in seen.lines.items():
        pages[number] = "\n".join(line.text for line in found)
    lines = tuple(line for number in sorted(seen.lines) for line in seen.lines[number])
    unsure = sum(line.doubtful for line in lines)
    warnings = [*seen.warnings]
    if unsure:
        warnings.append(f"{unsure} trên {len(lines)} dòng nhận dạng từ ảnh chưa chắc đúng: hãy đối chiếu với ảnh gốc.")
    text = "\n".join(map(_without_number, pages))
    return Extracted(text, media_type, tuple(warnings), lines, seen.stamps)


def _letter(data: bytes, shown: str, step: Step | None) -> Extracted:
    """Of a letter the one attachment that can be read, else its body; of several somebody has to choose."""
    letter = open_letter(data, shown)
    found = _of_letter(letter, Paper(shown, data))
    if len(found.files) > 1:
        names = ", ".join(paper.name for paper in found.files)
        raise Unreadable(f"Thư “{shown}” có {len(found.files)} tệp đính kèm đọc được: {names}. Hãy gửi từng tệp.")
    (paper,) = found.files
    if paper.data is data:
        text, legacy = from_legacy(letter.body)
        return Extracted(text, LETTER, (*found.told, *legacy))
    got = extract(paper.data, paper.name, step)
    return Extracted(got.text, got.media_type, (*found.told, *got.warnings), got.lines, got.stamps)


def _of_letter(letter: Letter, itself: Paper) -> Papers:
    files: list[Paper] = []
    told = list(letter.told)
    for name, data in letter.files:
        refusal = content_type(data, _suffix(name)).refusal
        if refusal:
            told.append(refusal.format(name=_shown(name)))
        else:
            files.append(Paper(_free(name, {paper.name for paper in files}), data))
    return Papers(tuple(files) or (itself,), tuple(told))


def _free(name: str, taken: Collection[str]) -> str:
    """Attachments are chosen by name, so each has its own."""
    path, number = PurePath(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    return name


def _shown(name: str) -> str:
    return PurePath(name).name[:120] or "không tên"


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _without_number(page: str) -> str:
    """A page's own number, alone on its first or last line, is no text."""
    lines = page.strip("\n").split("\n")
    for end in (0, -1):
        if lines and lines[end].strip().isdigit() and len(lines[end].strip()) <= 4:
            lines.pop(end)
    return "\n".join(lines)


_Reader = Callable[[bytes, str, Step | None], Extracted]
_READERS: dict[str, _Reader] = {
    TEXT: _plain,
    DOCX: _parsed("docx", DOCX),
    DOC: _parsed("doc", DOC),
    HTML: _parsed("html", HTML),
    PDF: _pdf,
    LETTER: _letter,
    **dict.fromkeys(PICTURES, _picture),
}
_HYPHENS = {0x2010: "-", 0x2011: "-", 0xAD: None}  # what fonts in PDF give for "15/CT-UBND"
