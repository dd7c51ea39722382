"""`congvu read`: what a directive demands, for people or as JSON. Loads no Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from congvu.engines.reader import Demand, Reading, read

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
  congvu read --json cong-van.pdf > ket-qua.json
  congvu read --out ket-qua/ van-ban/*.txt
  cat chi-thi.txt | congvu read -
\b
Mã thoát: 0 đọc được tất cả; 1 có tệp không đọc được; 2 gọi sai."""


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Mỗi văn bản một đối tượng JSON, một dòng.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Ghi mỗi văn bản một tệp TÊN.json vào đây."
)
def command(files: tuple[Path, ...], as_json: bool, out: Path | None) -> None:
    """Đọc văn bản chỉ đạo (.docx, .pdf, .txt; “-” là đầu vào chuẩn), kê các việc được giao: ai, với ai, khi nào."""
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.UsageError(f"Không dùng được thư mục {out}: {error.strerror}.") from error
    failed = 0
    taken: set[str] = set()
    for path in _progress(files, shown=out is not None):
        reading = _read_one(path)
        if reading is None:
            failed += 1
        elif out is not None:
            failed += not _write(out / f"{_free(path, taken)}.json", reading)
        elif as_json:
            click.echo(json.dumps(_with_file(path, reading, len(files)), ensure_ascii=False))
        else:
            click.echo(_for_people(path, reading))
    if failed:
        sys.exit(1)


def _progress(files: tuple[Path, ...], *, shown: bool) -> Iterable[Path]:
    """The files, with a bar on the terminal when there are many and nothing else is printed."""
    if not shown or len(files) < 5 or not sys.stderr.isatty():
        yield from files
        return
    with click.progressbar(files, label="Đang đọc", file=sys.stderr) as bar:
        yield from bar


def _read_one(path: Path) -> Reading | None:
    """A file's reading; a sentence on standard error and None when it cannot be read."""
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return read(data.decode("utf-8")) if _is_plain(path, data) else _extracted(path, data)
    except OSError as error:
        why = next((text for kind, text in _WHY.items() if isinstance(error, kind)), error.strerror)
        click.echo(f"{path}: không mở được: {why}.", err=True)
    except _Failed as failed:
        click.echo(f"{path}: {failed}", err=True)
    return None


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


def _extracted(path: Path, data: bytes) -> Reading:
    from congvu.kit.extract import Unreadable, extract

    try:
        found = extract(data, path.name if str(path) != "-" else "đầu vào chuẩn")
    except Unreadable as unreadable:
        raise _Failed(unreadable.message_vi) from unreadable
    for warning in found.warnings:
        click.echo(f"{path}: {warning}", err=True)
    return read(found.text)


def _free(path: Path, taken: set[str]) -> str:
    """A name of its own for each result, also when two folders hold files of one name."""
    stem = "dau-vao" if str(path) == "-" else path.stem
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    return name


def _write(target: Path, reading: Reading) -> bool:
    try:
        target.write_text(json.dumps(reading.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        click.echo(f"{target}: không ghi được ({error.strerror}).", err=True)
        return False
    return True


def _with_file(path: Path, reading: Reading, count: int) -> dict[str, object]:
    return {"file": str(path), **reading.to_json()} if count > 1 else reading.to_json()


# --- for people -----------------------------------------------------------------------------------------------------


def _for_people(path: Path, reading: Reading) -> str:
    document = reading.document
    head = " · ".join(found.value for found in (document.number, document.issued_on, document.issuer) if found)
    lines = [f"{path}: {head or 'không rõ số, ngày'}"]
    if reading.references:
        lines.append(
            "  Dẫn chiếu: "
            + ", ".join(r.number + (f" ({r.issued_on})" if r.issued_on else "") for r in reading.references)
        )
    for number, demand in enumerate(reading.demands, 1):
        lines += _demand_lines(number, demand)
    lines += [f"  ? {doubt.question}" for doubt in reading.doubts]
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
