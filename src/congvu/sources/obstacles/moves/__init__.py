"""Every way an obstacle is recorded, gathered, sent up and answered."""

from congvu.sources.obstacles.moves.answering import answer, close, mark_seen
from congvu.sources.obstacles.moves.entries import ObstacleRefused
from congvu.sources.obstacles.moves.gathering import gather, leave_out, put_in
from congvu.sources.obstacles.moves.recording import cite, record, withdraw
from congvu.sources.obstacles.moves.sending import send

__all__ = [
    "ObstacleRefused",
    "answer",
    "cite",
    "close",
    "gather",
    "leave_out",
    "mark_seen",
    "put_in",
    "record",
    "send",
    "withdraw",
]
