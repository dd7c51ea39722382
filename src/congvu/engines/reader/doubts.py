"""Sixth stage: what is missing of the six "rõ", the question to put to the issuer, and how sure the reader is."""

from __future__ import annotations

from congvu.engines.reader.types import Doubt

# The share of right cards by how the addressee was found, on the texts the rules were tuned on, rounded down.
SURE = {
    "order": 0.93,
    "heading": 0.92,
    "field": 0.92,
    "subject": 0.87,
    "row": 0.85,
    "running": 0.85,
    "flow": 0.8,
    "addressed": 0.75,
    "block": 0.75,
    "everyone": 0.7,
}
REASONS = {
    "order": "lệnh của người ban hành, tên đứng ngay sau động từ giao việc",
    "subject": "tên là chủ ngữ của câu",
    "heading": "tên lấy từ đề mục hoặc câu dẫn phía trên",
    "running": "tên lấy từ câu trước trong cùng đoạn",
    "addressed": "tên lấy từ nơi văn bản được gửi đến",
    "field": "tên lấy từ mục “Cơ quan chủ trì/thực hiện”",
    "block": "khối thông tin của kế hoạch",
    "everyone": "không nơi nào nêu tên: áp dụng cho mọi đối tượng của văn bản",
    "flow": "tên lấy từ đoạn tin trước đó",
    "row": "hàng của bảng phân công",
}


def doubts_of(
    kind: str, names: list[str], has_deadline: bool, has_product: bool, requirement: str, generic: frozenset[str]
) -> tuple[Doubt, ...]:
    """What a clerk should ask about a demand."""
    out = []
    short = requirement if len(requirement) <= 90 else requirement[:87].rsplit(" ", 1)[0] + "…"
    if not names or names == ["*"]:
        out.append(Doubt("assignees", "no_assignee", f"Việc “{short}” giao cho cơ quan, đơn vị hoặc ai thực hiện?"))
    elif any(name.lower() in generic for name in names):
        out.append(Doubt("assignees", "generic_assignee", f"“{names[0]}” gồm những cơ quan, đơn vị nào?"))
    if len(names) > 1 and kind == "task":
        out.append(Doubt("assignees", "who_leads", f"Trong {len(names)} nơi được nêu, nơi nào chủ trì việc “{short}”?"))
    if kind in ("task", "report") and not has_deadline:
        out.append(Doubt("deadline", "no_deadline", f"Việc “{short}” phải hoàn thành chậm nhất ngày nào?"))
    if kind in ("task", "recurring") and not has_product:
        out.append(Doubt("product", "no_product", f"Kết quả của việc “{short}” là văn bản hay sản phẩm gì?"))
    if kind == "recurring" and not has_deadline:
        out.append(Doubt("deadline", "no_period", f"Việc “{short}” lặp lại theo kỳ nào: tháng, quý hay năm?"))
    return tuple(out)


def confidence(reason: str, verb_known: bool, late: bool) -> float:
    """How sure the reader is of the whole card, from 0 to 1."""
    sure = SURE.get(reason, 0.6)
    if not verb_known:
        sure -= 0.1
    if late:
        sure -= 0.05
    return max(0.05, round(sure, 2))
