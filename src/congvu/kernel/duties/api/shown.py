"""Duties as values for programs."""

from datetime import datetime

from congvu.engines.lifecycle import Move
from congvu.engines.worktime import Calendar, due_day, whole_days_late, working_days_left
from congvu.engines.worktime.words import day_words, moment_words
from congvu.kernel.duties import queries
from congvu.kernel.duties.api import schemas
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.rules import FIELDS, FINAL, STATE_LABELS, Field
from congvu.kernel.org.api import body_out, person_out
from congvu.kernel.org.models import Post
from congvu.kit.clock import local_day


def duty_out(duty: Duty, now: datetime, calendar: Calendar) -> schemas.DutyOut:
    """A duty in a list; how late it is, is worked out, never stored."""
    limit, ended = duty.current_due_at, duty.completed_at or duty.closed_at
    late = whole_days_late(calendar, limit, ended or now) if limit else 0
    left = working_days_left(calendar, now, limit) if limit and not ended else 0
    return schemas.DutyOut(
        id=duty.pk,
        code=duty.code,
        title=duty.title,
        state=duty.state,
        state_label=STATE_LABELS[duty.state],
        paused=duty.paused_at is not None,
        holder=person_out(duty.holder) if duty.holder else None,
        body=body_out(duty.body) if duty.body else None,
        first_due_at=duty.first_due_at,
        current_due_at=limit,
        due_provisional=duty.due_provisional,
        late_days=late,
        days_left=left,
        parent=duty.parent_id,
        document=duty.document_id,
    )


def detail_out(page: queries.DutyPage, calendar: Calendar) -> schemas.DutyDetail:
    """The whole page of a duty."""
    duty = page.duty
    done, parts = page.progress
    return schemas.DutyDetail(
        duty=duty_out(duty, page.now, calendar),
        requirement=duty.requirement,
        product_kind=duty.product_kind,
        product=duty.product,
        basis=duty.basis,
        sight=page.sight,
        sentence=sentence(page),
        seq=duty.seq,
        six_ro=[schemas.RoOut.model_validate(row, from_attributes=True) for row in page.six_ro],
        deadline=_deadline(page),
        holdings=[holding_out(row) for row in page.holdings],
        entries=[entry_out(row) for row in page.entries],
        children=[duty_out(child, page.now, calendar) for child in page.children],
        progress={"done": done, "parts": parts},
        consultations=[duty_out(child, page.now, calendar) for child in page.consultations],
        coordinators=[body_out(row.body) for row in page.coordinators if row.body],
        open_moves=[open_move_out(move) for move in page.moves],
    )


def _deadline(page: queries.DutyPage) -> list[schemas.StepOut]:
    """The reasoning behind the limit; a pause that still lasts is said before the result, as on the page."""
    if page.deadline is None:
        return []
    steps = [schemas.StepOut.model_validate(step, from_attributes=True) for step in page.deadline.due.steps]
    if page.duty.paused_at is not None:
        since = page.duty.paused_at
        text = f"Đang tạm dừng từ {moment_words(since)}. Khi tiếp tục, phần đã dừng được trừ ra và hạn được tính lại."
        steps.insert(-1, schemas.StepOut(kind="pause", day=local_day(since), text=text, law=""))
    return steps


def sentence(page: queries.DutyPage) -> str:
    """Who holds it, since when, under what authority, until when: the first sentence of the page."""
    duty = page.duty
    if duty.state == "draft":
        return "Chưa giao cho ai."
    if duty.state in FINAL or duty.holder is None:
        ended = f" lúc {moment_words(duty.closed_at)}" if duty.closed_at else ""
        return f"{STATE_LABELS[duty.state]}{ended}; không ai còn giữ."
    where = f", {duty.holder_post.title}, {duty.body.name}" if duty.holder_post and duty.body else ""
    since = f" từ {moment_words(page.held_since)}" if page.held_since else ""
    basis = f", theo {duty.basis}" if duty.basis else ""
    limit = f" Hạn: hết {day_words(due_day(duty.current_due_at), year=True)}." if duty.current_due_at else ""
    name = f"{duty.holder.courtesy} {duty.holder.full_name}"
    return f"{name[0].upper()}{name[1:]}{where}, đang giữ việc này{since}{basis}.{limit}"


def holding_out(row: queries.HoldingRow) -> schemas.HoldingOut:
    return schemas.HoldingOut(
        person=person_out(row.person) if row.person else None,
        post=_seat(row.post) if row.post else None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        working_seconds=row.working_seconds,
        paused_seconds=row.paused_seconds,
        pauses=[schemas.PauseOut(starts_at=begin, ends_at=end) for begin, end in row.paused],
        norm_seconds=row.norm_seconds,
        exceeded_seconds=row.exceeded_seconds,
        ended_by=row.ended_by,
    )


def entry_out(row: queries.EntryRow) -> schemas.EntryOut:
    return schemas.EntryOut(
        id=row.entry_id,
        seq=row.seq,
        verb=row.verb,
        label=row.label,
        actor=person_out(row.actor) if row.actor else None,
        post=_seat(row.post) if row.post else None,
        at=row.at,
        effective_at=row.effective_at,
        by_clock=row.by_clock,
        sentence=row.sentence,
        texts=dict(row.texts),
        files=list(row.file_ids),
        sealed=row.sealed,
    )


def _seat(post: Post) -> schemas.SeatLine:
    return schemas.SeatLine(id=post.pk, title=post.title, body=post.body_id)


def open_move_out(move: queries.OpenMove) -> schemas.OpenMoveOut:
    fields = [field_out(field, field.name in move.move.needs) for field in move.fields]
    return schemas.OpenMoveOut(verb=move.verb, label=move.label, next_holder=move.next_holder, fields=fields)


def field_out(field: Field, needed: bool) -> schemas.FieldOut:
    return schemas.FieldOut(
        name=field.name, kind=field.kind, label=field.label, needed=needed, choices=dict(field.choices)
    )


def row_out(move: Move) -> schemas.MoveRow:
    """A row of the table of moves."""
    names = [*sorted(move.needs), *sorted(move.optional)]
    return schemas.MoveRow(
        verb=move.verb,
        label=move.label,
        from_states=sorted(move.sources),
        to_state=move.target,
        by=list(move.by),
        fields=[field_out(FIELDS[name], name in move.needs) for name in names],
        law=move.law,
    )
