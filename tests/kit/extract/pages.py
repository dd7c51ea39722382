"""Own documents as a scanner gives them: set as a PDF, drawn as pictures, then made worse by a seeded generator."""

import io
import math
import random
import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from congvu.kit.extract import recognising
from congvu.kit.official import Official, Text, as_pdf
from congvu.kit.official.pdf import HERE

FONT = next(
    path for path in sorted((HERE / "fonts").glob("*.ttf")) if "Bold" in path.stem and "Italic" not in path.stem
)
needs_tesseract = pytest.mark.skipif(
    not recognising.possible(), reason="needs Tesseract: sudo apt install tesseract-ocr tesseract-ocr-vie"
)
RED, BLUE = (206, 32, 41), (28, 52, 150)
_BANNER = re.compile(r"CỘNG H[OÒ][AÀ] XÃ HỘI|Độc lập|ĐẢNG CỘNG SẢN")
_DATELINE = re.compile(r"(?P<place>.*), ngày (?P<day>\d+) tháng (?P<month>\d+) năm (?P<year>\d+)$")


@dataclass(frozen=True)
class Harm:
    """What happens to a page: degrees of skew, radius of blur, share of dots, spread of grey, stamp and signature."""

    skew: float = 0.0
    blur: float = 0.0
    dots: float = 0.0
    grain: float = 0.0
    stamp: bool = False
    dpi: int = 300


HARMS = {
    "clean": Harm(),
    "skew": Harm(skew=1.7),
    "blur": Harm(blur=1.4),
    "noise": Harm(dots=0.004, grain=18.0),
    "stamp": Harm(stamp=True),
    "all, 200 dpi": Harm(skew=-0.9, blur=0.7, dots=0.001, grain=10.0, stamp=True, dpi=200),
}


