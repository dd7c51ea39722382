"""What of this face runs in the background: long files in, copies of the ledger out."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.faces.exchange.models import Arrival, ImportRun
from congvu.faces.exchange.moves import arriving, exporting, importing
from congvu.kernel.org.models import Person
from congvu.kernel.records.queries import read_file
from congvu.kit.extract import is_scan
from congvu.kit.refusal import Refused
from congvu.kit.work import moves as work
from congvu.kit.work.kinds import Kind, Progress, Result, WorkFailed
from congvu.kit.work.models import Job

CHECK, WRITE, EXPORT, ENTER = "exchange.check", "exchange.write", "exchange.export", "exchange.enter"


def check(progress: Progress, given: Mapping[str, Any]) -> Result:
    """Look through a file."""
    progress.step(0, 0, _("Đọc và xem từng dòng"))
    importing.look_through(int(given["run"]), given.get("mapping"))
    return Result(reverse("exchange:run", args=[given["run"]]))


def write(progress: Progress, given: Mapping[str, Any]) -> Result:
    """Carry a file out: in one transaction, so it is done or not."""
    progress.step(0, 0, _("Ghi tất cả các dòng trong một lần"))
    try:
        importing.carry_out(int(given["run"]), by=Person.objects.get(pk=given["by"]))
    except Refused as refused:
        raise WorkFailed(_(refused.text)) from refused
    return Result(reverse("exchange:run", args=[given["run"]]))


def export(progress: Progress, given: Mapping[str, Any]) -> Result:
    """Make a copy of the ledger."""
    run = exporting.make(int(given["run"]), progress.step)
    return Result(reverse("exchange:export", args=[run.pk]))


def enter(progress: Progress, given: Mapping[str, Any]) -> Result:
    """Recognise the pages of a file that came, and enter it."""

    def step(done: int, total: int) -> None:
        progress.step(done, total, _("Nhận dạng chữ trang %(page)s") % {"page": done + 1})

    by = Person.objects.get(pk=given["by"])
    try:
        arrival = arriving.enter(int(given["arrival"]), by=by, same_number=bool(given["same_number"]), step=step)
    except Refused as refused:
        raise WorkFailed(_(refused.text)) from refused
    return Result(reverse("directives:reading", args=[arrival.reading_id]), {"reading": arrival.reading_id})


WORK_KINDS = {
    CHECK: Kind(gettext_noop("Xem tệp nhập"), check),
    WRITE: Kind(gettext_noop("Ghi tệp nhập"), write),
    EXPORT: Kind(gettext_noop("Xuất sổ cái"), export),
    ENTER: Kind(gettext_noop("Đọc bản quét"), enter),
}


def start_check(run: ImportRun, mapping: Mapping[str, int] | None) -> Job:
    """Look through a file in the background."""
    title = _("Xem tệp %(name)s") % {"name": run.file.name}
    return work.start(CHECK, {"run": run.pk, "mapping": mapping}, by=run.asked_by_id, title=title, key=str(run.pk))


def start_write(run: ImportRun) -> Job:
    """Carry a file out in the background."""
    title = _("Ghi tệp %(name)s") % {"name": run.file.name}
    given = {"run": run.pk, "by": run.asked_by_id}
    return work.start(WRITE, given, by=run.asked_by_id, title=title, key=str(run.pk))


def start_export(run_id: int, by: Person) -> Job:
    """Make a copy of the ledger in the background."""
    return work.start(EXPORT, {"run": run_id}, by=by.pk, title=_("Xuất sổ cái"), key=str(run_id))


def enter_arrival(arrival: Arrival, *, by: Person, same_number: bool = False) -> Arrival | Job:
    """Enter a file that came: at once, or in the background when its pages have to be recognised. Raises Refused."""
    file = arrival.file
    if arrival.state != Arrival.State.WAITING or file is None or not is_scan(read_file(file), file.name):
        return arriving.enter(arrival.pk, by=by, same_number=same_number)
    given = {"arrival": arrival.pk, "by": by.pk, "same_number": same_number}
    return work.start(
        ENTER, given, by=by.pk, title=_("Đọc bản quét %(name)s") % {"name": file.name}, key=str(arrival.pk)
    )
