"""Heads and receipts: whoever holds one can prove it alone; nothing changed is accepted."""

import base64
from datetime import UTC, datetime

import pytest
from tests.engines.seal import plain

from congvu.engines import seal

AT = datetime(2026, 11, 25, tzinfo=UTC)
SIGNER = seal.Signer("demo/tinh-mau", bytes(range(32)))
OTHER = seal.Signer("witness.example", bytes(32))
# The example of Go's golang.org/x/mod/sumdb/note, whose format the C2SP note is.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def chain(count: int) -> list[bytes]:
    """The leaves of one duty, each naming the hash of the one before."""
    leaves: list[bytes] = []
    for seq in range(1, count + 1):
        halves = seal.leaf_halves(
            subject="duties/duty/1",
            seq=seq,
            previous=seal.leaf_hash(leaves[-1]) if leaves else None,
            verb="note",
            person=1,
            post=1,
            commitments=[("note", seal.commit("note", f"lần {seq}", bytes([seq]) * 16))],
        )
        leaves.append(seal.leaf_bytes(halves, AT))
    return leaves


def receipt(*, size: int = 11, history: int = 3) -> seal.Receipt:
    leaves = chain(size)
    head = seal.Checkpoint(SIGNER.name, size, plain.mth(leaves))
    shown = tuple(
        seal.ShownEntry(leaf, (seal.ShownField("note", bytes([seq]) * 16, f"lần {seq}"),))
        for seq, leaf in enumerate(leaves, 1)
    )
    index = size - 2
    return seal.Receipt(
        index, tuple(plain.path(index, leaves)), head.signed_by(SIGNER, OTHER), shown[index + 1 - history : index + 1]
    )


def test_a_signature_made_by_another_program_is_accepted() -> None:
    verifier = seal.Verifier.parse(GO_KEY)
    assert str(verifier) == GO_KEY
    raw = base64.b64decode(GO_SIGNATURE)
    assert raw[:4] == verifier.id
    assert verifier.verify(GO_TEXT, raw[4:])


def test_a_head_is_read_back_with_those_who_signed_it() -> None:
    note = seal.Checkpoint("demo/tinh-mau", 5, bytes(32)).signed_by(SIGNER, OTHER)
    assert note.startswith("demo/tinh-mau\n5\nAAAA")
    head = seal.Checkpoint.parse(note)
    assert (head.origin, head.size, head.root) == ("demo/tinh-mau", 5, bytes(32))
    assert head.signers([SIGNER.verifier]) == (SIGNER.verifier,)
    assert head.signers([OTHER.verifier, SIGNER.verifier]) == (SIGNER.verifier, OTHER.verifier)
    assert head.signers([seal.Signer("another", bytes(32)).verifier]) == ()


def test_a_head_signed_for_other_content_is_forged() -> None:
    note = seal.Checkpoint("demo/tinh-mau", 5, bytes(32)).signed_by(SIGNER)
    with pytest.raises(seal.ForgedError):
        seal.Checkpoint.parse(note.replace("\n5\n", "\n6\n")).signers([SIGNER.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "a\n1\n",
        "a\n1\nAAAA\n\n— a AAAA\n",
        "a\n01\n" + "A" * 43 + "=\n\n— a AAAAAAAA\n",
        "a\n-1\n" + "A" * 43 + "=\n\n— a AAAAAAAA\n",
        "\n1\n" + "A" * 43 + "=\n\n— a AAAAAAAA\n",
        "a\n1\n" + "A" * 43 + "=\nmore\n\n— a AAAAAAAA\n",
        "a\n1\n" + "A" * 43 + "=\n\n- a AAAAAAAA\n",
        "a\n1\n" + "A" * 43 + "=\n\n— a+b AAAAAAAA\n",
        "a\n1\n" + "A" * 43 + "=\n\n— a AAAAAAAA",
        "a\n1\n" + "A" * 42 + "B=\n\n— a AAAAAAAA\n",
        "a\r\n1\n" + "A" * 43 + "=\n\n— a AAAAAAAA\n",
        "a\n1\n" + "A" * 43 + "=\n\n" + "— a AAAAAAAA\n" * 65,
        "a" * 70000,
    ],
)
def test_what_is_not_exactly_a_head_is_not_read(note: str) -> None:
    with pytest.raises(seal.NoteError):
        seal.Checkpoint.parse(note)


