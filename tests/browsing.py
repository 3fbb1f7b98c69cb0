"""The chat page in a real browser, and a visitor who asks nothing of any other host."""

import asyncio
import gc
import os
import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from gradio import Blocks
from playwright.sync_api import Browser, Page, Request, ViewportSize, expect, sync_playwright

from qa.chat.indexes import Indexes
from qa.chat.loading import OpenDesk
from qa.chat.page import page
from qa.chat.server import launching
from qa.chat.settings import Settings
from scripted_desk import ANSWER

# Gradio names uploads by what is in them: those of another run of the tests are not to be met.
_UPLOADS = TemporaryDirectory(prefix="newsdesk-uploads-")
os.environ["GRADIO_TEMP_DIR"] = _UPLOADS.name

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing gets out
)
DESK, PHONE = (1280, 800), (390, 844)
QUESTION = ANSWER.question
expect.set_options(timeout=30_000)  # ms; a busy machine is slow, not wrong
_DEFAULTS = Settings(hosted=True, rate=10_000)  # as strangers meet it, and as often as tests do
NO_BROWSER = "these tests need Chromium: apt-get install chromium"


@contextmanager
def serving(
    desks: OpenDesk | Mapping[str, OpenDesk] | Indexes, settings: Settings = _DEFAULTS
) -> Iterator[str]:
    """The url of a page over this desk, or over several, each under its name."""
    if not isinstance(desks, Indexes):
        desks = Indexes(desks if isinstance(desks, Mapping) else {"newsdesk": desks})
    with serving_page(desks, settings) as (_, url):
        yield url


@contextmanager
def serving_page(indexes: Indexes, settings: Settings = _DEFAULTS) -> Iterator[tuple[Blocks, str]]:
    """A page and its url."""
    with _untidy():
        blocks = page(indexes, settings)
        _, url, _ = blocks.launch(**launching(settings), quiet=True)
    yield blocks, url
    with _untidy():
        blocks.close(verbose=False)
        del blocks


@contextmanager
def _untidy() -> Iterator[None]:
    """Gradio leaves sockets and event loops unclosed; what it left is collected here.

    Else that happens in the middle of anything, and Python 3.11 fails if it parses just then
    (CPython's issue 106905).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        asyncio.set_event_loop(None)
        gc.collect()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def visiting(
    browser: Browser,
    url: str,
    size: tuple[int, int] = DESK,
    scheme: Literal["light", "dark"] = "light",
) -> Iterator[Page]:
    """A visitor at the page; leaving, no script has failed and nothing was asked elsewhere."""
    elsewhere: list[str] = []
    failed: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            elsewhere.append(request.url)

    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    visitor = context.new_page()
    visitor.on("request", note)
    visitor.on("pageerror", lambda error: failed.append(str(error)))
    visitor.goto(url)
    # The page's own scripts run when it is put together, which a busy machine takes a while for.
    # Where a password is asked for, there is no page yet.
    ready = visitor.locator("#status [role=status], input[type=password]")
    ready.first.wait_for(state="attached")
    yield visitor
    context.close()
    assert elsewhere == []
    assert failed == []


def ask(visitor: Page, question: str) -> None:
    visitor.locator("#question textarea").fill(question)
    visitor.locator("#question textarea").press("Enter")


def answered(visitor: Page) -> None:
    """Asks the question that has an answer, and waits for the whole of it."""
    ask(visitor, QUESTION)
    expect(visitor.locator("#chat .exchange[data-saved]").last).to_be_attached()


def fields_to_add_with(visitor: Page) -> None:
    """Unfolds the fields to add articles with, and waits until files can be chosen."""
    visitor.get_by_role("button", name="Add your own articles").click()
    visitor.locator("#files input[accept]").wait_for(state="attached")
