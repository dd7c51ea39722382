"""Forms that people build, and subscriptions to them."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congvu.judgement.reports.models import Form, Subscription
from congvu.judgement.reports.moves.asking import check_content
from congvu.judgement.reports.queries import forms_visible_to, may_report
from congvu.judgement.reports.rules import PERIOD_KINDS, Content
from congvu.kernel.org.models import Body, Person
from congvu.kit.clock import now
from congvu.kit.refusal import Refused
from congvu.kit.vietnamese import nfc


@transaction.atomic
def save_form(
    *, by: Person, name: str, body_id: int, period_kind: str, content: Content, form_id: int | None = None
) -> Form:
    """Save a form, or one's own form anew: reports made by it stay as they were.

    Raises Refused with one sentence; Body.DoesNotExist, Form.DoesNotExist for what is not this person's.
    """
    body = Body.objects.get(pk=body_id)
    if not may_report(by, body, now()) or content.person is not None:
        raise Body.DoesNotExist(body_id)
    name = " ".join(nfc(name).split())
    if not name or len(name) > 120:
        raise Refused(_("Đặt tên cho mẫu, không quá 120 ký tự."), "ten")
    if period_kind not in PERIOD_KINDS:
        raise Refused(_("Không có loại kỳ báo cáo này."), "ky")
    if not content.rows:
        raise Refused(_("Chọn ít nhất một cách chia dòng."), "dong")
    check_content(content)
    form = _own(form_id, by) if form_id is not None else Form(owner=by)
    form.name, form.body, form.period_kind, form.content = name, body, period_kind, content.to_json()
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        raise Refused(_("Đồng chí đã có một mẫu tên “%(name)s”.") % {"name": name}, "ten") from None
    return form


@transaction.atomic
def drop_form(form_id: int, *, by: Person) -> None:
    """Drop one's own form with its subscriptions; its reports stay."""
    form, at = _own(form_id, by), now()
    Subscription.objects.filter(form=form, ended_at=None).update(ended_at=at)
    Form.objects.filter(pk=form.pk).update(dropped_at=at)


@transaction.atomic
def subscribe(form_id: int, *, by: Person) -> Subscription:
    """Get the form's report at the cut-off of each period from now on; twice is once."""
    form = forms_visible_to(by).get(pk=form_id)
    known = Subscription.objects.filter(form=form, person=by, ended_at=None).first()
    return known or Subscription.objects.create(form=form, person=by, since=now())


@transaction.atomic
def unsubscribe(form_id: int, *, by: Person) -> None:
    """Get it no more; the reports that were made stay."""
    Subscription.objects.filter(form=form_id, person=by, ended_at=None).update(ended_at=now())


def _own(form_id: int, by: Person) -> Form:
    """One's own form; somebody else's is used, not changed."""
    return Form.objects.select_for_update(of=("self",)).get(pk=form_id, owner=by, dropped_at=None)
