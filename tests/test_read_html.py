import json
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import article_from_row
from corpus.errors import InputError
from corpus.links import web_link
from corpus.read_html import fragment_text, html_row
from corpus.sentences import sentences

PAGE = """<!DOCTYPE html>
<html lang="en"><head>
<title>Old mill reopens | The Valley Post</title>
<meta property="og:title" content="Old mill reopens">
<meta property="og:site_name" content="The Valley Post">
<meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2023-01-05T23:30:00-05:00">
<link rel="canonical" href="https://valley.example/mill">
<script>alert("never read")</script>
</head><body>
<nav><a href="/sport">All of our sport coverage</a> <a href="/">Home</a></nav>
<article><h1>Old mill reopens</h1>
<p>The old mill at the river reopened on Thursday, two years after
<a href="https://council.example/report#p3">a report on its roof</a> had closed it to visitors.</p>
<p>“We are glad to be back,” said the miller, who sold 400 loaves before noon. The council
paid for <a href="/roof-works">the works on the roof</a>, which took most of the year, and
<a href="javascript:alert(1)">a statement of the owners</a> says no more is planned.</p>
</article>
<footer><a href="/privacy">Our privacy policy in full</a></footer>
</body></html>"""


def test_main_text_and_what_the_page_says_of_itself() -> None:
    row = html_row(PAGE.encode(), None)
    article = article_from_row(row)
    assert article.title == "Old mill reopens"
    assert "sold 400 loaves before noon" in article.text
    for other in ("sport coverage", "privacy policy", "never read"):
        assert other not in article.text
    source = article.source
    assert source.outlet == "The Valley Post"
    assert source.authors == ("Ann Lee",)
    assert source.url == "https://valley.example/mill"
    assert source.published == "2023-01-06T04:30:00Z"


BLOCKS = """<html><head><title>Poet honoured</title></head><body><article>
<h1>Poet honoured in Quelle</h1><p>The poet Selma Rund
received the Quelle prize on Friday for her river songs</p><h3>A song</h3>
<p>The river takes the stones<br>and carries them to sea</p>
<blockquote><p>I am glad and I am tired</p></blockquote>
<h2>The prize</h2><ul><li>15,000 crowns</li>
<li><p>A tree in the park<ul><li>An oak</li></ul></li></ul>
<table><caption>The vote</caption><tr><th>Poet</th><th></th><th><p>Votes</p></th></tr>
<tr><td>Rund</td><td>-</td><td><b>7</b></td></tr></table>
<pre>Rund  1
Prem  2</pre>
<p>The next prize will be given in 2027, its chair, Ida Worm, told the town</p>
</article></body></html>"""
SENTENCES = """Poet honoured in Quelle
The poet Selma Rund received the Quelle prize on Friday for her river songs
A song
The river takes the stones/and carries them to sea
I am glad and I am tired
The prize
- 15,000 crowns
- A tree in the park
- An oak
The vote
Poet | Votes
Rund | - | 7
Rund 1/Prem 2
The next prize will be given in 2027, its chair, Ida Worm, told the town"""


def test_every_border_of_a_block_is_one_of_a_sentence_and_a_line_break_is_none() -> None:
    text = html_row(BLOCKS.encode(), None)["text"]
    found = [text[start:end].replace("\n", "/") for start, end in sentences(text)]
    assert found == SENTENCES.split("\n")


@pytest.mark.parametrize("piece", ["<div>{}</div>", "<TABLE><tr><td>{}</td></tr></TABLE>", "{}"])
def test_a_piece_of_a_page_is_read_like_a_whole_one(piece: str) -> None:
    words = "The old mill at the river reopened on Thursday, two years after it had closed."
    assert words in html_row(piece.format(f"<p>{words}</p>").encode(), None)["text"]


def test_a_text_without_tags_is_no_page() -> None:
    with pytest.raises(InputError, match="not an HTML page"):
        html_row(b"The old mill at the river reopened on Thursday, 5 < 6.", None)


def test_related_are_the_links_of_the_main_text() -> None:
    assert html_row(PAGE.encode(), None)["related"] == [
        {"title": "a report on its roof", "url": "https://council.example/report"},
        {"title": "the works on the roof", "url": "https://valley.example/roof-works"},
    ]


@pytest.mark.parametrize(
    ("base", "roof"),
    [
        ("/deep/", "https://valley.example/roof-works"),
        ("https://b.example/x/", "https://b.example/roof-works"),
    ],
)
def test_links_lead_where_the_page_says_that_they_are_relative_to(base: str, roof: str) -> None:
    page = PAGE.replace("<head>", f'<head><base href="{base}">')
    relative = page.replace('"https://council.example/report#p3"', '"report"')
    links = [item["url"] for item in html_row(relative.encode(), None)["related"]]
    assert links == [urljoin(urljoin("https://valley.example/mill", base), "report"), roof]


@pytest.mark.parametrize(
    ("fetched", "kept"),
    [
        ("https://valley.example/mill?ref=1", "https://valley.example/mill"),
        ("https://evil.example/copy", "https://evil.example/copy"),
    ],
)
def test_a_fetched_page_cannot_claim_the_address_of_another_host(fetched: str, kept: str) -> None:
    assert html_row(PAGE.encode(), fetched)["url"] == kept


