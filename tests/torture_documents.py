"""Documents as publishers make them, of every format, from the words of the samples."""

import gzip
import json
from collections.abc import Callable
from html import escape
from random import Random

from corpus import SAMPLES
from paper_files import make_docx, make_pdf


def _stories(random: Random, count: int) -> list[tuple[str, list[str]]]:
    """Titles and paragraphs of samples."""
    files = random.sample(sorted(SAMPLES.glob("*.md")), count)
    found = []
    for file in files:
        body = file.read_text("utf-8").split("---\n", 2)[2]
        blocks = [block.strip() for block in body.split("\n\n") if block.strip()]
        found.append((blocks[0].lstrip("# ")[:200], blocks[: random.randint(1, 6)]))
    return found


def html(random: Random) -> bytes:
    """A page as publishers make them: metadata, navigation, the article, a footer."""
    title, blocks = _stories(random, 1)[0]
    data = json.dumps({"@type": "NewsArticle", "headline": title, "datePublished": "2023-01-05"})
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="article:published_time" content="2023-01-05T10:00:00+02:00">'
        f'<meta property="og:site_name" content="The Post"><meta name="author" content="Ann Lee">'
        f'<link rel="canonical" href="https://post.example/a?b=1&amp;c=2">'
        f'<script type="application/ld+json">{data}</script></head><body><nav><a href="/">Home</a>'
        f"</nav><article><h1>{escape(title)}</h1>"
        + "".join(f"<p>{escape(block)}</p>" for block in blocks)
        + '<p>See <a href="https://report.example/2023">the full report of 2023</a>.</p></article>'
        "<footer>All rights reserved</footer></body></html>"
    ).encode()


def pdf(random: Random) -> bytes:
    """A PDF of one or two pages."""
    pages = [
        [line.encode("latin-1", "replace").decode("latin-1").replace("(", "").replace(")", "")
         for block in blocks for line in (block[:80], block[80:160])]
        for _, blocks in _stories(random, random.randint(1, 2))
    ]  # fmt: skip
    return make_pdf(pages, info="/Title (A report) /Author (Ann Lee)")


def docx(random: Random) -> bytes:
    """A Word document with a heading, paragraphs and a table."""
    title, blocks = _stories(random, 1)[0]
    return make_docx(title, blocks, [["Town", "Votes"], ["Riga", "12"]])


def markdown(random: Random) -> bytes:
    """Markdown with front matter."""
    return random.choice(sorted(SAMPLES.glob("*.md"))).read_bytes()


def text(random: Random) -> bytes:
    """Plain text, now and then in an encoding of old."""
    title, blocks = _stories(random, 1)[0]
    whole = "\n\n".join([title, *blocks])
    encoding = random.choice(["utf-8", "utf-8", "utf-16", "cp1252", "shift_jis", "koi8_r"])
    return whole.encode(encoding, "replace")


def jsonl(random: Random) -> bytes:
    """Rows of articles, a line each."""
    rows = [
        {
            "id": random.choice([None, number, f"row{number}"]),
            "title": title,
            "text": "\n\n".join(blocks),
            "url": f"https://post.example/{number}",
            "published": random.choice(["2023-01-05", "2023/01/05", "5 Jan 2023 10:00 EST", ""]),
            "authors": random.choice([None, "Ann Lee", ["Ann Lee", "Bo Ray"]]),
            "related": random.choice([None, [{"title": "Report", "url": "https://r.example"}]]),
        }
        for number, (title, blocks) in enumerate(_stories(random, 3))
    ]
    return b"\n".join(json.dumps(row, ensure_ascii=random.random() < 0.5).encode() for row in rows)


def jsonl_gz(random: Random) -> bytes:
    """The same, packed."""
    return gzip.compress(jsonl(random), mtime=0)


def feed(random: Random) -> bytes:
    """RSS or Atom with whole articles in it."""
    entries = _stories(random, 3)
    bodies = ["".join(f"<p>{escape(block)}</p>" for block in blocks) * 3 for _, blocks in entries]
    if random.random() < 0.5:
        items = "".join(
            f"<item><title>{escape(title)}</title><link>https://post.example/{n}</link>"
            f"<pubDate>Thu, 05 Jan 2023 17:30:00 GMT</pubDate>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
            for n, ((title, _), body) in enumerate(zip(entries, bodies, strict=True))
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>The Post</title><link>https://post.example</link>{items}</channel></rss>"
        ).encode()
    items = "".join(
        f'<entry><title>{escape(title)}</title><link href="/{n}"/><updated>2023-01-05T10:00:00Z'
        f'</updated><content type="html">{escape(body)}</content></entry>'
        for n, ((title, _), body) in enumerate(zip(entries, bodies, strict=True))
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title>{items}</feed>'.encode()


DOCUMENTS: dict[str, Callable[[Random], bytes]] = {
    ".html": html,
    ".pdf": pdf,
    ".docx": docx,
    ".md": markdown,
    ".txt": text,
    ".jsonl": jsonl,
    ".jsonl.gz": jsonl_gz,
    "feed": feed,
}
