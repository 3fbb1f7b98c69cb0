"""The chat in a real browser, at the width of a desk and of a phone, and its endpoint."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from playwright.sync_api import Browser, expect

import qa.chat.desk
from browsing import DESK, PHONE, answered, ask, browser, serving, serving_page, visiting
from corpus.article import Article, Related, Source
from corpus.errors import EncoderError
from hostile_texts import HOSTILE, HOSTILE_URLS
from index.search import Index
from index.types import Encoder
from qa.answer import Assistant
from qa.chat.desk import IndexedDesk
from qa.chat.guard import MOST_BYTES
from qa.chat.indexes import Indexes
from qa.chat.loading import Desk, Say
from qa.chat.server import open_desk
from qa.chat.settings import Settings
from qa.typed import LONGEST_QUESTION
from qa.types import Answer, Sentence, Support, Turn
from qa.visiting.asking import checked_filters
from qa.visiting.suggest import further, suggestions
from qa.visiting.tried import answered as answered_by
from scripted_desk import ANSWER, DECLINED, MUNITIONS, REPORT, TROOPS, ScriptedDesk, cite, hit

QUESTION = ANSWER.question
__all__ = ["browser"]  # a fixture


@pytest.fixture(scope="module")
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture(scope="module")
def url(desk: ScriptedDesk) -> Iterator[str]:
    with serving(lambda say: desk) as url:
        yield url


# ---- the sample articles, from the folder to the marked words ----


def test_what_is_suggested_has_been_tried_and_is_answered(
    sample_index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    whale = "Who painted the whale?"
    monkeypatch.setattr(
        qa.chat.desk, "suggestions", lambda *given, **kw: [whale, *suggestions(*given, **kw)]
    )
    with IndexedDesk(Index(sample_index, encoder)) as samples:
        offered = samples.suggestions(13)
        assert len(offered) == 13
        assert all(samples.ask(each, filters=checked_filters()).answered for each in offered)
        assert whale not in offered
        assert samples.suggestions(2) == offered[:2]


def test_only_what_the_articles_answer_is_offered(sample_index: Path, encoder: Encoder) -> None:
    whale, known = "Who painted the whale?", "How many people did the cyclone kill in Malawi?"
    with Assistant(Index(sample_index, encoder)) as samples:
        assert answered_by(samples, [whale, known, whale, known], 1) == [known]
        assert answered_by(samples, [whale], 4) == []


def test_an_answer_leads_on_to_what_is_answered_as_long_as_nobody_else_asks(
    sample_index: Path, encoder: Encoder
) -> None:
    filters = checked_filters()
    with IndexedDesk(Index(sample_index, encoder)) as samples:

        def led_on(question: str) -> list[str]:
            answer = samples.ask(question, filters=filters)
            history = [Turn(question, answer.text)]
            found = samples.follow_ups(answer, 3, filters=filters, history=history)
            again = [samples.ask(each, filters=filters, history=history) for each in found]
            assert [each.answered for each in again] == [True] * len(found)
            assert set(found) <= set(further(answer, 9))
            return found

        question = "Could the United Nations confirm that North Korean soldiers are in Russia?"
        assert led_on(question)
        someone = samples.stream("Who was elected pope?", filters=filters)
        next(someone)  # it is still being answered
        assert led_on(question) == []
        assert list(someone) == []
        assert led_on(question)


@pytest.fixture(scope="module")
def samples_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("samples")
    with serving(lambda say: open_desk(folder, say)) as url:
        yield url


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_question_about_the_samples_is_answered_with_words_that_stand_in_the_article(
    browser: Browser, samples_url: str, size: tuple[int, int]
) -> None:
    with visiting(browser, samples_url, size) as visitor:
        ask(visitor, "How many North Korean soldiers are in the Kursk region?")
        citation = visitor.locator("#chat .answer-text a.cite").first
        expect(citation).to_have_text("[1]")
        cited = json.loads(citation.get_attribute("data-cite") or "")
        citation.focus()
        visitor.keyboard.press("Enter")
        mark = visitor.locator("#source mark").first
        expect(mark).to_be_in_viewport()
        assert mark.text_content() == cited["spans"][0][2]
        expect(visitor.locator("#source .kicker")).to_contain_text("(invented)")
        expect(visitor.locator("#source .related li").first).to_be_visible()


# ---- asking and reading ----


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_citation_opens_the_article_with_the_cited_words_marked_in_view(
    browser: Browser, url: str, size: tuple[int, int]
) -> None:
    with visiting(browser, url, size) as visitor:
        answered(visitor)
        citations = visitor.locator("#chat .answer-text a.cite")
        expect(citations).to_have_text(["[1]", "[2]", "[1]"])
        citations.nth(2).click()
        mark = visitor.locator("#source mark")
        expect(mark).to_have_text(MUNITIONS)
        expect(mark).to_be_in_viewport()
        expect(visitor.locator("#source h2")).to_have_text(REPORT.title)
        expect(visitor.locator("#source .byline")).to_contain_text("30 October 2024")
        expect(visitor.locator("#source .related a")).to_have_text(
            "Transcript of the press conference"
        )


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_nothing_is_wider_than_the_window(
    browser: Browser, url: str, size: tuple[int, int]
) -> None:
    with visiting(browser, url, size) as visitor:
        answered(visitor)
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source mark")).to_be_visible()
        width = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
        assert visitor.evaluate(width) <= size[0]
        panel = visitor.locator("#source").bounding_box()
        assert panel is not None
        assert panel["width"] == (
            size[0] if size == PHONE else pytest.approx(0.46 * size[0], abs=2)
        )


def test_the_keyboard_alone_opens_a_citation_closes_it_and_returns(
    browser: Browser, url: str
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        citation = visitor.locator("#chat .answer-text a.cite").first
        citation.focus()
        visitor.keyboard.press("Enter")
        expect(visitor.locator("#source mark")).to_have_text(TROOPS)
        expect(visitor.locator("#source-title")).to_be_focused()
        visitor.keyboard.press("Escape")
        expect(visitor.locator("#source")).to_be_hidden()
        expect(citation).to_be_focused()


def test_on_a_phone_the_open_article_keeps_the_focus_until_it_is_closed(
    browser: Browser, url: str
) -> None:
    with visiting(browser, url, PHONE) as visitor:
        answered(visitor)
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source mark")).to_be_visible()
        assert visitor.evaluate("document.getElementById('chat').inert")
        visitor.get_by_role("button", name="Close the article").click()
        expect(visitor.locator("#source")).to_be_hidden()
        assert not visitor.evaluate("document.getElementById('chat').inert")


def test_hovering_and_focusing_a_citation_previews_what_it_quotes(
    browser: Browser, url: str
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        citations = visitor.locator("#chat .answer-text a.cite")
        preview = visitor.get_by_role("tooltip")
        citations.first.hover()
        expect(preview).to_contain_text(REPORT.title)
        expect(preview).to_contain_text("The Harbour Post, 30 October 2024")
        expect(preview).to_contain_text(TROOPS)
        visitor.keyboard.press("Escape")
        expect(preview).to_be_hidden()
        citations.first.focus()
        visitor.keyboard.press("Tab")
        expect(preview).to_contain_text(ANSWER.citations[1].quote)


def test_a_citation_that_comes_beneath_a_resting_pointer_is_not_previewed(
    browser: Browser, url: str
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        citation = visitor.locator("#chat .answer-text a.cite").first
        citation.hover()
        preview = visitor.locator("#preview")
        expect(preview).to_be_visible()
        visitor.keyboard.press("Escape")
        first = visitor.locator("#chat .exchange").get_attribute("data-saved")
        visitor.get_by_role("button", name="Ask again").press("Enter")  # which draws it anew
        visitor.wait_for_function(
            """first => {
                const drawn = document.querySelector("#chat .exchange[data-saved]");
                return drawn?.dataset.saved !== first && drawn?.querySelector("a.cite:hover");
            }""",
            arg=first,
        )
        expect(preview).to_be_hidden()
        box = citation.bounding_box()
        assert box is not None
        visitor.mouse.move(box["x"] + 2, box["y"] + 300)
        citation.hover()
        expect(preview).to_contain_text(REPORT.title)


def test_an_earlier_answer_still_opens_its_sources_and_the_history_goes_along(
    browser: Browser, url: str, desk: ScriptedDesk
) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        ask(visitor, "And who won?")
        expect(visitor.locator("#chat .declined")).to_contain_text("do not tell who won")
        expect(visitor.locator("#chat .exchange")).to_have_count(2)
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source mark")).to_have_text(TROOPS)
    _, _, history = desk.asked[-1]
    assert [(turn.question, turn.answer) for turn in history] == [(QUESTION, ANSWER.text)]


def test_an_article_that_changed_or_went_since_is_said_to_have(browser: Browser) -> None:
    desk = ScriptedDesk()
    with serving(lambda say: desk) as url, visiting(browser, url) as visitor:
        answered(visitor)
        desk.articles[REPORT.id] = replace(REPORT, text="Corrected: there were 12,000.")
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source .changed")).to_contain_text(TROOPS)
        expect(visitor.locator("#source")).to_contain_text("12,000")
        expect(visitor.locator("#source mark")).to_have_count(0)
        visitor.keyboard.press("Escape")
        del desk.articles[REPORT.id]
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source h2")).to_have_text("This article is no longer in the index")


def test_filters_go_with_the_question_and_are_shown_and_removed(
    browser: Browser, url: str, desk: ScriptedDesk
) -> None:
    with visiting(browser, url) as visitor:
        visitor.get_by_role("button", name="Ask within").click()
        since = visitor.get_by_label("Since")
        since.fill("2024-10-30")
        since.blur()
        chip = visitor.get_by_role("button", name="Since: 2024-10-30")
        expect(chip).to_be_visible()
        answered(visitor)
        assert str(desk.asked[-1][1].since) == "2024-10-30"
        assert desk.asked[-1][1].as_of is not None
        chip.click()
        expect(chip).to_be_hidden()
        expect(since).to_have_value("")
        ask(visitor, "Anything else?")
        expect(visitor.locator("#chat .declined")).to_be_visible()
        assert desk.asked[-1][1].since is None


def test_a_welcome_that_comes_late_leaves_the_answer_alone(browser: Browser) -> None:
    asked_first = Event()

    class SlowToSuggest(ScriptedDesk):
        def suggestions(self, count: int) -> list[str]:
            asked_first.wait(60)
            return super().suggestions(count)

    with serving(lambda say: SlowToSuggest()) as url, visiting(browser, url) as visitor:
        answered(visitor)
        asked_first.set()
        expect(visitor.locator("#welcome a.ask")).to_have_count(1)
        expect(visitor.locator("#welcome")).to_be_hidden()
        expect(visitor.locator("#chat .short-answer")).to_contain_text("About 10,000")
        visitor.locator("#chat a.cite").first.click()
        expect(visitor.locator("#source mark").first).to_be_visible()


def test_a_suggestion_asks_itself(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        visitor.get_by_role("link", name=QUESTION).click()
        expect(visitor.locator("#chat .short-answer")).to_contain_text("About 10,000")


def test_a_link_with_a_question_opens_and_asks_it(browser: Browser, url: str) -> None:
    with visiting(browser, f"{url}?q=How+many+North%20Korean+troops+are+in+Russia%3F") as visitor:
        expect(visitor.locator("#chat .short-answer")).to_contain_text("About 10,000")


def test_what_a_screen_reader_is_told(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        answered(visitor)
        expect(visitor.get_by_role("status").filter(has_text="Answered")).to_have_text(
            "Answered from 2 sources. About 10,000"
        )
        for named in (
            visitor.get_by_role("textbox", name="Your question", exact=True),
            visitor.get_by_role("button", name="Ask within dates and outlets", exact=True),
            visitor.get_by_role("link", name="What did Lloyd Austin say?", exact=True),
        ):
            expect(named).to_be_visible()
        expect(visitor.get_by_role("link", name=re.compile(r"^\[1\] Pentagon puts"))).to_have_count(
            2
        )


def test_the_dark_page_is_dark(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        visitor.emulate_media(color_scheme="dark")
        visitor.reload()
        expect(visitor.locator("#chat")).to_have_css("color", "rgb(232, 230, 225)")


# ---- loading, failing, stopping ----


class SlowDesk(ScriptedDesk):
    """One whose model is loaded once the gate is open."""

    def __init__(self, gate: Event) -> None:
        super().__init__()
        self._gate = gate

    def warm_up(self) -> None:
        self._gate.wait()


def test_a_question_asked_while_the_model_loads_waits_and_is_told_so(
    browser: Browser,
) -> None:
    gate = Event()
    with serving(lambda say: SlowDesk(gate)) as url, visiting(browser, url) as visitor:
        expect(visitor.locator("#loading")).to_contain_text("Loading the model")
        ask(visitor, QUESTION)
        expect(visitor.locator("#status")).to_contain_text("waits until the model is loaded")
        gate.set()
        expect(visitor.locator("#chat .short-answer")).to_contain_text("About 10,000")


def test_a_refusal_stands_until_the_next_question_whatever_is_loaded_meanwhile(
    browser: Browser,
) -> None:
    gate = Event()
    with serving(lambda say: SlowDesk(gate)) as url, visiting(browser, url) as visitor:
        expect(visitor.locator("#loading")).to_contain_text("Loading the model")
        ask(visitor, "x" * (LONGEST_QUESTION + 1))
        alarm = visitor.locator("#status .alarm")
        expect(alarm).to_contain_text("at most 2,000 are read")
        gate.set()
        expect(visitor.locator("#welcome .suggestions")).to_be_visible()
        expect(visitor.locator("#loading .notice")).to_have_count(0)
        expect(alarm).to_be_visible()
        answered(visitor)
        expect(alarm).to_have_count(0)


def test_a_failed_load_says_what_to_do(browser: Browser) -> None:
    def fail(say: Say) -> Desk:
        raise EncoderError("model: not found in models/; run `make model`")

    with serving(fail) as url, visiting(browser, url) as visitor:
        expect(visitor.locator("#loading .alarm")).to_have_text(
            "model: not found in models/; run `make model`"
        )
        ask(visitor, QUESTION)
        expect(visitor.get_by_role("alert")).to_contain_text("run `make model`")


def test_an_empty_index_says_how_to_fill_it(browser: Browser) -> None:
    empty = ScriptedDesk(answers=(), articles=())
    with serving(lambda say: empty) as url, visiting(browser, url) as visitor:
        expect(visitor.locator("#welcome")).to_contain_text("newsdesk build FOLDER")


def test_an_answer_that_is_stopped_keeps_what_was_there(browser: Browser) -> None:
    gate = Event()

    class EndlessDesk(ScriptedDesk):
        def stream(self, *_: Any, **__: Any) -> Iterator[Answer]:
            yield replace(ANSWER, text=ANSWER.sentences[0].text, short_answer=None, hits=())
            gate.wait()
            yield ANSWER

    with serving(lambda say: EndlessDesk()) as url, visiting(browser, url) as visitor:
        ask(visitor, QUESTION)
        expect(visitor.locator("#chat .answer-text")).to_contain_text("About 10,000")
        visitor.get_by_role("button", name="Stop").click()
        expect(visitor.locator("#chat .stopped")).to_contain_text("Stopped before the end")
        gate.set()
        expect(visitor.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        expect(visitor.locator("#chat .short-answer")).to_have_count(0)


def test_a_question_that_is_too_long_is_refused_politely_and_kept(
    browser: Browser, url: str
) -> None:
    with visiting(browser, url) as visitor:
        ask(visitor, "x" * (LONGEST_QUESTION + 1))
        expect(visitor.locator("#status .alarm")).to_contain_text("at most 2,000 are read")
        expect(visitor.locator("#question textarea")).to_have_value("x" * (LONGEST_QUESTION + 1))


# ---- hostile articles ----


def hostile_answer() -> tuple[Answer, list[Article]]:
    """One answer that quotes every hostile text, from articles that are hostile all over."""
    articles = [
        Article(
            f"{number}{text}",
            text,
            f"{text}\n\nbefore {text} after",
            Source(text, HOSTILE_URLS[number % len(HOSTILE_URLS)], "2024-10-30", (text,),
                   tuple(Related(text, url) for url in HOSTILE_URLS)),
        )
        for number, text in enumerate(HOSTILE)
    ]  # fmt: skip
    citations = tuple(
        cite(number, article, text)
        for number, (article, text) in enumerate(zip(articles, HOSTILE, strict=True), 1)
    )
    sentences = tuple(
        Sentence(text, (number,), (number - 1,), Support.WEAK)
        for number, text in enumerate(HOSTILE, 1)
    )
    answer = Answer(
        question=" ".join(HOSTILE[:8]),
        standalone_question=HOSTILE[0],
        answered=True,
        confidence=0.5,
        text="\n".join(f"{text} [{number}]" for number, text in enumerate(HOSTILE, 1)),
        short_answer=HOSTILE[1],
        sentences=sentences,
        citations=citations,
        hits=tuple(hit(rank, article) for rank, article in enumerate(articles, 1)),
    )
    return answer, articles


def test_nothing_in_an_article_a_question_or_a_title_runs_or_loads(browser: Browser) -> None:
    answer, articles = hostile_answer()
    desk = ScriptedDesk((answer,), articles)
    with serving(lambda say: desk) as url, visiting(browser, url) as visitor:
        visitor.get_by_role("button", name="Ask within").click()
        visitor.get_by_role("combobox", name="Outlets").click()
        expect(visitor.get_by_role("option")).to_have_count(len(articles))
        visitor.get_by_role("option").first.click()
        visitor.keyboard.press("Escape")
        expect(visitor.get_by_role("button", name="Outlets: ")).to_be_visible()
        visitor.get_by_role("link", name=answer.question[:20]).first.click()
        sources = visitor.locator("#chat .sources a.cite")
        expect(sources).to_have_count(len(articles))
        for number in range(len(articles)):
            sources.nth(number).focus()
            visitor.keyboard.press("Shift+Tab")
            sources.nth(number).hover()
            sources.nth(number).click()
            expect(visitor.locator("#source .panel")).to_be_visible()
            expect(visitor.locator("#source a[href^='javascript']")).to_have_count(0)
            visitor.keyboard.press("Escape")
        assert visitor.evaluate("window.hacked") is None
        loaded = "document.querySelectorAll('#chat, #source, #preview').length"
        assert visitor.evaluate(loaded) == 3
        foreign = "#chat :is(img, script, iframe, form, svg, style, link, base, math, input)"
        expect(visitor.locator(foreign)).to_have_count(0)


# ---- the endpoint ----


@pytest.fixture(scope="module")
def client(url: str) -> Client:
    return Client(url, verbose=False)


def test_exactly_one_endpoint_is_exposed(client: Client) -> None:
    exposed = client.view_api(return_format="dict", print_info=False)
    assert isinstance(exposed, dict)
    assert list(exposed["named_endpoints"]) == ["/ask"]
    assert exposed["unnamed_endpoints"] == {}
    parameters = exposed["named_endpoints"]["/ask"]["parameters"]
    assert [(each["parameter_name"], each["parameter_has_default"]) for each in parameters] == [
        ("question", False),
        ("as_of", True),
        ("since", True),
        ("until", True),
        ("outlets", True),
        ("index", True),
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [([QUESTION], ANSWER.text), ([QUESTION, "2024-11-01"], ANSWER.text), ([], "question is empty")],
)
def test_a_request_by_hand_may_leave_out_what_is_optional(
    url: str, data: list[str], told: str
) -> None:
    address = f"{url}gradio_api/call/ask"
    event = httpx.post(address, json={"data": data}).json()["event_id"]
    said = [
        json.loads(line.removeprefix("data: "))
        for line in httpx.get(f"{address}/{event}").text.splitlines()
        if line.startswith(("data: {", "data: ["))
    ]
    assert told in json.dumps(said[-1], ensure_ascii=False)


def test_the_last_message_is_the_answer_as_the_contract_has_it(
    client: Client, desk: ScriptedDesk
) -> None:
    job = client.submit(QUESTION, as_of="2024-11-01", outlets=["Prairie Ledger"], api_name="/ask")
    assert job.result() == json.loads(json.dumps(ANSWER.to_dict()))
    assert [message["text"] for message in job.outputs()] == [
        ANSWER.sentences[0].text,
        ANSWER.text,
    ]
    _, filters, _ = desk.asked[-1]
    assert (str(filters.as_of), sorted(filters.outlets)) == ("2024-11-01", ["Prairie Ledger"])


def test_the_server_keeps_no_record_that_grows_with_what_is_asked(desk: ScriptedDesk) -> None:
    settings = Settings(hosted=True, rate=100)
    with serving_page(Indexes({"newsdesk": lambda say: desk}), settings) as (blocks, url):
        asking = Client(url, verbose=False)
        for _ in range(3):
            asking.predict(QUESTION, api_name="/ask")
        assert len(blocks._queue.event_analytics) == 1  # gradio's own would hold 10,000
        assert blocks._queue.cached_event_analytics_summary == {"functions": {}}


def test_the_endpoint_declines_without_an_error(client: Client) -> None:
    declined = client.predict("Who won?", api_name="/ask")
    assert (declined["answered"], declined["reason"]) == (False, DECLINED.reason)


@pytest.mark.parametrize(
    ("question", "since", "message"),
    [
        ("", None, "empty"),
        ("x" * (LONGEST_QUESTION + 1), None, "at most 2,000"),
        ("Who?", "yesterday", "is not a day"),
    ],
)
def test_the_endpoint_says_what_is_wrong_with_a_request(
    client: Client, question: str, since: str | None, message: str
) -> None:
    with pytest.raises(AppError, match=message):
        client.predict(question, since=since, api_name="/ask")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "gradio_api/upload"),
        ("POST", "gradio_api/run/ask"),
        ("POST", "gradio_api/api/ask"),
        ("POST", "gradio_api/call/respond"),
        ("GET", "gradio_api/file=/etc/passwd"),
        ("GET", "gradio_api/proxy=https://tracker.invalid/x"),
        ("GET", "gradio_api/runs"),
        ("GET", "monitoring"),
        ("POST", "gradio_api/process_recording"),
    ],
)
def test_what_the_page_does_not_need_is_closed(url: str, method: str, path: str) -> None:
    assert httpx.request(method, url + path).status_code == 404


def test_a_request_that_is_too_large_is_turned_away(url: str) -> None:
    address = f"{url}gradio_api/component_server/"
    assert httpx.post(address, content=bytes(MOST_BYTES + 1)).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 1_000_000 + 2):
            yield bytes(1_000_000)

    with suppress(httpx.TransportError):  # the server may hang up at once
        assert httpx.post(address, content=endless()).status_code >= 400


def test_every_answer_carries_the_policy(url: str) -> None:
    policy = httpx.get(url).headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "img-src 'self' data: blob:" in policy
    assert "form-action 'none'" in policy


@pytest.mark.parametrize(
    "payload", ["null", "7", '{"article": 1}', '{"article": "x", "spans": []}']
)
def test_the_source_panel_answers_any_payload_with_a_sentence(url: str, payload: str) -> None:
    config = httpx.get(url + "config").json()
    panel = next(
        each["id"] for each in config["components"] if each["props"].get("elem_id") == "source"
    )
    body = {
        "data": json.loads(payload),
        "component_id": panel,
        "fn_name": "open_source",
        "session_hash": "visitor",
    }
    answer = httpx.post(url + "gradio_api/component_server", json=body)
    assert answer.status_code == 200
    assert re.search("cannot be shown|no longer in the index", answer.text)
