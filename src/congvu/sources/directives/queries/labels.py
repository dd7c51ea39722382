"""How a directive is called: "Công văn 3412/UBND-NC ngày 18/11/2026", and its clauses."""

import re

from congvu.kernel.records.models import Document
from congvu.sources.directives.models import Reading

KIND_NAMES = {
    "chi_thi": "Chỉ thị",
    "cong_van": "Công văn",
    "cong_dien": "Công điện",
    "quyet_dinh": "Quyết định",
    "ke_hoach": "Kế hoạch",
    "thong_bao": "Thông báo",
    "ket_luan": "Kết luận",
    "nghi_quyet": "Nghị quyết",
    "quy_dinh": "Quy định",
    "huong_dan": "Hướng dẫn",
    "bao_cao": "Báo cáo",
    "tin_bai": "Bản tin",
}


def document_label(document: Document, real_number: str = "") -> str:
    """The directive as people cite it; a news report is called by the number of the instrument once that is known."""
    number = real_number or document.number
    kind = "Văn bản" if document.kind == "tin_bai" and number else KIND_NAMES.get(document.kind, "Văn bản")
    parts = [kind, number or f"“{document.title[:60]}”" if document.title or number else "không số"]
    if document.issued_on:
        parts.append(f"ngày {document.issued_on:%d/%m/%Y}")
    return " ".join(parts)


def short_label(reading: Reading) -> str:
    """The label of a reading, with the mark of a rehearsal."""
    label = document_label(reading.document, reading.real_number)
    return f"[Diễn tập] {label}" if reading.rehearsal else label


_ITEM = re.compile(r"^[ \t]*(?:(?P<part>[IVX]{1,5})|(?P<item>\d{1,2})|(?P<point>[a-zđ]))[.)](?=\s)", re.MULTILINE)


def clause_of(text: str, start: int) -> str:
    """The item of the text a demand stands under: "mục II.3 điểm a"; empty where nothing is numbered."""
    part = item = point = ""
    for match in _ITEM.finditer(text, 0, start + 8):
        if match["part"]:
            part, item, point = match["part"], "", ""
        elif match["item"]:
            item, point = match["item"], ""
        else:
            point = match["point"]
    where = ".".join(piece for piece in (part, item) if piece)
    return " ".join(word for word in (f"mục {where}" if where else "", f"điểm {point}" if point else "") if word)
