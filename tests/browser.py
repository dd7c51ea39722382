"""A real browser on a real server. Used by journeys through the fixtures `page_of`, `visitor` and `server`.

    def test_a_head_accepts(page_of, office):
        page = page_of(office.people["lan"])                 # signed in, desktop
        phone = page_of(office.people["lan"], phone=True)    # the same person on 360 px
        page.goto("/viec/")
        ...
        assert_accessible(page)

A script error, a refusal of the content security policy and an answer of 500 fail the test that caused them.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
PATIENCE_MS = 10_000
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def executable() -> str:
    """The browser of this machine; its own download is never used."""
    found = os.environ.get("CONGVU_BROWSER") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("no Chromium on this machine: ./run test installs it where it may, else set CONGVU_BROWSER")
    return found


def assert_accessible(page: Page, *, ignore: tuple[str, ...] = ()) -> None:
    """No violation of WCAG 2.2 A or AA that axe can find, and no sideways scrolling.

    The whole page is shown at once: what merely stands below the phone's bar until one scrolls is not small.
    """
    size = page.viewport_size
    assert size is not None
    page.wait_for_load_state()  # a click returns when the next page has begun, before it has a root element
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    answer = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    faults = [
        f"{found['id']} ({found['impact']}): {found['help']}: "
        + "; ".join(node["html"][:160] for node in found["nodes"])
        for found in answer.response["violations"]
        if found["id"] not in ignore
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        faults.append(f"the page is {wide} px wider than the screen")
    page.set_viewport_size(size)
    assert not faults, f"{page.url}\n" + "\n".join(faults)


@dataclass
class Watch:
    """What went wrong in the browser without anybody looking."""

    problems: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("console", self._console)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        missing = response.status == 404 and "/static/" in response.url
        if response.status >= 500 or missing:
            self.problems.append(f"{response.status} {response.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, so Django would take every query of a test for one from a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def assets() -> Path:
    """Style sheet, font and icons, built once for all processes of a run."""
    from django.conf import settings

    from congvu.faces.web.assets import build

    with (Path(settings.HOME).parent / "assets.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return build(Path(settings.HOME))


@pytest.fixture
def server(assets: Path, transactional_db: None) -> Iterator[str]:
    """The whole program behind a port; gives its address."""
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", lambda application: application)  # WhiteNoise serves the static files
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    thread.join()


@pytest.fixture
def page_of(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """`page_of(person, phone=False)`: a page of a browser of its own, signed in as that person."""
    contexts: list[BrowserContext] = []
    watch = Watch()

    def open_page(person: Any = None, *, phone: bool = False, **options: Any) -> Page:
        context = browser.new_context(
            base_url=server,
            viewport=PHONE if phone else DESKTOP,
            is_mobile=phone,
            has_touch=phone,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if person is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": server}])
        page = context.new_page()
        watch.follow(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not watch.problems, "\n".join(watch.problems)


@pytest.fixture
def visitor(page_of: Callable[..., Page]) -> Page:
    """A page of somebody who has not signed in."""
    return page_of()


def session_of(person: Any) -> str:
    """The key of a new session of that person."""
    from django.test import Client

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value
