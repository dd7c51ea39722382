"""`congvu read`: what a directive demands, for people or as JSON. Loads no Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from congvu.engines.reader import Demand, Reading, read

if TYPE_CHECKING:
    from congvu.kit.extract import Paper, ScannedLine

_KINDS = {
    "task": "Nhiệm vụ",
    "recurring": "Định kỳ",
    "report": "Báo cáo",
    "acknowledge": "Quán triệt",
    "standing": "Thường xuyên",
}
_PERIODS = {
    "day": "ngày",
    "week": "tuần",
    "month": "tháng",
    "quarter": "quý",
    "half_year": "6 tháng",
    "year": "năm",
}
_UNITS = {"working_days": "ngày làm việc", "days": "ngày", "hours": "giờ", "weeks": "tuần", "months": "tháng"}
_WHY: dict[type[OSError], str] = {
    FileNotFoundError: "không có tệp này",
    IsADirectoryError: "là thư mục, không phải tệp",
    PermissionError: "không có quyền đọc",
}
_BOUNDS = {"before": "trước", "by": "chậm nhất", "on": "vào", "in": "trong"}
_EPILOG = """\b
Ví dụ:
  congvu read cong-van.docx
  congvu read --json ban-quet.pdf > ket-qua.json
  congvu read --out ket-qua/ van-ban/*.txt
  cat chi-thi.txt | congvu read -
\b
Thư (.eml) có tệp đính kèm đọc được: mỗi tệp đính kèm là một kết quả.
Bản quét (.pdf không có lớp chữ, ảnh) cần Tesseract trên máy này.
\b
Mã thoát: 0 đọc được tất cả; 1 có tệp không đọc được; 2 gọi sai."""


@dataclass(frozen=True)
class _Done:
    """What was read: the file, which attachment of a letter, and of a scan where its lines stand in the text."""

    path: Path
    reading: Reading
    attachment: str = ""
    lines: tuple[tuple[ScannedLine, int, int], ...] = ()

    @property
    def label(self) -> str:
        return f"{self.path}: {self.attachment}" if self.attachment else str(self.path)

    @property
    def stem(self) -> str:
        own = "dau-vao" if str(self.path) == "-" else self.path.stem
        return PurePath(self.attachment).stem if self.attachment else own


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Mỗi văn bản một đối tượng JSON, một dòng.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Ghi mỗi văn bản một tệp TÊN.json vào đây."
)
def command(files: tuple[Path, ...], as_json: bool, out: Path | None) -> None:
    """Đọc văn bản chỉ đạo, kê các việc được giao: ai, với ai, khi nào.

    Nhận Word (.docx, .doc), .pdf, .html, thư .eml, .txt, ảnh quét (.png, .jpg, .tif); “-” là đầu vào chuẩn.
    """
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.UsageError(f"Không dùng được thư mục {out}: {error.strerror}.") from error
    failed = 0
    taken: set[str] = set()
    for path in _progress(files, shown=out is not None):
        try:
            for done in _read(path):
                if out is not None:
                    failed += not _write(out / f"{_free(done.stem, taken)}.json", done)
                elif as_json:
                    click.echo(json.dumps(_for_programs(done, named=len(files) > 1), ensure_ascii=False))
                else:
                    click.echo(_for_people(done))
        except _Failed as reason:
            failed += 1
            click.echo(f"{path}: {reason}", err=True)
    if failed:
        sys.exit(1)


def _progress(files: tuple[Path, ...], *, shown: bool) -> Iterable[Path]:
    """The files, with a bar on the terminal when there are many and nothing else is printed."""
    if not shown or len(files) < 5 or not sys.stderr.isatty():
        yield from files
        return
    with click.progressbar(files, label="Đang đọc", file=sys.stderr) as bar:
        yield from bar


def _read(path: Path) -> Iterator[_Done]:
    """The readings of a file: one, or one for each attachment of a letter that can be read."""
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        why = next((text for kind, text in _WHY.items() if isinstance(error, kind)), error.strerror)
        raise _Failed(f"không mở được: {why}.") from error
    if _is_plain(path, data):
        yield _Done(path, read(data.decode("utf-8")))
    else:
        yield from _extracted(path, data)


class _Failed(Exception):
    """Why one file could not be read."""


def _is_plain(path: Path, data: bytes) -> bool:
    """Plain UTF-8 needs no extracting (and no time to load what extracts)."""
    if (
        path.suffix.lower() not in ("", ".txt", ".md", ".text")
        or data[:4] in (b"PK\x03\x04", b"%PDF")
        or b"\x00" in data[:2000]
    ):
        return False
    if not data.strip() or data.startswith(b"\xef\xbb\xbf"):
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any("\xa1" <= c <= "\xbf" for c in text[:4000])


def _extracted(path: Path, data: bytes) -> Iterator[_Done]:
    from congvu.kit.extract import Unreadable, papers

    name = path.name if str(path) != "-" else "đầu vào chuẩn"
    try:
        found = papers(data, name)
    except Unreadable as unreadable:
        raise _Failed(unreadable.message_vi) from unreadable
    for told in found.told:
        click.echo(f"{path}: {told}", err=True)
    problems = []
    for paper in found.files:
        try:
            yield _paper(path, paper, "" if paper.name == name else paper.name)
        except Unreadable as unreadable:
            problems.append(unreadable.message_vi)
    if problems:
        raise _Failed(" ".join(problems))


def _paper(path: Path, paper: Paper, attachment: str) -> _Done:
    """One file read; raises Unreadable."""
    from congvu.kit.extract import extract, places

    found = extract(paper.data, paper.name, _pages_done(path))
    for warning in found.warnings:
        click.echo(f"{path}: {warning}", err=True)
    reading = read(found.text)
    return _Done(path, reading, attachment, tuple(places(found.lines, reading.text)))


def _pages_done(path: Path) -> Callable[[int, int], None] | None:
    """Tells a person how far a recognition is; a program is not told."""
    if not sys.stderr.isatty():
        return None
    return lambda done, total: click.echo(f"{path}: nhận dạng chữ trang {done + 1}/{total}…", err=True)


def _free(stem: str, taken: set[str]) -> str:
    """A name of its own for each result, also when two folders hold files of one name."""
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    return name


def _write(target: Path, done: _Done) -> bool:
    try:
        answer = _for_programs(done, named=False)
        target.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        click.echo(f"{target}: không ghi được ({error.strerror}).", err=True)
        return False
    return True


def _for_programs(done: _Done, *, named: bool) -> dict[str, object]:
    """The reading; which file and attachment it is of, where that is not plain; of a scan its lines."""
    answer: dict[str, object] = {"file": str(done.path)} if named or done.attachment else {}
    if done.attachment:
        answer["attachment"] = done.attachment
    answer |= done.reading.to_json()
    if done.lines:
        answer["scan"] = [
            {
                "start": start,
                "end": end,
                "page": line.page + 1,
                "box": line.box,
                "confidence": line.confidence,
                "doubtful": line.doubtful,
            }
            for line, start, end in done.lines
        ]
    return answer


# --- for people -----------------------------------------------------------------------------------------------------


def _for_people(done: _Done) -> str:
    reading = done.reading
    document = reading.document
    head = " · ".join(found.value for found in (document.number, document.issued_on, document.issuer) if found)
    lines = [f"{done.label}: {head or 'không rõ số, ngày'}"]
    if reading.references:
        lines.append(
            "  Dẫn chiếu: "
            + ", ".join(r.number + (f" ({r.issued_on})" if r.issued_on else "") for r in reading.references)
        )
    for number, demand in enumerate(reading.demands, 1):
        lines += _demand_lines(number, demand)
    lines += [f"  ? {doubt.question}" for doubt in reading.doubts]
    lines += [f"  ~ Trang {line.page + 1}, chưa chắc: {line.text}" for line, _, _ in done.lines if line.doubtful]
    return "\n".join(lines)


def _demand_lines(number: int, demand: Demand) -> list[str]:
    who = "; ".join("mọi đối tượng của văn bản" if n.text == "*" else n.text for n in demand.assignees)
    lines = [f"  {number}. [{_KINDS[demand.kind]}] {demand.title}", f"     Chủ trì: {who}"]
    if demand.coordinators:
        lines.append("     Phối hợp: " + "; ".join(n.text for n in demand.coordinators))
    if demand.deadline:
        lines.append("     Thời hạn: " + _deadline(demand.deadline, demand.boundary))
    if demand.product:
        lines.append(f"     Sản phẩm: {demand.product}")
    lines += [f"     ? {doubt.question}" for doubt in demand.doubts if doubt.field == "assignees"]
    return lines


def _deadline(value: Mapping[str, str | int], boundary: str | None) -> str:
    parts = []
    if "date" in value:
        day = str(value["date"])
        shown = "/".join(reversed(day.split("-"))) if day[:2] != "--" else f"{day[5:]}/{day[2:4]} (không rõ năm)"
        parts.append(f"{_BOUNDS.get(boundary or 'by', '')} {shown}".strip())
    if "every" in value:
        day_of = "/".join(str(value[key]) for key in ("day", "month") if key in value)
        parts.append(f"hằng {_PERIODS[str(value['every'])]}" + (f", trước ngày {day_of}" if day_of else ""))
    if "within" in value:
        number, unit = str(value["within"]).split(" ")
        parts.append(f"trong {number} {_UNITS[unit]}")
    return "; ".join(parts)
