"""Signed heads: the present one, the earlier ones, and whether a head saved elsewhere still holds."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congvu.engines.seal import (
    Checkpoint,
    ForgedError,
    NoteError,
    Signer,
    Verifier,
    consistency_proof,
    root,
    verify_consistency,
)
from congvu.kernel.ledger import keys
from congvu.kernel.ledger.models import Log, TreeHead, Unsealed
from congvu.kernel.ledger.queries.proofs import TreeNodes


class Verdict(StrEnum):
    """What can be said about something that claims to prove the past."""

    PROVEN = "proven"
    NOT_PROVEN = "not_proven"
    CONTRADICTION = "contradiction"
    UNREADABLE = "unreadable"

    @property
    def exit_code(self) -> int:
        """The exit code of the command line: 0 proven, 1 not proven, 2 contradiction, 3 unreadable."""
        return list(Verdict).index(self)


@dataclass(frozen=True)
class HeadCheck:
    """Whether a saved head still stands, in a sentence, with the present head beside it."""

    verdict: Verdict
    text: str
    saved: Checkpoint | None = None
    present: Checkpoint | None = None


def current_log() -> Log | None:
    """The log that grows."""
    return Log.objects.order_by("-pk").first()


def head() -> TreeHead | None:
    """The present signed head; None before the first sealing."""
    return TreeHead.objects.select_related("log").order_by("-log_id", "-size").first()


def heads() -> QuerySet[TreeHead]:
    """All heads, newest first."""
    return TreeHead.objects.select_related("log").order_by("-log_id", "-size")


def waiting() -> int:
    """How many entries wait for their seal."""
    return Unsealed.objects.count()


def verifiers() -> list[Verifier]:
    """The keys by which this machine judges heads: those of its own key file, one a log; else those stored."""
    seed = keys.seed()
    logs = Log.objects.order_by("pk")
    return [Signer(log.origin, seed).verifier if seed else Verifier.parse(log.public_key) for log in logs]


def check_head(text: str) -> HeadCheck:
    """Whether nothing before a saved head was changed since it was saved."""
    try:
        saved = Checkpoint.parse(text)
    except NoteError:
        return HeadCheck(Verdict.UNREADABLE, _("Tệp này không phải một đầu cây niêm phong."))
    log = Log.objects.filter(origin=saved.origin).first()
    last = TreeHead.objects.filter(log=log).order_by("-size").first() if log else None
    if log is None or last is None:
        return HeadCheck(Verdict.NOT_PROVEN, _("Đầu cây này thuộc một sổ cái khác: {}.").format(saved.origin), saved)
    present = Checkpoint.parse(last.checkpoint)
    try:
        if not saved.signers(verifiers()):
            return HeadCheck(Verdict.NOT_PROVEN, _("Đầu cây này không mang chữ ký của sổ cái ta."), saved, present)
    except ForgedError:
        return HeadCheck(
            Verdict.CONTRADICTION, _("Chữ ký trên đầu cây này không khớp với nội dung của nó."), saved, present
        )
    return _compare(saved, present, log)


def _compare(saved: Checkpoint, present: Checkpoint, log: Log) -> HeadCheck:
    if saved.size > present.size:
        successor = Log.objects.filter(pk=log.pk + 1).first()
        if successor:
            said = _("Sổ cái đã được phục hồi và mở tiếp với tên {}; các dòng từ {} đến {} đã mất khi phục hồi.")
            told = said.format(successor.origin, present.size + 1, saved.size)
            return HeadCheck(Verdict.NOT_PROVEN, told, saved, present)
        said = _("Đầu cây đã lưu có {} dòng, sổ cái này chỉ có {}: một phần quá khứ đã bị bỏ đi.")
        return HeadCheck(Verdict.CONTRADICTION, said.format(saved.size, present.size), saved, present)
    if saved.size == 0:
        return HeadCheck(Verdict.NOT_PROVEN, _("Đầu cây rỗng không chứng minh điều gì."), saved, present)
    nodes = TreeNodes(log.pk)
    proof = consistency_proof(saved.size, present.size, nodes)
    same = root(saved.size, nodes) == saved.root
    if same and verify_consistency(saved.size, present.size, proof, saved.root, present.root):
        said = _("Đúng: {} dòng đầu của sổ cái vẫn y nguyên như lúc đầu cây này được lưu.")
        return HeadCheck(Verdict.PROVEN, said.format(saved.size), saved, present)
    said = _("Sai: trong {} dòng đầu có dòng đã bị thay đổi sau khi đầu cây này được lưu.")
    return HeadCheck(Verdict.CONTRADICTION, said.format(saved.size), saved, present)
