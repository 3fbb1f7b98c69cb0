from collections.abc import Iterator
from typing import Any

import pytest

from corpus.article import Article
from corpus.errors import InputError
from corpus.fetch import Fetcher
from corpus.findings import Found, Rejected
from corpus.parsing import Parser
from corpus.read_web import is_feed, read_web
from paper_files import make_docx, make_pdf
from web_server import Site

STORY = (
    "<p>The old mill at the river reopened on Thursday, two years after a fire had closed it.</p>"
    "<p>The miller sold 400 loaves before noon, and the council paid for the new roof.</p>"
)


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as running:
        yield running


def _read(url: str, parser: Parser) -> list[Any]:
    found = read_web(url, Fetcher(allow_private=True), parser)
    return [item.article if isinstance(item, Found) else item for item in found]


def _page(title: str) -> str:
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{STORY}</article></body></html>"
    )


def test_a_page_becomes_an_article(site: Site, parser: Parser) -> None:
    url = site.page("/mill", _page("Old mill reopens"))
    [article] = _read(url, parser)
    assert article.title == "Old mill reopens"
    assert "sold 400 loaves" in article.text
    assert article.source.url == url
    assert article.source.outlet == "127.0.0.1"


def test_the_charset_of_the_server_is_heeded(site: Site, parser: Parser) -> None:
    body = _page("Старая мельница").replace("miller", "мельник").encode("koi8-r")
    url = site.page("/ru", body, "text/html; charset=koi8-r")
    [article] = _read(url, parser)
    assert "мельник sold" in article.text
    url = site.page("/wrong", _page("Mill").replace("miller", "müller"), "text/html; charset=x-no")
    [article] = _read(url, parser)
    assert "müller sold" in article.text


@pytest.mark.parametrize(
    ("body", "kind", "title"),
    [
        (make_pdf([["Harbour plan", "The council voted."]]), "text/html", "Harbour plan"),
        (make_docx("Vote", ["The council voted."]), "application/octet-stream", "Vote"),
        (b"Short title\nThe council voted.", "text/plain", "Short title"),
        (
            b"---\ntitle: Mine\nid: x\nurl: https://other.example/\n---\nThe council voted.",
            "text/markdown",
            "Mine",
        ),
        (b"The council voted, " * 9, "text/plain", "some file.txt"),
    ],
)
def test_other_documents_are_known_by_content_then_type(
    site: Site, parser: Parser, body: bytes, kind: str, title: str
) -> None:
    url = site.page("/some%20file.txt", body, kind)
    [article] = _read(url, parser)
    assert article.title == title
    assert "The council voted" in article.text
    assert article.source.url == url
    assert article.id != "x"


def test_what_is_no_article_is_an_input_error(site: Site, parser: Parser) -> None:
    with pytest.raises(InputError, match="image/png"):
        _read(site.page("/i", b"\x89PNG", "image/png"), parser)
    with pytest.raises(InputError, match="main text"):
        _read(site.page("/e", "<html><body></body></html>"), parser)


def _feed(*items: str) -> str:
    return (
        '<?xml version="1.0"?>\n<!-- a feed -->\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        "<title>The Valley Post</title>" + "".join(items) + "</channel></rss>"
    )


def test_rss_full_content_is_used_and_teasers_are_fetched(site: Site, parser: Parser) -> None:
    site.page("/b", _page("Second, in full"))
    full = (
        f"<item><title>First &amp;amp; full</title><link>{site.url}/a</link>"
        "<pubDate>Thu, 05 Jan 2023 20:30:00 -0500</pubDate><dc:creator>Ann Lee</dc:creator>"
        f"<content:encoded><![CDATA[{STORY * 4}<script>x()</script>]]></content:encoded></item>"
    )
    teaser = (
        f"<item><title>Second</title><link>{site.url}/b</link><description>Read on</description>"
        "<pubDate>Fri, 06 Jan 2023 10:00:00 GMT</pubDate><dc:creator>Bo Ray</dc:creator></item>"
    )
    gone = f"<item><title>Third</title><link>{site.url}/gone</link></item>"
    empty = "<item><title>Fourth</title></item>"
    # Sent as a page, as many servers do.
    url = site.page("/feed", _feed(full, teaser, gone, empty), "text/html")
    first, second, third, fourth = _read(url, parser)
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.title == "First & full"
    assert first.text.startswith("The old mill at the river reopened") and "x()" not in first.text
    assert first.source.outlet == "The Valley Post"
    assert first.source.published == "2023-01-06T01:30:00Z"
    assert first.source.authors == ("Ann Lee",)
    assert first.source.url == site.url + "/a"
    assert second.title == "Second, in full"
    assert second.source.published == "2023-01-06T10:00:00Z"
    assert second.source.authors == ("Bo Ray",)
    assert second.source.outlet == "The Valley Post"
    assert third == Rejected(site.url + "/gone", None, "the server answered with status 404")
    assert isinstance(fourth, Rejected) and fourth.where == url and "neither" in fourth.reason
    assert site.asked == ["/feed", "/b", "/gone"]


def test_atom_with_relative_links(site: Site, parser: Parser) -> None:
    site.page("/news/a", _page("Old mill reopens"))
    feed = (
        "\ufeff<feed xmlns='http://www.w3.org/2005/Atom'><title type='html'>A &amp;amp; B</title>"
        "<entry><title>Mill</title><link href='a'/><updated>2023-01-05T10:00:00Z</updated></entry>"
        "<entry><title>Bad</title><link href='javascript:alert(1)'/></entry></feed>"
    )
    article, bad = _read(site.page("/news/atom", feed, "application/atom+xml"), parser)
    assert article.source.url == site.url + "/news/a"
    assert article.source.published == "2023-01-05T10:00:00Z"
    assert article.source.outlet == "A & B"
    assert isinstance(bad, Rejected)
    assert "the entry 'Bad' has neither an article nor a link" in bad.reason


def test_feeds_that_lead_nowhere_are_told(site: Site, parser: Parser) -> None:
    with pytest.raises(InputError, match="no entries"):
        _read(site.page("/none", _feed(), "text/xml"), parser)
    again = _feed(f"<item><title>Loop</title><link>{site.url}/loop</link></item>")
    [item] = _read(site.page("/loop", again, "text/xml"), parser)
    assert isinstance(item, Rejected) and "another feed" in item.reason


def test_a_feed_is_cut_at_its_limit(site: Site, parser: Parser) -> None:
    items = [f"<item><title>{i}</title></item>" for i in range(503)]
    found = _read(site.page("/long", _feed(*items), "text/xml"), parser)
    assert len(found) == 501
    assert "last 3 are left out" in found[-1].reason


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<rss version='2.0'>", True),
        (
            b"\xef\xbb\xbf  <?xml version='1.0'?>\n<?xml-stylesheet x?><!-- c --><feed xmlns=''>",
            True,
        ),
        (b"<rdf:RDF xmlns:rdf='x'>", True),
        (b"<!DOCTYPE html><html><body>&lt;rss&gt; <rss ></body></html>", False),
        (b"<feedback>", False),
        (b"", False),
        (b"<?" * 50_000, False),
        (b"<!--" * 50_000, False),
    ],
)
def test_is_feed(data: bytes, expected: bool) -> None:
    assert is_feed(data) is expected
