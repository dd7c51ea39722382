"""What of this face runs in the background: long files in, copies of the ledger out."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.faces.exchange.models import ImportRun
from congvu.faces.exchange.moves import exporting, importing
from congvu.kernel.org.models import Person
from congvu.kit.refusal import Refused
from congvu.kit.work import moves as work
from congvu.kit.work.kinds import Kind, Progress, Result, WorkFailed
from congvu.kit.work.models import Job

CHECK, WRITE, EXPORT = "exchange.check", "exchange.write", "exchange.export"


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


WORK_KINDS = {
    CHECK: Kind(gettext_noop("Xem tệp nhập"), check),
    WRITE: Kind(gettext_noop("Ghi tệp nhập"), write),
    EXPORT: Kind(gettext_noop("Xuất sổ cái"), export),
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
