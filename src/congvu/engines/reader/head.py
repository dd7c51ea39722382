"""What the document says of itself: kind, number, day, issuer, title, signer; and whether it is a news report."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from congvu.engines.reader.clean import fold, pattern
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.names import NameGrammar
from congvu.engines.reader.references import NUMBER, Cited, key, numbers
from congvu.engines.reader.segment import Paragraph, Tokens
from congvu.engines.reader.types import Document, Found, Reference

_MOTTO = pattern(r"cộng h[òo][àa]? ?xã hội chủ nghĩa|đảng cộng sản việt nam|độc lập\s*-\s*tự do")
_NUMBER_LINE = pattern(r"\bsố\s*:?\s*(?=\d)")
_NUMBER_LABEL = pattern(r"^\W*số\s*:|\bsố\s*:\s|^\W*số\s+\d")
_DAY_LINE = pattern(r"ngày\s*(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*năm\s*(?P<y>\d{4})")
_FULL_DAY = pattern(r"(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)")
_SUBJECT = pattern(r"v/v|về việc")
_NEWS_NUMBER = pattern(
    r"(?:ban hành|ký|có|tại|ra|gửi|phát|theo|trong nội dung)\s+(?:\w+\s+){0,3}?(?P<kind>chỉ thị|công điện|công văn|"
    r"văn bản|quyết định|kế hoạch|thông báo|"
    r"kết luận|nghị quyết|hướng dẫn|quy định)(?:\s+(?:khẩn|hỏa tốc|mới))?\s*(?:số\s*:?\s*)?(?=\d)"
)
_NEWS_DAY = pattern(r"ngày\s+(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})(?:\s?[/.-]\s?(?P<y>(?:19|20)\d\d))?")
_ISSUES = pattern(r"vừa|ban hành|ký|có ý kiến|yêu cầu|chỉ đạo|có văn bản|có công (?:văn|điện)|giao")
_GIVES = pattern(
    r"(?:đã |vừa |cũng |tiếp tục )?(?:có (?:ý kiến|văn bản|công văn|công điện|chỉ đạo)|yêu cầu|giao|ban hành|ký|"
    r"chỉ đạo|đề ra|lưu ý|nhấn mạnh|thông qua|thẳng thắn|đánh giá|đề nghị|phát động)"
)
_BARE = re.compile(r"\d{1,5}(?![\d/.-]{0,12}\w)")
_CODES = {
    "CT": "chi_thi",
    "CĐ": "cong_dien",
    "QĐ": "quyet_dinh",
    "KH": "ke_hoach",
    "TB": "thong_bao",
    "KL": "ket_luan",
    "NQ": "nghi_quyet",
    "HD": "huong_dan",
    "BC": "bao_cao",
    "CTR": "ke_hoach",
    "QYĐ": "quy_dinh",
    "QC": "quy_dinh",
    "PA": "ke_hoach",
}
_ACRONYMS = {"UBND", "HĐND", "MTTQ", "UBMTTQ", "TP.", "TP", "BCĐ", "TW", "CP"}
_PROPER = ("Chính phủ", "Tỉnh ủy", "Thành ủy", "Nhà nước", "Trung ương", "Việt Nam", "Mặt trận Tổ quốc", "Quốc hội")
_TITLE_LINES = 45


@dataclass(slots=True)
class Head:
    """The document's fields with what the other stages need: is it news, which year, where the body begins."""

    document: Document
    news: bool
    year: int | None
    references: tuple[Reference, ...]

    @property
    def since(self) -> str:
        """The document's own day; empty for a news report, whose day is not known."""
        day = self.document.issued_on
        return day.value if day is not None and not self.news else ""


def read_head(tokens: Tokens, paragraphs: list[Paragraph], lexicon: Lexicon) -> Head:
    """Fields of the document and the documents it cites."""
    title = _title(tokens, paragraphs, lexicon)
    official = title is not None or _looks_official(tokens, paragraphs)
    fields = _official(tokens, paragraphs, lexicon, title) if official else _news(tokens, paragraphs, lexicon)
    day = fields.issued_on
    year = int(day.value[:4]) if day and day.value[:4].isdigit() else None
    if year is None:
        year = _year_of(tokens.low) if not official else _year_in_head(tokens.low)
    return Head(fields, not official, year, _references(tokens, fields, year))


