"""The fast tree is the tree of RFC 9162, and no proof but the right one is accepted."""

from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.seal import plain

from congvu.engines import seal

# The inputs and roots of Certificate Transparency's own test of its Merkle tree.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves(count: int) -> list[bytes]:
    return [b"leaf %d" % number for number in range(count)]


def hashes(entries: list[bytes]) -> list[bytes]:
    return [seal.leaf_hash(entry) for entry in entries]


def flips(value: bytes) -> Iterator[bytes]:
    """The value with each single bit flipped."""
    for bit in range(8 * len(value)):
        changed = bytearray(value)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    frontier = seal.Frontier()
    frontier.extend(b"".join(hashes(CT_LEAVES[:size])))
    assert frontier.root().hex() == CT_ROOTS[size]
    assert plain.mth(CT_LEAVES[:size]).hex() == CT_ROOTS[size]


@given(st.lists(st.integers(0, 40), max_size=12))
def test_a_tree_grown_in_steps_of_any_size_has_the_plain_root_at_every_step(steps: list[int]) -> None:
    entries = leaves(sum(steps))
    frontier, size = seal.Frontier(), 0
    for step in steps:
        frontier.extend(b"".join(hashes(entries[size : size + step])))
        size += step
        assert frontier.size == size
        assert frontier.root() == plain.mth(entries[:size])
        frontier = seal.Frontier.from_bytes(size, frontier.to_bytes())


def test_growing_reports_each_node_over_256_leaves_once_and_in_order() -> None:
    entries = leaves(1000)
    frontier, made = seal.Frontier(), b""
    for start in range(0, 1000, 111):
        made += frontier.extend(b"".join(hashes(entries[start : start + 111]))).get(8, b"")
    assert made == b"".join(plain.mth(entries[start : start + 256]) for start in (0, 256, 512))


def test_a_state_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="peaks"):
        seal.Frontier.from_bytes(3, bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        seal.Frontier().extend(bytes(33))


@settings(max_examples=200)
@given(st.data())
def test_proofs_are_those_of_the_rfc_and_verify(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 130))
    entries = leaves(size)
    nodes = seal.nodes_of(hashes(entries))
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    root, first_root = plain.mth(entries), plain.mth(entries[:first])

    inclusion = seal.inclusion_proof(index, size, nodes)
    assert inclusion == plain.path(index, entries)
    assert seal.verify_inclusion(seal.leaf_hash(entries[index]), index, size, inclusion, root)

    consistency = seal.consistency_proof(first, size, nodes)
    assert consistency == plain.proof(first, entries)
    assert seal.verify_consistency(first, size, consistency, first_root, root)
    assert seal.root(first, nodes) == first_root


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 7), (3, 7), (6, 7), (5, 8), (8, 9), (10, 21)])
def test_an_inclusion_proof_with_one_bit_flipped_is_refused(index: int, size: int) -> None:
    entries = leaves(size)
    leaf, root = seal.leaf_hash(entries[index]), plain.mth(entries)
    proof = plain.path(index, entries)
    assert seal.verify_inclusion(leaf, index, size, proof, root)
    assert not any(seal.verify_inclusion(changed, index, size, proof, root) for changed in flips(leaf))
    assert not any(seal.verify_inclusion(leaf, index, size, proof, changed) for changed in flips(root))
    for place, step in enumerate(proof):
        for changed in flips(step):
            assert not seal.verify_inclusion(leaf, index, size, [*proof[:place], changed, *proof[place + 1 :]], root)
    for other in range(-1, size + 2):
        assert other == index or not seal.verify_inclusion(leaf, other, size, proof, root)
    for wrong in (proof[:-1], proof[1:], [*proof, root], [root, *proof], [step[:-1] for step in proof]):
        assert wrong == proof or not seal.verify_inclusion(leaf, index, size, wrong, root)


@pytest.mark.parametrize(("first", "second"), [(1, 2), (3, 7), (4, 7), (6, 8), (7, 7), (8, 21), (13, 21)])
def test_a_consistency_proof_with_one_bit_flipped_is_refused(first: int, second: int) -> None:
    entries = leaves(second)
    old, new = plain.mth(entries[:first]), plain.mth(entries)
    proof = plain.proof(first, entries)
    assert seal.verify_consistency(first, second, proof, old, new)
    assert not any(seal.verify_consistency(first, second, proof, changed, new) for changed in flips(old))
    assert not any(seal.verify_consistency(first, second, proof, old, changed) for changed in flips(new))
    for place, step in enumerate(proof):
        for changed in flips(step):
            assert not seal.verify_consistency(first, second, [*proof[:place], changed, *proof[place + 1 :]], old, new)
    for wrong in (proof[:-1], proof[1:], [*proof, new], [old, *proof], [step[:-1] for step in proof]):
        assert wrong == proof or not seal.verify_consistency(first, second, wrong, old, new)
    assert not seal.verify_consistency(second + 1, second, proof, old, new)
    assert not seal.verify_consistency(0, second, proof, old, new)


@pytest.mark.parametrize(("call", "arguments"), [("inclusion_proof", (5, 5)), ("consistency_proof", (0, 5))])
def test_a_proof_outside_the_tree_is_not_made(call: str, arguments: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"not in a tree|no proof"):
        getattr(seal, call)(*arguments, seal.nodes_of(hashes(leaves(5))))


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = hashes(leaves(2))
    assert seal.leaf_hash(left + right) != seal.node_hash(left, right)
    assert seal.node_hash(left, right) == sha256(b"\x01" + left + right).digest()