def paper_of(text: str) -> Official | None:
    """A plain text in official layout; None when it has no head of that kind."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    dated = next((n for n, line in enumerate(lines[:14]) if _DATELINE.search(line)), None)
    numbered = next((n for n, line in enumerate(lines[:14]) if line.startswith("Số")), None)
    if dated is None or numbered is None:
        return None
    found = _DATELINE.search(lines[dated])
    assert found is not None
    banner = tuple(line for line in lines[:dated] if _BANNER.match(line))
    first = max(dated, numbered) + 1
    subject = next((line for line in lines[numbered:first] if line.startswith("V/v")), "")
    letter = bool(subject) or lines[first].startswith("Kính gửi")
    until = next((n for n, line in enumerate(lines) if line.startswith("Nơi nhận")), len(lines))
    return Official(
        issuer=tuple(
            line for line in lines[:numbered] if not _BANNER.match(line) and line != "*" and line != lines[dated]
        ),
        number=lines[numbered],
        place=found["place"],
        subject=subject if letter else lines[first + 1],
        # Typst sets the closing "./." itself
        body=tuple(Text(line.removesuffix("/.")) for line in lines[first if letter else first + 2 : until]),
        kind="" if letter else lines[first],
        day=date(int(found["year"]), int(found["month"]), int(found["day"])),
        signer_title=("CHỦ TỊCH",),
        signer="Phan Văn Bình",
        recipients=("Như trên", "Lưu: VT"),
        **({"banner": banner} if banner else {}),
    )


def drawn(paper: Official, harm: Harm, seed: int = 1) -> list[Image.Image]:
    """The pages of a document as pictures in colour."""
    document = pypdfium2.PdfDocument(as_pdf(paper))
    dice = random.Random(seed)
    pages = [page.render(scale=harm.dpi / 72).to_pil().convert("RGB") for page in document]
    return [harmed(page, harm, dice, last=page is pages[-1]) for page in pages]


def harmed(page: Image.Image, harm: Harm, dice: random.Random, *, last: bool) -> Image.Image:
    if harm.stamp and last:
        page = _stamped(page, harm.dpi, dice)
    if harm.skew:
        page = page.rotate(harm.skew, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    if harm.blur:
        page = page.filter(ImageFilter.GaussianBlur(harm.blur))
    if not (harm.grain or harm.dots):
        return page
    rolls = np.random.default_rng(dice.randrange(2**31))
    grey = np.asarray(page, dtype=np.float32)
    if harm.grain:
        grey = grey * 0.94 + rolls.normal(0, harm.grain, grey.shape[:2])[..., None]
    if harm.dots:
        hit = rolls.random(grey.shape[:2])
        grey[hit < harm.dots / 2] = 0
        grey[hit > 1 - harm.dots / 2] = 255
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def _stamped(page: Image.Image, dpi: int, dice: random.Random) -> Image.Image:
    """A round seal in red and a signature in blue over the last third of what is written."""
    ink = np.nonzero((np.asarray(page.convert("L")) < 128).any(axis=1))[0]
    bottom = int(ink.max())
    size, middle = int(1.4 * dpi), int(page.width * 0.60)
    top = max(int(bottom - size * 0.9), 0)
    layer = Image.new("RGB", page.size, (255, 255, 255))
    pen = ImageDraw.Draw(layer)
    width = max(dpi // 60, 2)
    for inset in (0, size // 14, size // 3):
        pen.ellipse(
            [middle - size // 2 + inset, top + inset, middle + size // 2 - inset, top + size - inset],
            outline=RED,
            width=width,
        )
    pen.text((middle, top + size // 2), "★", fill=RED, anchor="mm", font=ImageFont.truetype(str(FONT), dpi // 6))
    pen.text(
        (middle, top + size * 2 // 3), "UBND TỈNH", fill=RED, anchor="mm", font=ImageFont.truetype(str(FONT), dpi // 9)
    )
    points = [
        (middle + step * dpi / 40, top + size * 0.5 + math.sin(step / 2.0) * dpi * dice.uniform(0.1, 0.3))
        for step in range(-10, 30)
    ]
    pen.line(points, fill=BLUE, width=width)
    both = np.minimum(np.asarray(page, dtype=np.int16), np.asarray(layer, dtype=np.int16))  # ink over ink is darker
    return Image.fromarray(both.astype(np.uint8))


def red_words(page: Image.Image, words: str, dpi: int) -> Image.Image:
    """The page with words stamped in red in its upper left corner."""
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), dpi // 5)
    box = [int(dpi * 1.2), int(dpi * 0.25), int(dpi * 2.6), int(dpi * 0.62)]
    pen.rectangle(box, outline=RED, width=dpi // 75)
    pen.text(((box[0] + box[2]) // 2, (box[1] + box[3]) // 2), words, fill=RED, anchor="mm", font=font)
    return page


def as_file(pages: list[Image.Image], kind: str = "PDF", dpi: int = 300) -> bytes:
    """What a scanner sends: one .pdf of pictures, or the first page as .png, .jpeg or .tiff."""
    out = io.BytesIO()
    first, *rest = pages
    if kind in ("PDF", "TIFF"):
        first.save(out, kind, resolution=float(dpi), dpi=(dpi, dpi), save_all=True, append_images=rest)
    else:
        first.save(out, kind, dpi=(dpi, dpi))
    return out.getvalue()


def distance(wanted: str, got: str) -> int:
    """How many letters must be put in, left out or changed to make one of the other (Levenshtein), a row at a time."""
    letters = np.frombuffer(got.encode("utf-32-le"), dtype=np.uint32)
    steps = np.arange(len(letters) + 1)
    row = steps
    for number, letter in enumerate(wanted, 1):
        changed = row[:-1] + (letters != ord(letter))
        row = np.concatenate([[number], np.minimum(changed, row[1:] + 1)])
        row = np.minimum.accumulate(row - steps) + steps
    return int(row[-1])


def words(text: str) -> str:
    """Where lines end does not matter for what was read."""
    return " ".join(text.split())