def test_a_date_that_is_none_gives_way_to_the_next() -> None:
    stated = '<script type="application/ld+json">{"datePublished": "2023-02-03T10:00:00Z"}</script>'
    page = PAGE.replace("2023-01-05T23:30:00-05:00", "last week").replace("</head>", stated)
    assert html_row(page.encode(), None)["published"] == "2023-02-03T10:00:00Z"


@pytest.mark.parametrize("data", [b"", b"   ", b"<html><body></body></html>", b"\0" * 50])
def test_a_page_without_text_is_an_input_error(data: bytes) -> None:
    with pytest.raises(InputError):
        html_row(data, None)


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>One <b>bold</b>\n word.</p><p>Two</p>", "One bold word.\n\nTwo"),
        ("plain &amp; <i>simple</i>", "plain & simple"),
        ("a<br>b<script>x()</script>c<!-- d -->e", "a\nbce"),
        ("a<br>\n<br/>b", "a\n\nb"),
        ("<ul><li>1</li><li>2</li></ul>tail", "1\n\n2\n\ntail"),
        ("nul\0 and \x08 controls", "nul and controls"),
        ("", ""),
        ("<!-- only -->", ""),
    ],
)
def test_fragment_text(fragment: str, text: str) -> None:
    assert fragment_text(fragment) == text


@settings(deadline=None)
@given(st.text())
def test_fragment_text_takes_any_text(fragment: str) -> None:
    fragment_text(fragment)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="<>&", exclude_categories=["C"])))
def test_fragment_text_keeps_every_word_of_plain_text(text: str) -> None:
    assert fragment_text(text).split() == text.split()


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("", None),
        ("/a#b", "https://x.example/a"),
        ("//y.example/b", "https://y.example/b"),
        ("HTTP://Y.example/", "http://Y.example/"),
        ("javascript:alert(1)", None),
        (" data:text/html,x", None),
        ("mailto:a@b.example", None),
        ("http://[bad", None),
        ("file:///etc/passwd", None),
    ],
)
def test_web_link(value: str, link: str | None) -> None:
    assert web_link(value, "https://x.example/page") == link


def test_related_are_capped() -> None:
    links = "".join(
        f'<p>Sentence number {i} cites <a href="/report-{i}">the report of year {i}</a> here.</p>'
        for i in range(1000, 1100)
    )
    row: dict[str, Any] = html_row(f"<article><h1>T</h1>{links}</article>".encode(), "http://x.y/")
    assert len(row["related"]) == 20
    assert json.dumps(row)  # plain values, which can cross a process


@pytest.mark.parametrize(
    ("raised", "text"),
    [
        ("killed 12<sup>3</sup> people", "killed 12^3 people"),
        ("killed 12<sup><a href='#3'>3</a></sup> people", "killed 12[3] people"),
        ("It left.<sup>[2]</sup> Then", "It left.[2] Then"),
        ("40 km<sup>2</sup> of land", "40 km² of land"),
        ("the 21<sup>st</sup> of May", "the 21st of May"),
        ("more CO<sub>2</sub> than then", "more CO2 than then"),
    ],
)
def test_a_raised_figure_does_not_change_a_number(raised: str, text: str) -> None:
    assert fragment_text(raised) == text
    words = "The blast at the plant was heard in the whole of the valley, the police said."
    page = f"<html><body><article><p>{words} {raised}</p></article></body></html>"
    assert text in html_row(page.encode(), None)["text"]


ARTICLE = '{"@type": "NewsArticle", "datePublished": "2024-10-30"}'
COMMENT = '{"@type": "Comment", "datePublished": "2024-11-20"}'


@pytest.mark.parametrize(
    "data",
    [
        ARTICLE.replace("{", '{"comment": [' + COMMENT + "], ", 1),
        f"[{COMMENT}, {ARTICLE}]",
        '{"@graph": [{"@type": "WebSite", "datePublished": "2015-01-01"}, ' + ARTICLE + "]}",
        '{"@type": "WebPage", "mainEntity": ' + ARTICLE + "}",
        '{"@type": ["Thing", "LiveBlogPosting"], "liveBlogUpdate": [{"@type": "BlogPosting", '
        '"datePublished": "2024-11-02"}], "datePublished": "2024-10-30"}',
    ],
)
def test_the_date_is_that_of_the_article_and_not_of_what_stands_beside_it(data: str) -> None:
    stated = f'<script type="application/ld+json; charset=utf-8">{data}</script>'
    page = PAGE.replace("2023-01-05T23:30:00-05:00", "last week").replace("</head>", stated)
    assert html_row(page.encode(), None)["published"] == "2024-10-30"


def test_a_page_is_read_in_the_encoding_that_it_names() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("400", "£400 –")
    assert "sold £400 – loaves" in html_row(page.encode("cp1252"), None)["text"]
    assert "sold £400 – loaves" in html_row(page.encode(), None)["text"]


def test_a_month_is_no_author() -> None:
    page = PAGE.replace('content="Ann Lee"', 'content="Ann Lee; October"')
    assert html_row(page.encode(), None)["authors"] == ["Ann Lee"]
