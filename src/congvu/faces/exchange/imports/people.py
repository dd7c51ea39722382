"""People from a file. The same person is one username."""

import re
from collections.abc import Sequence
from datetime import datetime

from congvu.faces.exchange.imports.lines import ADD, CHANGE, SAME, WRONG, Judged, Row, changes, judge, twice
from congvu.kernel.org import moves
from congvu.kernel.org.models import Person
from congvu.kernel.org.moves import NewPerson
from congvu.kit.tables import Column, one_of

COLUMNS = (
    Column("Tên đăng nhập", "username", required=True, example="thu.nt", also=("Tài khoản", "Username", "Mã cán bộ")),
    Column("Họ và tên", "full_name", required=True, example="Ngô Thị Thu", also=("Họ tên", "Họ và tên cán bộ")),
    Column("Xưng hô", "courtesy", one_of({"ông": "ông", "bà": "bà", "Nam": "ông", "Nữ": "bà"}), False, "bà",
           ("Giới tính", "Ông/bà")),
    Column("Thư điện tử", "email", example="thu.nt@vi-du.gov.vn", also=("Email", "E-mail", "Hộp thư")),
)  # fmt: skip
_NAMES = {column.field: column.heading for column in COLUMNS}
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


def plan(rows: Sequence[Row], by: Person, at: datetime) -> list[Judged]:
    there = {person.username: person for person in Person.objects.all()}
    seen: dict[str, int] = {}
    return judge(rows, lambda row: _one(row, there, twice(seen, row["username"], row)), "username")


def _one(row: Row, there: dict[str, Person], again: str) -> Judged:
    label = f"{row['username']}: {row['full_name']}"
    known = there.get(row["username"])
    fault = again
    if not fault and row["email"] and not _MAIL.fullmatch(row["email"]):
        fault = f"Thư điện tử: “{row['email']}” không phải là địa chỉ thư"
    if not fault and known is not None and known.full_name != row["full_name"]:
        fault = f"tên đăng nhập {row['username']} đã là của {known.full_name}"
    if fault:
        return Judged(row, WRONG, label, fault)
    if known is None:
        person = NewPerson(row["username"], row["full_name"], row["courtesy"] or "ông/bà", row["email"])
        return Judged(row, ADD, label, "", person)
    found, told = changes(known, {name: row[name] for name in ("courtesy", "email")}, _NAMES)
    return Judged(row, CHANGE if found else SAME, label, told, (known, found))


def write(judged: Sequence[Judged], by: Person) -> None:
    moves.add_people([one.act for one in judged if one.outcome == ADD], by=by)
    for one in judged:
        if one.outcome == CHANGE:
            person, found = one.act
            given = {"full_name": person.full_name, "courtesy": person.courtesy, "email": person.email} | found
            moves.rename_person(person, **given, by=by)
