"""What happens is told to who asked: signed, in order, again when it fails, never into a private network unasked."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import connection
from tests.office import Office

from congvu.faces.exchange.models import Delivery, Subscription
from congvu.faces.exchange.moves import delivering, subscribing
from congvu.faces.exchange.moves.delivering import BACKOFF
from congvu.faces.exchange.webhooks import events
from congvu.faces.exchange.webhooks.sending import Forbidden, address_of, parted, post
from congvu.kernel.ledger.models import Entry, Outbox
from congvu.kit.clock import now
from congvu.kit.refusal import Refused


class Receiver:
    """A real HTTP server: keeps what it got, answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        mine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                mine.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                status = mine.answers.pop(0) if mine.answers else 204
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/nhan?x=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]

    def verify(self, place: int, secret: str) -> bool:
        """As a receiver does it, by the text of Standard Webhooks."""
        headers, body = self.got[place]
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return f"v1,{wanted}" in headers["webhook-signature"].split(" ")


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("CONGVU_WEBHOOK_PRIVATE", "127.0.0.0/8")
    running = Receiver()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def subscribed(office: Office, receiver: Receiver) -> tuple[Subscription, str]:
    delivering.fan_out()  # what happened before nobody asked for
    return subscribing.subscribe(
        url=receiver.url, name="Kho báo cáo", topics=[], with_words=False, by=office.administrator
    )


def later(by: timedelta) -> None:
    """The waiting is over."""
    Delivery.objects.update(next_at=now() - by)
    Subscription.objects.update(paused_until=None)


def test_a_move_arrives_as_a_signed_event(
    office: Office, receiver: Receiver, subscribed: tuple[Subscription, str]
) -> None:
    row, secret = subscribed
    duty = office.given_duty(holder="lan", state="in_hand")
    assert delivering.deliver() == 2
    assert [event["type"] for event in receiver.events] == ["vn.congvu.duty.assign", "vn.congvu.duty.accept"]
    assert receiver.verify(0, secret) and not receiver.verify(0, events.new_secret())
    headers, _ = receiver.got[0]
    event, entry = receiver.events[0], Entry.objects.get(subject_id=duty, room="duties", verb="assign")
    assert headers["content-type"].startswith("application/cloudevents+json")
    assert headers["webhook-id"] == event["id"] == f"demo/tests/{entry.pk}"
    assert event["specversion"] == "1.0" and event["source"] == "urn:congvu:demo/tests"
    assert event["subject"] == f"duties/duty/{duty}" and event["datacontenttype"] == "application/json"
    assert datetime.fromisoformat(event["time"]) == entry.recorded_at
    assert event["data"]["state"] == "assigned" and event["data"]["leaf_hash"] == bytes(entry.leaf_hash).hex()
    row.refresh_from_db()
    assert row.delivered == 2 and not Delivery.objects.exists() and not Outbox.objects.exists()
    assert delivering.deliver() == 0 and len(receiver.got) == 2


def test_nothing_that_people_wrote_and_nobodys_name_goes_out_unless_asked(
    office: Office, receiver: Receiver, subscribed: tuple[Subscription, str]
) -> None:
    office.given_duty(holder="lan")
    delivering.deliver()
    body = receiver.got[0][1].decode()
    assert "Rà soát" not in body and "Lan" not in body and '"holder_id"' not in body
    row, _ = subscribed
    subscribing.change(
        row, url=row.url, name=row.name, topics=[], with_words=True, active=True, by=office.administrator
    )
    office.given_duty(holder="lan")
    delivering.deliver()
    assert receiver.events[1]["data"]["words"]["title"] == "Rà soát hồ sơ đất đai quá hạn"


def test_only_the_topics_asked_for_are_sent(
    office: Office, receiver: Receiver, subscribed: tuple[Subscription, str]
) -> None:
    row, _ = subscribed
    subscribing.change(
        row, url=row.url, name=row.name, topics=["duty.verify"], with_words=False, active=True, by=office.administrator
    )
    office.given_duty(holder="lan", state="closed")
    delivering.deliver()
    assert [event["type"] for event in receiver.events] == ["vn.congvu.duty.verify"]
    assert events.wants(["duty.*"], "duty.assign") and not events.wants(["duty.*"], "dutyx.assign")


def test_what_fails_is_sent_again_in_the_order_of_its_subject(
    office: Office, receiver: Receiver, subscribed: tuple[Subscription, str]
) -> None:
    receiver.answers = [500]
    office.given_duty(holder="lan", state="in_hand")
    assert delivering.deliver() == 0
    assert len(receiver.got) == 1  # the second event of the duty waits behind the first
    row, secret = subscribed
    row.refresh_from_db()
    assert row.trouble == "HTTP 500" and row.paused_until is not None
    assert delivering.deliver() == 0 and len(receiver.got) == 1
    later(timedelta(seconds=1))
    assert delivering.deliver() == 2
    assert [event["type"][-6:] for event in receiver.events] == ["assign", "assign", "accept"]
    assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"] and receiver.verify(1, secret)


