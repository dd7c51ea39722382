"""A file that was brought: looked through, corrected in its columns, carried out whole or not at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from congvu.faces.exchange.imports import KINDS, Judged, Kind, rows_of
from congvu.faces.exchange.imports.lines import ADD, CHANGE, WRONG
from congvu.faces.exchange.models import ImportLine, ImportRun
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.org.models import Person
from congvu.kernel.org.moves import OrgRefused
from congvu.kernel.org.queries import main_seat
from congvu.kernel.records import moves as records
from congvu.kernel.records.queries import read_file
from congvu.kit import tables
from congvu.kit.clock import now
from congvu.kit.refusal import Refused

State = ImportRun.State
AT_ONCE = 5_000
MOST_CHANGES = 5_000  # each takes a lock of its own until the end
LONGEST_TOLD = 1_000


def bring(kind_key: str, data: bytes, name: str, *, by: Person) -> ImportRun:
    """Keep the file and guess which column is which; `look_through` then judges its lines. Raises Refused."""
    kind = allowed(kind_key, by)
    try:
        file = records.store_file(tables.utf8(data), name, by=by)
    except records.RecordsRefused as refused:
        raise Refused(refused.text, "tep") from refused
    return ImportRun.objects.create(kind=kind.key, file=file, asked_by=by)


def allowed(kind_key: str, by: Person) -> Kind:
    """The kind, for who may bring it."""
    kind = KINDS.get(kind_key)
    if kind is None:
        raise Refused("Không có loại tệp nhập này.")
    if not kind.may(by, now()):
        told = _("Chỉ %(who)s được nhập %(what)s từ tệp.")
        raise Refused(told % {"who": _(kind.who), "what": _(kind.title).lower()})
    return kind


def look_through(run_id: int, mapping: Mapping[str, int] | None = None) -> ImportRun:
    """Judge every line; nothing but the judgement is kept. With a `mapping` the columns are as a person said.

    A file that cannot be used at all leaves the run failed, with a sentence; looking again is always possible.
    """
    run = ImportRun.objects.select_related("file", "asked_by").get(pk=run_id)
    if run.state in (State.DONE, State.WRITING):
        raise Refused("Tệp này đã ghi xong; muốn nhập lại hãy gửi tệp mới.")
    try:
        judged = _judged(run, mapping)
    except Refused as refused:
        _keep(run, [], State.FAILED, refused.text)
        return run
    wrong = [one for one in judged if one.outcome == WRONG]
    _keep(run, judged, State.CHECKED, "")
    _error_file(run, wrong)
    return run


def carry_out(run_id: int, *, by: Person) -> ImportRun:
    """Write everything that the preview showed, or nothing. Judged again inside the transaction: what changed since
    then (somebody else added the same body) is told, and nothing is written.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).select_related("file", "asked_by").get(pk=run_id)
        if run.state == State.DONE:
            return run  # pressed twice, or a job that ran again
        if run.asked_by_id != by.pk or run.state == State.FAILED:
            raise Refused("Tệp này không dùng được; hãy gửi tệp khác.")
        kind = allowed(run.kind, by)
        judged = _judged(run, run.mapping)
        problem = _problem(judged)
        if not problem:
            try:
                with transaction.atomic():
                    kind.write(judged, by)
            except (Refused, OrgRefused, records.RecordsRefused) as refused:
                problem = refused.text
        if problem:
            _keep(run, judged, State.CHECKED, "")
        else:
            _keep(run, judged, State.DONE, "")
            _tell(run, by)
    if problem:
        raise Refused(problem)
    return run


def _problem(judged: Sequence[Judged]) -> str:
    counts = Counter(one.outcome for one in judged)
    if counts[WRONG]:
        told = _("Chưa ghi gì: còn %(n)d dòng sai. Sửa các dòng đó rồi gửi lại cả tệp.")
        return told % {"n": counts[WRONG]}
    if counts[CHANGE] > MOST_CHANGES:
        told = _("Chưa ghi gì: tệp sửa hơn %(n)d dòng một lúc; hãy tách tệp.")
        return told % {"n": MOST_CHANGES}
    return ""


def _judged(run: ImportRun, mapping: Mapping[str, int] | None) -> list[Judged]:
    kind = KINDS[run.kind]
    try:
        table = tables.read(read_file(run.file), run.file.name)
    except tables.Unreadable as unreadable:
        raise Refused(str(unreadable)) from unreadable
    assert table is not None
    run.headings, run.warnings = table.headings, table.warnings
    guessed = tables.guess(kind.columns, table.headings)
    run.mapping = dict(guessed if mapping is None else mapping)
    missing = [column.heading for column in kind.columns if column.required and column.field not in run.mapping]
    if missing:
        told = _("Chưa biết cột nào là: %(columns)s. Chọn cột bên dưới, hoặc dùng tệp mẫu.")
        raise Refused(told % {"columns": ", ".join(missing)})
    if not table.lines:
        raise Refused("Tệp chỉ có dòng tên cột, chưa có dòng nào để nhập.")
    return kind.plan(list(rows_of(table.lines, kind.columns, run.mapping)), run.asked_by, now())


def _keep(run: ImportRun, judged: Sequence[Judged], state: str, text: str) -> None:
    """What was judged, in place of what was judged before."""
    with transaction.atomic():
        ImportLine.objects.filter(run=run).delete()
        for start in range(0, len(judged), AT_ONCE):
            ImportLine.objects.bulk_create(
                ImportLine(run=run, line=one.row.line, outcome=one.outcome, label=one.label[:300],
                           told=one.told[:LONGEST_TOLD])
                for one in judged[start : start + AT_ONCE]
            )  # fmt: skip
        run.counts = dict(Counter(one.outcome for one in judged))
        run.state, run.text = state, text
        run.ended_at = now() if state in (State.DONE, State.FAILED) else None
        run.save()


def _tell(run: ImportRun, by: Person) -> None:
    seat = main_seat(by, now())
    ledger.append(
        room="exchange", subject="import", subject_id=run.pk, verb="import", by=by, post=seat.post if seat else None,
        payload={"kind": run.kind, "sha256": run.file.sha256, "add": run.counts.get(ADD, 0),
                 "change": run.counts.get(CHANGE, 0)},
    )  # fmt: skip


def error_path(run: ImportRun) -> Path:
    """Where the file with the column of faults lies; outside the web root."""
    root: Path = settings.HOME / "exchange" / "imports"
    return root / f"{run.pk}{Path(run.file.name).suffix.lower()}"


def _error_file(run: ImportRun, wrong: Sequence[Judged]) -> None:
    """The file as it came with one more column, "Lỗi": to be mended in place and sent again whole."""
    path = error_path(run)
    path.unlink(missing_ok=True)
    if not wrong:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    table = tables.read(read_file(run.file), run.file.name)
    assert table is not None
    said = {one.row.line: one.told for one in wrong}
    width = max(len(table.headings), *(len(line.cells) for line in table.lines))
    heads = [*table.headings, *[""] * (width - len(table.headings)), ERROR_HEADING]
    rows = (
        [*("" if cell is None else cell for cell in line.cells), *[""] * (width - len(line.cells)),
         said.get(line.number, "")]
        for line in table.lines
    )  # fmt: skip
    if path.suffix == ".xlsx":
        tables.write_xlsx(path, [("Dữ liệu", heads, rows)])
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            tables.write_csv(out, heads, rows)


ERROR_HEADING = "Lỗi"
