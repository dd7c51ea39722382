"""What is no directive, or hardly a file: each gets a finding or one clear sentence, never a trace of the program."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document as Docx
from tests.faces.test_read_command import congvu
from tests.kit.extract import files
from tests.kit.extract.test_reads import TCVN3, VNI

DEMAND = "Giao Sở Nội vụ rà soát lịch tiếp công dân trước ngày 20/3/2026."
LADING = """BILL OF LADING No. HPH-0412
Shipper: Cong ty TNHH Mau    Consignee: To order
Port of loading: Hai Phong   Vessel: MV Mau 123W
Container No. TGHU1234567    Gross weight: 12,300 KGS
Freight prepaid. Date of issue: 05/03/2026
"""


def tables_in_tables() -> bytes:
    document = Docx()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    for depth in range(40):
        cell.text = f"Bảng {depth}"
        cell = cell.add_table(rows=1, cols=2).rows[0].cells[0]
    cell.text = DEMAND
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


SENTENCES = {
    "rong.txt": (b"", "trống"),
    "nhi-phan.txt": (bytes(range(256)) * 4_000, "không phải là văn bản chữ"),
    "trieu-dong.txt": (b"\n" * 1_000_000, "trống"),
    "doi-ten.pdf": (LADING.encode(), "nội dung không phải"),
    "hong.eml": (b"\xff\xfe\x00 khong phai thu", "nội dung không phải"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_what_cannot_be_read_gets_one_sentence(name: str, tmp_path: Path) -> None:
    data, says = SENTENCES[name]
    path = tmp_path / name
    path.write_bytes(data)
    done = congvu(str(path))
    told = done.stderr.decode()
    assert done.returncode == 1 and says in told
    assert len(told.strip().split("\n")) == 1 and "Traceback" not in told


def questions(name: str, data: bytes, folder: Path) -> tuple[dict[str, Any], str]:
    path = folder / name
    path.write_bytes(data)
    done = congvu("--json", str(path))
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer, done.stderr.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("van-don.txt", LADING.encode()),
        ("van-don.docx", files.docx(tuple(LADING.split("\n")), head=False)),
        ("mot-dong.txt", b"a" * 5_000_000),
        ("mot-dong.html", b"<p>" + b"a b " * 1_000_000),
    ],
)
def test_what_is_no_directive_gets_findings(name: str, data: bytes, tmp_path: Path) -> None:
    answer, _ = questions(name, data, tmp_path)
    assert answer["assignments"] == []
    assert {"no_number", "no_demand"} <= {doubt["code"] for doubt in answer["doubts"]}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("trieu-dong.txt", b"\n" * 1_000_000 + DEMAND.encode() + b"\n" * 1_000_000),
        ("phai-sang-trai.txt", f"\u202e{DEMAND}\u202c\u200f\u200b".encode()),
        ("bang-trong-bang.docx", tables_in_tables()),
        ("bang-trong-bang.html", ("<table><tr><td>x" * 40 + "<p>" + DEMAND).encode()),
    ],
)
def test_a_demand_is_found_among_odd_signs_and_nested_tables(name: str, data: bytes, tmp_path: Path) -> None:
    answer, _ = questions(name, data, tmp_path)
    (found,) = answer["assignments"]
    assert found["assignees"] == ["Sở Nội vụ"]
    assert found["deadline"] == {"date": "2026-03-20"}


def test_several_old_alphabets_in_one_file_are_told(tmp_path: Path) -> None:
    data = (TCVN3 + "\n").encode("latin-1") * 3 + DEMAND.encode() + b"\n" + VNI.encode("latin-1")
    _, told = questions("lan-lon.txt", data, tmp_path)
    assert "đối chiếu với bản gốc" in told
