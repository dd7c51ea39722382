"""What was written wrongly is corrected in place, with both wordings in the entry; what ends, ends on a day.

A body that gets a new name by decision is another body that succeeds it (see `plans`): issued documents and past
figures keep the name of their day.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q

from congvu.kernel.org.models import Person, Post
from congvu.kernel.org.moves.entries import OrgRefused, require, require_manager, write_entry
from congvu.kit.clock import now
from congvu.kit.vietnamese import fold, name_sort_key, nfc


@transaction.atomic
def rename_person(person: Person, *, full_name: str, courtesy: str, email: str, by: Person | None) -> Person:
    """A person's name as it is written now, with how he is addressed and reached."""
    require("account", by)
    full_name = " ".join(nfc(full_name).split())
    if not full_name:
        raise OrgRefused("Cần có họ tên.", "full_name")
    before = person.full_name
    person.full_name, person.courtesy, person.email = full_name, courtesy, email.strip()
    person.name_fold, person.sort_key = fold(full_name), name_sort_key(full_name)
    person.save(update_fields=["full_name", "courtesy", "email", "name_fold", "sort_key"])
    write_entry(
        "person", person.pk, "rename_person", by=by, payload={}, texts={"before": before, "full_name": full_name}
    )
    return person


@transaction.atomic
def retitle_post(post: Post, *, title: str, by: Person | None) -> Post:
    """The title of a seat as it should have been written. Its role and place are another seat's."""
    require_manager(by)
    title = nfc(title).strip()
    if not title:
        raise OrgRefused("Vị trí phải có tên.", "title")
    before, post.title = post.title, title
    post.save(update_fields=["title"])
    write_entry("post", post.pk, "retitle_post", by=by, payload={"before": before, "title": title})
    return post


@transaction.atomic
def close_post(post: Post, *, day: date, by: Person | None) -> Post:
    """End a seat that nobody sits in; `day` is its last day."""
    require_manager(by)
    row = Post.objects.select_for_update(of=("self",)).select_related("body").get(pk=post.pk)
    if day < row.valid_from:
        raise OrgRefused("Ngày chấm dứt không được trước ngày thành lập.", "day")
    sitting = row.appointments.select_related("person").filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now())).first()
    if sitting is not None:
        raise OrgRefused(f"{sitting.person} đang giữ vị trí này; hãy ghi thôi giữ trước.", "post")
    row.valid_to = day
    row.save(update_fields=["valid_to"])
    write_entry("post", row.pk, "close_post", by=by, payload={"last_day": day.isoformat()})
    return row
