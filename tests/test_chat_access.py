"""The page for everyone: the keyboard alone, problems said. See also test_chat_axe.py."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from browsing import PHONE, answered, ask, browser, serving, visiting
from corpus.errors import ModelError
from qa.types import Answer
from scripted_desk import ANSWER, ScriptedDesk

__all__ = ["browser"]  # a fixture


@pytest.fixture(scope="module")
def url() -> object:
    with serving(lambda say: ScriptedDesk()) as url:
        yield url


def test_the_keyboard_alone_asks_opens_the_history_and_exports(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        visitor.locator("#question textarea").focus()
        visitor.keyboard.type(ANSWER.question)
        visitor.keyboard.press("Enter")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_be_attached()
        visitor.get_by_role("button", name="History").focus()
        visitor.keyboard.press("Enter")
        expect(visitor.locator("#kept")).to_be_visible()
        visitor.keyboard.press("Escape")
        expect(visitor.get_by_role("button", name="History")).to_be_focused()
        visitor.keyboard.press("Tab")
        visitor.keyboard.press("Enter")
        expect(visitor.get_by_role("button", name="Markdown")).to_be_visible()
        visitor.keyboard.press("Tab")
        with visitor.expect_download() as download:
            visitor.keyboard.press("Enter")
        assert download.value.suggested_filename == "newsdesk.md"


def test_what_is_tabbed_to_stands_above_the_composer(browser: Browser, url: str) -> None:
    with visiting(browser, url, (1280, 500)) as visitor:
        answered(visitor)
        visitor.locator("#masthead .fresh").focus()
        reached = 0
        while visitor.evaluate("!document.activeElement.closest('#composer')"):
            visitor.keyboard.press("Tab")
            reached += 1
            assert visitor.evaluate(
                """() => {
                    const { bottom } = document.activeElement.getBoundingClientRect();
                    const { top } = document.getElementById("composer").getBoundingClientRect();
                    return bottom <= top || document.activeElement.closest("#composer") !== null;
                }"""
            )
        assert reached > 8


def test_a_page_at_four_times_its_size_can_be_read(browser: Browser, url: str) -> None:
    with visiting(browser, url, (320, 256)) as visitor:
        answered(visitor)
        name = visitor.get_by_role("heading", name="Newsdesk").bounding_box()
        nav = visitor.locator(".shelf .fresh").bounding_box()
        assert name is not None
        assert nav is not None
        assert nav["y"] >= name["y"] + name["height"] or nav["x"] >= name["x"] + name["width"]
        visitor.locator("#chat h2").first.scroll_into_view_if_needed()
        assert visitor.evaluate(
            "scrollY + innerHeight <= document.getElementById('composer').offsetTop"
        )


def test_on_a_phone_going_back_closes_the_open_article(browser: Browser, url: str) -> None:
    with visiting(browser, url, PHONE) as visitor:
        answered(visitor)
        citation = visitor.locator("#chat .answer-text a.cite").first
        before = visitor.evaluate("history.length")
        for leave in (visitor.go_back, lambda: visitor.keyboard.press("Escape")):
            citation.click()
            expect(visitor.locator("#source mark")).to_be_visible()
            leave()
            expect(visitor.locator("#source")).to_be_hidden()
            expect(citation).to_be_focused()
        assert visitor.evaluate("history.state") is None
        assert visitor.evaluate("history.length") == before + 1


# ---- every problem is said in a sentence that helps ----


REMEDY = "start it, or unset NEWSDESK_LLM_MODEL"


class NoModel(ScriptedDesk):
    def stream(self, *_: Any, **__: Any) -> Iterator[Answer]:
        raise ModelError(f"http://127.0.0.1:9/v1 does not answer; {REMEDY}")
        yield ANSWER


def test_a_failing_language_model_is_said_with_what_to_do(browser: Browser) -> None:
    with serving(lambda say: NoModel()) as url, visiting(browser, url) as visitor:
        ask(visitor, ANSWER.question)
        expect(visitor.get_by_role("alert")).to_contain_text(REMEDY)
        expect(visitor.get_by_role("link", name="Ask again")).to_be_visible()


def test_a_lost_connection_is_said_by_what_needed_it(browser: Browser) -> None:
    with serving(lambda say: ScriptedDesk()) as url, visiting(browser, url) as visitor:
        answered(visitor)
        visitor.context.set_offline(True)
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source .changed")).to_contain_text(
            "connection to Newsdesk is lost"
        )
        visitor.keyboard.press("Escape")
        visitor.get_by_role("button", name="Good answer").click()
        expect(visitor.locator(".said")).to_contain_text("connection to Newsdesk is lost")


def test_a_question_asked_without_a_connection_says_so(browser: Browser) -> None:
    with serving(lambda say: ScriptedDesk()) as url, visiting(browser, url) as visitor:
        expect(visitor.locator("#welcome .suggestions")).to_be_visible()
        visitor.context.set_offline(True)
        ask(visitor, ANSWER.question)
        expect(visitor.get_by_text("Connection to the server was lost")).to_be_visible()