def _looks_official(tokens: Tokens, paragraphs: list[Paragraph]) -> bool:
    lines = [tokens.low[p.start : p.end] for p in paragraphs[:25]]
    motto = any(_MOTTO.search(line) and len(line) < 120 for line in lines)
    number = any(_NUMBER_LABEL.search(line) and len(line) < 160 for line in lines[:12])
    addressed = any(line.startswith(("kính gửi", "v/v")) for line in lines)
    recipients = any(tokens.low.startswith("nơi nhận", p.start) for p in paragraphs[-60:])
    return motto or (number and addressed) or (addressed and recipients) or (number and recipients)


def _title(tokens: Tokens, paragraphs: list[Paragraph], lexicon: Lexicon) -> tuple[int, str] | None:
    """(index, kind) of the line that names the kind of document in capitals, alone or with its subject."""
    for index, p in enumerate(paragraphs[:_TITLE_LINES]):
        raw, low = tokens.text[p.start : p.end], tokens.low[p.start : p.end].strip(" .:*")
        if p.mark or low.endswith(":") or len(raw) > 400:
            continue
        for phrase, code in lexicon.kinds:
            upper = raw[: len(phrase)].isupper()
            if low.startswith(phrase) and upper and (len(low) == len(phrase) or not low[len(phrase)].isalpha()):
                return index, code
    return None


def _official(tokens: Tokens, paragraphs: list[Paragraph], lexicon: Lexicon, title: tuple[int, str] | None) -> Document:
    top = paragraphs[: (title[0] + 12 if title else 18)]
    number = _own_number(tokens, top[:18])
    day = _own_day(tokens, top)
    kind = _kind(tokens, paragraphs, title, number)
    return Document(
        kind,
        number,
        day,
        _issuer(tokens, paragraphs, title, lexicon),
        _subject(tokens, paragraphs, title),
        _signer(tokens, paragraphs),
    )


def _kind(
    tokens: Tokens, paragraphs: list[Paragraph], title: tuple[int, str] | None, number: Found | None
) -> Found | None:
    if title:
        p = paragraphs[title[0]]
        return Found(title[1], p.start, p.end, "dòng tên loại văn bản")
    if number:
        for part in re.split(r"[-/]", number.value):
            if part.upper() in _CODES:
                return Found(_CODES[part.upper()], number.start, number.end, "ký hiệu trong số văn bản")
    if not paragraphs:
        return None
    return Found("cong_van", paragraphs[0].start, paragraphs[0].end, "không có dòng tên loại: công văn")


def _own_number(tokens: Tokens, top: list[Paragraph]) -> Found | None:
    for p in top:
        low = tokens.low[p.start : p.end]
        if low.startswith(("căn cứ", "thực hiện", "theo", "xét", "(")) or len(low) > 260:
            continue
        label = _NUMBER_LABEL.search(low)
        if not label:
            continue
        match = NUMBER.search(tokens.text, p.start + label.start(), p.end)
        if match:
            cited = numbers(tokens.text, tokens.low, match.start(), p.end, None)
            if cited:
                return Found(cited[0].number, cited[0].start, cited[0].end, "sau chữ “Số:”")
        bare = _NUMBER_LINE.search(low, label.start())
        if bare and (found := _BARE.match(tokens.text, p.start + bare.end(), p.end)):
            return Found(found.group(), found.start(), found.end(), "số trần sau chữ “Số:”")
    return None


def _own_day(tokens: Tokens, top: list[Paragraph]) -> Found | None:
    for p in top:
        low = tokens.low[p.start : p.end]
        if low.startswith(("căn cứ", "theo", "xét", "(")) or len(low) > 260:
            continue
        match = _DAY_LINE.search(low)
        if match and (match.start() < 60 or _NUMBER_LABEL.search(low)):
            value = _iso(match)
            if value:
                return Found(value, p.start + match.start(), p.start + match.end(), "dòng địa danh, ngày tháng")
    return None


def _iso(match: re.Match[str], year: int | None = None) -> str | None:
    y = int(match["y"]) if match["y"] else year
    d, m = int(match["d"]), int(match["m"])
    return f"{y:04d}-{m:02d}-{d:02d}" if y and 1 <= m <= 12 and 1 <= d <= 31 else None


