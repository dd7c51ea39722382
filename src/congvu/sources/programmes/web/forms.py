"""Forms of this room: boxes with what was typed and what is wrong, and presses that a second click does not repeat."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from congvu.kernel.ledger import moves as ledger
from congvu.kernel.org.models import Person
from congvu.kernel.records import moves as records
from congvu.kernel.records.moves import RecordsRefused
from congvu.kit.refusal import Refused
from congvu.sources.programmes.queries.people import Choice, Choices


@dataclass
class Box:
    """One field. Kinds: text, long, select, date, number, file, people (a select with a search), many (ticked)."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    value: str = ""
    error: str = ""
    hint: str = ""
    search: str = ""
    groups: Sequence[Choices] = ()

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def chosen(self) -> list[str]:
        """The values of a field in which several may be ticked."""
        return self.value.split(",")


@dataclass
class Form:
    """The boxes of a form, filled with what was typed, else with `initial`; a refusal is shown at its box."""

    data: Mapping[str, str]
    refused: Refused | None = None
    boxes: list[Box] = field(default_factory=list)
    key: str = ""

    def add(self, name: str, label: str, kind: str = "text", **more: Any) -> Box:
        """One more box, in the order of the page."""
        box = Box(name, label, kind, value=self.data.get(name, ""), search=self.data.get(f"{name}_search", ""), **more)
        if self.refused is not None and self.refused.field == name:
            box.error = _(self.refused.text)
        self.boxes.append(box)
        return box

    @property
    def whole_error(self) -> str:
        """What is wrong with the form as a whole, or with a field that is not on it."""
        if self.refused is None or any(box.error for box in self.boxes):
            return ""
        return _(self.refused.text)

    @property
    def errors(self) -> list[Box]:
        return [box for box in self.boxes if box.error]


def form_of(request: HttpRequest, initial: Mapping[str, str], refused: Refused | None = None) -> Form:
    """A form with what was sent (POST), else with what it begins with."""
    sent = request.method == "POST"
    data = {name: ",".join(request.POST.getlist(name)) for name in request.POST} if sent else dict(initial)
    return Form(data, refused, key=data.get("key") or uuid4().hex)


def plain(pairs: Mapping[str, str]) -> list[Choices]:
    """Choices without a head; labels are told in the language of the page."""
    return [Choices("", tuple(Choice(key, _(label)) for key, label in pairs.items()))]


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the views stand behind `login_required`."""
    assert isinstance(request.user, Person)
    return request.user


def number(text: str | None) -> int | None:
    """A whole number of an address or a field; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


def seat(text: str, field_name: str, label: str) -> tuple[int, int | None]:
    """ "person-post" as ids; refused when nobody was chosen."""
    person, _dash, post = text.partition("-")
    found = number(person)
    if found is None:
        raise Refused(_("Chưa chọn “%(label)s”.") % {"label": label}, field_name)
    return found, number(post)


def day(text: str, field_name: str) -> date | None:
    """A day; None when nothing was typed."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(_("Ngày chưa đúng. Nhập theo dạng năm-tháng-ngày, ví dụ 2026-11-26."), field_name) from None


def upload(request: HttpRequest, name: str = "file") -> int | None:
    """The file that was sent, kept; its id, or None when there is none."""
    sent = request.FILES.get(name)
    if not isinstance(sent, UploadedFile):
        return None
    try:
        return records.store_file(sent.read(), sent.name or "tep", by=person_of(request)).pk
    except RecordsRefused as refused:
        raise Refused(refused.text, name) from refused


def once(request: HttpRequest, work: Callable[[], int]) -> int:
    """Do it once for this form: a second click, or sending again after a lost connection, gets the first answer."""
    key = request.POST.get("key", "")[:64]
    if not key:
        return work()
    sent = sorted((name, request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken")
    files = sorted((name, one.name, one.size) for name, one in request.FILES.items() if isinstance(one, UploadedFile))
    digest = sha256(repr((request.path, sent, files)).encode()).digest()
    try:
        answer = ledger.once(person_of(request), f"page/{key}", digest, work)
    except ledger.KeyReused:
        raise Refused(_("Biểu mẫu này đã được gửi rồi; hãy tải lại trang để xem.")) from None
    assert isinstance(answer, int)
    return answer
