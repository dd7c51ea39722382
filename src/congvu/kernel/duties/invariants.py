"""What must always be true of duties, asked of the database itself (reliability.md §7).

Called by the state machine of the tests after each move, by `congvu simulate`, by `congvu ledger verify`, after each
drill. Every check is one statement over all duties; replay reads the entries in the order of the duties.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from congvu.kernel.duties.queries.replay import BORN, COLUMNS, apply, fresh
from congvu.kernel.duties.rules import DUTY, STATE_LABELS
from congvu.kernel.ledger.queries import Finding, Progress, Verdict
from congvu.kit.clock import VIETNAM

MOST = 20  # of one kind; the first ones show where to look

_CHECKS = {
    "việc đang mở có đúng một người giữ, là người ghi trên việc": """
        select d.id from duty d left join holding h on h.duty_id = d.id and h.ended_at is null
        where d.state not in ('draft', 'closed', 'cancelled')
          and (h.person_id is distinct from d.holder_id or h.post_id is distinct from d.holder_post_id)""",
    "dự thảo và việc đã khép không ai giữ": """
        select d.id from duty d join holding h on h.duty_id = d.id and h.ended_at is null
        where d.state in ('draft', 'closed', 'cancelled')""",
    "chuỗi người giữ không hở, không chồng": """
        select duty_id from (
            select duty_id, starts_at, lag(ended_at) over w as before, previous_ends_at, row_number() over w as place
            from holding window w as (partition by duty_id order by starts_at)) h
        where (place = 1 and previous_ends_at is not null)
           or (place > 1 and (before is distinct from starts_at or previous_ends_at is distinct from starts_at))""",
    "chuỗi người giữ bắt đầu khi giao và hết khi khép": """
        select d.id from duty d
        left join (select duty_id, min(starts_at) as first, max(ended_at) as last from holding group by duty_id) h
               on h.duty_id = d.id
        where d.state <> 'draft' and (h.first is distinct from d.issued_at
              or (d.closed_at is not null and h.last is distinct from d.closed_at))""",
    "việc đã giao đủ sáu rõ": """
        select id from duty where state <> 'draft' and (title = '' or product_kind = '' or basis = ''
            or holder_id is null or accountable_post_id is null or deciding_post_id is null
            or first_due_at is null or current_due_at is null)""",
    "việc khớp với dòng sổ cái cuối cùng của nó": """
        select d.id from duty d left join lateral (
            select e.seq, e.leaf_hash, e.recorded_at from entry e
            where e.room = 'duties' and e.subject = 'duty' and e.subject_id = d.id
            order by e.seq desc limit 1) e on true
        where d.seq <> coalesce(e.seq, 0)
           or (d.seq > 0 and (d.last_leaf <> e.leaf_hash or d.last_at <> e.recorded_at))""",
    "các dòng của một việc đánh số liền nhau, thời gian tăng dần": """
        select subject_id from (
            select subject_id, seq, recorded_at, effective_at, lag(recorded_at) over w as before,
                   row_number() over w as place
            from entry where room = 'duties' and subject = 'duty'
            window w as (partition by subject_id order by seq)) e
        where seq <> place or recorded_at <= before or effective_at <= before or effective_at > recorded_at""",
    "không phần việc nào còn mở dưới việc đã nộp hoặc đã khép": """
        select c.id from duty c join duty p on p.id = c.parent_id
        where c.state not in ('draft', 'closed', 'cancelled') and p.state in ('handed_in', 'closed')""",
    "người giữ và những người đứng đầu phía trên xem được việc": """
        select d.id from duty d where d.state not in ('draft', 'closed', 'cancelled')
          and (not exists (select from audience a
                           where a.duty_id = d.id and a.person_id = d.holder_id and a.ended_at is null)
               or exists (select from body b, jsonb_array_elements_text(b.lineage) l
                          where b.id = d.body_id and not exists (
                              select from audience a where a.duty_id = d.id and a.body_id = l::bigint
                                                       and a.how = 'above' and a.ended_at is null)))""",
    "không ai giữ việc ở chức vụ đã thôi": """
        select d.id from duty d where d.state not in ('draft', 'closed', 'cancelled') and not exists (
            select from appointment a where a.person_id = d.holder_id and a.post_id = d.holder_post_id
              and a.starts_at <= congvu_now() and (a.ends_at is null or a.ends_at > congvu_now()))""",
    "mỗi khóa chống lặp chỉ có một kết quả": """
        select k.id from idempotency_key k join entry e on e.id = k.entry_id
        where e.room = 'duties' and e.actor_id is distinct from k.person_id""",
}


def check(connection: Any, *, with_replay: bool = True) -> list[str]:
    """Every broken promise in one sentence each; empty when all hold. `connection` is Django's."""
    faults: list[str] = []
    with connection.cursor() as cursor:
        for promise, statement in _CHECKS.items():
            cursor.execute(f"{statement} limit {MOST}")
            found = list(dict.fromkeys(str(row[0]) for row in cursor.fetchall()))
            if found:
                faults.append(f"Không đúng rằng {promise}: việc {', '.join(found)}")
    faults += _table_differs(connection)
    if with_replay:
        faults += list(replayed(connection))
    return faults


