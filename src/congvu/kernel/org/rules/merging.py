"""What becomes of seats when bodies are joined, and what is wrong with a plan; no database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

HEADING = ("leader", "head")


@dataclass(frozen=True, slots=True)
class OldSeat:
    """A seat of a body that ends, or one that a body going on has already."""

    id: int
    title: str
    role: str
    order: int


@dataclass(frozen=True, slots=True)
class NewSeat:
    """What is proposed for it."""

    old: int
    title: str
    role: str
    order: int


def joined(groups: Sequence[Sequence[OldSeat]], taken: Sequence[OldSeat] = ()) -> list[NewSeat]:
    """The seats of several bodies in one: one head, all other heads his deputies, everybody else as he was.

    `groups` are the bodies in the order of the plan: the head of the first one heads the whole, unless the body that
    goes on has a head already (`taken`). Deputies follow in order. Only a proposal: each seat can be changed by hand.
    """
    headed = any(seat.role in HEADING and seat.order == 1 for seat in taken)
    order = max((seat.order for seat in taken if seat.role in (*HEADING, "deputy")), default=0)
    heads = [seat for group in groups for seat in group if seat.role in HEADING and seat.order == 1]
    others = [seat for group in groups for seat in group if seat.role in (*HEADING, "deputy") and seat not in heads]
    found = []
    for seat in (*heads, *others):
        if seat in heads and not headed:
            headed, order = True, max(order, 1)
            found.append(NewSeat(seat.id, seat.title, seat.role, 1))
            continue
        order += 1
        role = "leader" if seat.role == "leader" else "deputy"
        found.append(NewSeat(seat.id, second(seat.title) if seat in heads else seat.title, role, order))
    led = {seat.old for seat in found}
    rest = (seat for group in groups for seat in group if seat.id not in led)
    return found + [NewSeat(seat.id, seat.title, seat.role, seat.order) for seat in rest]


def second(title: str) -> str:
    """Giám đốc: Phó Giám đốc; Chánh Văn phòng: Phó Chánh Văn phòng; who is a deputy already stays it."""
    return title if title.startswith("Phó ") else f"Phó {title[:1].upper()}{title[1:]}"


@dataclass(frozen=True, slots=True)
class Faulty:
    """What a plan says of its bodies, by ids: who ends, into what, and what stands under what."""

    old: Collection[int]
    old_names: Mapping[int, str]
    existing: Mapping[int, int]  # planned body: the body that exists
    names: Mapping[int, str]  # planned body: its name
    parents: Mapping[int, int]  # planned body: the planned body above it
    above: Mapping[int, int]  # planned body: the existing body above it
    lineages: Mapping[int, Sequence[int]]  # existing body: from the top down to itself


def faults(plan: Faulty) -> list[str]:
    """What makes a plan impossible, each in one sentence."""
    found = []
    if not plan.old:
        found.append("Phương án chưa có cơ quan nào được sắp xếp.")
    if not plan.names:
        found.append("Phương án chưa có cơ quan kế thừa.")
    for planned, body in plan.existing.items():
        if body in plan.old:
            found.append(f"{plan.names[planned]} vừa chấm dứt vừa kế thừa chính nó.")
        elif set(plan.lineages.get(body, ())) & set(plan.old):
            found.append(f"{plan.names[planned]} nằm trong một cơ quan sẽ chấm dứt.")
    for planned, body in plan.above.items():
        if set(plan.lineages.get(body, (body,))) & set(plan.old):
            found.append(f"Cấp trên của {plan.names[planned]} là cơ quan sẽ chấm dứt.")
    found += [f"{plan.names[planned]} là cấp trên của chính nó." for planned in _circular(plan.parents)]
    return found


def _circular(parents: Mapping[int, int]) -> Iterable[int]:
    for start in parents:
        seen, here = {start}, parents[start]
        while here in parents and here not in seen:
            seen.add(here)
            here = parents[here]
        if here == start:
            yield start