def _issuer(
    tokens: Tokens, paragraphs: list[Paragraph], title: tuple[int, str] | None, lexicon: Lexicon
) -> Found | None:
    """The capitals above the motto and the number."""
    lines: list[Paragraph] = []
    for p in paragraphs[:8]:
        raw, low = tokens.text[p.start : p.end], tokens.low[p.start : p.end]
        if _MOTTO.search(low) or _NUMBER_LABEL.search(low) or (title and p is paragraphs[title[0]]):
            break
        if raw.isupper():
            lines.append(p)
    if not lines:
        return None
    raw = " ".join(tokens.text[p.start : p.end].strip(" /-*") for p in lines)
    return Found(_sentence_case(raw, lexicon), lines[0].start, lines[-1].end, "khối tên cơ quan ban hành")


def _sentence_case(raw: str, lexicon: Lexicon) -> str:
    """ "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK" as it is written in running text."""
    given, words = raw.split(), fold(raw).split()
    out: list[str] = []
    at = 0
    while at < len(words):
        field, _ = lexicon.fields.longest(words, at, len(words))
        head, classes = lexicon.names.longest(words, at, len(words))
        if given[at] in _ACRONYMS or max(field, head) == at:
            out.append(given[at] if given[at] in _ACRONYMS else given[at].capitalize())
            at += 1
            continue
        phrase = [word.lower() for word in given[at : max(field, head)]]
        lower = bool(out) and not classes & {"body", "title"} and field < head
        out += phrase if lower else [phrase[0].capitalize(), *phrase[1:]]
        at = max(field, head)
    text = " ".join(out)
    for proper in _PROPER:
        text = text.replace(proper.lower(), proper)
    return text[:1].upper() + text[1:]


def _subject(tokens: Tokens, paragraphs: list[Paragraph], title: tuple[int, str] | None) -> Found | None:
    if title is None:
        for p in paragraphs[:15]:
            if _SUBJECT.match(tokens.low, p.start):
                return Found(tokens.text[p.start : p.end], p.start, p.end, "trích yếu")
        return None
    p = paragraphs[title[0]]
    following = paragraphs[title[0] + 1] if title[0] + 1 < len(paragraphs) else None
    if p.end - p.start > 40 or following is None:
        return Found(tokens.text[p.start : p.end], p.start, p.end, "trích yếu")
    return Found(
        " ".join(tokens.text[following.start : following.end].split()),
        following.start,
        following.end,
        "dòng dưới tên loại",
    )


def _signer(tokens: Tokens, paragraphs: list[Paragraph]) -> Found | None:
    for p in reversed(paragraphs[-12:]):
        raw = tokens.text[p.start : p.end].strip()
        words = raw.split()
        if 2 <= len(words) <= 5 and all(w[:1].isupper() and w[1:].islower() for w in words):
            return Found(raw, p.start, p.end, "tên dưới chữ ký")
    return None


# --- news -----------------------------------------------------------------------------------------------------------


def _news(tokens: Tokens, paragraphs: list[Paragraph], lexicon: Lexicon) -> Document:
    first = paragraphs[0] if paragraphs else None
    kind = Found("tin_bai", first.start, first.end, "không có thể thức văn bản: tin, bài") if first else None
    title = Found(tokens.text[first.start : first.end], first.start, first.end, "dòng đầu") if first else None
    year = _year_of(tokens.low)
    number, day = _reported(tokens, paragraphs, year)
    return Document(
        kind,
        number,
        _not_before_cited(tokens, day or _reported_day(tokens, paragraphs, year)),
        _reporting_issuer(tokens, paragraphs, lexicon),
        title,
        None,
    )


