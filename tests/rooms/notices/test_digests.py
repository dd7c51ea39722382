"""Two digests a day: to whom there is something to say, once, by mail outside quiet hours, never lost."""

from collections.abc import Callable
from datetime import date, datetime, time

from tests.office import Office
from tests.rooms.notices.smtp import MailServer, text_of

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.ledger.moves import hand_out
from congvu.kernel.notices import moves, queries
from congvu.kernel.notices.models import DigestRun, Notice
from congvu.kernel.org import moves as org

Clock = Callable[[str], datetime]


def titles(notice: Notice) -> list[tuple[str, str]]:
    return [(line["section"], line["title"]) for line in notice.lines]


def test_the_morning_says_what_is_late_due_and_waiting_and_who_has_nothing_to_read_gets_nothing(
    office: Office, clock: Clock
) -> None:
    office.given_duty("lan", "in_hand", title="Báo cáo giá đất", due_rule=DueRule.on(date(2026, 11, 2)))
    office.given_duty("lan", "in_hand", title="Rà soát hồ sơ", due_rule=DueRule.on(date(2026, 11, 4)))
    office.given_duty("lan", "assigned", title="Tổng hợp ý kiến")
    clock("2026-11-03 07:29")
    assert moves.make_digests() == 0
    clock("2026-11-03 07:31")
    moves.make_digests()
    mine = Notice.objects.get(person=office["lan"], kind="digest")
    assert titles(mine) == [
        ("Trễ", "Báo cáo giá đất"),
        ("Hạn hôm nay và ngày mai", "Rà soát hồ sơ"),
        ("Chờ tôi nhận, quyết định, nghiệm thu", "Tổng hợp ý kiến"),
    ]
    assert mine.lines[0]["state"] == "trễ 1 ngày làm việc" and mine.lines[0]["late"]
    assert not Notice.objects.filter(person=office["tu"]).exists()
    assert moves.make_digests() == 0, "once a day and slot"
    assert DigestRun.objects.get().done_at is not None


def test_the_afternoon_names_only_what_went_late_since_the_morning(office: Office, clock: Clock) -> None:
    office.given_duty("lan", "in_hand", title="Cũ", due_rule=DueRule.on(date(2026, 11, 2)))
    clock("2026-11-03 07:30")
    moves.make_digests()
    clock("2026-11-03 08:00")
    office.given_duty("lan", "in_hand", title="Mới", due_rule=DueRule.within(4, "hours"))
    clock("2026-11-03 16:00")
    moves.make_digests()
    assert titles(Notice.objects.get(person=office["lan"], key="2026-11-03/afternoon")) == [("Vừa quá hạn", "Mới")]
    clock("2026-11-04 16:00")
    moves.make_digests()
    assert not Notice.objects.filter(person=office["lan"], key="2026-11-04/afternoon").exists()


def test_a_calendar_that_moves_a_limit_is_told_with_its_instrument(office: Office, clock: Clock) -> None:
    office.given_duty("lan", "in_hand", title="Rà soát hồ sơ")
    clock("2026-11-02 16:01")
    moves.make_digests()
    clock("2026-11-02 16:30")
    day = {"day": "2026-11-12", "kind": "holiday", "name": "Nghỉ tránh bão"}
    draft = org.prepare_calendar(by=office["hien"], title="Bão", instrument="Công điện 21", days=[day])
    duties.publish_calendar(draft, by=office["binh"])
    duties.recount_published()
    clock("2026-11-03 07:30")
    moves.make_digests()
    notice = Notice.objects.get(person=office["lan"], key="2026-11-03/morning")
    (line,) = [line for line in notice.lines if line["section"] == "Thời hạn đổi vì lịch làm việc"]
    assert line["state"] == "lịch đổi (Công điện 21): hạn hết thứ Tư 25/11"


def test_no_digest_on_a_day_off(office: Office, clock: Clock) -> None:
    office.given_duty("lan", "assigned")
    clock("2026-11-07 09:00")
    assert moves.make_digests() == 0 and not DigestRun.objects.exists()


def test_the_mail_says_numbers_states_and_links_and_no_title(office: Office, clock: Clock, mail: MailServer) -> None:
    duty_id = office.given_duty(
        "lan", "in_hand", title="Khiếu nại của ông Nguyễn Văn X", due_rule=DueRule.on(date(2026, 11, 2))
    )
    clock("2026-11-03 07:31")
    moves.make_digests()
    moves.send_due()
    (letter,) = [letter for to, letter in mail.letters if to == ["lan@an-binh.example"]]
    body = text_of(letter)
    assert "trễ 1 ngày làm việc" in body and f"https://congvu.an-binh.example/viec/{duty_id}/" in body
    assert (
        "Khiếu nại" not in body
        and "Khiếu nại" not in text_of(letter, "html")
        and "Khiếu nại" not in str(letter["Subject"])
    )
    assert letter["Subject"].startswith("Bản tin sáng: ")
    assert moves.send_due() == 0 and len(mail.letters) == len({tuple(to) for to, _ in mail.letters}), (
        "nobody told twice"
    )


def test_titles_go_by_mail_only_where_the_installation_allows_it(
    office: Office, clock: Clock, mail: MailServer, settings: object
) -> None:
    settings.MAIL_TITLES = True
    office.given_duty("lan", "assigned", title="Tổng hợp ý kiến")
    clock("2026-11-03 07:31")
    moves.make_digests()
    moves.send_due()
    (letter,) = [letter for to, letter in mail.letters if to == ["lan@an-binh.example"]]
    assert "Tổng hợp ý kiến" in text_of(letter)


