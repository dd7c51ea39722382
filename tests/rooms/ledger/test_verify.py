"""The past is proved; whatever was changed behind the program's back is found and named."""

from collections.abc import Iterable

import psycopg
import pytest
from tests.database import Database
from tests.rooms.ledger.given import ORIGIN, behind_the_program, given_entries, given_installation

from congvu.engines import seal
from congvu.kernel.ledger import keys, moves, queries
from congvu.kernel.ledger.models import Entry, EntryField, Log, TreeHead
from congvu.kernel.ledger.queries import Finding, Progress, Verdict, entry_check, entry_walk

pytestmark = pytest.mark.django_db(transaction=True)


def given_sealed(count: int = 20) -> list[Entry]:
    entries = given_entries(count)
    moves.seal(count // 2)
    moves.seal_all()
    return entries


def test_an_untouched_ledger_is_proven_and_progress_is_told() -> None:
    given_sealed()
    given_entries(3)
    told: list[tuple[str, int, int]] = []
    report = queries.verify(lambda *step: told.append(step))
    assert report.findings == []
    assert (report.verdict.exit_code, report.entries, report.fields, report.leaves) == (0, 23, 23, 20)
    assert (report.heads, report.waiting) == (2, 3)
    assert {stage for stage, _done, _total in told} == {
        "Đối chiếu từng dòng",
        "Đối chiếu nội dung",
        "Dựng lại cây niêm phong",
    }


def test_an_empty_ledger_is_proven() -> None:
    given_installation()
    assert queries.verify().findings == []


CHANGES = [
    ("update entry set verb = 'accept' where id = %s", "“bước” đã bị sửa"),
    ("update entry set payload = '{\"number\": 99}' where id = %s", "“dữ liệu” đã bị sửa"),
    ("update entry set payload = payload || '{\"list\": [\"4\", 1, null]}' where id = %s", "“dữ liệu” đã bị sửa"),
    ("update entry set payload = ('{\"number\": 1' || repeat('0', 5000) || '}')::jsonb where id = %s",
     "“dữ liệu” đã bị sửa"),
    ("update entry set recorded_at = 'infinity' where id = %s", "“lúc ghi”"),
    ("update entry set verb = verb || E'\\n\"' where id = %s", "“bước” đã bị sửa"),
    ("update entry set recorded_at = recorded_at - interval '1 day', effective_at = effective_at - interval '1 day'"
     " where id = %s", "“lúc ghi” đã bị sửa"),
    ("update entry set effective_at = effective_at - interval '1 hour' where id = %s", "“lúc có hiệu lực”"),
    ("update entry set ground = 'clock' where id = %s", "“căn cứ thời điểm”"),
    ("update entry set actor_id = null where id = %s", "“người thực hiện” đã bị sửa"),
    ("update entry set subject_id = 77 where id = %s", "“đối tượng” đã bị sửa"),
    ("update entry set leaf = leaf || ' ', leaf_hash = sha256('\\x00'::bytea || leaf || ' ') where id = %s",
     "khác nội dung đã niêm phong"),
    ("update entry set leaf_hash = sha256('x') where id = %s", "mã băm không phải"),
    ("update entry set leaf = '\\xff' where id = %s", "không đọc được"),
    ("update entry_field set value = 'Ghi chú khác' where entry_id = %s", "“note” đã bị sửa"),
    ("delete from entry_field where entry_id = %s", "“note” đã bị bỏ đi"),
    ("update entry_field set value = '', salt = '' where entry_id = %s", "“note” đã bị sửa"),
    ("insert into entry_field (entry_id, name, salt, value) values (%s, 'more', '', '')", "được thêm vào"),
]  # fmt: skip


def in_many_parts(monkeypatch: pytest.MonkeyPatch) -> queries.Report:
    """As a large ledger is verified: part by part, by two helpers, a few rows at a time."""
    monkeypatch.setattr(entry_check, "PART", 5)
    monkeypatch.setattr(entry_walk, "AT_ONCE", 2)
    return queries.verify(helpers=2)


def test_helpers_find_an_untouched_ledger_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    given_sealed(100)
    given_entries(3)
    report = queries.verify()
    assert report.findings == [] and (report.entries, report.fields, report.leaves) == (103, 103, 100)
    assert in_many_parts(monkeypatch) == report


def test_rows_changed_behind_the_program_are_found_and_named(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each change on a row of its own; all are found at once, and no other row is blamed."""
    entries = given_entries(3 * len(CHANGES), subjects=len(CHANGES))
    moves.seal_all()
    changed = entries[-len(CHANGES) :]  # the last of each subject, so that none after it is blamed
    for entry, (statement, _told) in zip(changed, CHANGES, strict=True):
        behind_the_program(database, statement, entry.pk)
    report = queries.verify()
    assert report.verdict is Verdict.CONTRADICTION
    assert set(in_many_parts(monkeypatch).findings) == set(report.findings)
    for entry, (statement, told) in zip(changed, CHANGES, strict=True):
        texts = [finding.text for finding in report.findings if finding.entry_id == entry.pk]
        assert any(told in text and f"Dòng {entry.pk}" in text for text in texts), (statement, texts)
    blamed = {finding.entry_id for finding in report.findings}
    assert blamed - {entry.pk for entry in changed} <= {None}


def test_a_row_taken_out_is_found_and_named(database: Database) -> None:
    entry = given_sealed()[4]
    behind_the_program(database, "delete from entry_field where entry_id = %s", entry.pk)
    behind_the_program(database, "delete from entry where id = %s", entry.pk)
    texts = " ".join(finding.text for finding in queries.verify().findings)
    assert f"Dòng {entry.pk} đã niêm phong nhưng đã bị xóa" in texts
    assert "tests/thing/2: lần 2 đã bị bỏ khỏi sổ cái" in texts


def rewritten(entry: Entry) -> tuple[bytes, bytes]:
    """A leaf as whoever can run our own code would forge it: consistent in itself."""
    leaf = bytes(entry.leaf).replace(b'"number":4', b'"number":5')
    return leaf, seal.leaf_hash(leaf)


FORGE = """
update entry set leaf = %s, leaf_hash = %s, payload = payload || '{"number": 5}' where id = %s
"""


def test_a_row_forged_with_its_leaf_is_named_by_the_seal_and_by_the_next_row(database: Database) -> None:
    entry = given_sealed()[4]
    behind_the_program(database, FORGE, *rewritten(entry), entry.pk)
    report = queries.verify()
    texts = [finding.text for finding in report.findings]
    assert any(f"Dòng {entry.pk} " in text and "khác nội dung đã niêm phong" in text for text in texts)
    assert any("không nối tiếp dòng liền trước" in text for text in texts)


def test_a_row_forged_with_leaf_and_tree_is_found_by_every_head_after_it(database: Database) -> None:
    entry = given_sealed()[19]
    leaf, leaf_hash = rewritten(entry)
    leaf = bytes(entry.leaf).replace(b'"number":19', b'"number":20')
    leaf_hash = seal.leaf_hash(leaf)
    behind_the_program(database, FORGE.replace("5}", "20}"), leaf, leaf_hash, entry.pk)
    behind_the_program(
        database,
        "update sealed_leaf set leaf_hashes = overlay(leaf_hashes placing %s from 289 for 32) where first_index = 10",
        leaf_hash,
    )
    report = queries.verify()
    assert report.verdict is Verdict.CONTRADICTION
    assert [finding.text for finding in report.findings] == [
        f"Đầu cây 20 dòng của sổ cái “{ORIGIN}”: không khớp với các lá; có lá từ 10 đến 19 đã bị đổi sau khi ký."
    ]


def test_whoever_holds_the_key_can_forge_all_but_not_a_head_saved_elsewhere(database: Database) -> None:
    entry = given_sealed()[19]
    saved = queries.head()
    assert saved is not None
    leaf = bytes(entry.leaf).replace(b'"number":19', b'"number":20')
    behind_the_program(database, FORGE.replace("5}", "20}"), leaf, seal.leaf_hash(leaf), entry.pk)
    frontier = seal.Frontier()
    hashes = b"".join(bytes(value) for value in Entry.objects.order_by("pk").values_list("leaf_hash", flat=True))
    frontier.extend(hashes)
    signer = seal.Signer(ORIGIN, keys.seed() or b"")
    forged = seal.Checkpoint(ORIGIN, 20, frontier.root()).signed_by(signer)
    behind_the_program(database, "update sealed_leaf set leaf_hashes = %s where first_index = 10", hashes[320:])
    behind_the_program(
        database, "update tree_head set root = %s, checkpoint = %s where size = 20", frontier.root(), forged
    )
    assert queries.verify().findings == []
    report = queries.verify(saved_head=saved.checkpoint)
    assert report.verdict is Verdict.CONTRADICTION
    assert report.findings[0].text == "Sai: trong 20 dòng đầu có dòng đã bị thay đổi sau khi đầu cây này được lưu."


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update tree_head set checkpoint = replace(checkpoint, E'\\n20\\n', E'\\n21\\n') where size = 20",
         "chữ ký không khớp"),
        ("update tree_head set checkpoint = 'x' where size = 20", "không đọc được"),
        ("update tree_head set checkpoint = regexp_replace(checkpoint, '— \\S+', '— other') where size = 20",
         "không có chữ ký"),
        ("update tree_head set root = sha256('x') where size = 20", "khác với nội dung lưu"),
        ("delete from tree_head where size = 20", "không có đầu cây nào ký"),
        ("delete from sealed_leaf where first_index = 10", "chưa từng được niêm phong"),
        ("update sealed_leaf set first_index = 11 where first_index = 10", "giữa chúng có lá bị bỏ"),
        ("update sealed_leaf set entries[2] = entries[1] where first_index = 10", "được niêm phong 2 lần"),
    ("update sealed_leaf set entries[2] = null where first_index = 10", "Dòng None đã niêm phong nhưng đã bị xóa"),
    ("update sealed_leaf set entries[2] = entries[3], entries[3] = entries[2] where first_index = 10",
     "khác nội dung đã niêm phong"),
    ("insert into unsealed select id, leaf_hash from entry order by id limit 1", "được niêm phong 2 lần"),
        ("update ledger_log set public_key = replace(public_key, '+A', '+B')", "Khóa công khai"),
    ],
)  # fmt: skip
def test_a_change_of_the_seals_themselves_is_found(database: Database, statement: str, told: str) -> None:
    given_sealed()
    behind_the_program(database, statement)
    report = queries.verify()
    assert report.verdict is Verdict.CONTRADICTION
    assert any(told in finding.text for finding in report.findings), report.findings


def test_a_guard_that_was_taken_away_is_noticed(database: Database) -> None:
    given_sealed()
    with psycopg.connect(database.url("congvu_owner")) as session:
        session.execute("alter table entry disable trigger kept")
    report = queries.verify()
    assert report.verdict is Verdict.NOT_PROVEN
    assert "“entry”" in report.findings[0].text


def test_heads_saved_earlier_prove_what_came_before_them() -> None:
    given_sealed()
    saved = [head.checkpoint for head in TreeHead.objects.order_by("size")]
    given_entries(300)
    moves.seal_all()
    for text in saved:
        checked = queries.check_head(text)
        assert checked.verdict is Verdict.PROVEN and "y nguyên" in checked.text
    assert queries.verify(saved_head=saved[0]).findings == []


def test_heads_that_are_not_ours_prove_nothing() -> None:
    given_sealed()
    signer = seal.Signer(ORIGIN, keys.seed() or b"")
    head = queries.head()
    assert head is not None
    ours = seal.Checkpoint.parse(head.checkpoint)

    def verdict(text: str) -> Verdict:
        return queries.check_head(text).verdict

    assert verdict("không phải") is Verdict.UNREADABLE
    other = seal.Checkpoint("other", 20, ours.root)
    assert verdict(other.signed_by(seal.Signer("other", bytes(32)))) is Verdict.NOT_PROVEN
    assert verdict(ours.signed_by(seal.Signer(ORIGIN, bytes(32)))) is Verdict.NOT_PROVEN
    assert verdict(head.checkpoint.replace("\n20\n", "\n19\n")) is Verdict.CONTRADICTION
    assert verdict(seal.Checkpoint(ORIGIN, 19, ours.root).signed_by(signer)) is Verdict.CONTRADICTION
    assert verdict(seal.Checkpoint(ORIGIN, 21, ours.root).signed_by(signer)) is Verdict.CONTRADICTION
    assert verdict(seal.Checkpoint(ORIGIN, 0, seal.EMPTY).signed_by(signer)) is Verdict.NOT_PROVEN


def test_lawful_erasure_keeps_every_proof_and_nothing_else_may_erase(database: Database) -> None:
    entry = given_sealed()[3]
    person = given_installation()
    receipt = queries.receipt(entry, with_text=True)
    assert receipt is not None and receipt.entries[-1].fields[0].value == "Ghi chú thứ 3"
    moves.erase_field(entry=entry, name="note", by=person, post=None, instrument="QĐ 12/QĐ-UBND", reason="theo yêu cầu")
    moves.seal_all()
    field = EntryField.objects.get(entry=entry)
    assert (field.value, bytes(field.salt)) == ("", b"")
    report = queries.verify()
    assert (report.findings, report.erased) == ([], 1)
    after = queries.receipt(entry, with_text=True)
    assert after is not None and after.entries[-1].fields[0].erased
    assert after.verify(queries.verifiers()).signers and receipt.verify(queries.verifiers()).signers
    with pytest.raises(LookupError):
        moves.erase_field(entry=entry, name="note", by=person, post=None, instrument="x", reason="x")
    with psycopg.connect(database.url("congvu_owner"), autocommit=True) as session:
        for statement in (
            "update entry_field set value = '', salt = '', erased_in_id = entry_id",
            "update entry_field set value = 'x'",
            f"select ledger_erase({entry.pk + 1}, 'note', {field.erased_in_id})",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(statement.encode())


def test_rooms_above_add_their_own_proof() -> None:
    given_sealed()

    def replay(progress: Progress) -> Iterable[Finding]:
        progress("Diễn lại từng việc", 1, 1)
        yield Finding(Verdict.CONTRADICTION, "Việc 1: người giữ khác với sổ cái.")

    report = queries.verify(hooks=[replay])
    assert [finding.text for finding in report.findings] == ["Việc 1: người giữ khác với sổ cái."]


def test_more_findings_than_anybody_reads_are_counted() -> None:
    report = queries.Report()
    for number in range(1500):
        report.doubt(str(number))
    assert (report.found, len(report.findings)) == (1500, 1000)
    assert Log.objects.count() == 0
