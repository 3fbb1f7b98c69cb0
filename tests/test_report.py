"""The report of a run, opened in a real browser, with questions and articles that attack it."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from fake_desk import FakeDesk, question
from hostile_texts import HOSTILE
from qa.batch.compare import compare
from qa.evaluate import evaluate
from qa.report import plots
from qa.report.comparison import write_comparison

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOWNS = 40
ATTACKED = range(TOWNS - len(HOSTILE), TOWNS)


class HostileDesk(FakeDesk):
    """The articles of the last towns carry attacks in every field."""

    def __post_init__(self) -> None:
        super().__post_init__()
        for town, attack in zip(ATTACKED, HOSTILE, strict=True):
            harmless = self.articles[f"town-{town}"]
            self.articles[harmless.id] = replace(
                harmless,
                title=attack,
                text=harmless.text + " " + attack,
                source=replace(harmless.source, outlet=attack, url=f"javascript:{attack}"),
            )


def write_run(folder: Path) -> Path:
    rows = [question(town) for town in range(TOWNS)]
    for town, attack in zip(ATTACKED, HOSTILE, strict=True):
        rows[town]["id"] = f"{town}{attack}"
        rows[town]["question"] = f"Who is the mayor of Town{town}? {_no_digits(attack)}"
        rows[town]["answers"] = [attack, f"Person{town}"]
        rows[town]["choices"] = [attack, "other"]
    file = folder.with_suffix(".jsonl")
    lines = [json.dumps(row) for row in rows] + ["{broken <script>window.hacked=1</script>"]
    file.write_text("\n".join(lines), "utf-8")
    return evaluate(HostileDesk(), [file], folder, progress=False).out


def _no_digits(text: str) -> str:
    """The fake desk reads the town from the digits of a question."""
    return re.sub(r"\d", "", text)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_run(tmp_path_factory.mktemp("report") / "run")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is missing; install it to test the report"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=[1280, 390], ids=["desktop", "phone"])
def page(browser: Browser, run: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The report; at the end of each test nothing may have run, loaded or complained."""
    opened = browser.new_page(viewport={"width": request.param, "height": 844})
    requests: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda item: requests.append(item.url))
    opened.on("console", lambda item: complaints.append(item.text))
    opened.on("pageerror", lambda item: complaints.append(str(item)))
    opened.on("dialog", lambda item: complaints.append(item.message))
    report = (run / "report.html").as_uri()
    opened.goto(report)
    yield opened
    assert requests == [report]
    assert complaints == []
    assert opened.evaluate("window.hacked") is None
    opened.close()


def outcomes(page: Page) -> list[str]:
    return page.locator("#questions td.outcome").all_inner_texts()


def test_failures_come_first(page: Page) -> None:
    shown = outcomes(page)
    assert len(shown) == TOWNS
    assert [text[0] for text in shown] == sorted((text[0] for text in shown), reverse=True)
    assert shown[0].startswith("✗") and shown[-1] == "✓ right"


def test_columns_sort_both_ways(page: Page) -> None:
    button = page.get_by_role("button", name="Confidence")
    cells = page.locator("#questions td[data-label=Confidence]")
    header = page.locator("#questions th", has=button)
    button.click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    rising = cells.all_inner_texts()
    assert rising == sorted(rising) and rising[0] < rising[-1]
    button.click()
    expect(header).to_have_attribute("aria-sort", "descending")
    assert cells.all_inner_texts() == rising[::-1]
    page.get_by_role("button", name="Question").click()
    assert "Town0?" in page.locator("button.open").nth(0).inner_text()
    assert "Town2?" in page.locator("button.open").nth(2).inner_text()


def test_search_and_filters_narrow_the_table(page: Page) -> None:
    page.get_by_role("searchbox").fill("town7? MAYOR")
    expect(page.locator("button.open")).to_have_count(1)
    expect(page.locator("#count")).to_have_text(f"1 of {TOWNS} questions")
    page.get_by_role("searchbox").fill("")
    page.get_by_label("Outcome").select_option("wrongly declined")
    assert set(outcomes(page)) == {"✗ wrongly declined"}
    page.get_by_label("Outcome").select_option("wrong")
    assert "✓ right" not in outcomes(page)
    page.get_by_label("Outcome").select_option("right")
    assert set(outcomes(page)) == {"✓ right"}


