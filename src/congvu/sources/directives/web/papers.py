"""A document of the register by itself: its data, its text, its file, and reading it later."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congvu.kernel.records.files import paper
from congvu.kernel.records.models import Document
from congvu.kit.extract import Unreadable
from congvu.sources.directives import moves, queries, rules
from congvu.sources.directives.models import Reading
from congvu.sources.directives.moves import DirectiveRefused
from congvu.sources.directives.web.pages import person_of


@login_required
@require_GET
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """The document as it came; one that was read and may be seen so is shown with its demands."""
    return _show(request, document_id)


def _show(request: HttpRequest, document_id: int, *, error: str = "", status: int = 200) -> HttpResponse:
    try:
        page = queries.document_page(person_of(request), document_id)
    except Document.DoesNotExist:
        raise Http404 from None
    if page.reading is not None:
        return redirect("directives:reading", page.reading.pk)
    text = page.document.text
    paragraphs = [text[start:end] for start, end in rules.paragraphs(text)]
    context = {"page": page, "document": page.document, "paragraphs": paragraphs, "error": error}
    return render(request, "directives/document.html", context, status=status)


@login_required
@require_GET
def graph(request: HttpRequest, document_id: int) -> HttpResponse:
    """What the document stands on and what stands on it."""
    try:
        page = queries.document_page(person_of(request), document_id)
    except Document.DoesNotExist:
        raise Http404 from None
    return render(request, "directives/graph.html", {"page": page, "document": page.document})


@login_required
@require_GET
def download(request: HttpRequest, document_id: int) -> HttpResponse:
    """The file as it was sent in; of a pasted text the text."""
    try:
        found = queries.find_document(person_of(request), document_id)
    except Document.DoesNotExist:
        raise Http404 from None
    return paper(found)


@login_required
@require_GET
def scanned_line(request: HttpRequest, reading_id: int, number: int) -> HttpResponse:
    """The picture of a recognised line, cut out of the scan: drawn here, so it may stand on a page."""
    try:
        picture = queries.line_picture(person_of(request), reading_id, number)
    except (Reading.DoesNotExist, Unreadable):
        raise Http404 from None
    answer = HttpResponse(picture, content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@login_required
@require_POST
def read(request: HttpRequest, document_id: int) -> HttpResponse:
    """Read a document that was only registered until now."""
    try:
        entered = moves.read_registered(document_id, by=person_of(request))
    except Document.DoesNotExist:
        raise Http404 from None
    except DirectiveRefused as refused:
        return _show(request, document_id, error=refused.text, status=422)
    if entered.new:
        messages.success(request, _("Đã đọc văn bản; các yêu cầu thấy được ở bên cạnh."))
    return redirect("directives:reading", entered.reading.pk)
