"""The whole ledger, proved: every entry, every field, every leaf, every head, and what the caller adds.

Rows stream through server-side cursors in one snapshot, so memory stays flat and writers are not held up.
"""

from collections.abc import Callable, Iterable, Sequence

from django.db import connection, transaction

from congvu.kernel.ledger.models import Log
from congvu.kernel.ledger.queries import entry_check, tree_check
from congvu.kernel.ledger.queries.crew import crew
from congvu.kernel.ledger.queries.heads import Verdict, check_head
from congvu.kernel.ledger.queries.report import Finding, Progress, Report

Hook = Callable[[Progress], Iterable[Finding]]
KEPT = ("entry", "entry_field", "sealed_leaf", "tree_node", "tree_head", "ledger_log")


def verify(
    progress: Progress | None = None, *, saved_head: str = "", hooks: Sequence[Hook] = (), helpers: int = 0
) -> Report:
    """Prove that the past is what was sealed. `progress(stage, done, total)` is told how far it is.

    `hooks` are what rooms above add, such as the replay of every duty; each yields findings.
    `helpers` are processes that share the work (`cores()`); for a caller of one thread that is in no transaction.
    """
    told = progress or (lambda _stage, _done, _total: None)
    report = Report()
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
        with crew(helpers if alone else 0) as share:
            walks = entry_check.begin(share)
            sealed = tree_check.run(report, told, walks.total)
            entry_check.finish(walks, report, told)
        tree_check.check_coverage(report, sealed)
        _check_guards(report)
        if saved_head:
            checked = check_head(saved_head)
            if checked.verdict is not Verdict.PROVEN:
                report.add(Finding(checked.verdict, checked.text))
        for hook in hooks:
            for finding in hook(told):
                report.add(finding)
    return report


def _check_guards(report: Report) -> None:
    """The triggers that refuse changes must stand: without one, somebody prepared or made a change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid"
            " where c.relname = any(%s) and t.tgname in ('kept', 'kept_whole', 'only_erasure') and t.tgenabled = 'A'"
            " and c.relnamespace = 'public'::regnamespace group by 1",
            [list(KEPT)],
        )
        standing = dict(cursor.fetchall())
    for table in KEPT:
        if standing.get(table, 0) < (3 if table == "entry_field" else 2):
            report.doubt(f"Khóa chống sửa, xóa trên bảng “{table}” đã bị gỡ.")
    if not Log.objects.exists() and report.entries:
        report.doubt("Sổ cái chưa từng được niêm phong.")
