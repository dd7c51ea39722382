"""Versions of a draft: what was handed in, put up or decided with a file or words, read from the entries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty, DutyProduct
from congvu.kernel.duties.queries.journal import label_of
from congvu.kernel.duties.queries.sight import sight_of
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Person, Post
from congvu.kernel.records.models import StoredFile
from congvu.kit.clock import now
from congvu.sources.programmes.models import Stage

# Moves that carry a version, and the words among what was typed that stand for it when there is no file.
CARRIERS = {"submit": "draft", "complete": "product"}
WITH_FILE = ("decide", "report")
DEEPEST = 6


@dataclass(frozen=True)
class Version:
    """One version: its number in time order, who handed it in, at which stage; `words` are what was typed with it."""

    number: int
    entry_id: int
    duty: Duty
    stage: str
    label: str
    actor: Person | None
    post: Post | None
    at: datetime
    words: str
    file: StoredFile | None


def tree_of(duty: Duty) -> list[Duty]:
    """A duty with its parts and their parts, in the order in which they were made."""
    found, frontier = [duty], [duty.pk]
    for _level in range(DEEPEST):
        below = list(Duty.objects.filter(parent__in=frontier).exclude(state="draft").order_by("pk"))
        if not below:
            break
        found += below
        frontier = [one.pk for one in below]
    return found


def may_read(person: Person, duties: Collection[Duty], at: datetime) -> bool:
    """Whether a person sees the words of the drafts: whoever sees one of these duties whole, or was asked about it."""
    return any(sight_of(person, duty.pk, at) in ("full", "part") for duty in duties)


def find_tree(person: Person, duty_id: int) -> list[Duty]:
    """The duty and its parts, for whoever may read the drafts of one of them; else Duty.DoesNotExist."""
    duty = Duty.objects.select_related("holder", "body", "issuer_post__body", "document").get(pk=duty_id)
    tree = tree_of(duty)
    if duty.state == "draft" or not may_read(person, tree, now()):
        raise Duty.DoesNotExist
    return tree


def versions_of(tree: Sequence[Duty]) -> list[Version]:
    """The versions of a draft in time order. Four statements, whatever their number."""
    by_id = {duty.pk: duty for duty in tree}
    entries = (
        Entry.objects.filter(room="duties", subject="duty", subject_id__in=by_id, verb__in=[*CARRIERS, *WITH_FILE])
        .select_related("actor", "post__body")
        .prefetch_related("fields")
        .defer("leaf")
        .order_by("recorded_at", "pk")
    )
    products = DutyProduct.objects.filter(duty__in=by_id, file__isnull=False).select_related("file")
    files = {row.entry_id: row.file for row in products}
    labels = dict(Stage.objects.filter(duty__in=by_id).values_list("duty", "label"))
    found: list[Version] = []
    for entry in entries:
        file = files.get(entry.pk)
        if file is None and entry.verb in WITH_FILE:
            continue
        typed = {field.name: field.value for field in entry.fields.all()}
        text = typed.get(CARRIERS.get(entry.verb, ""), "") or typed.get("reason", "") or typed.get("progress", "")
        if file is None and not text:
            continue
        duty = by_id[entry.subject_id]
        stage = labels.get(duty.pk, "") or (_("Việc chung") if duty is tree[0] else duty.title)
        found.append(
            Version(
                number=len(found) + 1,
                entry_id=entry.pk,
                duty=duty,
                stage=stage,
                label=label_of(entry),
                actor=entry.actor,
                post=entry.post,
                at=entry.effective_at,
                words=text,
                file=file,
            )
        )
    return found


def chosen(versions: Sequence[Version], first: int | None, last: int | None) -> list[Version]:
    """The versions from one to another, both included, in order; without a choice the last two.

    Raises LookupError in Vietnamese where there is nothing to compare.
    """
    if len(versions) < 2:
        raise LookupError(_("Chưa có hai phiên bản để so sánh."))
    first, last = first or len(versions) - 1, last or len(versions)
    if first > last:
        first, last = last, first
    if not (1 <= first < last <= len(versions)):
        raise LookupError(_("Chọn hai phiên bản khác nhau trong danh sách."))
    return list(versions[first - 1 : last])
