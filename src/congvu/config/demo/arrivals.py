"""What came by the scanner's folder this morning and waits in the clerk's tray; and a list that somebody brought."""

import os

from django.conf import settings

from congvu.config.demo.clock import day_of
from congvu.config.demo.office import Office
from congvu.faces.exchange.models import Source
from congvu.faces.exchange.moves import importing, sources

FOLDER, CLERK, ADMINISTRATOR = "may-quet", "hoa.pt", "quantri"
LETTER = """BỘ NỘI VỤ
Số: 6021/BNV-CCHC
Hà Nội, ngày {day:%d} tháng {day:%m} năm {day:%Y}

V/v báo cáo kết quả cải cách hành chính

Kính gửi: Ủy ban nhân dân tỉnh An Bình.

1. Đề nghị Ủy ban nhân dân tỉnh báo cáo kết quả cải cách hành chính năm, gửi Bộ Nội vụ trong 15 ngày làm việc.

KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Phạm Minh Đạo
"""
SCAN = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
# Two newcomers, one who is here, and a line to be mended.
NEWCOMERS = """Tài khoản;Họ và tên;Xưng hô;Email
ngoc.tm;Trần Minh Ngọc;bà;ngoc.tm@anbinh.example
phat.lh;Lê Hữu Phát;ông;phat.lh@anbinh.example
hoa.pt;Phạm Thị Hoa;bà;
kien.vt;Vũ Trung Kiên;ông;kien.vt
"""


def bring(office: Office) -> None:
    """Set up the folder, let the two files come, and look through the list; nothing is entered or written."""
    people = {person.username: person for person in office.province.people.values()}
    source = sources.save_source(
        None, by=people[ADMINISTRATOR], kind=Source.Kind.FOLDER, name="Máy quét văn thư", clerk=people[CLERK],
        settings={"folder": FOLDER},
    )  # fmt: skip
    folder = settings.HOME / "den" / FOLDER
    letter = LETTER.format(day=day_of(office.clock.at)).encode()
    for name, data in (("6021-BNV-CCHC.txt", letter), ("quet-0031.png", SCAN)):
        file = folder / name
        file.write_bytes(data)
        os.utime(file, (0, 0))  # it has lain there for a while
    sources.look(source)
    run = importing.bring("people", NEWCOMERS.encode(), "can-bo-moi.csv", by=people[ADMINISTRATOR])
    importing.look_through(run.pk)
