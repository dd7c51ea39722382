"""A page that is a picture: straightened, cleared of coloured ink, recognised by Tesseract. Runs in the child process.

Red ink (a seal) and blue ink (a signature) lie over black letters. Where ink is coloured one of its three channels is
bright, where it is black none is: the brightest channel of each dot shows the letters alone. What the coloured ink
itself says is read apart, because a secrecy mark is stamped in red.
"""

from __future__ import annotations

import io
import math
import re
import subprocess
from collections.abc import Sequence

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter, ImageOps

from congvu.kit.extract import limits
from congvu.kit.extract.columns import Line, Word, in_order, join

Grey = Image.Image
DPI = 300
STRIP_DPI = 150
POINTS = 72 / DPI
_EDGE = 0.004  # share of the page left around a line that is shown
_A4_INCHES = 8.27
_STEEPEST = 6.0  # degrees; a sheet in a feeder lies straighter
_CLEARLY = 1.05  # a page with few lines looks no sharper at one angle than at another: it is left as it lies
_COLOURED = 60  # between the brightest and the darkest channel of a dot of coloured ink
_BLACK = 110  # the brightest channel of black ink under ink of a colour
_DARK = 0.75  # of how bright the paper is; darker is ink
_AROUND, _SPECK = 6, 12  # dots to each side of a dot, and how many dark ones there are less than the smallest full stop
_STAMP_DOTS = 3_000
_SURE_STAMP = 70.0
_GUESSED = 30.0
_HALF_A_LINE = 6.0  # points between the middles of words that stand side by side
_UPSIDE_DOWN = 40.0  # mean confidence below which the page may lie on its side


def pages_in(data: bytes) -> dict[str, object]:
    """How many pages a picture file has (a .tif may have several)."""
    with _opened(data) as picture:
        return {"pages": getattr(picture, "n_frames", 1)}


def recognise(data: bytes, index: int) -> dict[str, object]:
    """The lines of one page in reading order, each with its box (shares of the page), and words in coloured ink."""
    ink, coloured = _inks(_page(data, index))
    angle = _skew(ink)
    straight = _cleaned(_turned(ink, angle))
    rows = _rows(straight)
    if _sureness(rows) < _UPSIDE_DOWN and (quarter := _orientation(straight)):
        angle += quarter
        straight = _cleaned(_turned(ink, angle))
        rows = _rows(straight)
    width, height = straight.width * POINTS, straight.height * POINTS
    lines = in_order([row for row in _beside(rows) if not _scrap(row)], width, height, first=index == 0)
    return {
        "angle": round(angle, 2),
        "lines": [_told(line, width, height) for line in lines],
        "stamps": _stamps(coloured, angle) if coloured is not None else [],
    }


def strip(data: bytes, index: int, angle: float, box: Sequence[float]) -> bytes:
    """A part of a straightened page as .jpeg: what the eye compares with a doubtful line."""
    quarter = _quarter(angle)
    page = _page(data, index, STRIP_DPI).convert("L").rotate(quarter, expand=True)
    sides = (box[0] - _EDGE, box[1] - _EDGE, box[2] + _EDGE, box[3] + _EDGE)
    whole = (page.width, page.height, page.width, page.height)
    left, top, right, bottom = (round(min(max(side, 0.0), 1.0) * size) for side, size in zip(sides, whole, strict=True))
    # only these dots are turned, not the page
    cosine, sine = math.cos(math.radians(quarter - angle)), math.sin(math.radians(quarter - angle))
    across, down = left - page.width / 2, top - page.height / 2
    from_x = cosine * across + sine * down + page.width / 2
    from_y = -sine * across + cosine * down + page.height / 2
    part = page.transform(
        (max(right - left, 1), max(bottom - top, 1)),
        Image.Transform.AFFINE,
        (cosine, sine, from_x, -sine, cosine, from_y),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )
    out = io.BytesIO()
    part.save(out, "JPEG", quality=70)
    return out.getvalue()


