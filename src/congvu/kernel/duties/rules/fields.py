"""What a person hands in with a move: kind, label and choices of each field, so that pages and API build forms."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a move.

    Kinds: text, long_text, choice, person (id of a Person), body (id of a Body), due (ISO day, or the JSON of a
    DueRule), moment (ISO day or instant), file (id of a StoredFile), number, entry (seq of a ledger entry of the duty).
    """

    name: str
    kind: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()


def _fields(*fields: Field) -> Mapping[str, Field]:
    return {field.name: field for field in fields}


# In the order in which a form asks: whom, on what ground, what, until when; then why, and the file.
FIELDS: Mapping[str, Field] = _fields(
    Field("receiver", "person", "Người nhận"),
    Field("receiver_post", "post", "Vị trí của người nhận"),
    Field(
        "ground",
        "choice",
        "Căn cứ trả lại",
        (
            ("wrong_person", "Không thuộc chức trách của tôi"),
            ("unclear", "Nội dung chưa rõ"),
            ("beyond_authority", "Vượt thẩm quyền của tôi"),
        ),
    ),
    Field("should_hold", "body", "Đơn vị phải giữ việc này"),
    Field("by_rule", "text", "Theo quy định nào"),
    Field("pause_ground", "choice", "Căn cứ tạm dừng"),
    Field("consulted", "person", "Người được hỏi ý kiến"),
    Field("question", "long_text", "Nội dung cần cho ý kiến"),
    Field("due", "due", "Thời hạn"),
    Field("draft", "long_text", "Nội dung trình"),
    Field("product", "long_text", "Sản phẩm"),
    Field(
        "outcome",
        "choice",
        "Quyết định",
        (("agreed", "Đồng ý"), ("changed", "Đề nghị sửa"), ("yours", "Thuộc thẩm quyền của đồng chí, tự quyết định")),
    ),
    Field("progress", "long_text", "Tiến độ"),
    Field("percent", "number", "Phần trăm đã làm"),
    Field("note", "long_text", "Ghi chú"),
    Field("answers", "entry", "Giải trình cho mục"),
    Field("cause", "long_text", "Nguyên nhân khách quan"),
    Field("from", "moment", "Từ"),
    Field("until", "moment", "Đến"),
    Field("claim", "entry", "Nguyên nhân đã nêu"),
    Field("cause_outcome", "choice", "Kết luận", (("confirmed", "Xác nhận"), ("rejected", "Không xác nhận"))),
    Field("reason", "long_text", "Lý do"),
    Field("matter", "text", "Lĩnh vực, để ghi vào bảng phân định thẩm quyền"),
    Field("file", "file", "Tệp kèm theo"),
)

# Fields that a chosen value makes necessary: (verb, field, value) to further fields.
_CONDITIONAL: Mapping[tuple[str, str, str], tuple[str, ...]] = {
    ("return", "ground", "wrong_person"): ("should_hold", "by_rule"),
    ("decide", "outcome", "changed"): ("reason",),
    ("decide", "outcome", "yours"): ("reason",),
    ("rule_on_cause", "cause_outcome", "rejected"): ("reason",),
}


def conditional_needs(verb: str, given: Mapping[str, object]) -> tuple[str, ...]:
    """Fields still missing because of what was chosen: who says "not mine" must say whose it is, by which rule."""
    return tuple(
        name
        for (of_verb, field, value), names in _CONDITIONAL.items()
        if of_verb == verb and given.get(field) == value
        for name in names
        if given.get(name) in (None, "")
    )


def needed_when(verb: str, name: str) -> tuple[str, ...]:
    """The choices that make a field necessary, as the form names them."""
    found = []
    for (of_verb, field, value), names in _CONDITIONAL.items():
        if of_verb == verb and name in names:
            found.append(dict(FIELDS[field].choices)[value])
    return tuple(found)
