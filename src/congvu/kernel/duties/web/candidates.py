"""Who may be named in a field of a move: a short list that needs no script, and a search for everybody else."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Appointment, Body, Person
from congvu.kit.clock import local_day
from congvu.kit.search import holds

MOST = 60
HEADS = ("head", "leader")


@dataclass(frozen=True)
class Choice:
    value: str
    text: str


@dataclass(frozen=True)
class ChoiceGroup:
    label: str
    choices: list[Choice]


def people(verb: str, duty: Duty, person: Person, now: datetime, text: str = "") -> list[ChoiceGroup]:
    """Persons by body. Without `text` those a move usually names; with it everybody whose name or body fits."""
    rows = Appointment.objects.select_related("person", "post__body").filter(
        starts_at__lte=now, ends_at__isnull=True, person__is_active=True
    )
    if text.strip():
        found = [row for row in rows if holds(f"{row.person} {row.post.title} {row.post.body}", text)]
    else:
        found = list(_usual(verb, duty, person, now, list(rows)))
    found = [row for row in found if row.person_id != duty.holder_id or verb == "consult"]
    return _grouped(sorted(found, key=_place)[:MOST])


def _place(row: Appointment) -> tuple[int, str, int, str]:
    """From the top down, bodies and persons by the alphabet, the head of each body first."""
    body = row.post.body
    return len(body.lineage), body.sort_key, row.post.order, row.person.sort_key


def _usual(verb: str, duty: Duty, person: Person, now: datetime, rows: list[Appointment]) -> list[Appointment]:
    own = {post.body_id for post in org.posts_of(person, now)}
    if duty.body_id and verb in ("take_over", "forward"):
        own.add(duty.body_id)
    inside = [row for row in rows if own & set(row.post.body.lineage)]
    if verb in ("forward", "take_over", "break_down"):
        return inside
    heads = [row for row in rows if row.post.role in HEADS and row.post.order == 1]
    if verb == "assign":  # to those he may give work to: the heads below him, or the people of a small body
        below = [row for row in inside if row in heads]
        return below if len(inside) > MOST else inside
    return list({row.pk: row for row in [*heads, *inside][: MOST * 2]}.values())


def _grouped(rows: list[Appointment]) -> list[ChoiceGroup]:
    groups: dict[int, ChoiceGroup] = {}
    for row in rows:
        body = row.post.body
        group = groups.setdefault(body.pk, ChoiceGroup(body.name, []))
        group.choices.append(Choice(f"{row.person_id}-{row.post_id}", f"{row.person.full_name}, {row.post.title}"))
    return list(groups.values())


def bodies(now: datetime, text: str = "") -> list[ChoiceGroup]:
    """The bodies of the installation, those at the top and directly below first; with `text` those whose name fits."""
    day = local_day(now)
    found: list[Body] = org.find_bodies(text, day, MOST) if text else list(org.bodies_on(day))
    found.sort(key=lambda body: (len(body.lineage), body.sort_key))
    return [ChoiceGroup(_("Cơ quan, đơn vị"), [Choice(str(body.pk), body.name) for body in found[: MOST * 3]])]
