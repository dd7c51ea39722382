"""Confirming a row of the working regulation, or setting it otherwise, by an instrument of the installation."""

from datetime import date

from django.db import transaction

from congvu.kernel.org.models import LocalRule, Person
from congvu.kernel.org.moves.entries import OrgRefused, require, write_entry
from congvu.kernel.org.queries import local_rules
from congvu.kit.clock import local_day, now
from congvu.kit.vietnamese import nfc
from congvu.reference import work_rules

MOST = 3650  # no limit of a step is longer than ten years of days


def set_rule(
    key: str, *, amount: int, instrument: str, article: str = "", in_force_from: date | None = None, by: Person
) -> LocalRule:
    """From a day on (today where none is given) this row is in force, and clocks start on it.

    Raises OrgRefused in Vietnamese: who may not, an unknown row, no instrument, an amount that cannot be.
    """
    require("rules", by)
    moment = now()
    day = in_force_from or local_day(moment)
    try:
        row = work_rules.rule(key, day)
    except KeyError as error:
        raise OrgRefused("Không có định mức này.") from error
    instrument, article = nfc(instrument).strip(), nfc(article).strip()
    if not instrument:
        raise OrgRefused("Chưa nhập văn bản làm căn cứ: định mức nào cũng phải có văn bản.")
    most = 1 if row.unit == "yes_no" else MOST
    least = 0 if row.unit == "yes_no" else 1
    if not least <= amount <= most:
        raise OrgRefused(f"“{row.label}” phải là một số từ {least} đến {most}.")
    if day < local_day(moment):
        raise OrgRefused("Định mức chỉ có hiệu lực từ hôm nay trở đi: hạn đã tính không bị viết lại.")
    with transaction.atomic():
        made = LocalRule.objects.create(
            key=key, amount=amount, instrument=instrument, article=article, in_force_from=day, set_by=by, set_at=moment
        )
        payload = {"key": key, "amount": amount, "unit": row.unit, "instrument": instrument, "article": article,
                   "in_force_from": day.isoformat()}  # fmt: skip
        write_entry("rule", made.pk, "set", by=by, payload=payload)
    local_rules.forget_rules()
    return made
