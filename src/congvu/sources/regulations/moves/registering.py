"""An internal rule is entered, corrected, replaced or ended."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.queries import holder_of
from congvu.kernel.records import moves as records
from congvu.kernel.records.models import StoredFile
from congvu.kernel.records.queries import handled_bodies
from congvu.kernel.records.rules import number_fold, search_words
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc
from congvu.sources.regulations import rules
from congvu.sources.regulations.models import Regulation
from congvu.sources.regulations.moves.entries import RegulationRefused, for_change, words, write_entry

CORRECTABLE = ("title", "matter", "basis", "issued_on", "in_force_from", "review_on", "reviewer_post")
EARLIEST = date(1945, 9, 2)


@transaction.atomic
def enter(
    *,
    by: Person,
    body: Body,
    kind: str,
    number: str,
    title: str,
    issued_on: date,
    in_force_from: date | None = None,
    matter: str = "",
    basis: str = "",
    review_on: date | None = None,
    reviewer_post: Post | None = None,
    data: bytes | None = None,
    name: str = "",
) -> Regulation:
    """Enter a rule of a body whose papers one handles; a number stands once in a body's register."""
    number = _number(by, body, kind, number)
    row = Regulation(
        kind=kind,
        number=number,
        number_key=number_fold(number),
        title=words(title, "Chưa nhập trích yếu.", "trich_yeu", most=1_000),
        body=body,
        matter=nfc(matter).strip(),
        basis=nfc(basis).strip(),
        issued_on=issued_on,
        in_force_from=in_force_from or issued_on,
        review_on=review_on,
        reviewer_post=reviewer_post,
        entered_by=by,
        entered_at=now(),
    )
    _check(row)
    row.file = _stored(data, name, by)
    row.save()
    payload = {"body": body.pk, "kind": kind, "number": number, "review_on": _iso(review_on)}
    write_entry("regulation", row.pk, "enter", by=by, payload=payload, texts={"title": row.title})
    return row


def _number(by: Person, body: Body, kind: str, number: str) -> str:
    """The number as it is kept, once it is certain that this person may enter it there."""
    if body.pk not in handled_bodies(by, now()):
        raise RegulationRefused("Đồng chí không giữ sổ của cơ quan này.", "co_quan")
    if kind not in rules.KINDS:
        raise RegulationRefused("Chưa chọn loại văn bản.", "loai")
    number = words(number, "Chưa nhập số, ký hiệu.", "so", most=200)
    if Regulation.objects.filter(body=body, number_key=number_fold(number)).exists():
        raise RegulationRefused(f"Sổ của {body.name} đã có {number}.", "so")
    return number


def _stored(data: bytes | None, name: str, by: Person) -> StoredFile | None:
    if data is None:
        return None
    try:
        return records.store_file(data, name, by=by)
    except records.RecordsRefused as refused:
        raise RegulationRefused(refused.text, "tep") from refused


def _check(row: Regulation) -> None:
    """Days and reviewer that fit one another."""
    if row.issued_on < EARLIEST or row.issued_on.year > 2200:
        raise RegulationRefused(f"Ngày ban hành {row.issued_on:%d/%m/%Y} không hợp lệ.", "ngay")
    if row.in_force_from < row.issued_on:
        raise RegulationRefused("Ngày có hiệu lực không được trước ngày ban hành.", "hieu_luc")
    if row.review_on is not None and row.reviewer_post is None:
        raise RegulationRefused("Có ngày rà soát thì chọn người rà soát.", "nguoi_ra_soat")
    if row.review_on is not None and row.review_on <= row.issued_on:
        raise RegulationRefused("Ngày rà soát phải sau ngày ban hành.", "ra_soat")
    if row.reviewer_post is not None and holder_of(row.reviewer_post, now()) is None:
        raise RegulationRefused("Vị trí rà soát đang không có ai.", "nguoi_ra_soat")
    row.search_fold = search_words(row.number, row.title, row.matter, rules.KINDS[row.kind])


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value.pk) if isinstance(value, Post) else str(value or "")


@transaction.atomic
def correct(regulation_id: int, *, by: Person, **fields: Any) -> Regulation:
    """Correct a rule's data (not its number); what was there before stays in the ledger."""
    row = for_change(regulation_id, by=by)
    unknown = set(fields) - set(CORRECTABLE)
    if unknown:
        raise TypeError(f"not fields of a regulation: {sorted(unknown)}")
    changes: dict[str, list[str]] = {}
    for name, value in fields.items():
        clean = nfc(value).strip() if isinstance(value, str) else value
        before = getattr(row, name)
        if clean != before:
            changes[name] = [_plain(before), _plain(clean)]
            setattr(row, name, clean)
    if not row.title:
        raise RegulationRefused("Chưa nhập trích yếu.", "trich_yeu")
    _check(row)
    if changes:
        row.save()
        write_entry("regulation", row.pk, "correct", by=by, payload=changes)
    return row


@transaction.atomic
def replace(regulation_id: int, *, by: Person, newer: Regulation) -> Regulation:
    """A newer rule of the same body takes the place of this one from the day it is in force."""
    row = for_change(regulation_id, by=by)
    if newer.pk == row.pk or newer.body_id != row.body_id:
        raise RegulationRefused("Chọn văn bản khác của cùng cơ quan.", "thay_the")
    if newer.in_force_from <= row.in_force_from:
        raise RegulationRefused("Văn bản thay thế phải có hiệu lực sau văn bản này.", "thay_the")
    row.replaced_by, row.in_force_to = newer, newer.in_force_from - timedelta(days=1)
    row.review_on = None
    row.save(update_fields=["replaced_by", "in_force_to", "review_on"])
    payload = {"by": newer.pk, "until": _iso(row.in_force_to)}
    write_entry("regulation", row.pk, "replace", by=by, payload=payload)
    return row


@transaction.atomic
def end(regulation_id: int, *, by: Person, last_day: date, reason: str) -> Regulation:
    """The rule ends without another in its place."""
    row = for_change(regulation_id, by=by)
    reason = words(reason, "Chấm dứt hiệu lực phải nêu căn cứ.", "ly_do", most=2_000)
    if last_day < row.in_force_from:
        raise RegulationRefused("Ngày hết hiệu lực không được trước ngày có hiệu lực.", "het")
    row.in_force_to, row.review_on = last_day, None
    row.save(update_fields=["in_force_to", "review_on"])
    write_entry("regulation", row.pk, "end", by=by, payload={"until": _iso(last_day)}, texts={"reason": reason})
    return row