def test_another_subject_and_another_receiver_do_not_wait(
    office: Office, receiver: Receiver, subscribed: tuple[Subscription, str]
) -> None:
    other = Receiver()
    subscribing.subscribe(url=other.url, name="Khác", topics=[], with_words=False, by=office.administrator)
    receiver.answers = [503]
    office.given_duty(holder="lan")
    office.given_duty(holder="tu")
    assert delivering.deliver() == 2
    assert len(other.got) == 2 and len(receiver.got) == 1
    later(timedelta(seconds=1))
    assert delivering.deliver() == 2 and len(receiver.got) == 3
    other.server.shutdown()
    other.server.server_close()


def test_after_the_last_attempt_it_is_dead_is_shown_and_may_be_sent_again(
    office: Office, receiver: Receiver, subscribed: tuple[Subscription, str]
) -> None:
    row, _ = subscribed
    office.given_duty(holder="lan", state="in_hand")
    receiver.answers = [500] * (len(BACKOFF) + 1)
    for _attempt in range(len(BACKOFF)):
        delivering.deliver()
        later(timedelta(seconds=1))
    assert not Delivery.objects.filter(dead=True).exists()
    delivering.deliver()
    dead = Delivery.objects.get(dead=True)
    assert dead.told == "HTTP 500" and dead.attempts == len(BACKOFF) + 1
    later(timedelta(seconds=1))
    assert delivering.deliver() == 1  # the next event of that duty is not held up for ever
    assert subscribing.retry_dead(row, by=office.administrator) == 1
    assert delivering.deliver() == 1 and not Delivery.objects.exists()
    assert subscribing.drop_dead(row, by=office.administrator) == 0


def test_two_secrets_sign_while_one_is_changed_for_the_other(
    office: Office, receiver: Receiver, subscribed: tuple[Subscription, str]
) -> None:
    row, old = subscribed
    new = subscribing.rotate(row, by=office.administrator)
    office.given_duty(holder="lan")
    delivering.deliver()
    assert receiver.verify(0, old) and receiver.verify(0, new)
    Subscription.objects.update(old_secret_until=now() - timedelta(seconds=1))
    office.given_duty(holder="lan")
    delivering.deliver()
    assert receiver.verify(1, new) and not receiver.verify(1, old)
    assert old not in row.secret and new not in Subscription.objects.get().secret


def test_a_receiver_that_is_gone_gets_nothing_more(
    office: Office, receiver: Receiver, subscribed: tuple[Subscription, str]
) -> None:
    receiver.answers = [410]
    office.given_duty(holder="lan", state="in_hand")
    delivering.deliver()
    assert Subscription.objects.get().active is False
    later(timedelta(seconds=1))
    assert delivering.deliver() == 0 and len(receiver.got) == 1


def test_a_redirect_is_not_followed(office: Office, receiver: Receiver, subscribed: tuple[Subscription, str]) -> None:
    receiver.answers = [302]
    office.given_duty(holder="lan")
    assert delivering.deliver() == 0 and Subscription.objects.get().trouble == "HTTP 302"


def test_a_receiver_that_is_not_there_is_told_in_words(
    office: Office, receiver: Receiver, subscribed: tuple[Subscription, str]
) -> None:
    receiver.server.shutdown()
    receiver.server.server_close()
    office.given_duty(holder="lan")
    assert delivering.deliver() == 0
    assert "Không gửi được" in Subscription.objects.get().trouble


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "https://10.0.0.8/", "http://169.254.169.254/latest/meta-data",
     "http://[::1]/", "http://0.0.0.0/", "https://[::ffff:127.0.0.1]/", "http://2130706433/", "https://192.168.1.1/"],
)  # fmt: skip
def test_a_private_address_is_refused_unless_the_server_allows_it(office: Office, url: str) -> None:
    with pytest.raises(Refused, match="mạng nội bộ"):
        subscribing.subscribe(url=url, name="X", topics=[], with_words=False, by=office.administrator)
    assert post(url, b"{}", {}).status == 0


@pytest.mark.parametrize(
    "url",
    ["ftp://vi-du.vn/", "file:///etc/passwd", "https://", "https://a:b@vi-du.vn/", "https://vi-du.vn/#x",
     "https://vi-du.vn/a b", "https://vi-du.vn:99999/", "https://vi-du.vn/\r\nX: y", "https://ví-dụ.vn/", "x" * 600],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(Forbidden):
        parted(url)


def test_outside_the_private_networks_only_https_is_spoken() -> None:
    with pytest.raises(Forbidden, match="https"):
        address_of(parted("http://93.184.216.34/"))
    assert address_of(parted("https://93.184.216.34/")) == "93.184.216.34"


def test_only_the_administrator_subscribes(office: Office, receiver: Receiver) -> None:
    with pytest.raises(Refused, match="quản trị viên"):
        subscribing.subscribe(url=receiver.url, name="X", topics=[], with_words=False, by=office["hien"])


def test_without_subscriptions_the_outbox_does_not_grow(office: Office) -> None:
    office.given_duty(holder="lan", state="closed")
    assert Outbox.objects.count() == 4
    assert delivering.fan_out() == 4 and not Outbox.objects.exists() and not Delivery.objects.exists()
    assert delivering.fan_out() == 0


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_out_of_the_outbox_and_not_kept_is_there_again() -> None:
    from django.db import transaction
    from tests.office import given_office

    from congvu.kernel.ledger.moves import take_outbox

    given_office().given_duty(holder="lan")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert len(take_outbox(10)) == 1
        raise ZeroDivisionError
    assert len(take_outbox(10)) == 1
    connection.close()
