"""One search over what a person may see: documents, duties, people, bodies; tone marks need not be typed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from congvu.kernel.duties import queries as duties
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kernel.records import queries as records
from congvu.kernel.records.models import Document
from congvu.kit import clock
from congvu.kit.vietnamese import fold, nfc
from congvu.sources.directives import queries as directives

SHOWN = 20
LOOKED_AT = 200


@login_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Results in four groups; the found words are marked with their tone marks."""
    query = nfc(request.GET.get("q", ""))[:200].strip()
    context: dict[str, object] = {"query": query}
    if query:
        person = request.user
        assert isinstance(person, Person)
        now = clock.now()
        mine = duties.visible_to(person).filter(document__isnull=False).values("document")
        found = records.search(person, query, also=mine, limit=SHOWN)
        matching = duties.search(person, query, limit=LOOKED_AT)
        matching.sort(key=lambda duty: fold(query) not in fold(duty.title))  # the words in their order come first
        addresses = _addresses(person, [one.pk for one in found])
        people = org.find_people(query, now, SHOWN)
        context |= {
            "duties": matching[:SHOWN],
            "more_duties": len(matching) > SHOWN,
            "documents": [(one, addresses.get(one.pk, _paper(one))) for one in found],
            "people": [(one, org.main_seat(one, now)) for one in people],
            "bodies": org.find_bodies(query, clock.local_day(now), SHOWN),
        }
        context["nothing"] = not any(context[name] for name in ("duties", "documents", "people", "bodies"))
    return render(request, "web/search.html", context)


def _addresses(person: Person, document_ids: list[int]) -> dict[int, str]:
    """The pages on which documents are read, where the person may open them."""
    readings = directives.readings_visible_to(person).filter(document__in=document_ids)
    return {of: reverse("directives:reading", args=[pk]) for pk, of in readings.values_list("pk", "document_id")}


def _paper(document: Document) -> str:
    """The page of a document that was not read; of one that is only cited there is nothing to open."""
    return "" if document.stub else reverse("directives:document", args=[document.pk])
