"""axe-core in every state of the page, at a desk and on a phone, light and dark.

axe-core comes from npm at the version below, once, into a cache beside pip's.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from browsing import DESK, PHONE, answered, ask, browser, fields_to_add_with, serving, visiting
from corpus.article import Article
from corpus.errors import ModelError
from corpus.findings import Rejected
from index.build import Summary
from qa.chat.settings import Settings
from qa.types import Answer
from scripted_desk import ANSWER, DENIAL, TROOPS, ScriptedDesk
from test_chat_shelf import FOLLOW_UP, UNDERSTOOD

__all__ = ["browser"]  # a fixture

AXE = "4.14.1"


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "newsdesk-tests" / f"axe-core-{AXE}"
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not source.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("axe-core comes from npm, which is not installed here")
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", "."]
        done = subprocess.run(
            [*command, f"axe-core@{AXE}"],
            check=False,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"npm could not install axe-core: {done.stderr}"
    return source.read_text("utf-8")


class Desk(ScriptedDesk):
    """Answers, declines, fails, and adds once it is let."""

    def __init__(self) -> None:
        super().__init__((ANSWER, UNDERSTOOD))
        self.may_add = Event()

    def stream(self, question: str, **more: Any) -> Iterator[Answer]:
        if question == "Fail?":
            raise ModelError("http://127.0.0.1:9/v1 does not answer; start it and ask again")
        yield from super().stream(question, **more)

    def add(
        self, articles: Iterable[Article | Rejected], progress: Callable[[Summary], None]
    ) -> Summary:
        progress(Summary())
        self.may_add.wait()
        return super().add(articles, progress)


def greeting(visitor: Page, desk: Desk) -> None:
    expect(visitor.locator("#welcome .suggestions")).to_be_visible()
    expect(visitor.get_by_role("combobox", name="Index")).to_be_visible()


def files_chosen(visitor: Page, desk: Desk) -> None:
    fields_to_add_with(visitor)
    rows = b'{"title": "no text"}'
    files: list[FilePayload] = [
        {"name": "tram.md", "mimeType": "text/plain", "buffer": b"# Tram\n\nIt runs."},
        {"name": "rows.jsonl", "mimeType": "application/jsonl", "buffer": rows},
        {"name": "x.tiff", "mimeType": "image/tiff", "buffer": b"x"},
    ]
    visitor.locator("#files input:not([webkitdirectory])").set_input_files(files)
    expect(visitor.locator("#files .told")).to_contain_text("x.tiff")
    expect(visitor.locator("#files .chosen li")).to_have_count(2)


def nothing_to_add(visitor: Page, desk: Desk) -> None:
    visitor.get_by_label("Links to pages and feeds").fill("no link")
    visitor.get_by_role("button", name="Add", exact=True).click()
    expect(visitor.locator("#added .alarm")).to_be_visible()
    visitor.get_by_label("Links to pages and feeds").fill("")


def adding(visitor: Page, desk: Desk) -> None:
    visitor.get_by_role("button", name="Add", exact=True).click()
    expect(visitor.locator("#added")).to_contain_text("Adding: nothing yet")


def rejected(visitor: Page, desk: Desk) -> None:
    desk.may_add.set()
    expect(visitor.locator("#added li")).to_contain_text("rows.jsonl, line 1: text:")
    expect(visitor.locator("#files .chosen li")).to_have_count(0)


def within(visitor: Page, desk: Desk) -> None:
    visitor.get_by_role("button", name="Ask within").click()
    visitor.get_by_label("Since").fill("2024-10-30")
    visitor.get_by_label("Since").blur()
    expect(visitor.get_by_role("button", name="Since: 2024-10-30")).to_be_visible()


def outlets(visitor: Page, desk: Desk) -> None:
    visitor.get_by_role("combobox", name="Outlets").click()
    expect(visitor.locator("#filters").get_by_role("option").first).to_be_visible()


def chips(visitor: Page, desk: Desk) -> None:
    visitor.locator("#filters").get_by_role("option").first.click()
    visitor.keyboard.press("Escape")
    expect(visitor.get_by_role("button", name="Outlets: ")).to_be_visible()


def declined(visitor: Page, desk: Desk) -> None:
    visitor.get_by_role("button", name="Ask within").click()
    ask(visitor, "Who won?")
    expect(visitor.locator("#chat .exchange[data-saved] .declined")).to_be_visible()


def failed(visitor: Page, desk: Desk) -> None:
    ask(visitor, "Fail?")
    expect(visitor.get_by_role("alert")).to_be_visible()


def refused(visitor: Page, desk: Desk) -> None:
    ask(visitor, "x" * 2_001)
    expect(visitor.locator("#status .alarm")).to_be_visible()


def answer(visitor: Page, desk: Desk) -> None:
    visitor.get_by_role("button", name="New").click()
    expect(visitor.locator("#chat .exchange")).to_have_count(0)
    answered(visitor)
    visitor.get_by_role("button", name="Good answer").click()
    expect(visitor.get_by_role("button", name="Good answer")).to_have_attribute(
        "aria-pressed", "true"
    )


def timeline_and_disagreement(visitor: Page, desk: Desk) -> None:
    ask(visitor, FOLLOW_UP)
    expect(visitor.locator("#chat .exchange[data-saved]")).to_have_count(2)
    expect(visitor.locator("#chat .timeline")).to_be_visible()
    expect(visitor.locator("#chat .differ")).to_be_visible()


def preview(visitor: Page, desk: Desk) -> None:
    visitor.locator("#chat .answer-text a.cite").first.focus()
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("tooltip")).to_be_visible()


def source(visitor: Page, desk: Desk) -> None:
    visitor.keyboard.press("Escape")
    visitor.locator("#chat .timeline a.cite").first.click()
    expect(visitor.locator("#source mark")).to_have_text(TROOPS)


def source_gone(visitor: Page, desk: Desk) -> None:
    visitor.keyboard.press("Escape")
    del desk.articles[DENIAL.id]
    visitor.locator("#chat .answer-text a.cite").nth(1).click()
    expect(visitor.locator("#source h2")).to_have_text("This article is no longer in the index")


def export_menu(visitor: Page, desk: Desk) -> None:
    visitor.keyboard.press("Escape")
    visitor.get_by_text("Export", exact=True).click()
    expect(visitor.get_by_role("button", name="BibTeX")).to_be_visible()


def history(visitor: Page, desk: Desk) -> None:
    visitor.get_by_role("button", name="History").click()
    expect(visitor.locator("#kept .open")).to_have_count(2)
    visitor.get_by_role("button", name="Rename").first.click()
    expect(visitor.get_by_role("textbox", name="Name of the conversation")).to_be_visible()
    visitor.keyboard.press("Escape")
    visitor.get_by_role("button", name="Delete").last.click()
    expect(visitor.get_by_role("button", name="Undo")).to_be_visible()


def reopened(visitor: Page, desk: Desk) -> None:
    visitor.locator("#kept .open").first.click()
    expect(visitor.locator("#kept")).to_be_hidden()
    visitor.reload()
    expect(visitor.locator("#chat .since").first).to_be_visible()


# Each begins where the one before it ends.
STATES = (
    greeting, files_chosen, nothing_to_add, adding, rejected, within, outlets, chips, declined,
    failed, refused, answer, timeline_and_disagreement, preview, source, source_gone, export_menu,
    history, reopened,
)  # fmt: skip


# Whatever fades has other contrasts on its way; what turns for ever is not waited for. One movement
# can follow another in the next frame, as the lists of gradio have it.
SETTLED = """
    async () => {
      const moving = () => document.getAnimations().filter((each) =>
        each.playState !== "finished" && each.effect.getComputedTiming().endTime < Infinity);
      for (let still = 0; still < 3; still++) {
        if (moving().length) still = 0;
        await Promise.allSettled(moving().map((each) => each.finished));
        await new Promise(requestAnimationFrame);
      }
    }
"""


def violations(visitor: Page, axe: str) -> list[str]:
    """What axe-core calls serious or critical, a line each, once nothing fades in any more."""
    visitor.evaluate(SETTLED)
    visitor.evaluate(axe)
    found = visitor.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def url(desk: Desk) -> Iterator[str]:
    local = ScriptedDesk((replace(ANSWER, question="What next?"),))
    with serving(
        {"World": lambda say: desk, "Local": lambda say: local}, Settings(hosted=False)
    ) as url:
        yield url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_window(
    browser: Browser,
    url: str,
    desk: Desk,
    axe: str,
    size: tuple[int, int],
    scheme: Literal["light", "dark"],
) -> None:
    found: dict[str, list[str]] = {}
    with visiting(browser, url, size, scheme) as visitor:
        for state in STATES:
            state(visitor, desk)
            found[state.__name__] = violations(visitor, axe)
            width = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
            assert visitor.evaluate(width) <= size[0], state.__name__
    assert found == {state.__name__: [] for state in STATES}
