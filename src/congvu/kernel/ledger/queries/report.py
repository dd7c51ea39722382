"""What a verification found, in sentences for people and as data for programs."""

from collections.abc import Callable
from dataclasses import dataclass, field

from congvu.kernel.ledger.queries.heads import Verdict

MOST = 1000
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Finding:
    """Something that does not fit; `entry_id` where one row is to blame."""

    verdict: Verdict
    text: str
    entry_id: int | None = None


@dataclass
class Report:
    """The whole verification. Kept are the first 1,000 findings; all are counted."""

    entries: int = 0
    fields: int = 0
    erased: int = 0
    leaves: int = 0
    heads: int = 0
    waiting: int = 0
    found: int = 0
    findings: list[Finding] = field(default_factory=list)

    def contradiction(self, text: str, entry_id: int | None = None) -> None:
        """Something stored is not what was sealed."""
        self.add(Finding(Verdict.CONTRADICTION, text, entry_id))

    def doubt(self, text: str, entry_id: int | None = None) -> None:
        """Nothing contradicts, but it cannot be proved."""
        self.add(Finding(Verdict.NOT_PROVEN, text, entry_id))

    def add(self, finding: Finding) -> None:
        """Keep one finding."""
        self.found += 1
        if len(self.findings) < MOST:
            self.findings.append(finding)

    @property
    def verdict(self) -> Verdict:
        """The worst of what was found."""
        return max((finding.verdict for finding in self.findings), key=lambda v: v.exit_code, default=Verdict.PROVEN)
