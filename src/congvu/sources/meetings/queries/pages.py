"""The pages of meetings: what is near, one meeting with its people, what the digest says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to as duties_visible_to
from congvu.kernel.org.models import Body, Person
from congvu.kit.clock import now
from congvu.kit.dates import limit_text, moment_text
from congvu.kit.digest import DigestLine
from congvu.kit.extras import DutyExtra
from congvu.sources.meetings import rules
from congvu.sources.meetings.models import AgendaItem, Invitee, Meeting, MeetingFile
from congvu.sources.meetings.queries.access import answers_for, calling_bodies, find_meeting, keeps, visible_to
from congvu.sources.meetings.queries.figures import per_year

PAGE = 50
SOON = timedelta(days=3)


@dataclass(frozen=True)
class Home:
    """*Họp*: what I have to answer, keep or look at; what is near; what was. `years`: meetings of this year and the
    year before up to the same day, of the bodies for which I may call.
    """

    to_answer: tuple[Invitee, ...]
    to_keep: tuple[Meeting, ...]
    replies: tuple[Invitee, ...]
    coming: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    older: int
    may_call: bool
    years: tuple[int, int]
    fewer: int | None


def home(person: Person, *, page: int = 1, at: datetime | None = None) -> Home:
    """At most ten statements, whatever the number of meetings."""
    moment = at or now()
    mine = Invitee.objects.filter(person=person).select_related("meeting__body")
    kept = Q(chair=person) | Q(secretary=person) | Q(called_by=person)
    seen = visible_to(person, at=moment).annotate(invited=Count("invitees"))
    first = (max(page, 1) - 1) * PAGE
    over = Q(ends_at__lt=moment) | Q(state__in=("held", "concluded", "cancelled"))
    past = list(seen.filter(over).order_by("-starts_at", "-pk")[first : first + PAGE + 1])
    bodies = calling_bodies(person, moment)
    years = per_year([body.pk for body in bodies], moment) if bodies else (0, 0)
    waiting = Invitee.objects.filter(reply_state="open", meeting__in=Meeting.objects.filter(kept).values("pk"))
    return Home(
        to_answer=tuple(
            mine.filter(answer="", meeting__state="called", meeting__starts_at__gt=moment).order_by(
                "meeting__starts_at"
            )
        ),
        to_keep=tuple(
            Meeting.objects.filter(kept, state="called", starts_at__lte=moment)
            .select_related("body")
            .order_by("starts_at")
        ),
        replies=tuple(waiting.select_related("meeting", "person").order_by("replied_at")),
        coming=tuple(seen.exclude(over).order_by("starts_at", "pk")[:PAGE]),
        past=tuple(past[:PAGE]),
        older=page + 1 if len(past) > PAGE else 0,
        may_call=bool(bodies),
        years=years,
        fewer=rules.fewer_percent(*years),
    )


@dataclass(frozen=True)
class InviteeRow:
    """One invited person as somebody may see him. `private`: whether reason, minutes and reply are his to see too."""

    row: Invitee
    private: bool

    @property
    def answer_label(self) -> str:
        return _(rules.ANSWERS[self.row.answer]) if self.row.answer else ""

    @property
    def attendance_label(self) -> str:
        return _(rules.ATTENDANCE[self.row.attendance]) if self.row.attendance else ""

    @property
    def reply_label(self) -> str:
        return _(rules.REPLIES[self.row.reply_state]) if self.row.reply_state else ""

    @property
    def offered(self) -> str:
        """What stands in the attendance form before anything is written."""
        return self.row.attendance or rules.offered(self.row.answer)


@dataclass(frozen=True)
class MeetingPage:
    """All that the page and the API say of a meeting to one person."""

    meeting: Meeting
    agenda: tuple[AgendaItem, ...]
    files: tuple[MeetingFile, ...]
    people: tuple[InviteeRow, ...]
    mine: InviteeRow | None
    keeps: bool
    begun: bool
    may_reply: bool
    counts: dict[str, int]
    duties: tuple[Duty, ...]
    duty_count: int
    now: datetime

    @property
    def state_label(self) -> str:
        return _(rules.STATES[self.meeting.state])


def meeting_page(person: Person, meeting_id: int, *, at: datetime | None = None) -> MeetingPage:
    """Raises Meeting.DoesNotExist for the unseen. Reasons are shown to the person, who keeps it and his heads only."""
    moment = at or now()
    meeting, keeping = find_meeting(person, meeting_id), False
    keeping = keeps(person, meeting)
    under = Body.objects.filter(pk=OuterRef("body"), pk__in=answers_for(person, moment).values("pk"))
    rows = list(
        meeting.invitees.select_related("person", "post__body", "body", "stand_in")
        .annotate(led=Exists(under))
        .order_by("body__sort_key", "post__order", "person__sort_key")
    )
    shown = [InviteeRow(row, keeping or row.person_id == person.pk or row.led) for row in rows]
    mine = next((one for one in shown if one.row.person_id == person.pk), None)
    whole = Q(document=meeting.conclusion_id or 0, parent__isnull=True, consulted_by__isnull=True)
    made, opened = Duty.objects.filter(whole), duties_visible_to(person).filter(whole)
    replying = meeting.closed_at is not None and meeting.reply_until is not None and moment <= meeting.reply_until
    return MeetingPage(
        meeting=meeting,
        agenda=tuple(meeting.agenda.order_by("order")),
        files=tuple(meeting.files.select_related("file").order_by("pk")),
        people=tuple(shown),
        mine=mine,
        keeps=keeping,
        begun=meeting.starts_at <= moment,
        may_reply=replying and mine is not None and not mine.row.reply_state,
        counts=dict(rules.figures([(row.attendance, row.reply_state) for row in rows])),
        duties=tuple(opened.select_related("holder", "body").order_by("pk")[:PAGE]),
        duty_count=made.exclude(state="draft").count(),
        now=moment,
    )


def digest_lines(person: Person, since: datetime, at: datetime) -> list[DigestLine]:
    """For the daily digest: invitations, what changed, meetings of the day, an absence that one may answer."""
    rows = Invitee.objects.filter(Q(person=person) | Q(stand_in=person)).select_related("meeting")
    near = rows.filter(meeting__state="called", meeting__starts_at__gt=at, meeting__starts_at__lte=at + SOON)
    changed = rows.filter(meeting__changed_at__gt=since, meeting__changed_at__lte=at)
    written = rows.filter(person=person, attendance="absent", reply_state="", meeting__closed_at__gt=since)
    lines: dict[int, DigestLine] = {}
    for row in near.order_by("meeting__starts_at"):
        words = {"title": row.meeting.title, "at": moment_text(row.meeting.starts_at, "sentence")}
        lines[row.meeting_id] = _line(row.meeting, _("Họp lúc %(at)s: %(title)s") % words)
        if not row.answer and row.person_id == person.pk:
            lines[row.meeting_id] = _line(row.meeting, _("Chưa trả lời giấy mời họp lúc %(at)s: %(title)s") % words)
    for row in changed:
        words = {"title": row.meeting.title, "at": moment_text(row.meeting.starts_at, "sentence")}
        if row.meeting.state == "cancelled":
            lines[row.meeting_id] = _line(row.meeting, _("Đã hủy cuộc họp: %(title)s") % words)
        elif row.meeting.state == "called":
            lines[row.meeting_id] = _line(row.meeting, _("Cuộc họp đổi giờ hoặc nơi họp, %(at)s: %(title)s") % words)
    for row in written:
        until = limit_text(row.meeting.reply_until, "short") if row.meeting.reply_until else ""
        words = {"title": row.meeting.title, "until": until}
        text = _("Điểm danh ghi đồng chí vắng không lý do: %(title)s. Nêu ý kiến %(until)s.") % words
        lines[row.meeting_id] = _line(row.meeting, text, restricted=True)
    return list(lines.values())


def duty_extras(person: Person, duty: Duty) -> list[DutyExtra]:
    """On the page of a duty that came of a meeting's conclusions: the meeting, for who may see it."""
    if duty.document_id is None:
        return []
    found = visible_to(person).filter(conclusion=duty.document_id)
    return [
        DutyExtra(
            label=_("Kết luận của cuộc họp: %(title)s") % {"title": meeting.title},
            url=reverse("meetings:page", args=[meeting.pk]),
            icon="users",
        )
        for meeting in found
    ]


def _line(meeting: Meeting, text: str, *, restricted: bool = False) -> DigestLine:
    url = reverse("meetings:page", args=[meeting.pk])
    return DigestLine(text=text, url=url, number=meeting.code, title=meeting.title, restricted=restricted)
