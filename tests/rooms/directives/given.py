"""Readings made through the moves, for the tests of this room."""

from tests.rooms.directives.texts import in_days, letter
from tests.rooms.org.office import Province

from congvu.kernel.ledger.models import Entry
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Demand, Reading
from congvu.sources.directives.queries import Card


def given_letter(it: Province, *items: str, by: str = "vanthu", **more: str) -> Reading:
    """A letter in the register with these items, as the reader read it."""
    return moves.enter(by=it.people[by], text=letter(*items, **more)).reading


def given_plan(it: Province) -> Reading:
    """One clear task for the home affairs department, due in twenty days."""
    return given_letter(
        it, f"Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ, trình Chủ tịch UBND tỉnh chậm nhất ngày {in_days(20)}."
    )


def given_proposed(it: Province, reading: Reading) -> Reading:
    """The reading as the clerk put it to the leader."""
    return moves.propose(reading.pk, by=it.people["vanthu"], leader_post_id=it.posts["chutich"].pk)


def given_issued(it: Province) -> Reading:
    """The plan approved by the leader: one duty of the home affairs department."""
    reading = given_plan(it)
    only(reading, "kế hoạch kiểm tra", it)
    given_proposed(it, reading)
    moves.approve_and_issue(reading.pk, by=it.people["chutich"])
    return reading


def cards(reading: Reading) -> list[Card]:
    return queries.cards_of(Reading.objects.select_related("document", "leader_post__body").get(pk=reading.pk))


def card_with(reading: Reading, words: str) -> Card:
    """The open or issued card whose requirement holds these words."""
    found = [card for card in cards(reading) if words.lower() in card.demand.requirement.lower()]
    assert found, f"no card with {words!r} among {[card.demand.requirement for card in cards(reading)]}"
    return found[0]


def only(reading: Reading, words: str, it: Province) -> Card:
    """The card with these words after every other one was rejected."""
    kept = card_with(reading, words)
    rest = [card.demand.pk for card in cards(reading) if card.demand.pk != kept.demand.pk and card.open]
    if rest:
        moves.reject(reading.pk, by=it.people["vanthu"], demand_ids=rest, reason="Không dùng trong phép thử này")
    return card_with(reading, words)


def verbs_of(reading: Reading) -> list[str]:
    """What the ledger tells of a reading, in order."""
    entries = Entry.objects.filter(room="directives", subject="reading", subject_id=reading.pk)
    return list(entries.order_by("seq").values_list("verb", flat=True))


def state_of(demand: Demand) -> str:
    return Demand.objects.get(pk=demand.pk).state
