"""Bodies from a file. The same body is one code and one first day."""

from collections.abc import Sequence
from datetime import datetime

from congvu.faces.exchange.imports.lines import ADD, CHANGE, SAME, WRONG, Judged, Row, changes, judge, twice
from congvu.kernel.org import moves
from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.moves import NewBody
from congvu.kernel.org.moves.bulk import BODY_FIELDS
from congvu.kit.tables import Column, day, one_of

LEVELS = {"Trung ương": "central", "Tỉnh": "province", "Huyện": "district", "Xã": "commune"}
BRANCHES = {
    "Nhà nước": "state", "Đảng": "party", "Mặt trận": "front", "Sự nghiệp": "public_service",
    "Ngành dọc": "central_at_local",
}  # fmt: skip
COLUMNS = (
    Column("Mã", "code", required=True, example="so_noi_vu", also=("Mã cơ quan", "Mã đơn vị", "Mã định danh")),
    Column("Tên", "name", required=True, example="Sở Nội vụ", also=("Tên cơ quan", "Tên đơn vị", "Cơ quan, đơn vị")),
    Column("Mã cấp trên", "parent", example="ubnd_tinh", also=("Cơ quan cấp trên", "Trực thuộc", "Mã cha")),
    Column("Loại", "kind", example="so", also=("Loại cơ quan", "Loại hình")),
    Column("Cấp", "level", one_of(LEVELS), True, "Tỉnh", ("Cấp hành chính",)),
    Column("Khối", "branch", one_of(BRANCHES), True, "Nhà nước"),
    Column("Ký hiệu văn bản", "symbol", example="SNV", also=("Ký hiệu",)),
    Column("Tên ngắn", "short_name", also=("Tên viết tắt",)),
    Column("Từ ngày", "valid_from", day, True, "01/03/2025", ("Ngày thành lập", "Hiệu lực từ")),
    Column("Đến ngày", "valid_to", day, also=("Ngày giải thể", "Hiệu lực đến")),
    Column("Văn bản", "instrument", example="NĐ 150/2025/NĐ-CP", also=("Quyết định thành lập", "Căn cứ")),
)
_NAMES = {column.field: column.heading for column in COLUMNS}


def plan(rows: Sequence[Row], by: Person, at: datetime) -> list[Judged]:
    """Parents may stand anywhere in the file or be there already."""
    there: dict[str, list[Body]] = {}
    for body in Body.objects.select_related("parent").order_by("valid_from"):
        there.setdefault(body.code, []).append(body)
    own = {row["code"]: row for row in rows if not row.faults}
    seen: dict[str, int] = {}
    circles = _circles(own)
    return judge(rows, lambda row: _one(row, there, own, circles, twice(seen, row["code"], row)), "code")


def _one(row: Row, there: dict[str, list[Body]], own: dict[str, Row], circles: set[str], again: str) -> Judged:
    label = f"{row['code']}: {row['name']}"
    fault = again or _fault(row, there, own, circles)
    if fault:
        return Judged(row, WRONG, label, fault)
    known = next((body for body in there.get(row["code"], ()) if body.valid_from == row["valid_from"]), None)
    if known is not None:
        found, told = changes(known, {name: row[name] for name in BODY_FIELDS}, _NAMES)
        return Judged(row, CHANGE if found else SAME, label, told, (known, found))
    parent = row["parent"]
    above = (
        parent if parent in own and not _known(parent, own[parent], there) else _on(parent, there, row["valid_from"])
    )
    values = {name: row[name] for name in _NAMES if name != "parent"}
    return Judged(row, ADD, label, "", NewBody(**values, parent=above or None))


def _fault(row: Row, there: dict[str, list[Body]], own: dict[str, Row], circles: set[str]) -> str:
    code, parent, first = row["code"], row["parent"], row["valid_from"]
    if row["valid_to"] and row["valid_to"] < first:
        return f"Đến ngày {row['valid_to']:%d/%m/%Y} trước ngày thành lập {first:%d/%m/%Y}"
    if code in circles:
        return "cơ quan là cấp trên của chính nó"
    if parent and parent not in own and _on(parent, there, first) is None:
        return f"không có cơ quan mã “{parent}” vào ngày {first:%d/%m/%Y}, cả trong tệp lẫn trong danh sách"
    for body in there.get(code, ()):
        if body.valid_from == first:
            same_parent = (body.parent.code if body.parent else "") == parent
            if body.name != row["name"] or not same_parent:
                return f"mã {code} từ {first:%d/%m/%Y} đã là {body.name}; đổi tên, đổi cấp trên là lập cơ quan kế thừa"
        elif (body.valid_to is None or body.valid_to >= first) and (
            row["valid_to"] is None or row["valid_to"] >= body.valid_from
        ):
            return f"mã {code} đang là của {body.name} từ {body.valid_from:%d/%m/%Y}; chấm dứt cơ quan đó trước"
    return ""


def _on(code: str, there: dict[str, list[Body]], day_: object) -> Body | None:
    for body in there.get(code, ()):
        if body.valid_from <= day_ and (body.valid_to is None or body.valid_to >= day_):  # type: ignore[operator]
            return body
    return None


def _known(code: str, row: Row, there: dict[str, list[Body]]) -> bool:
    return any(body.valid_from == row["valid_from"] for body in there.get(code, ()))


def _circles(own: dict[str, Row]) -> set[str]:
    """Codes that come back to themselves when one goes up."""
    found: set[str] = set()
    clear: set[str] = set()
    for code in own:
        path: list[str] = []
        while code in own and code not in clear and code not in path:
            path.append(code)
            code = own[code]["parent"]
        if code in path:
            found.update(path[path.index(code) :])
        clear.update(path)
    return found


def write(judged: Sequence[Judged], by: Person) -> None:
    """Those above before those below; then the corrections."""
    moves.add_bodies([one.act for one in judged if one.outcome == ADD], by=by)
    for one in judged:
        if one.outcome == CHANGE:
            body, found = one.act
            moves.correct_body(body, by=by, **found)
