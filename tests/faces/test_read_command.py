"""`congvu read` as a person or another program calls it."""

import json
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.engines.reader.marked import CORPUS, load
from tests.kit.extract import files
from tests.kit.extract.pages import Harm, as_file, drawn, needs_tesseract, paper_of

TEXT = load(CORPUS / "01_chi_thi.txt").text


def congvu(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "congvu", "read", *arguments], input=given, capture_output=True, check=False
    )


@pytest.fixture
def directive(tmp_path: Path) -> Path:
    path = tmp_path / "chi-thi.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_people_see_each_demand_with_whom_and_until_when(directive: Path) -> None:
    done = congvu(str(directive))
    shown = done.stdout.decode()
    assert done.returncode == 0
    assert "15/CT-UBND" in shown
    assert "Phối hợp: Sở Nội vụ; Sở Tư pháp" in shown
    assert "trước 31/03/2026" in shown
    assert "hằng quý" in shown


def test_programs_get_the_labelled_schema_with_evidence_and_doubts(directive: Path) -> None:
    answer = json.loads(congvu("--json", str(directive)).stdout)
    assert answer["document"]["number"] == "15/CT-UBND"
    assert {"start", "end", "assignees", "demand", "coordinators", "deadline", "product"} <= set(
        answer["assignments"][0]
    )
    assert answer["assignments"][0]["evidence"]["assignees"][0]["inherited_from"]
    assert any(doubt["code"] == "no_deadline" for a in answer["assignments"] for doubt in a["doubts"])


def test_standard_input_is_read() -> None:
    assert json.loads(congvu("--json", "-", given=TEXT.encode()).stdout)["document"]["kind"] == "chi_thi"


def test_a_word_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "chi-thi.docx"
    path.write_bytes(files.docx())
    answer = json.loads(congvu("--json", str(path)).stdout)
    assert answer["document"]["number"] == "15/CT-UBND"
    assert answer["assignments"][0]["assignees"] == ["Sở Nội vụ"]
    assert answer["assignments"][0]["deadline"] == {"date": "2026-03-20"}


def test_one_bad_file_does_not_lose_the_others(directive: Path, tmp_path: Path) -> None:
    bad, out = tmp_path / "hong.docx", tmp_path / "ra"
    bad.write_bytes(b"PK\x03\x04 nothing")
    done = congvu("--out", str(out), str(bad), str(directive), str(tmp_path / "khong-co.txt"))
    assert done.returncode == 1
    assert [path.name for path in out.iterdir()] == ["chi-thi.json"]
    said = done.stderr.decode()
    assert "bị hỏng" in said
    assert "không có tệp này" in said
    assert "Traceback" not in said


def test_files_of_one_name_do_not_overwrite_each_other(directive: Path, tmp_path: Path) -> None:
    twin = tmp_path / "khac" / directive.name
    twin.parent.mkdir()
    twin.write_text(TEXT, "utf-8")
    congvu("--out", str(tmp_path / "ra"), str(directive), str(twin))
    assert sorted(path.name for path in (tmp_path / "ra").iterdir()) == ["chi-thi-2.json", "chi-thi.json"]


def test_called_without_a_file_it_says_how() -> None:
    done = congvu()
    assert done.returncode == 2
    assert b"Usage" in done.stderr


def test_help_shows_examples() -> None:
    assert "congvu read --out" in congvu("--help").stdout.decode()


def test_django_is_not_loaded(directive: Path) -> None:
    code = "import sys; from congvu.faces.cli.main import main; main(['read', sys.argv[1]], standalone_mode=False); "
    code += "sys.exit('django' in sys.modules or 'docx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, str(directive)], capture_output=True, check=False)
    assert done.returncode == 0


def letter(*attached: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["Subject"] = "Văn bản"
    made.set_content(TEXT)
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_each_document_in_a_letter_is_a_result_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "thu.eml"
    path.write_bytes(letter(("mot.docx", files.docx()), ("hai.txt", TEXT.encode()), ("la.bin", b"\x00\x01")))
    done = congvu("--json", str(path))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["attachment"] for answer in answers] == ["mot.docx", "hai.txt"]
    assert done.returncode == 0 and "la.bin" in done.stderr.decode()
    congvu("--out", str(tmp_path / "ra"), str(path))
    assert sorted(one.name for one in (tmp_path / "ra").iterdir()) == ["hai.json", "mot.json"]


def test_an_attachment_that_turns_out_broken_does_not_lose_the_other(tmp_path: Path) -> None:
    path = tmp_path / "thu.eml"
    path.write_bytes(letter(("hong.pdf", b"%PDF-1.7 hong"), ("hai.txt", TEXT.encode())))
    done = congvu("--json", str(path))
    assert json.loads(done.stdout)["document"]["number"] == "15/CT-UBND"
    assert done.returncode == 1 and "hong.pdf" in done.stderr.decode()


@needs_tesseract
def test_a_scan_tells_where_its_lines_stand(tmp_path: Path) -> None:
    paper = paper_of(TEXT)
    assert paper is not None
    path = tmp_path / "quet.pdf"
    path.write_bytes(as_file(drawn(paper, Harm(grain=12.0, dots=0.003, dpi=200)), dpi=200))
    done = congvu("--json", str(path))
    answer = json.loads(done.stdout)
    assert answer["document"]["number"] == "15/CT-UBND"
    line = answer["scan"][0]
    assert (line["page"], line["start"], line["end"]) == (1, 0, len("ỦY BAN NHÂN DÂN"))
    assert 0 < line["box"][0] < line["box"][2] < 1
