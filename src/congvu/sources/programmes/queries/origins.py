"""Where a duty of this room came from, and what this room adds to the page of any duty."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Person
from congvu.kit.extras import DutyExtra
from congvu.sources.programmes.models import Dossier, Stage


def origin_of(duty: Duty) -> tuple[str, str]:
    """The item of the programme, the draft with its stages, or the target; ("", "") when there is none."""
    what, number, *_rest = duty.origin_key.split("/")
    if what == "entry":
        dossier = Dossier.objects.filter(duty=duty).first()
        if dossier is not None:
            return reverse("programmes:dossier", args=[dossier.pk]), _("Mở hồ sơ dự thảo")
        return reverse("programmes:entry", args=[int(number)]), _("Xem trong chương trình công tác")
    if what == "stage":
        stage = Stage.objects.filter(pk=int(number)).first()
        return (reverse("programmes:dossier", args=[stage.dossier_id]), _("Mở hồ sơ dự thảo")) if stage else ("", "")
    if what == "figure":
        return reverse("programmes:target", args=[int(number)]), _("Ghi số liệu")
    return "", ""


def duty_extras(person: Person, duty: Duty) -> Sequence[DutyExtra]:
    """The advisory log of a duty whose product is a document, and its draft where one was opened."""
    if duty.product_kind == "khong_van_ban" or duty.state == "draft" or duty.consulted_by_id is not None:
        return []
    log = DutyExtra(_("Nhật ký tham mưu"), reverse("programmes:log", args=[duty.pk]), "file-text", reading=True)
    dossier = Dossier.objects.filter(duty=duty).values_list("pk", flat=True).first()
    if dossier is None or duty.origin_kind == "programme":  # then its origin leads there already
        return [log]
    return [
        log,
        DutyExtra(_("Hồ sơ dự thảo"), reverse("programmes:dossier", args=[dossier]), "git-compare", reading=True),
    ]
