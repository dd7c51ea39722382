"""Every way people are told: the day's digests, instant notices out of the outbox, and the mail."""

from congvu.kernel.notices.moves.digests import make_digests
from congvu.kernel.notices.moves.instant import citizens_waiting, keep
from congvu.kernel.notices.moves.mail import send_due
from congvu.kernel.notices.moves.preferences import set_preference

__all__ = ["citizens_waiting", "keep", "make_digests", "send_due", "set_preference"]