def replay_check(progress: Progress) -> Iterator[Finding]:
    """The same as a part of `ledger.queries.verify`: a broken promise contradicts what was sealed."""
    progress("diễn lại việc", 0, 1)
    for fault in check(connection):
        yield Finding(Verdict.CONTRADICTION, fault)
    progress("diễn lại việc", 1, 1)


def _table_differs(connection: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select verb, from_state, to_state from duty_transition")
        stored = {tuple(row) for row in cursor.fetchall()}
    return [] if stored == set(DUTY.transitions()) else ["Bảng các bước trong cơ sở dữ liệu khác bảng của chương trình"]


_STORED = ", ".join(f"d.{name}" for name in (*COLUMNS, *BORN))
_REPLAY_SQL = f"""
select e.subject_id, e.seq, e.verb, e.payload, e.effective_at, e.last, {_STORED}
from (select e.*, e.seq = max(e.seq) over (partition by subject_id) as last
      from entry e where e.room = 'duties' and e.subject = 'duty') e
     left join duty d on d.id = e.subject_id and e.last
order by e.subject_id, e.seq
"""


def replayed(connection: Any) -> Iterator[str]:
    """Duties whose stored state is not what their entries say, or whose entries made a step the table does not open."""
    steps, faults = set(DUTY.transitions()), 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(_REPLAY_SQL)
        duty_id, state = 0, fresh()
        while rows := cursor.fetchmany(2_000):
            for subject_id, seq, verb, payload, effective_at, last, *stored in rows:
                if subject_id != duty_id:
                    duty_id, state = subject_id, fresh()
                before = state["state"]
                apply(state, json.loads(payload) if isinstance(payload, str) else payload, effective_at)
                step = (verb, before, state["state"])
                fault = "" if step in steps else "bước {} từ {} đến {} không có trong bảng".format(*step)
                if last and not fault:
                    fault = _difference(state, stored)
                if fault:
                    yield f"Việc {subject_id}, dòng {seq}: {fault}"
                    faults += 1
                    if faults >= MOST:
                        return


def _difference(state: dict[str, Any], stored: list[Any]) -> str:
    for name, value in zip((*COLUMNS, *BORN), stored, strict=True):
        said = state[name]
        if name == "due_rule" and isinstance(value, str):
            value = json.loads(value)
        if said != value:
            label = _LABELS.get(name, f"cột {name}")
            return f"{label} đang là {_plain(value)}, sổ cái ghi {_plain(said)}"
    return ""


_LABELS = {
    "state": "trạng thái",
    "holder_id": "người giữ (số)",
    "holder_post_id": "vị trí của người giữ (số)",
    "body_id": "đơn vị (số)",
    "first_due_at": "hạn đầu tiên",
    "current_due_at": "hạn hiện tại",
    "paused_at": "lúc tạm dừng",
    "completed_at": "lúc hoàn thành",
    "closed_at": "lúc khép việc",
}


def _plain(value: Any) -> str:
    """A stored value as it is read: an instant on the clock of the wall, nothing as "trống"."""
    if isinstance(value, datetime):
        return f"{value.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
    return "trống" if value in (None, "") else f"“{STATE_LABELS.get(str(value), str(value))}”"