def _reported(tokens: Tokens, paragraphs: list[Paragraph], year: int | None) -> tuple[Found | None, Found | None]:
    for p in paragraphs[:5]:
        for match in _NEWS_NUMBER.finditer(tokens.low, p.start, p.end):
            before = tokens.low[max(p.start, match.start() - 30) : match.start()]
            if before.rstrip().endswith(";") and " đã " in tokens.low[p.start : match.start()]:
                continue
            if before.rstrip().endswith(("thực hiện", "căn cứ", "theo")) or (
                tokens.low[p.start].islower() and match.group().startswith("theo")
            ):
                continue
            cited = numbers(tokens.text, tokens.low, match.end(), p.end, year)
            if cited and cited[0].start == match.end():
                one = cited[0]
                if _one_of_many(tokens, one.number):
                    return None, None
                day = Found(one.issued_on, one.end, one.end, "ngày sau số văn bản") if one.issued_on else None
                return Found(one.number, one.start, one.end, "văn bản được đưa tin"), day
            bare = _BARE.match(tokens.text, match.end(), p.end)
            if bare:
                return Found(bare.group(), bare.start(), bare.end(), "văn bản được đưa tin, số trần"), None
    return None, None


def _one_of_many(tokens: Tokens, number: str) -> bool:
    """A report of several decisions of one kind has no number of its own."""
    code = re.sub(r"^\d+[a-zA-Z]?", "", number)
    if "QĐ" not in code:
        return False
    alike = {c.number for c in numbers(tokens.text, tokens.low, 0, len(tokens.text), None) if c.number.endswith(code)}
    return len(alike) > 1


def _reported_day(tokens: Tokens, paragraphs: list[Paragraph], year: int | None) -> Found | None:
    for p in paragraphs[:8]:
        for match in _NEWS_DAY.finditer(tokens.low, p.start, min(p.end, p.start + 160)):
            if _ISSUES.search(tokens.low, match.end(), min(p.end, match.end() + 130)) and (value := _iso(match, year)):
                return Found(value, match.start(), match.end(), "ngày ban hành theo bài báo")
    return None


def _not_before_cited(tokens: Tokens, day: Found | None) -> Found | None:
    """A day printed without its year is not earlier than the documents the report cites with theirs."""
    if day is None:
        return None
    cited = [c.issued_on for c in numbers(tokens.text, tokens.low, 0, len(tokens.text), None) if c.issued_on]
    last = max((of for of in cited if of[:4].isdigit()), default="")
    later = f"{int(day.value[:4]) + 1}{day.value[4:]}"
    early = day.value < last < later and last[:4] == day.value[:4]
    printed = any(of == day.value for of in cited)
    return Found(later, day.start, day.end, day.reason) if early and not printed else day


def _reporting_issuer(tokens: Tokens, paragraphs: list[Paragraph], lexicon: Lexicon) -> Found | None:
    """The first name that orders, issues or signs."""
    names = NameGrammar(tokens, lexicon)
    for p in paragraphs[:8]:
        at = p.first
        while at < p.last:
            group = names.group(at, p.last) if tokens.caps[at] else None
            if group is None:
                at += 1
                continue
            at = max(group.after, at + 1)
            if _GIVES.match(tokens.low, tokens.starts[group.after]):
                start, end = group.parts[0].span(tokens)
                return Found(" ".join(tokens.text[start:end].split()), start, end, "người ra chỉ đạo theo bài báo")
    return None


def _year_of(low: str) -> int | None:
    """The article's year: of the first full date, else the commonest year."""
    first = _FULL_DAY.search(low, 0, 1500)
    if first:
        return int(first["y"])
    years = Counter(m["y"] for m in _FULL_DAY.finditer(low))
    return int(years.most_common(1)[0][0]) if years else None


def _year_in_head(low: str) -> int | None:
    match = pattern(r"\btháng\s+\d{0,2}\s*năm\s+(\d{4})").search(low, 0, 2500)
    return int(match[1]) if match else None


# --- references -----------------------------------------------------------------------------------------------------


def _references(tokens: Tokens, fields: Document, year: int | None) -> tuple[Reference, ...]:
    own = key(fields.number.value) if fields.number else ""
    found: dict[str, Cited] = {}
    for cited in numbers(tokens.text, tokens.low, 0, len(tokens.text), year):
        before = tokens.low[max(0, cited.start - 12) : cited.start].rstrip(" :")
        if key(cited.number) == own or before.endswith(("mẫu số", "mẫu", "biểu số", "phụ lục số", "hợp đồng số")):
            continue
        known = found.get(key(cited.number))
        if known is None or (known.issued_on is None and cited.issued_on):
            found[key(cited.number)] = cited
    return tuple(Reference(c.number, c.issued_on, c.start, c.end, "số, ký hiệu văn bản") for c in found.values())
