"""The page for strangers: names and passwords, limits, and what the server refuses."""

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from playwright.sync_api import Browser, expect

from browsing import answered, ask, browser, serving, visiting
from qa.chat.settings import Settings
from scripted_desk import ANSWER, ScriptedDesk

__all__ = ["browser"]  # a fixture


def test_who_asks_too_often_is_told_to_wait_on_the_page_and_by_the_endpoint(
    browser: Browser,
) -> None:
    with (
        serving(lambda say: ScriptedDesk(), Settings(rate=1)) as url,
        visiting(browser, url) as visitor,
    ):
        answered(visitor)
        ask(visitor, "Who won?")
        expect(visitor.locator("#status .alarm")).to_contain_text("more than 1 a minute. Try again")
        expect(visitor.locator("#question textarea")).to_have_value("Who won?")
        with pytest.raises(AppError, match="more than 1 a minute"):
            Client(url, verbose=False).predict("Who won?", api_name="/ask")


def test_citations_are_limited_less(browser: Browser) -> None:
    with (
        serving(lambda say: ScriptedDesk(), Settings(rate=1)) as url,
        visiting(browser, url) as visitor,
    ):
        answered(visitor)
        cite = visitor.locator("#chat a.cite").first
        for _ in range(10):
            cite.click()
            expect(visitor.locator("#source mark").first).to_be_visible()
            visitor.keyboard.press("Escape")
        cite.click()
        expect(visitor.locator("#source .changed")).to_contain_text("more than 10 a minute")


def test_a_name_and_a_password_are_asked_for_by_the_page_and_by_the_endpoint(
    browser: Browser,
) -> None:
    settings = Settings(auth=(("ann", "correct horse"),))
    with serving(lambda say: ScriptedDesk(), settings) as url:
        assert httpx.get(f"{url}config").status_code == 401
        with visiting(browser, url) as visitor:
            expect(visitor.get_by_text("who were given a name and a password")).to_be_visible()
            # Of the page's own colours, not of gradio's, whose style is all that is there.
            expect(visitor.get_by_role("button", name="Login")).to_have_css(
                "background-color", "rgb(138, 28, 28)"
            )
            visitor.get_by_label("username").fill("ann")
            visitor.get_by_label("password").fill("correct horse")
            visitor.get_by_role("button", name="Login").click()
            answered(visitor)
            expect(visitor.locator("#chat .short-answer")).to_have_text("About 10,000")
        client = Client(url, auth=("ann", "correct horse"), verbose=False)
        assert client.predict(ANSWER.question, api_name="/ask")["answered"]


@pytest.fixture(scope="module")
def url() -> object:
    with serving(lambda say: ScriptedDesk()) as url:
        yield url


def test_a_request_that_is_too_long_or_of_unknown_length_is_refused(url: str) -> None:
    path = f"{url}gradio_api/component_server"
    assert httpx.post(path, content=b"x" * 5_000_001).status_code == 413
    assert httpx.post(path, content=iter([b"x"])).status_code == 411
