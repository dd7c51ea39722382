"""A file comes in: what in it is to be read is chosen, then it is entered at once, or in the background when its pages
have to be recognised first.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.kernel.org.models import Person
from congvu.kernel.records import held
from congvu.kit.extract import Paper, Unreadable, is_scan, papers
from congvu.kit.work import moves as work
from congvu.kit.work.kinds import Progress, Result, Stopped, WorkFailed
from congvu.kit.work.models import Job
from congvu.sources.directives.moves.entering import Entered, enter, register_body
from congvu.sources.directives.moves.entries import DirectiveRefused

RECOGNISE = "directives.recognise"
SEVERAL = "Thư có {count} tệp đính kèm đọc được. Chọn văn bản để vào sổ."
GONE = "Tệp chờ đọc không còn (chỉ giữ một ngày). Hãy gửi lại."


def receive(
    *,
    by: Person,
    data: bytes,
    name: str,
    attachment: str = "",
    rehearsal: bool = False,
    same_number: bool = False,
) -> Entered | Job:
    """Enter a file: the reading, or the job that will make it. `attachment`: which file of a letter is meant; see
    `enter` for the rest.

    Raises DirectiveRefused; with `choices` when the letter has several files that can be read.
    """
    register_body(by)
    paper = _chosen(data, name, attachment)
    if not is_scan(paper.data, paper.name):
        return enter(by=by, data=paper.data, name=paper.name, rehearsal=rehearsal, same_number=same_number)
    given = {
        "by": by.pk,
        "key": held.hold(paper.data, paper.name, by=by),
        "rehearsal": rehearsal,
        "same_number": same_number,
    }
    return work.start(RECOGNISE, given, by=by.pk, title=_("Đọc bản quét %(name)s") % {"name": paper.name})


def _chosen(data: bytes, name: str, attachment: str) -> Paper:
    try:
        found = papers(data, name).files
    except Unreadable as unreadable:
        raise DirectiveRefused(str(unreadable), "tep") from unreadable
    chosen = [paper for paper in found if paper.name == attachment] if attachment else list(found)
    if len(chosen) != 1:
        names = [paper.name for paper in found]
        raise DirectiveRefused(SEVERAL.format(count=len(found)), "dinh_kem", choices=names)
    return chosen[0]


def recognise_job(progress: Progress, given: Mapping[str, Any]) -> Result:
    """Recognise the pages of a file that waits, then enter it.

    A document whose number is known goes back to the page of entering, where the clerk decides; the file waits on.
    """
    by = Person.objects.get(pk=given["by"])
    key = str(given["key"])
    found = held.held(key, by=by)
    if found is None:
        raise WorkFailed(_(GONE))

    def step(done: int, total: int) -> None:
        progress.step(done, total, _("Nhận dạng chữ trang %(page)s") % {"page": done + 1})

    try:
        data, name = found
        entered = enter(
            by=by,
            data=data,
            name=name,
            rehearsal=bool(given["rehearsal"]),
            same_number=bool(given["same_number"]),
            step=step,
        )
    except DirectiveRefused as refused:
        if refused.field == "so":
            query = urlencode({"giu": key, "so": "1"})
            return Result(f"{reverse('directives:enter')}?{query}")
        held.drop(key, by=by)
        raise WorkFailed(_(refused.text)) from refused
    except Stopped:
        held.drop(key, by=by)
        raise
    held.drop(key, by=by)
    return Result(reverse("directives:reading", args=[entered.reading.pk]), {"reading": entered.reading.pk})
