"""Documents of every format, mutated at random: read, or rejected with a reason."""

import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from corpus import read as reading
from corpus.article import Article
from corpus.boilerplate import Boilerplate
from corpus.fetch import Fetcher, Page
from corpus.findings import Found, Rejected
from corpus.parsing import Parser
from index.build import build
from index.store import Store
from torture_documents import DOCUMENTS
from word_encoder import WordEncoder

Trial = Callable[[Random, int, Path], Iterator[str | None]]

SECONDS = 90  # for one input; the parsers of foreign documents are stopped after 60
MEGABYTES = 1_000  # that reading may take on top of what was held before
FEED_URL = "https://feed.example/rss"

_DOCUMENTS = 40  # of each format, which are then mutated again and again
_PIECES = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf5\x80\x80\x80"),
    *("\u202e\u2066\u200b\ufeff".encode(), "e\u0301\u0489".encode() * 50, "\U000e0041".encode()),
    *(b"<!--", b"-->", b"]]>", b"<![CDATA[", b"<script>", b"</article>", b"<div>" * 300),
    *(b"&#xD800;", b"&#0;", b"&#x110000;", b"&lol;", b"<!ENTITY x SYSTEM 'file:///etc/passwd'>"),
    *(b'"\\ud800"', b'{"a":' * 400, b"[" * 400, b"1e999999", b"-" * 400, b"9" * 5000, b"NaN"),
    *(b"---\n", b"...\n", b"&a [*a]", b"!!python/object:os.system {}", b"# # # # #\n", b"\r"),
    *(b"endobj", b"stream\n", b"/Length 99999999", b"<< /Kids [2 0 R] >>", b"/Filter [/LZWDecode]"),
    *(b"../../../etc/passwd", b"C:\\con", b"PK\x03\x04", b"%PDF-1.7", b"0000-00-00", b"https://[::1"),
)  # fmt: skip


def mutated(random: Random, data: bytes) -> bytes:
    """The bytes with one to eight things done to them."""
    found = bytearray(data)
    for _ in range(random.choice([1, 1, 2, 3, 8])):
        at = random.randrange(len(found) + 1)
        end = min(len(found), at + random.choice([1, 4, 40, 400]))
        action = random.randrange(8)
        if action == 0 and found:
            found[at % len(found)] ^= 1 << random.randrange(8)
        elif action == 1:
            found[at:end] = random.randbytes(end - at)
        elif action == 2:
            del found[at:end]
        elif action == 3:
            found[at:at] = found[at:end] * random.choice([1, 5, 50])
        elif action == 4:
            del found[at:]
        elif action == 5 and random.random() < 0.2:
            whole = found.decode("utf-8", "replace")
            found = bytearray(whole.encode(random.choice(["utf-16", "utf-7", "cp037"]), "replace"))
        else:
            found[at:at] = random.choice(_PIECES)
    return bytes(found)


def _reader(suffix: str) -> Trial:
    """The trial of one reader: mutated documents, some of them whole."""

    def trial(random: Random, cases: int, folder: Path) -> Iterator[str | None]:
        kept: list[Article] = []
        whole = [DOCUMENTS[suffix](random) for _ in range(_DOCUMENTS)]
        drawn = (random.choice(whole) for _ in range(cases - 1))
        inputs = (mutated(random, data) if random.random() < 0.95 else data for data in drawn)
        with Parser() as parser:
            yield from read_each(suffix, inputs, folder / "inputs", kept, parser)
        yield _unindexable(kept[:1000], folder / "index")

    name = suffix.lstrip(".").replace(".", "_")
    trial.__name__ = f"inputs_as_{name}"
    trial.__doc__ = f"Documents of {suffix}, mutated; and an index of those that could be read."
    return trial


READERS = {suffix: _reader(suffix) for suffix in DOCUMENTS}


class _Scripted(Fetcher):
    """A web that answers one address with the bytes at hand, and all others with a page."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = content

    def get(self, url: str) -> Page:
        """The bytes, or the page."""
        if url == FEED_URL:
            return Page(url, self._content, "application/rss+xml", None)
        return Page(url, b"<p>A short page about the harbour of the town.</p>", "text/html", None)


def read_each(
    suffix: str, inputs: Iterable[bytes], folder: Path, kept: list[Article], parser: Parser
) -> Iterator[str | None]:
    """Each input is an article, several, or a rejection; in bounded time and memory."""
    folder.mkdir(parents=True)
    judge = Boilerplate()
    before = _peak()
    for number, data in enumerate(inputs):
        source: str | Path = FEED_URL if suffix == "feed" else folder / f"{number}{suffix}"
        if isinstance(source, Path):
            source.write_bytes(data)
        try:
            with _alarm():
                found = list(reading._read(source, _Scripted(data), parser))
                articles = [item.article for item in found if isinstance(item, Found)]
                for article in articles:
                    judge.reason(article)
        except Exception as error:
            yield f"{suffix}: {type(error).__name__}: {error}; {data[:200]!r}"
            continue
        kept += articles
        rejected = [item for item in found if isinstance(item, Rejected)]
        yield _wrong(suffix, data, rejected, articles, _peak() - before)
        if isinstance(source, Path):
            source.unlink()


def _wrong(
    suffix: str, data: bytes, rejected: list[Rejected], articles: list[Article], held: int
) -> str | None:
    if held > MEGABYTES:
        return f"{suffix}: {held} MB more were held; {data[:200]!r}"
    if not rejected and not articles and data.strip():
        return f"{suffix}: neither an article nor a reason; {data[:200]!r}"
    if not all(item.reason.strip() for item in rejected):
        return f"{suffix}: rejected for no reason; {data[:200]!r}"
    if not all(article.text.strip() for article in articles):
        return f"{suffix}: an article without words; {data[:200]!r}"
    return None


def _peak() -> int:
    """The most megabytes that this process has held; other tests may have held many."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def _alarm() -> Iterator[None]:
    """Raises TimeoutError in the block when an input takes too long."""

    def ring(*_: object) -> None:
        raise TimeoutError(f"longer than {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _unindexable(kept: list[Article], folder: Path) -> str | None:
    """What is wrong with an index of all that could be read."""
    if not kept:
        return "nothing could be read"
    try:
        build(folder, kept, encoder=WordEncoder())
        with Store(folder) as store:
            return next(store.problems(), None)
    except Exception as error:
        return f"what was read cannot be indexed: {type(error).__name__}: {error}"
