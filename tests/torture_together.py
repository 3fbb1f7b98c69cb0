"""Builders and readers at once, folders that move, and articles that must be gone."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from random import Random

import killed_builds
from corpora import answers, article, articles, contents, require_clean
from corpus.article import Article
from corpus.errors import BusyError, NewsdeskError
from corpus.findings import Rejected
from index.build import build, remove
from index.search import Index
from word_encoder import WordEncoder

READERS = 16
_STORIES = 12


def readers_while_building(random: Random, cases: int, folder: Path) -> Iterator[str | None]:
    """Sixteen readers ask while edition after edition is published; a case is a question.

    Whoever reads sees all stories in one and the same edition.
    """
    killed_builds.small_batches()
    build(folder, articles(_STORIES, "edition0"), encoder=WordEncoder())
    told: SimpleQueue[str | None] = SimpleQueue()
    left = threading.Semaphore(cases)

    def read(index: Index) -> None:
        while left.acquire(blocking=False):
            told.put(_half_seen(index))

    with Index(folder, WordEncoder()) as index, ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(read, index) for _ in range(READERS)]
        edition = 0
        while not all(reader.done() for reader in reading):
            edition += 1
            build(folder, articles(_STORIES, f"edition{edition}"), encoder=WordEncoder())
        for reader in reading:
            reader.result()
    for _ in range(cases):
        yield told.get()


def _half_seen(index: Index) -> str | None:
    try:
        hits = index.search("this is the edition of story", 100)
    except NewsdeskError as error:
        return f"a reader was refused: {error}"
    texts = [hit.passage.text for hit in hits]
    editions = [text.split("This is the ")[1].split()[0] for text in texts if "This is the" in text]
    if len(editions) != _STORIES or len(set(editions)) != 1:
        return f"a reader saw half a build: {editions}"
    return None


def builders_at_once(random: Random, cases: int, folder: Path) -> Iterator[str | None]:
    """Four builders in one folder, each with its own articles and some in common; all wait."""
    whole = folder / "whole"
    build(whole, articles(16), encoder=WordEncoder())
    for case in range(cases):
        place = folder / f"{case}"
        parts = [[article(n) for n in random.sample(range(16), 10)] for _ in range(3)]
        missing = {n.id for n in articles(16)} - {one.id for part in parts for one in part}
        parts.append([one for one in articles(16) if one.id in missing] or articles(1))
        refused = 0
        with ThreadPoolExecutor(5) as pool:
            done = [
                pool.submit(build, place, part, encoder=WordEncoder(), wait=True) for part in parts
            ]
            try:  # who does not wait is told, or comes first
                build(place, articles(3), encoder=WordEncoder())
            except BusyError:
                refused += 1
            problems = [str(one.exception()) for one in done if one.exception()]
        if problems:
            yield f"a builder failed: {problems}"
        elif contents(place) != contents(whole):
            yield "an article is lost or doubled"
        else:
            require_clean(place)
            yield None
        shutil.rmtree(place)


def removed_articles(random: Random, cases: int, folder: Path) -> Iterator[str | None]:
    """Articles are changed, rejected and removed while a reader has the index open.

    Then every byte of every file is searched for the words that only they had.
    """
    for case in range(cases):
        place = folder / f"{case}"
        marked = [_marked(number, random) for number in range(40)]
        gone = random.sample(marked, random.randrange(1, 30))
        killed_builds.small_batches()
        build(place, [*_doubled(marked), *articles(5)], encoder=WordEncoder())
        with Index(place, WordEncoder()) as index:
            index.search("the marked story")
            changed = [replace(one, text=f"{one.text}\n\nAnd more.") for one in marked[::3]]
            build(place, changed, encoder=WordEncoder())
            remove(place, [one.id for one in gone])
            found = {hit.passage.article_id for hit in index.search("the marked story", 500)}
        words = {word for one in gone for word in (one.id, *one.title.split(), one.source.url)}
        left = _found_in(place, words)
        if left:
            yield f"{left} of what was removed are left"
        elif found & {one.id for one in gone}:
            yield "a reader still finds what was removed"
        elif len(found) < 40 - len(gone):
            yield "more was removed than was to be"
        else:
            require_clean(place)
            yield None
        shutil.rmtree(place)


def _marked(number: int, random: Random) -> Article:
    """An article with words in every field that no other one has."""
    word = "".join(random.choices("bcdfghjklmnpqrstvwxz", k=12))
    source = replace(
        article(number).source, url=f"https://{word}.example/", authors=(f"{word}ine",)
    )
    text = f"{word}ton is in the marked story. " * random.choice([3, 30, 300])
    return Article(f"id-{word}", f"{word}ville {word}ham", text, source)


def _doubled(marked: list[Article]) -> Iterator[Article | Rejected]:
    """Each article, and now and then another one under its id, which is rejected."""
    for number, one in enumerate(marked):
        yield one
        if number % 4 == 0:
            yield replace(one, title="Another")


def _found_in(folder: Path, words: set[str | None]) -> dict[str, list[str]]:
    needles = [word.lower().encode() for word in words if word]
    found = {}
    for file in folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes().lower()
            held = [needle.decode() for needle in needles if needle in data]
            if held:
                found[file.relative_to(folder).as_posix()] = held[:3]
    return found


_PLACES = ("with a space", "né-à-Zürich", "数据", "100% #1?mode=rw&x", "-rf", "a'b\"c", "x" * 200)
_ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kolkata", "Nowhere/Atall")
_LOCALES: tuple[dict[str, str], ...] = (
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "tr_TR.UTF-8"},
    {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONIOENCODING": "latin-1"},
    {"PYTHONHASHSEED": "7", "PYTHONOPTIMIZE": "1"},
)
_ASK = """
import json, sys
from pathlib import Path
from corpora import answers, articles
from index.build import build
from word_encoder import WordEncoder
folder = Path(sys.argv[1])
found = answers(folder)
summary = build(folder, articles(12), encoder=WordEncoder())
print(json.dumps([found, summary.unchanged, answers(folder)]))
"""


def moved_elsewhere(random: Random, cases: int, folder: Path) -> Iterator[str | None]:
    """A copy of an index under another name, date, zone and locale answers and builds the same."""
    whole = folder / "whole"
    build(whole, articles(12), encoder=WordEncoder())
    expected = json.loads(json.dumps([answers(whole), 12, answers(whole)]))
    for case in range(cases):
        place = folder / f"{case}" / random.choice(_PLACES)
        place.parent.mkdir()
        shutil.copytree(whole, place)
        moment = random.choice([0, 1, 946_684_800, 4_102_444_800])  # 1970, 2000, 2100
        for file in place.rglob("*"):
            os.utime(file, (moment, moment))
        here = random.choice(_LOCALES) | {"TZ": random.choice(_ZONES)}
        tests = Path(__file__).parent
        done = subprocess.run(
            [sys.executable, "-c", _ASK, str(place)],
            env={
                **os.environ,
                **here,
                "PYTHONPATH": os.pathsep.join((str(tests), str(tests.parent))),
            },
            capture_output=True,
            check=False,
            text=True,
        )
        if "set PYTHONUTF8=1" in done.stderr and not place.name.isascii():
            yield None  # refused with the remedy
        elif done.returncode:
            yield f"{place.name} {here}: {done.stderr.splitlines()[-1:]}"
        elif json.loads(done.stdout) != expected:
            yield f"{place.name} {here}: other answers"
        else:
            yield None
        shutil.rmtree(place.parent)