@pytest.mark.parametrize(
    "key", ["", "a+b", GO_KEY.replace("c74f20a3", "c74f20a4"), "a b+00000000+AAAA", GO_KEY.replace("ARpc", "Arpc")]
)
def test_a_key_whose_parts_disagree_is_not_read(key: str) -> None:
    with pytest.raises(seal.NoteError):
        seal.Verifier.parse(key)


def test_a_receipt_proves_its_entries_without_anything_else() -> None:
    proven = seal.Receipt.parse(str(receipt())).verify([SIGNER.verifier])
    assert [leaf.seq for leaf in proven.leaves] == [8, 9, 10]
    assert (proven.head.size, proven.signers) == (11, (SIGNER.verifier,))
    assert seal.Receipt.parse(str(receipt())).verify([]).signers == ()


def test_a_receipt_with_an_erased_field_still_proves() -> None:
    whole = receipt(history=1)
    erased = seal.ShownEntry(whole.entries[0].leaf, (seal.ShownField("note", b"", ""),))
    again = seal.Receipt.parse(str(seal.Receipt(whole.index, whole.proof, whole.checkpoint, (erased,))))
    assert again.verify([SIGNER.verifier]).signers
    assert again.entries[0].fields[0].erased


def test_a_receipt_with_any_bit_flipped_is_refused() -> None:
    text = str(receipt(history=2)).encode()
    for bit in range(8 * len(text)):
        changed = bytearray(text)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            proven = seal.Receipt.parse(changed.decode()).verify([SIGNER.verifier])
        except (UnicodeDecodeError, seal.ReceiptError, seal.ContradictionError, seal.NoteError):
            continue
        # Left are changes in the line of a signer whom we do not know, or in the name of one: never trusted.
        assert (
            not proven.signers
            or text[: text.rindex("— witness".encode())] == changed[: text.rindex("— witness".encode())]
        )


@pytest.mark.parametrize("change", ["text", "unknown field", "salt", "order", "gap", "index"])
def test_a_receipt_whose_parts_do_not_fit_is_a_contradiction(change: str) -> None:
    whole = receipt()
    entries, index = whole.entries, whole.index
    last = entries[-1]
    if change == "text":
        last = seal.ShownEntry(last.leaf, (seal.ShownField("note", last.fields[0].salt, "khác"),))
    elif change == "unknown field":
        last = seal.ShownEntry(last.leaf, (seal.ShownField("other", last.fields[0].salt, "lần 10"),))
    elif change == "salt":
        last = seal.ShownEntry(last.leaf, (seal.ShownField("note", b"1", "lần 10"),))
    entries = (*entries[:-1], last)
    if change == "order":
        entries = (entries[1], entries[0], entries[2])
    elif change == "gap":
        entries = (entries[0], entries[2])
    elif change == "index":
        index -= 1
    changed = seal.Receipt(index, whole.proof, whole.checkpoint, entries)
    with pytest.raises(seal.ContradictionError):
        changed.verify([SIGNER.verifier])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text.replace("@v1", "@v2"),
        lambda text: text.replace("extra ", "more "),
        lambda text: text.replace("index 9", "index 09"),
        lambda text: text.replace("index 9\n", "index 9\nAAAA\n"),
        lambda text: text.replace("extra ", "extra e30="),
        lambda text: text + "x" * 9_000_000,
    ],
)
def test_what_is_not_a_receipt_is_not_read(change: object) -> None:
    assert callable(change)
    with pytest.raises(seal.ReceiptError):
        seal.Receipt.parse(change(str(receipt())))
