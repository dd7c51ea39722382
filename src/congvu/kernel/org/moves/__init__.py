"""Every way the organisation changes. Each verb writes its own ledger entry in the same transaction."""

from congvu.kernel.org.moves.bodies import add_body, close_body, remember_alias, set_up, succeed
from congvu.kernel.org.moves.bulk import (
    NewBody,
    NewPerson,
    NewSeat,
    add_bodies,
    add_people,
    correct_body,
    correct_person,
    seat_many,
)
from congvu.kernel.org.moves.calendars import (
    drop_calendar,
    note_recounted,
    prepare_calendar,
    prepare_undoing,
    publish_calendar_version,
)
from congvu.kernel.org.moves.entries import OrgRefused
from congvu.kernel.org.moves.people import (
    add_person,
    add_post,
    appoint,
    delegate,
    end_appointment_row,
    give_password,
    mandate,
    rule_authority,
)
from congvu.kernel.org.moves.tokens import make_token, revoke_token

__all__ = [
    "NewBody",
    "NewPerson",
    "NewSeat",
    "OrgRefused",
    "add_bodies",
    "add_body",
    "add_people",
    "add_person",
    "add_post",
    "appoint",
    "close_body",
    "correct_body",
    "correct_person",
    "delegate",
    "drop_calendar",
    "end_appointment_row",
    "give_password",
    "make_token",
    "mandate",
    "note_recounted",
    "prepare_calendar",
    "prepare_undoing",
    "publish_calendar_version",
    "remember_alias",
    "revoke_token",
    "rule_authority",
    "seat_many",
    "set_up",
    "succeed",
]
