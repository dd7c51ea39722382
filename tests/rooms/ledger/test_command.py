"""`congvu ledger verify-receipt`: no database, no network, one exit code for each answer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.engines.seal.test_note import SIGNER, receipt

from congvu.faces.cli.ledger import command


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONGVU_HOME", str(tmp_path / "nothing"))
    text = str(receipt())
    (tmp_path / "key.txt").write_text(f"{SIGNER.verifier}\n")
    (tmp_path / "good").write_text(text)
    (tmp_path / "moved").write_text(text.replace("index 9", "index 8"))
    (tmp_path / "forged").write_text(text.replace("\n11\n", "\n12\n"))
    (tmp_path / "other").write_bytes(b"\xff")
    (tmp_path / "empty").write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("good", 0, "ĐÚNG: các dòng trên có trong sổ cái"),
        ("moved", 2, "SAI: dòng này không nằm dưới đầu cây"),
        ("forged", 2, "SAI: "),
        ("other", 3, "KHÔNG ĐỌC ĐƯỢC"),
        ("empty", 3, "KHÔNG ĐỌC ĐƯỢC"),
        ("missing", 3, "missing"),
    ],
)
def test_each_answer_has_its_exit_code_and_sentence(files: Path, name: str, code: int, told: str) -> None:
    answer = CliRunner().invoke(command, ["verify-receipt", str(files / name), "--key", str(files / "key.txt")])
    assert (answer.exit_code, told in answer.output) == (code, True), answer.output


def test_without_a_known_key_nothing_is_proven(files: Path) -> None:
    answer = CliRunner().invoke(command, ["verify-receipt", str(files / "good")])
    assert answer.exit_code == 1 and "CHƯA CHỨNG MINH ĐƯỢC" in answer.output
    answer = CliRunner().invoke(command, ["verify-receipt", str(files / "good"), "--key", "x"])
    assert answer.exit_code == 3


def test_programs_get_the_same_as_json(files: Path) -> None:
    arguments = ["verify-receipt", str(files / "good"), "--key", str(SIGNER.verifier), "--json"]
    answer = json.loads(CliRunner().invoke(command, arguments).output)
    assert (answer["verdict"], answer["size"], answer["signers"]) == ("proven", 11, ["demo/tinh-mau"])
    assert answer["entries"][-1]["fields"] == {"note": "lần 10"}


def test_a_receipt_is_checked_without_loading_django(files: Path) -> None:
    code = (
        "import sys; from congvu.faces.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "assert 'django' not in sys.modules"
    )
    call = [sys.executable, "-c", code, "ledger", "verify-receipt", str(files / "good"), "--key", str(SIGNER.verifier)]
    assert subprocess.run(call, capture_output=True, text=True, check=False).returncode == 0
