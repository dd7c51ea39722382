"""The form of a move, built from the row of the table and the kinds of its fields; typed text is never lost."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from congvu.engines.worktime import DueRule
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import DutyPage, OpenMove
from congvu.kernel.duties.queries.past import open_claims
from congvu.kernel.duties.rules import Field, needed_when
from congvu.kernel.duties.web import candidates
from congvu.kernel.duties.web.candidates import ChoiceGroup
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import rule
from congvu.kernel.records import moves as records
from congvu.kernel.records.moves import RecordsRefused
from congvu.kit import dates
from congvu.kit.clock import local_day
from congvu.kit.vietnamese import nfc
from congvu.reference.pause_grounds import grounds

LONGEST_TEXT = 20_000
_NOT_TYPED = frozenset({"receiver_post", "answers"})  # given by the page itself, not by whoever fills in the form


@dataclasses.dataclass
class FormField:
    """One field as the page shows it: what was typed, what is wrong with it, what may be chosen."""

    field: Field
    required: bool
    value: str = ""
    days: str = ""
    search: str = ""
    error: str = ""
    groups: list[ChoiceGroup] = dataclasses.field(default_factory=list)
    needed_when: str = ""
    file_token: str = ""
    file_name: str = ""

    @property
    def id(self) -> str:
        return f"f-{self.field.name}"

    @property
    def label(self) -> str:
        return _(self.field.label)


class MoveForm:
    """A form for one open move of one duty."""

    def __init__(
        self, open_move: OpenMove, page: DutyPage, person: Person, data: Mapping[str, str] | None = None
    ) -> None:
        self.move, self.page, self.person = open_move, page, person
        self.data = data or {}
        needs = open_move.move.needs
        self.fields = [self._field(one, one.name in needs) for one in open_move.fields if one.name not in _NOT_TYPED]
        self.given: dict[str, object] = {}

    def _field(self, one: Field, required: bool) -> FormField:
        name = one.name
        shown = FormField(one, required, self.data.get(name, ""), self.data.get(f"{name}_days", ""))
        shown.search = self.data.get(f"{name}_search", "")
        shown.groups = self._groups(one, shown.search)
        choices = [f"“{_(label)}”" for label in needed_when(self.move.verb, name)]
        shown.needed_when = _(" hoặc ").join(choices)
        if name == "due" and self.move.verb == "consult" and not self.data:
            shown.days = str(rule("consult_within", local_day(self.page.now)).amount)
        token = self.data.get(f"{name}_token", "")
        if token and (kept := self._kept(token)):
            shown.file_token, shown.file_name = token, kept[1]
        return shown

    def _groups(self, one: Field, search: str) -> list[ChoiceGroup]:
        duty, now = self.page.duty, self.page.now
        if one.kind == "person":
            return candidates.people(self.move.verb, duty, self.person, now, search)
        if one.kind == "body":
            return candidates.bodies(now, search)
        if one.name == "pause_ground":
            return [_choices((row.key, row.label) for row in grounds(local_day(now)))]
        if one.kind == "entry":
            mine = open_claims(duty.pk, self.person.pk)
            claims = [row for row in self.page.entries if row.seq in mine]
            return [_choices((str(row.seq), f"{dates.moment_text(row.at, 'short')}: {row.sentence}") for row in claims)]
        return [_choices((key, _(label)) for key, label in one.choices)] if one.choices else []

    def read(self, request: HttpRequest) -> bool:
        """Take what was handed in; says whether every field could be understood."""
        for shown in self.fields:
            try:
                value = self._value(shown, request)
            except ValueError as problem:
                shown.error = str(problem)
                continue
            if value not in (None, ""):
                self.given[shown.field.name] = value
            elif shown.required:
                shown.error = _("Chưa nhập “%(label)s”.") % {"label": shown.label}
        return not any(shown.error for shown in self.fields)

    def _value(self, shown: FormField, request: HttpRequest) -> object:
        kind, text = shown.field.kind, shown.value.strip()
        if kind == "file":
            return self._file(shown, request)
        if kind == "due":
            rule = due_rule(text, shown.days)
            return rule.to_json() if rule else None
        if not text:
            return None
        if kind == "person":
            return self._person(text)
        if kind in ("body", "entry", "number", "post"):
            return _number(text)
        if kind == "moment":
            return dates.typed_moment(text).isoformat()
        if len(text) > LONGEST_TEXT:
            raise ValueError(_("Dài quá: tối đa %(n)d ký tự.") % {"n": LONGEST_TEXT})
        return nfc(text)

    def _person(self, text: str) -> int:
        person, _dash, post = text.partition("-")
        if post:
            self.given["receiver_post"] = _number(post)
        return _number(person)

    def _file(self, shown: FormField, request: HttpRequest) -> int | None:
        upload = request.FILES.get(shown.field.name)
        if isinstance(upload, UploadedFile):
            try:
                stored = records.store_file(upload.read(), upload.name or "tep", by=self.person)
            except RecordsRefused as refused:
                raise ValueError(refused.text) from refused
            shown.file_token = signing.dumps([stored.pk, stored.name], salt=self._salt)
            shown.file_name = stored.name
            return stored.pk
        kept = self._kept(shown.file_token) if shown.file_token else None
        return kept[0] if kept else None

    @property
    def _salt(self) -> str:
        """A file that was sent with a refused form is kept for the same person only."""
        return f"duty-file-{self.person.pk}"

    def _kept(self, token: str) -> tuple[int, str] | None:
        try:
            number, name = signing.loads(token, salt=self._salt, max_age=86_400)
        except signing.BadSignature:
            return None
        return int(number), str(name)

    def lacking(self, missing: tuple[str, ...]) -> None:
        """Mark what the kernel found missing at its field."""
        for shown in self.fields:
            if shown.field.name in missing and not shown.error:
                shown.error = _("Chưa nhập “%(label)s”.") % {"label": shown.label}

    @property
    def errors(self) -> list[FormField]:
        return [shown for shown in self.fields if shown.error]


def _choices(pairs: Iterable[tuple[str, str]]) -> ChoiceGroup:
    return ChoiceGroup("", [candidates.Choice(key, label) for key, label in pairs])


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ValueError(_("Lựa chọn này không hợp lệ."))
    return int(text)


def due_rule(text: str, days: str) -> DueRule | None:
    """A limit from a form: a day, or so many working days; None when nothing was given."""
    if days.strip():
        amount = days.strip()
        if not amount.isascii() or not amount.isdigit() or not 1 <= int(amount[:6]) <= 1000:
            raise ValueError(_("Số ngày làm việc phải từ 1 đến 1000."))
        return DueRule.within(int(amount), "working_days")
    if not text:
        return None
    try:
        return DueRule.on(date.fromisoformat(text))
    except ValueError:
        raise ValueError(_("Ngày viết theo dạng năm-tháng-ngày, ví dụ 2026-11-26.")) from None


def default_day(duty: Duty) -> str:
    """The day of the present limit, offered where another one is asked for."""
    return dates.limit_day(duty.current_due_at).isoformat() if duty.current_due_at else ""
