"""Where a duty of this room came from, and how the link to it is called."""

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
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