def _page(data: bytes, index: int, dpi: int = DPI) -> Image.Image:
    if data[:1024].lstrip().startswith(b"%PDF"):
        sheet = pypdfium2.PdfDocument(data)[index]
        width, height = sheet.get_size()
        scale = min(dpi / 72, math.sqrt(limits.PAGE_DOTS / max(width * height, 1)))
        picture: Image.Image = sheet.render(scale=scale).to_pil().convert("RGB")
        return picture
    with _opened(data) as picture:
        picture.seek(index)
        return _scaled(ImageOps.exif_transpose(picture).convert("RGB"), dpi)


def _opened(data: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
    except Image.DecompressionBombError as error:
        raise MemoryError from error
    if picture.width * picture.height > 3 * limits.PAGE_DOTS:
        raise MemoryError
    return picture


def _scaled(page: Image.Image, dpi: int) -> Image.Image:
    """Pictures seldom say how fine they are (a telephone never): taken as a sheet of A4 of that width."""
    scale = dpi * _A4_INCHES / min(page.width, page.height)
    scale = min(scale, math.sqrt(limits.PAGE_DOTS / (page.width * page.height)))
    if 0.95 < scale < 1.05:
        return page
    return page.resize((round(page.width * scale), round(page.height * scale)), Image.Resampling.BICUBIC)


def _inks(page: Image.Image) -> tuple[Grey, Grey | None]:
    """Black ink and, where there is enough of it, coloured ink; each dark on white."""
    dots = np.asarray(page)
    brightest = dots.max(axis=2)
    coloured = (brightest - dots.min(axis=2)) > _COLOURED
    if int(coloured.sum()) < _STAMP_DOTS:
        return Image.fromarray(brightest), None
    black = np.where(coloured & (brightest > _BLACK), np.uint8(255), brightest)
    return Image.fromarray(black), Image.fromarray(np.where(coloured, np.uint8(0), np.uint8(255)))


def _skew(ink: Grey) -> float:
    """By how many degrees to turn the page: at the right angle lines and the blanks between them differ most."""
    small = ink.reduce(4)
    dots = np.asarray(small)
    rows, columns = np.nonzero(dots < min(160.0, float(dots.mean()) * 0.75))
    if len(rows) < 200:
        return 0.0
    keep = slice(None, None, max(len(rows) // 60_000, 1))
    rows, columns = rows[keep].astype(np.float64), columns[keep].astype(np.float64)

    def sharpness(degrees: float) -> float:
        shifted = rows - columns * math.tan(math.radians(degrees))
        counts = np.bincount((shifted - shifted.min()).astype(np.int64)).astype(np.float64)
        return float((np.diff(counts) ** 2).sum())

    best = 0.0
    for reach, step in ((_STEEPEST, 0.5), (0.5, 0.1), (0.1, 0.02)):
        best = max(np.arange(best - reach, best + reach + step / 2, step), key=sharpness)
    clearly = sharpness(best) > _CLEARLY * sharpness(0.0)
    return float(best) if clearly else 0.0


def _quarter(degrees: float) -> int:
    return round(degrees / 90) * 90


def _turned(ink: Grey, degrees: float) -> Grey:
    quarter = _quarter(degrees)
    if quarter:
        ink = ink.rotate(quarter, expand=True)
    rest = degrees - quarter
    return ink.rotate(rest, Image.Resampling.BICUBIC, fillcolor=255) if rest else ink


def _cleaned(ink: Grey) -> Grey:
    """Without the grain of the paper and specks: where next to nothing is dark around a dot there is no letter."""
    dots = np.asarray(ink)
    dark = dots < _DARK * float(np.median(dots))
    around = Image.fromarray(np.where(dark, np.uint8(255), np.uint8(0))).filter(ImageFilter.BoxBlur(_AROUND))
    window = (2 * _AROUND + 1) ** 2
    alone = np.asarray(around) <= 255 * _SPECK / window
    return Image.fromarray(np.where(alone, np.uint8(255), dots))


def _rows(ink: Grey, layout: str = "4") -> list[Line]:
    """Lines as Tesseract finds them; the words of one line from left to right."""
    rows: dict[tuple[str, ...], Line] = {}
    for row in _tesseract(ink, layout):
        text, confidence = row[11].strip(), float(row[10])
        if text and confidence >= 0:
            left, top, width, height = (int(value) * POINTS for value in row[6:10])
            rows.setdefault(tuple(row[1:5]), []).append(Word(text, left, top, left + width, top + height, confidence))
    return list(rows.values())


def _beside(rows: list[Line]) -> list[Line]:
    """Rows of one height are one line, whether Tesseract saw two columns there or not; from the top down."""
    out: list[Line] = []
    for row in sorted(rows, key=_middle):
        if out and abs(_middle(out[-1]) - _middle(row)) < _HALF_A_LINE and not _over(out[-1], row):
            out[-1] = sorted([*out[-1], *row], key=lambda word: word.x0)
        else:
            out.append(row)
    return out


def _middle(line: Line) -> float:
    return sum((word.top + word.bottom) / 2 for word in line) / len(line)


def _over(one: Line, other: Line) -> bool:
    """Whether one lies above the other instead of beside it."""
    return any(a.x0 < b.x1 and b.x0 < a.x1 for a in one for b in other)


def _scrap(line: Line) -> bool:
    """What a stroke of a pen or a speck of dirt was taken for: no letters, or a few that were guessed."""
    letters = sum(letter.isalnum() for word in line for letter in word.text)
    return letters == 0 or (letters < 4 and min(word.confidence for word in line) < _GUESSED)


def _sureness(rows: list[Line]) -> float:
    found = [word.confidence for row in rows for word in row]
    return sum(found) / max(len(found), 1)


def _orientation(ink: Grey) -> int:
    """Quarter turns, in degrees, that set the page upright; 0 where it stands or nobody can tell."""
    done = _run(ink, "--psm", "0", "-l", "osd")
    found = re.search(r"Rotate: (\d+)", done.stdout.decode("utf-8", "replace"))
    return -int(found[1]) if done.returncode == 0 and found else 0


def _stamps(coloured: Grey, angle: float) -> list[str]:
    """What is written straight in coloured ink: "MẬT", "HỎA TỐC"; a line is there when each word of it is sure."""
    rows = _rows(_turned(coloured, angle), "11")
    return [join(row) for row in rows if all(word.confidence >= _SURE_STAMP for word in row)]


def _told(line: Line, width: float, height: float) -> dict[str, object]:
    """A line is as sure as its least sure word."""
    sides = (
        min(word.x0 for word in line) / width,
        min(word.top for word in line) / height,
        max(word.x1 for word in line) / width,
        max(word.bottom for word in line) / height,
    )
    confidence = min(word.confidence for word in line)
    return {"text": join(line), "box": [round(side, 4) for side in sides], "confidence": round(confidence)}


def _tesseract(ink: Grey, layout: str) -> list[list[str]]:
    """The rows of words in the table that Tesseract prints."""
    done = _run(ink, "--psm", layout, "-l", "vie", "tsv")
    done.check_returncode()
    rows = [line.split("\t") for line in done.stdout.decode("utf-8", "replace").split("\n")[1:]]
    return [row for row in rows if len(row) == 12 and row[0] == "5"]


def _run(ink: Grey, *how: str) -> subprocess.CompletedProcess[bytes]:
    """Tesseract, under the limits of this process."""
    picture = io.BytesIO()
    ink.save(picture, "PNG", compress_level=1)
    command = ["tesseract", "-", "-", "--dpi", str(DPI), *how]
    return subprocess.run(command, input=picture.getvalue(), capture_output=True, check=False)
