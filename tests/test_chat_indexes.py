"""Several indexes on one page: one is chosen, and a conversation keeps to the one it asked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from threading import Event

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from playwright.sync_api import Browser, Page, Route, expect

from browsing import DESK, PHONE, answered, ask, browser, serving, visiting
from corpus.article import Source
from corpus.errors import EncoderError, StoreError
from qa.chat.indexes import Indexes
from qa.chat.loading import Desk, Say
from scripted_desk import ANSWER, DECLINED, DENIAL, REPORT, TROOPS, ScriptedDesk

__all__ = ["browser"]  # a fixture


@pytest.fixture
def desks() -> dict[str, ScriptedDesk]:
    """Both have articles of the same ids, whose words differ."""
    changed = replace(REPORT, text=REPORT.text.replace("10,000", "12,000"))
    return {
        "World <b>${1}": ScriptedDesk(),
        "Local": ScriptedDesk(
            (replace(DECLINED, question="What next?"),),
            (changed, replace(DENIAL, source=Source("Local Lantern"))),
        ),
    }


@pytest.fixture
def url(desks: dict[str, ScriptedDesk]) -> Iterator[str]:
    with serving({name: partial(opened, desk) for name, desk in desks.items()}) as url:
        yield url


def opened(desk: ScriptedDesk, say: Say) -> Desk:
    return desk


def choose(visitor: Page, name: str) -> None:
    """Once the page has greeted: what comes earlier, gradio may not show."""
    expect(visitor.locator("#welcome .suggestions")).to_be_attached()
    visitor.get_by_label("Index").select_option(name)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_index_that_is_chosen_is_asked_in_a_new_conversation(
    browser: Browser, url: str, desks: dict[str, ScriptedDesk], size: tuple[int, int]
) -> None:
    world, local = desks.values()
    with visiting(browser, url, size) as visitor:
        field = visitor.get_by_label("Index")
        expect(field).to_have_value("World <b>${1}")
        answered(visitor)
        choose(visitor, "Local")
        expect(visitor.locator("#chat .exchange")).to_have_count(0)
        ask(visitor, "Who won?")
        expect(visitor.locator("#chat .declined")).to_be_visible()
        assert [question for question, _, _ in world.asked] == [ANSWER.question]
        assert [(question, history) for question, _, history in local.asked] == [("Who won?", ())]
        visitor.get_by_role("button", name="History (2)").click()
        expect(visitor.locator("#kept .origin").nth(1)).to_have_text(re.compile("· Local$"))
        visitor.get_by_role("button", name=ANSWER.question, exact=True).click()
        expect(visitor.locator("#chat .short-answer")).to_have_text("About 10,000")
        expect(field).to_have_value("World <b>${1}")
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source mark")).to_have_text(TROOPS)
        visitor.keyboard.press("Escape")
        visitor.get_by_role("button", name="Good answer").click()
        expect(visitor.locator(".said")).to_contain_text("Noted")
        assert (len(world.said), len(local.said)) == (1, 0)


def test_a_reload_keeps_the_index_with_and_without_a_conversation(
    browser: Browser, url: str, desks: dict[str, ScriptedDesk]
) -> None:
    with visiting(browser, url) as visitor:
        choose(visitor, "Local")
        visitor.reload()
        field = visitor.get_by_label("Index")
        expect(field).to_have_value("Local")
        expect(visitor.locator("#welcome .suggestions")).to_contain_text("What next?")
        ask(visitor, "Who won?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_be_attached()
        visitor.reload()
        expect(visitor.locator("#chat .declined")).to_be_visible()
        ask(visitor, "Who lost?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(2)
        assert [len(history) for _, _, history in desks["Local"].asked] == [0, 1]


def test_what_the_queue_does_late_takes_no_answer_away(
    browser: Browser, url: str, desks: dict[str, ScriptedDesk]
) -> None:
    """Events of different kinds are done in any order: the queue draws lots."""
    with visiting(browser, url) as visitor:
        answered(visitor)
        late: list[Route] = []
        visitor.route(
            re.compile("/queue/join"),
            lambda route: (
                late.append(route)
                if '"exchanges"' in (route.request.post_data or "")
                else route.continue_()
            ),
        )
        choose(visitor, "Local")
        ask(visitor, "Who won?")
        expect(visitor.locator("#chat .declined")).to_be_visible()
        for route in late:
            route.continue_()
        ask(visitor, "Who lost?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(2)
        assert [len(history) for _, _, history in desks["Local"].asked] == [0, 1]


def test_another_index_offers_its_own_questions_and_outlets(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        expect(visitor.locator("#welcome .suggestions")).to_be_visible()
        visitor.get_by_role("button", name="Ask within").click()
        for outlet in ("The Harbour Post", "Prairie Ledger"):
            visitor.get_by_role("combobox", name="Outlets").click()
            visitor.get_by_role("option", name=outlet).click()
        chip = visitor.get_by_role("button", name="Outlets: ")
        expect(chip).to_have_text("Outlets: The Harbour Post, Prairie Ledger ✕")
        choose(visitor, "Local")
        expect(visitor.locator("#welcome .suggestions")).to_contain_text("What next?")
        expect(chip).to_have_text("Outlets: The Harbour Post ✕")
        visitor.get_by_role("combobox", name="Outlets").click()
        offered = visitor.locator("#filters").get_by_role("option")
        expect(offered).to_contain_text(["Local Lantern", "The Harbour Post"])


def test_a_link_names_the_index_that_it_asks(
    browser: Browser, url: str, desks: dict[str, ScriptedDesk]
) -> None:
    with visiting(browser, f"{url}?q=Who+won%3F&index=Local") as visitor:
        expect(visitor.locator("#chat .exchange[data-saved]")).to_be_attached()
        assert [question for question, _, _ in desks["Local"].asked] == ["Who won?"]
        visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visitor.get_by_role("button", name="Link").click()
        expect(visitor.locator(".said")).to_have_text("Link copied.")
        copied = visitor.evaluate("navigator.clipboard.readText()")
        assert copied == f"{url}?q=Who%20won%3F&index=Local"


def test_an_index_that_is_not_here_is_told_and_another_can_be_chosen(
    browser: Browser, url: str, desks: dict[str, ScriptedDesk]
) -> None:
    with visiting(browser, f"{url}?q=Who+won%3F&index=Gone") as visitor:
        alarm = visitor.locator("#loading .alarm")
        expect(alarm).to_contain_text("no index 'Gone' here; choose one of: World")
        visitor.get_by_label("Index").select_option("Local")
        ask(visitor, "Who won?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(1)
        assert [len(desk.asked) for desk in desks.values()] == [0, 1]


def test_a_conversation_of_an_index_that_is_gone_says_so(
    browser: Browser, url: str, desks: dict[str, ScriptedDesk]
) -> None:
    with visiting(browser, url) as visitor:
        choose(visitor, "Local")
        ask(visitor, "Who won?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_be_attached()
        kept = visitor.evaluate("JSON.stringify(localStorage).replaceAll('Local', 'Gone')")
        visitor.evaluate("kept => Object.assign(localStorage, JSON.parse(kept))", kept)
        visitor.get_by_role("button", name="New").click()
        visitor.get_by_role("button", name="History (1)").click()
        visitor.locator("#kept .open").click()
        expect(visitor.locator("#status .alarm")).to_contain_text("no index 'Gone' here")
        ask(visitor, "Who lost?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(1)
        expect(visitor.get_by_role("button", name="History (2)")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_conversation_finds_its_index_again_under_another_name(
    browser: Browser, desks: dict[str, ScriptedDesk], size: tuple[int, int]
) -> None:
    offered = Indexes(
        {name: partial(opened, desk) for name, desk in desks.items()},
        identify=lambda name: f"identity of {name}",
    )
    local = desks["Local"]
    with serving(offered) as url, visiting(browser, url, size) as visitor:
        choose(visitor, "Local")
        ask(visitor, "Who won?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_be_attached()
        visitor.evaluate(
            """names => {
                for (const key of Object.keys(localStorage))
                    localStorage[key] = localStorage[key].replaceAll(...names);
            }""",
            ['"index":"Local"', '"index":"World <b>${1}"'],  # which is another one's name now
        )
        visitor.reload()
        expect(visitor.locator("#chat .declined")).to_be_visible()
        expect(visitor.get_by_label("Index")).to_have_value("Local")
        ask(visitor, "Who lost?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(2)
        assert [question for question, _, _ in local.asked] == ["Who won?", "Who lost?"]
        visitor.get_by_role("button", name="History").click()
        expect(visitor.locator("#kept .origin").nth(1)).to_have_text(re.compile("· Local$"))


def test_an_index_that_cannot_be_opened_leaves_the_others_alone(browser: Browser) -> None:
    def broken(say: Say) -> Desk:
        raise StoreError("b: format 9, and this version reads 7")

    desks = {"a": lambda say: ScriptedDesk(), "b": broken}
    with serving(desks) as url, visiting(browser, url) as visitor:
        choose(visitor, "b")
        expect(visitor.locator("#loading .alarm")).to_contain_text("b: format 9")
        choose(visitor, "a")
        expect(visitor.locator("#loading .alarm")).to_have_count(0)
        answered(visitor)


def test_an_index_that_could_not_be_opened_is_opened_again_once_that_is_mended() -> None:
    desk, waited_for = ScriptedDesk(), Event()
    problems = [EncoderError("run make model"), None]

    def opened_at_last(say: Say) -> Desk:
        waited_for.wait(60)
        if problem := problems.pop(0):
            raise problem
        return desk

    indexes = Indexes({"a": opened_at_last})
    first = indexes.loading()
    waited_for.set()
    with pytest.raises(EncoderError, match="run make model"):
        first.ready.result()
    assert indexes.loading().ready.result() is desk
    assert indexes.loading().ready.result() is desk and not problems


def test_one_index_alone_is_not_offered(browser: Browser) -> None:
    with serving(lambda say: ScriptedDesk()) as url, visiting(browser, url) as visitor:
        answered(visitor)
        expect(visitor.get_by_label("Index")).to_be_hidden()


def test_the_endpoint_takes_an_index_and_says_which_there_are(
    url: str, desks: dict[str, ScriptedDesk]
) -> None:
    client = Client(url, verbose=False)
    assert client.predict(ANSWER.question, api_name="/ask")["answered"]
    assert not client.predict(ANSWER.question, index="Local", api_name="/ask")["answered"]
    with pytest.raises(AppError, match="no index 'x' here; choose one of: World"):
        client.predict("Who?", index="x", api_name="/ask")
