"""When an internal rule is in force, and what stands against what in the authority matrix. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

KINDS = {
    "quy_che": "Quy chế",
    "quy_dinh": "Quy định",
    "quy_trinh": "Quy trình nội bộ",
    "noi_quy": "Nội quy",
    "phan_cong": "Phân công nhiệm vụ",
    "khac": "Văn bản nội bộ khác",
}

# What a review comes to.
OUTCOMES = {
    "keep": "Giữ nguyên",
    "amend": "Phải sửa đổi, bổ sung",
    "replace": "Đã có văn bản thay thế",
    "repeal": "Bãi bỏ",
}

FINDINGS = {
    "overlap": "Chồng chéo",
    "contradiction": "Trái quy định cấp trên",
    "gap": "Khoảng trống",
    "not_mine": "Bị trả lại vì “không thuộc chức trách”",
}

FINDING_WORDS = {
    "overlap": "Hai nơi cùng cấp cùng có thẩm quyền một việc trong cùng thời gian.",
    "contradiction": "Dòng của cấp dưới trao việc cho nơi khác với dòng của cấp trên.",
    "gap": "Việc đã giao thuộc lĩnh vực mà bảng thẩm quyền chưa có dòng nào.",
    "not_mine": "Việc bị trả lại vì “không thuộc chức trách”, giữa các đơn vị này.",
}

# The level of a body, the higher first; a level nobody knows stands below.
_LEVELS = ("central", "province", "district", "commune")


def status_on(day: date, first: date, last: date | None, replaced: bool) -> str:
    """future, in_force, replaced or ended, as of a day."""
    if day < first:
        return "future"
    if last is not None and day > last:
        return "replaced" if replaced else "ended"
    return "in_force"


def review_opens(review_on: date, lead_days: int) -> date:
    """The day from which the review of a rule is a duty."""
    return review_on - timedelta(days=lead_days)


@dataclass(frozen=True)
class Line:
    """A line of the authority matrix: who answers for a matter, who decides it, from when until when."""

    id: int
    matter: str
    key: str
    body: int
    level: str
    lineage: tuple[int, ...]
    post: int | None
    first: date
    last: date | None


@dataclass(frozen=True)
class Finding:
    """Something in the rules that does not fit. `key` names it for good; `rows` are ids of its evidence.

    Rows are lines of the matrix (overlap, contradiction), or duties (gap, not_mine). `bodies` are concerned.
    """

    kind: str
    key: str
    matter: str
    bodies: tuple[int, ...]
    rows: tuple[int, ...]
    words: str = field(default="", compare=False)


def _meet(one: Line, other: Line) -> bool:
    """Whether two lines hold on a common day."""
    starts = max(one.first, other.first)
    ends = min(line.last or date.max for line in (one, other))
    return starts <= ends


def _rank(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def _same_authority(one: Line, other: Line) -> bool:
    """The same body with the same decider, or on one level a body and a unit of its own: no conflict."""
    if one.body == other.body:
        return one.post is None or other.post is None or one.post == other.post
    inside = one.body in other.lineage or other.body in one.lineage
    return inside and one.level == other.level


def line_findings(lines: Sequence[Line]) -> list[Finding]:
    """Overlaps on one level and contradictions between levels, one finding a matter and kind."""
    by_key: dict[str, list[Line]] = {}
    for line in lines:
        by_key.setdefault(line.key, []).append(line)
    found: dict[tuple[str, str], set[int]] = {}
    known = {line.id: line for line in lines}
    for key, same in by_key.items():
        for one, other in combinations(same, 2):
            if _meet(one, other) and not _same_authority(one, other):
                kind = "overlap" if _rank(one.level) == _rank(other.level) else "contradiction"
                found.setdefault((kind, key), set()).update((one.id, other.id))
    return [
        Finding(
            kind=kind,
            key=f"{kind}|{key}",
            matter=known[min(ids)].matter,
            bodies=tuple(sorted({known[pk].body for pk in ids})),
            rows=tuple(sorted(ids)),
        )
        for (kind, key), ids in sorted(found.items())
    ]


@dataclass(frozen=True)
class Given:
    """A duty that was issued: its matter as written and as compared, and the body that holds it."""

    duty: int
    matter: str
    key: str
    body: int


def gaps(given: Iterable[Given], line_keys: Iterable[str]) -> list[Finding]:
    """Matters of duties for which the matrix has no line: neither the same words nor a line contained in them."""
    starts: dict[str, list[str]] = {}
    for key in set(line_keys):
        if key:
            starts.setdefault(key.split(" ", 1)[0], []).append(f" {key} ")
    open_matters: dict[str, list[Given]] = {}
    for one in given:
        if one.key and not _covered(one.key, starts):
            open_matters.setdefault(one.key, []).append(one)
    return [
        Finding(
            kind="gap",
            key=f"gap|{key}",
            matter=rows[0].matter,
            bodies=tuple(sorted({row.body for row in rows})),
            rows=tuple(row.duty for row in rows),
        )
        for key, rows in sorted(open_matters.items())
    ]


def _covered(key: str, starts: Mapping[str, Sequence[str]]) -> bool:
    text = f" {key} "
    return any(line in text for word in set(key.split()) for line in starts.get(word, ()))


@dataclass(frozen=True)
class Returned:
    """A duty that came back as "wrong person": from which body, and which should hold it, as that body says."""

    duty: int
    matter: str
    key: str
    body: int
    should_hold: int | None


def returned_findings(returned: Iterable[Returned]) -> list[Finding]:
    """Returns "not mine" by matter and the bodies between which the work went."""
    groups: dict[tuple[str, tuple[int, ...]], list[Returned]] = {}
    for one in returned:
        bodies = tuple(sorted({one.body} | ({one.should_hold} if one.should_hold else set())))
        groups.setdefault((one.key, bodies), []).append(one)
    return [
        Finding(
            kind="not_mine",
            key=f"not_mine|{key}|{'-'.join(map(str, bodies))}",
            matter=rows[0].matter,
            bodies=bodies,
            rows=tuple(sorted({row.duty for row in rows})),
        )
        for (key, bodies), rows in sorted(groups.items())
    ]