def test_a_question_opens_to_the_highlighted_quote(page: Page) -> None:
    page.get_by_role("searchbox").fill("Town2?")
    opener = page.locator("button.open").first
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.locator("details.citation summary").click()
    expect(page.locator("details.citation mark")).to_have_text("Its budget is $3.5 million.")
    expect(page.locator("details.citation a")).to_have_attribute("href", "https://news.example/2")
    expect(page.locator("tr.detail")).to_contain_text("Found first")
    expect(page.locator("tr.detail")).to_contain_text("relevant, holds the gold answer")
    opener.click()
    expect(page.locator("tr.detail")).to_have_count(0)


def test_hostile_texts_are_shown_as_they_are(page: Page) -> None:
    for opener in page.locator("button.open").all():
        opener.click()
    page.evaluate("document.querySelectorAll('details').forEach((item) => { item.open = true; })")
    assert page.locator("tr.detail").count() == TOWNS
    shown = page.locator("#questions tbody").evaluate("(node) => node.textContent")
    assert HOSTILE[0] in shown
    tags = page.locator("#questions tbody *").evaluate_all(
        "(nodes) => [...new Set(nodes.map((node) => node.localName))]"
    )
    plain = "tr td button p span h3 ul ol li details summary mark a s"
    assert set(tags) <= set(plain.split())
    links = page.locator("#questions a").evaluate_all("(nodes) => nodes.map((node) => node.href)")
    assert links and all(link.startswith("https://news.example/") for link in links)


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    page.locator("button.open").first.click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_figures_and_plots_are_there(page: Page) -> None:
    expect(page.get_by_role("heading", name=f"Evaluation of {TOWNS} questions")).to_be_visible()
    expect(page.locator(".lead")).to_have_text(
        re.compile(r"a figure is over\.\s+Rows that were rejected: 1\.\s*$")
    )
    headings = page.locator("figure h2").all_inner_texts()
    assert [heading for heading in headings if "by" in heading] == [
        "Hits by rank",
        "Latency by stage",
        "Right answers by type of question",
        "Right answers by outlet",
        "Right answers by month",
    ]
    assert {"Risk and coverage", "Calibration", "Where wrong answers come from"} < set(headings)
    page.get_by_text(re.compile(r"All \d+ figures")).click()
    expect(page.get_by_role("cell", name="article_mrr_at_10")).to_be_visible()
    page.get_by_text("1 rejected rows").click()
    expect(page.get_by_text("line 41: not a line of JSON")).to_be_visible()


def test_many_questions_are_shown_a_page_at_a_time(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    rows = ({**question(number % TOWNS), "id": str(number)} for number in range(5_000))
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    out = evaluate(FakeDesk(), [file], tmp_path / "run", progress=False).out
    opened = browser.new_page()
    opened.goto((out / "report.html").as_uri())
    expect(opened.locator("#count")).to_have_text("5000 questions")
    expect(opened.locator("button.open")).to_have_count(100)
    opened.get_by_role("button", name="Show 100 more of 4900").click()
    expect(opened.locator("button.open")).to_have_count(200)
    opened.get_by_role("searchbox").fill("Town39?")
    expect(opened.locator("#count")).to_have_text("125 of 5000 questions")
    opened.close()


def test_the_comparison_is_as_safe(browser: Browser, run: Path, tmp_path: Path) -> None:
    file = tmp_path / "comparison.html"
    other = write_run(tmp_path / "other")
    scores = other / "scores.jsonl"
    # Everything that was right is wrong in the other run, so that all of it is listed.
    scores.write_text(scores.read_text("utf-8").replace('"correct": true', '"correct": false'))
    write_comparison(compare(run, other), file)
    opened = browser.new_page()
    requests: list[str] = []
    opened.on("request", lambda item: requests.append(item.url))
    opened.goto(file.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach((item) => { item.open = true; })")
    expect(opened.locator("main")).to_contain_text("<script>window.hacked=")
    assert opened.evaluate("window.hacked") is None
    assert opened.locator("main").locator("script, img, iframe, form, link, style").count() == 0
    assert requests == [file.as_uri()]
    opened.close()


def test_labels_of_plots_are_escaped() -> None:
    drawn = str(plots.counts("<title>", dict.fromkeys(HOSTILE, 1)))
    assert "<script" not in drawn and "<img" not in drawn
    assert 'aria-label="&lt;title&gt;"' in drawn


def test_plots_without_data_are_left_out() -> None:
    empty = [
        plots.hits_by_k({}),
        plots.risk_coverage([]),
        plots.calibration([]),
        plots.shares("", {}),
        plots.counts("", {}),
        plots.latency({}),
        plots.differences([]),
    ]
    assert [str(item) for item in empty] == [""] * 7