def test_a_mail_server_that_is_down_loses_nothing_and_is_shown(
    office: Office, clock: Clock, mail: MailServer, settings: object
) -> None:
    office.given_duty("lan", "assigned")
    up, settings.EMAIL_PORT = mail.port, 1
    clock("2026-11-03 07:31")
    moves.make_digests()
    assert moves.send_due() == 0
    state = queries.mail_state()
    assert (state.failing, state.waiting > 0) == (1, True) and "ConnectionRefusedError" in state.last_error
    assert moves.send_due() == 0, "the one that failed waits for its next attempt"
    settings.EMAIL_PORT = up
    clock("2026-11-03 07:45")
    waiting = queries.mail_state().waiting
    assert moves.send_due() == waiting == len(mail.letters)
    assert queries.mail_state().waiting == 0


def test_a_refused_address_is_not_tried_again_and_the_others_go_out(
    office: Office, clock: Clock, mail: MailServer
) -> None:
    mail.refused.add("lan@an-binh.example")
    office.given_duty("lan", "assigned")
    office.given_duty("son", "assigned")
    clock("2026-11-03 07:31")
    moves.make_digests()
    assert moves.send_due() >= 1
    clock("2026-11-04 07:00")
    assert queries.mail_state().refused == 1 and moves.send_due() == 0


def test_a_process_killed_while_the_server_took_the_mail_tells_nobody_twice(
    office: Office, clock: Clock, mail: MailServer
) -> None:
    office.given_duty("lan", "assigned")
    at = clock("2026-11-03 07:31")
    moves.make_digests()
    Notice.objects.update(handing_at=at)
    assert moves.send_due() == 0 and mail.letters == []
    assert queries.mail_state().unknown == Notice.objects.count()


def test_a_person_chooses_channel_slots_and_quiet_hours(office: Office, clock: Clock, mail: MailServer) -> None:
    wishes = {"by_mail": True, "instant": True, "morning": False, "afternoon": True}
    moves.set_preference(office["lan"], **wishes, quiet_from=time(15), quiet_until=time(8))
    office.given_duty("lan", "assigned")
    clock("2026-11-03 07:31")
    moves.make_digests()
    assert not Notice.objects.filter(person=office["lan"]).exists()
    clock("2026-11-03 16:05")
    moves.make_digests()
    notice = Notice.objects.get(person=office["lan"])
    assert notice.send_at == datetime.fromisoformat("2026-11-04T08:00:00+07:00"), "after the quiet hours"


def test_a_run_that_was_killed_goes_on_where_it_stopped(office: Office, clock: Clock) -> None:
    office.given_duty("lan", "assigned")
    office.given_duty("son", "assigned")
    at = clock("2026-11-03 07:31")
    DigestRun.objects.create(day=at.date(), slot="morning", started_at=at, through=office["lan"].pk)
    moves.make_digests()
    assert not Notice.objects.filter(person=office["lan"], kind="digest").exists()
    assert Notice.objects.filter(person=office["son"], kind="digest").exists()


def test_instant_only_what_was_handed_to_me_by_another(office: Office, clock: Clock, mail: MailServer) -> None:
    duty_id = office.given_duty("lan", "in_hand", title="Rà soát hồ sơ")
    hand_out()
    notice = Notice.objects.get(person=office["lan"])
    assert (notice.kind, notice.title, notice.lines[0]["title"]) == (
        "instant", "Việc mới chuyển đến đồng chí", "Rà soát hồ sơ",
    )  # fmt: skip
    office.move("forward", duty_id, "lan", receiver=office["tu"].pk)
    office.move("report", office.given_duty("son", "in_hand"), "son", progress="Xong một nửa")
    hand_out()
    assert hand_out() == 0
    assert Notice.objects.filter(person=office["lan"]).count() == 1
    assert Notice.objects.filter(person=office["tu"]).count() == 1
    moves.send_due()
    assert sorted(to[0] for to, _ in mail.letters) == [
        "lan@an-binh.example",
        "son@an-binh.example",
        "tu@an-binh.example",
    ]


def test_what_comes_in_quiet_hours_is_collected_for_the_next_digest(
    office: Office, clock: Clock, mail: MailServer
) -> None:
    clock("2026-11-06 16:01")
    moves.make_digests()
    clock("2026-11-07 10:00")
    office.given_duty("lan", "assigned", title="Việc đêm thứ Bảy")
    hand_out()
    assert moves.send_due() == 0
    clock("2026-11-09 07:30")
    moves.make_digests()
    notice = Notice.objects.get(person=office["lan"], key="2026-11-09/morning")
    assert ("Báo lúc ngoài giờ", "Việc đêm thứ Bảy") in titles(notice)


def test_a_citizen_who_waits_today_is_told_once_a_day(office: Office, clock: Clock) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=DueRule.on(date(2026, 11, 4)))
    duties.promise(duty_id, by=office["lan"])
    hand_out()
    clock("2026-11-03 08:00")
    assert moves.citizens_waiting() == 0
    clock("2026-11-04 08:00")
    moves.citizens_waiting()
    clock("2026-11-04 14:00")
    moves.citizens_waiting()
    assert Notice.objects.filter(person=office["lan"], title="Người dân chờ kết quả hôm nay").count() == 1
