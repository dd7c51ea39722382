"""Niêm phong: how anybody entitled can prove the past."""

import base64
from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from congvu.engines.seal import subject_key
from congvu.kernel.ledger import queries
from congvu.kernel.ledger.models import TreeHead
from congvu.kernel.ledger.queries import HeadCheck, Verdict
from congvu.kernel.org.models import Person

Sight = Callable[[Person, str, str, int], bool]
SHOWN = 30
LARGEST_HEAD = 64 * 1024


class HeadForm(forms.Form):
    """A head saved earlier, as the file that this page gave."""

    head = forms.FileField(label=gettext_lazy("Tệp đầu cây đã lưu"))


class ProofForm(forms.Form):
    """Which entry or duty the receipt shall be of."""

    code = forms.CharField(label=gettext_lazy("Mã việc hoặc số dòng sổ cái"), max_length=40, strip=True)


@login_required
@require_GET
def home(request: HttpRequest, sight: Sight) -> HttpResponse:
    """The present head, the earlier ones, what they mean."""
    return _home(request)


@login_required
@require_GET
def head(request: HttpRequest, log: int, size: int, sight: Sight) -> HttpResponse:
    """One head as a file to keep elsewhere."""
    found = get_object_or_404(TreeHead, log=log, size=size)
    return _file(found.checkpoint, f"dau-cay-{log}-{size}.txt")


@login_required
@require_GET
def key(request: HttpRequest, sight: Sight) -> HttpResponse:
    """The public keys, for those who check receipts without us."""
    return _file("".join(f"{verifier}\n" for verifier in queries.verifiers()), "khoa-so-cai.txt")


@login_required
@require_POST
def check(request: HttpRequest, sight: Sight) -> HttpResponse:
    """Whether a head saved earlier still stands."""
    form = HeadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _home(request, head_form=form, status=422)
    try:
        text = form.cleaned_data["head"].read(LARGEST_HEAD + 1).decode()
    except UnicodeDecodeError:
        text = ""
    checked = queries.check_head(text)
    return _home(request, checked=checked, status=422 if checked.verdict is Verdict.UNREADABLE else 200)


@login_required
@require_GET
def proof(request: HttpRequest, sight: Sight) -> HttpResponse:
    """A receipt for an entry of one's own, or of something one may see; the rest is 404 as if it were not there."""
    form = ProofForm(request.GET)
    if not form.is_valid():
        return _home(request, proof_form=form, status=422)
    entry = queries.entry_by_code(form.cleaned_data["code"])
    person = request.user
    assert isinstance(person, Person)
    if entry is None or not (entry.actor_id == person.pk or sight(person, entry.room, entry.subject, entry.subject_id)):
        form.add_error("code", _("Không có việc hay dòng sổ cái nào như vậy trong những gì đồng chí được xem."))
        return _home(request, proof_form=form, status=404)
    whole = sight(person, entry.room, entry.subject, entry.subject_id)
    receipt = queries.receipt(entry, with_text=whole, history=whole)
    if receipt is None:
        form.add_error("code", _("Dòng này vừa ghi và đang chờ niêm phong; hãy thử lại sau một phút."))
        return _home(request, proof_form=form, status=409)
    name = subject_key(entry.room, entry.subject, entry.subject_id).replace("/", "-")
    return _file(str(receipt), f"{name}-{entry.seq}.tlog-proof")


def _home(
    request: HttpRequest,
    *,
    checked: HeadCheck | None = None,
    head_form: HeadForm | None = None,
    proof_form: ProofForm | None = None,
    status: int = 200,
) -> HttpResponse:
    present = queries.head()
    before = request.GET.get("truoc", "")
    heads = queries.heads()
    if before.isascii() and before.isdigit() and len(before) < 19:
        heads = heads.filter(pk__lt=int(before))
    rows = list(heads[: SHOWN + 1])
    page = {
        "present": present,
        "root": base64.b64encode(bytes(present.root)).decode() if present else "",
        "waiting": queries.waiting(),
        "heads": rows[:SHOWN],
        "older": rows[SHOWN - 1].pk if len(rows) > SHOWN else None,
        "checked": checked,
        "head_form": head_form or HeadForm(),
        "proof_form": proof_form or ProofForm(),
    }
    return render(request, "ledger/home.html", page, status=status)


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
