"""Every way the organisation changes. Each verb writes its own ledger entry in the same transaction."""

from congvu.kernel.org.moves.authority import (
    close_delegation,
    delegate,
    end_authority,
    end_mandate,
    mandate,
    rule_authority,
)
from congvu.kernel.org.moves.away import end_absence, record_absence, show_under
from congvu.kernel.org.moves.bodies import add_body, close_body, remember_alias, set_up, succeed
from congvu.kernel.org.moves.bulk import (
    NewBody,
    NewPerson,
    NewSeat,
    add_bodies,
    add_people,
    correct_body,
    seat_many,
)
from congvu.kernel.org.moves.calendars import (
    CALENDAR_KINDS,
    drop_calendar,
    note_recounted,
    prepare_calendar,
    prepare_undoing,
    publish_calendar_version,
)
from congvu.kernel.org.moves.carrying import begin_plan, finish_plan, note_passed, ordered
from congvu.kernel.org.moves.correcting import close_post, rename_person, retitle_post
from congvu.kernel.org.moves.entries import OrgRefused
from congvu.kernel.org.moves.local_rules import set_rule
from congvu.kernel.org.moves.people import add_person, add_post, appoint, end_appointment_row, give_password
from congvu.kernel.org.moves.plans import (
    cancel_plan,
    change_plan,
    note_rehearsed,
    order_plan,
    plan_body,
    plan_ending,
    plan_keeping,
    plan_matter,
    plan_post,
    plan_room,
    prepare_plan,
)
from congvu.kernel.org.moves.tokens import make_token, revoke_token

__all__ = [
    "CALENDAR_KINDS",
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
    "begin_plan",
    "cancel_plan",
    "change_plan",
    "close_body",
    "close_delegation",
    "close_post",
    "correct_body",
    "delegate",
    "drop_calendar",
    "end_absence",
    "end_appointment_row",
    "end_authority",
    "end_mandate",
    "finish_plan",
    "give_password",
    "make_token",
    "mandate",
    "note_passed",
    "note_recounted",
    "note_rehearsed",
    "order_plan",
    "ordered",
    "plan_body",
    "plan_ending",
    "plan_keeping",
    "plan_matter",
    "plan_post",
    "plan_room",
    "prepare_calendar",
    "prepare_plan",
    "prepare_undoing",
    "publish_calendar_version",
    "record_absence",
    "remember_alias",
    "rename_person",
    "retitle_post",
    "revoke_token",
    "rule_authority",
    "seat_many",
    "set_rule",
    "set_up",
    "show_under",
    "succeed",
]
