"""Conversations in the browser: kept, opened again, asked anew, exported, judged."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as ThreadEvent
from typing import Any

import gradio as gr
import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import DESK, PHONE, QUESTION, answered, ask, browser, serving, visiting
from qa.chat.doorkeeper import Doorkeeper
from qa.chat.indexes import Indexes
from qa.chat.keeping import judge, taker
from qa.chat.settings import Settings
from qa.types import Answer, Claim, Disagreement, Event, Relation
from qa.visiting.conversation import Exchange, saved
from scripted_desk import ANSWER, DECLINED, DENIAL, REPORT, TROOPS, ScriptedDesk

__all__ = ["browser"]  # a fixture

FOLLOW_UP = "And what did he say?"
UNDERSTOOD = replace(
    ANSWER,
    question=FOLLOW_UP,
    standalone_question="What did Lloyd Austin say?",
    timeline=(
        Event("2024-10", "Soldiers arrive.", (1,), (0,)),
        Event("2024-10-30", "The UN is told.", (2,), (1,)),
    ),
    disagreements=(
        Disagreement(
            "troops in Russia", Relation.CONTRADICTED, (Claim("10,000", 1, 0), Claim("none", 2, 1))
        ),
    ),
    notes=("The language model did not reply; these are quotations.",),
    hits=(replace(ANSWER.hits[0], copies=(DENIAL.id, "a-third")), ANSWER.hits[1]),
)


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk((ANSWER, UNDERSTOOD))


@pytest.fixture
def url(desk: ScriptedDesk) -> Iterator[str]:
    with serving(lambda say: desk) as url:
        yield url


def kept(visitor: Page) -> list[str]:
    """The names of the conversations in the list."""
    visitor.get_by_role("button", name="History").click()
    names = visitor.locator("#kept .open").all_text_contents()
    visitor.keyboard.press("Escape")
    return names


# ---- kept in the browser ----


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_conversation_is_there_after_a_reload_and_its_citations_open(
    browser: Browser, url: str, desk: ScriptedDesk, size: tuple[int, int]
) -> None:
    with visiting(browser, url, size) as visitor:
        answered(visitor)
        visitor.reload()
        expect(visitor.locator("#chat .short-answer")).to_have_text("About 10,000")
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source mark")).to_have_text(TROOPS)
        visitor.keyboard.press("Escape")
        ask(visitor, FOLLOW_UP)
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(2)
        _, _, history = desk.asked[-1]
        assert [turn.question for turn in history] == [ANSWER.question]
        assert kept(visitor) == [ANSWER.question]


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_question_is_kept_before_its_answer_is_whole(
    browser: Browser, size: tuple[int, int]
) -> None:
    gate = ThreadEvent()

    class Slow(ScriptedDesk):
        def stream(self, question: str, **options: Any) -> Iterator[Answer]:
            whole = [*super().stream(question, **options)]
            yield whole[0]
            gate.wait()
            yield from whole[1:]

    with serving(lambda say: Slow()) as url, visiting(browser, url, size) as visitor:
        ask(visitor, QUESTION)
        expect(visitor.locator("#chat .exchange[data-begun]")).to_be_attached()
        visitor.reload()
        expect(visitor.locator("#chat .stopped")).to_contain_text("Stopped before the end.")
        expect(visitor.locator("#chat h2")).to_have_text(QUESTION)
        gate.set()
        visitor.locator("#chat .stopped a").click()
        expect(visitor.locator("#chat .short-answer")).to_have_text("About 10,000")
        expect(visitor.locator("#chat .stopped")).to_have_count(0)
        expect(visitor.locator("#chat .exchange[data-saved]")).to_be_attached()
        visitor.reload()
        expect(visitor.locator("#chat .short-answer")).to_have_text("About 10,000")
        assert kept(visitor) == [QUESTION]


def test_two_tabs_that_go_on_with_one_conversation_keep_one_each(
    browser: Browser, url: str
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        with visitor.context.expect_page() as duplicated:
            visitor.evaluate("window.open(location.href)")
        other = duplicated.value
        expect(other.locator("#chat .short-answer")).to_have_text("About 10,000")
        for tab, question in ((other, FOLLOW_UP), (visitor, "Who won?"), (other, "Who lost?")):
            ask(tab, question)
            expect(tab.locator("#chat h2").last).to_have_text(question)
            expect(tab.locator("#chat .exchange").last).to_have_attribute(
                "data-saved", re.compile("id")
            )
        for tab, questions in ((visitor, ["Who won?"]), (other, [FOLLOW_UP, "Who lost?"])):
            tab.reload()
            expect(tab.locator("#chat h2")).to_have_text([ANSWER.question, *questions])
        assert len(kept(visitor)) == 2


def test_a_new_conversation_leaves_the_old_one_in_the_list_to_be_opened_again(
    browser: Browser, url: str, desk: ScriptedDesk
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        visitor.get_by_role("button", name="New").click()
        expect(visitor.locator("#welcome")).to_be_visible()
        expect(visitor.locator("#chat .exchange")).to_have_count(0)
        ask(visitor, "Who won?")
        expect(visitor.locator("#chat .declined")).to_be_visible()
        assert desk.asked[-1][2] == (), "what was said before belongs to the other one"
        expect(visitor.get_by_role("button", name="History (2)")).to_be_visible()
        visitor.get_by_role("button", name="History").click()
        visitor.get_by_role("button", name=ANSWER.question, exact=True).click()
        expect(visitor.locator("#chat .short-answer")).to_have_text("About 10,000")
        expect(visitor.locator("#kept")).to_be_hidden()


def test_a_conversation_is_renamed_deleted_and_brought_back(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        visitor.get_by_role("button", name="History").click()
        visitor.get_by_role("button", name="Rename").click()
        field = visitor.get_by_role("textbox", name="Name of the conversation")
        field.fill("<b>Kursk</b>")
        field.press("Enter")
        opened = visitor.get_by_role("button", name="<b>Kursk</b>", exact=True)
        expect(opened).to_be_visible()
        visitor.get_by_role("button", name="Delete <b>Kursk</b>").click()
        expect(opened).to_have_count(0)
        expect(visitor.locator("#chat .exchange")).to_have_count(0)
        visitor.get_by_role("button", name="Undo").click()
        opened.click()
        expect(visitor.locator("#chat .short-answer")).to_have_text("About 10,000")


_ANSWERED = """() => {
  const key = Object.keys(localStorage).find((each) => each.startsWith("newsdesk:conversation:"));
  const row = JSON.parse(localStorage.getItem(key));
  row.exchanges.push(row.exchanges[0]);
  localStorage.setItem(key, JSON.stringify(row));
}"""
_KEPT = """() => Object.entries(localStorage).filter(([key]) => key.startsWith("newsdesk:conv"))
  .map(([, row]) => JSON.parse(row).exchanges.length)"""


def test_what_is_answered_meanwhile_is_not_lost_with_a_name_or_a_deletion(
    browser: Browser, url: str
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        visitor.get_by_role("button", name="History").click()
        visitor.get_by_role("button", name="Rename").click()
        visitor.evaluate(_ANSWERED)
        field = visitor.get_by_role("textbox", name="Name of the conversation")
        field.fill("Kursk")
        field.press("Enter")
        expect(visitor.get_by_role("button", name="Kursk", exact=True)).to_be_visible()
        assert visitor.evaluate(_KEPT) == [2]
        visitor.evaluate(_ANSWERED)
        visitor.get_by_role("button", name="Delete Kursk").click()
        visitor.get_by_role("button", name="Undo").click()
        expect(visitor.get_by_role("button", name="Kursk", exact=True)).to_be_visible()
        assert visitor.evaluate(_KEPT) == [3]


def test_a_conversation_that_begins_with_a_page_of_words_leaves_room_for_others(
    browser: Browser, url: str
) -> None:
    with visiting(browser, url, size=PHONE) as visitor:
        ask(visitor, "long " * 390)
        expect(visitor.locator("#chat .exchange[data-saved]")).to_be_attached()
        visitor.get_by_role("button", name="History").click()
        shown = visitor.locator("#kept .open").bounding_box()
        assert shown is not None and shown["height"] < PHONE[1] / 5


def test_a_reopened_conversation_says_what_became_of_its_articles(
    browser: Browser, url: str, desk: ScriptedDesk
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        desk.articles[REPORT.id] = replace(REPORT, text="There were 12,000.")
        del desk.articles[DENIAL.id]
        for _ in range(2):  # what is kept stays as it was
            visitor.reload()
            expect(visitor.locator("#chat .since")).to_have_text(
                [
                    "Changed since it was cited; the quoted words no longer stand in it.",
                    "No longer in the index.",
                ]
            )
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source .changed")).to_contain_text(TROOPS)


def test_a_damaged_conversation_is_told_and_the_page_goes_on(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        visitor.evaluate(
            "const key = Object.keys(localStorage)[0];"
            "localStorage[key] = localStorage[key].replace('\"start\":', '\"start\":-7')"
        )
        visitor.reload()
        expect(visitor.locator("#status .alarm")).to_contain_text("not one that Newsdesk kept")
        answered(visitor)


def test_a_link_with_a_question_asks_it_once(browser: Browser, url: str) -> None:
    with visiting(browser, f"{url}?q=Who+won%3F") as visitor:
        expect(visitor.locator("#chat .declined")).to_be_visible()
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(1)
        assert visitor.evaluate("location.search") == ""
        visitor.reload()
        expect(visitor.locator("#chat .exchange")).to_have_count(1)


# ---- asked anew ----


def test_a_rewritten_question_can_be_asked_as_typed(
    browser: Browser, url: str, desk: ScriptedDesk
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        ask(visitor, FOLLOW_UP)
        expect(visitor.locator("#chat .understood")).to_contain_text("What did Lloyd Austin say?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(2)
        assert [len(history) for _, _, history in desk.asked] == [0, 1]
        visitor.get_by_role("link", name="Ask it as typed").click()
        visitor.wait_for_function("document.querySelectorAll('#chat .exchange').length === 2")
        last = visitor.locator("#chat .exchange[data-saved]").last
        expect(last).to_have_attribute("data-saved", re.compile('"as_typed": true'))
        assert [len(history) for _, _, history in desk.asked] == [0, 1, 0]
        assert desk.as_typed == [False, False, True]


def test_the_last_question_is_asked_again_in_its_place_with_its_filters(
    browser: Browser, url: str, desk: ScriptedDesk
) -> None:
    with visiting(browser, url) as visitor:
        visitor.get_by_role("button", name="Ask within").click()
        visitor.get_by_label("Since").fill("2024-10-30")
        visitor.get_by_label("Since").blur()
        chip = visitor.get_by_role("button", name="Since: 2024-10-30")
        expect(chip).to_be_visible()
        answered(visitor)
        expect(visitor.get_by_role("list", name="Asked within")).to_have_text("since 2024-10-30")
        chip.click()
        expect(chip).to_be_hidden()
        first = visitor.locator("#chat .exchange").get_attribute("data-saved")
        visitor.get_by_role("button", name="Ask again").click()
        visitor.wait_for_function(
            "first => { const at = document.querySelector('#chat .exchange');"
            " return at.dataset.saved && at.dataset.saved !== first }",
            arg=first,
        )
        expect(visitor.locator("#chat .exchange")).to_have_count(1)
        assert [str(filters.since) for _, filters, _ in desk.asked] == ["2024-10-30"] * 2


def test_an_answer_leads_on_to_further_questions(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        on = visitor.get_by_role("list", name="Ask on").get_by_role("link")
        names = ("Lloyd Austin", "Kim Yong-hyun", "Miroslav Jenca")
        expect(on).to_have_text([f"What did {name} say?" for name in names])
        on.first.click()
        expect(visitor.locator("#chat .exchange")).to_have_count(2)
        expect(visitor.get_by_role("list", name="Ask on")).to_have_count(1)


def test_looking_for_further_questions_delays_nothing_and_too_late_they_are_not_shown(
    browser: Browser,
) -> None:
    gate = ThreadEvent()

    class SlowToLeadOn(ScriptedDesk):
        def follow_ups(self, answer: Answer, *_: Any, **__: Any) -> list[str]:
            gate.wait()
            return [f"{answer.question} What else?"]

    with serving(lambda say: SlowToLeadOn()) as url, visiting(browser, url) as visitor:
        answered(visitor)
        expect(visitor.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        ask(visitor, "Who won?")
        expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(2)
        expect(visitor.get_by_role("list", name="Ask on")).to_have_count(0)
        gate.set()
        on = visitor.get_by_role("list", name="Ask on").get_by_role("link")
        expect(on).to_have_text("Who won? What else?")
        visitor.reload()
        expect(on).to_have_text("Who won? What else?")


# ---- what the engine gives is shown ----


def test_notes_a_timeline_disagreements_and_independent_origins_are_shown(
    browser: Browser, url: str
) -> None:
    with visiting(browser, url) as visitor:
        ask(visitor, FOLLOW_UP)
        expect(visitor.locator("#chat .note")).to_contain_text("The language model did not reply")
        rows = visitor.locator("#chat .timeline li")
        expect(rows).to_have_text(
            ["October 2024 Soldiers arrive. [1]", "30 October 2024 The UN is told. [2]"]
        )
        differ = visitor.locator("#chat .differ")
        expect(differ).to_contain_text("The articles disagree")
        expect(differ.locator("li")).to_have_text(
            [
                "10,000The Harbour Post, 30 October 2024 [1]",
                "nonePrairie Ledger, 31 October 2024 [2]",
            ]
        )
        expect(visitor.locator("#chat h3 .origin")).to_have_text("3 articles, 1 independent origin")
        rows.first.locator("a.cite").click()
        expect(visitor.locator("#source mark")).to_have_text(TROOPS)
        expect(visitor.locator("#source .related").first).to_contain_text(DENIAL.title)
        visitor.locator("#source a.cite").click()
        expect(visitor.locator("#source h2")).to_have_text(DENIAL.title)


# ---- taken away ----


@pytest.mark.parametrize(
    ("label", "name", "words"),
    [
        ("Markdown", "newsdesk.md", "soldiers are in Russia[^1]"),
        ("HTML", "newsdesk.html", '<sup><a href="#note-1">[1]</a></sup>'),
        ("BibTeX", "newsdesk.bib", "@article{harbour2024pentagon,"),
        ("CSL", "newsdesk.json", '"type": "article-newspaper"'),
    ],
)
def test_the_conversation_is_saved_as_a_file(
    browser: Browser, url: str, label: str, name: str, words: str
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        visitor.get_by_text("Export", exact=True).click()
        with visitor.expect_download() as download:
            visitor.get_by_role("button", name=label).click()
        assert download.value.suggested_filename == name
        assert words in Path(download.value.path()).read_text("utf-8")


def test_an_answer_is_copied_with_its_citations_and_its_link(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
        answered(visitor)
        visitor.get_by_role("button", name="Copy", exact=True).click()
        expect(visitor.locator(".said")).to_have_text("Copied with its citations.")
        copied = visitor.evaluate("navigator.clipboard.readText()")
        assert "Sources\n[1] Pentagon puts the force" in copied
        visitor.get_by_role("button", name="Link").click()
        expect(visitor.locator(".said")).to_have_text("Link copied.")
        link = visitor.evaluate("navigator.clipboard.readText()")
        assert link == f"{url}?q=How%20many%20North%20Korean%20troops%20are%20in%20Russia%3F"


# ---- having a say ----


def test_a_thumb_is_noted_changed_and_taken_back(
    browser: Browser, url: str, desk: ScriptedDesk
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        good = visitor.get_by_role("button", name="Good answer")
        bad = visitor.get_by_role("button", name="Bad answer")
        good.click()
        expect(good).to_have_attribute("aria-pressed", "true")
        expect(visitor.locator(".said")).to_have_text("Thank you. Noted in this index.")
        bad.click()
        expect(bad).to_have_attribute("aria-pressed", "true")
        expect(good).to_have_attribute("aria-pressed", "false")
        assert [(each.verdict, each.asked["question"]) for each in desk.said] == [
            ("bad", ANSWER.question)
        ]
        bad.click()
        expect(bad).to_have_attribute("aria-pressed", "false")
        expect(visitor.locator(".said")).to_have_text("Taken back.")
        assert desk.said == []


def test_a_wrong_source_is_said_where_it_is_read(
    browser: Browser, url: str, desk: ScriptedDesk
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        visitor.locator("#chat a.cite").nth(1).click()
        wrong = visitor.get_by_role("button", name="This source does not say it")
        wrong.click()
        expect(wrong).to_have_attribute("aria-pressed", "true")
        assert [(each.verdict, each.article) for each in desk.said] == [("wrong source", DENIAL.id)]


def test_a_verdict_is_still_pressed_after_a_reload_and_in_a_conversation_opened_again(
    browser: Browser, url: str, desk: ScriptedDesk
) -> None:
    with visiting(browser, url) as visitor:
        good = visitor.get_by_role("button", name="Good answer")
        wrong = visitor.get_by_role("button", name="This source does not say it")

        def verdicts_stand() -> None:
            expect(good).to_have_attribute("aria-pressed", "true")
            visitor.locator("#chat a.cite").nth(1).click()
            expect(wrong).to_have_attribute("aria-pressed", "true")
            visitor.locator("#chat a.cite").first.click()
            expect(visitor.locator("#source h2")).to_have_text(REPORT.title)
            expect(wrong).to_have_attribute("aria-pressed", "false")
            visitor.keyboard.press("Escape")

        answered(visitor)
        good.click()
        visitor.locator("#chat a.cite").nth(1).click()
        wrong.click()
        verdicts_stand()
        visitor.reload()
        verdicts_stand()
        visitor.get_by_role("button", name="New").click()
        answered(visitor)
        expect(good).to_have_attribute("aria-pressed", "false")
        visitor.get_by_role("button", name="History (2)").click()
        visitor.locator("#kept .open").last.click()
        verdicts_stand()
        good.click()  # taken back, which is remembered too
        expect(good).to_have_attribute("aria-pressed", "false")
        visitor.reload()
        visitor.locator("#chat a.cite").first.wait_for()
        expect(good).to_have_attribute("aria-pressed", "false")
        assert [each.verdict for each in desk.said] == ["wrong source"]


# ---- whatever a browser sends ----


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        (None, "not one that the page makes"),
        ([], "not one that the page makes"),
        ({}, "not one that Newsdesk kept"),
        ({"exchanges": []}, "There is no answer to judge|'None' is no"),
        ({"exchanges": [saved(Exchange("x", DECLINED, done=True))], "format": "pdf"}, "is no"),
    ],
)
def test_a_payload_that_makes_no_sense_is_answered_with_a_sentence(
    payload: object, problem: str
) -> None:
    indexes, door = Indexes({"newsdesk": lambda say: ScriptedDesk()}), Doorkeeper(Settings())
    given, request = json.loads(json.dumps(payload)), gr.Request(client=None, headers={})
    assert re.search(problem, taker(indexes, door)(given, request)["problem"])
    if payload and isinstance(payload, dict) and payload["exchanges"]:
        given["verdict"] = "splendid"
    assert re.search(problem, judge(indexes, door)(given, request)["problem"])
