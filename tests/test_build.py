"""Builds: incremental, resumable after any kill, and never half seen."""

import json
import random
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import killed_builds
from corpora import answers, article, articles, contents, require_clean
from corpus.article import Article, Source, article_from_row
from corpus.errors import BusyError, EncoderError, InputError, StoreError
from corpus.findings import Rejected
from corpus.read import read_all
from index.build import Summary, build, remove
from index.building import staging
from index.building.rejections import REJECTED_FILE
from index.building.writer import StoreWriter
from index.feedback import Feedback, keep, kept
from index.search import Index
from index.storage.store_file import FILE_NAME
from index.store import Store
from index.types import Filters
from small_store import damage, move_away
from word_encoder import WordEncoder

SEED = 20241030


def counted(summary: Summary) -> dict[str, int]:
    names = ("added", "changed", "unchanged", "removed", "rejected")
    return {name: getattr(summary, name) for name in names if getattr(summary, name)}


def test_a_second_build_of_the_same_costs_nothing(tmp_path: Path, words: WordEncoder) -> None:
    assert counted(build(tmp_path, articles(10), encoder=words)) == {"added": 10}
    before, generation = contents(tmp_path), 1
    words.texts.clear()
    summary = build(tmp_path, articles(10), encoder=words)
    assert counted(summary) == {"unchanged": 10}
    assert words.texts == []
    assert (summary.passages, summary.characters) == (0, 0)
    assert contents(tmp_path) == before
    with Store(tmp_path) as store:
        assert store.generation == generation
    require_clean(tmp_path)


def test_a_store_that_was_moved_away_leaves_nothing_to_the_next(
    tmp_path: Path, words: WordEncoder
) -> None:
    build(tmp_path, articles(10), encoder=words)
    move_away(tmp_path)
    assert counted(build(tmp_path, articles(10), encoder=words)) == {"added": 10}
    require_clean(tmp_path)


def test_a_changed_article_embeds_only_its_changed_passages(
    tmp_path: Path, words: WordEncoder
) -> None:
    build(tmp_path, articles(10), encoder=words)
    words.texts.clear()
    edited = [article(number, "second" if number == 4 else "first") for number in range(10)]
    assert counted(build(tmp_path, edited, encoder=words)) == {"changed": 1, "unchanged": 9}
    assert len(words.texts) == 1
    assert "second edition of story 4" in words.texts[0]
    with Store(tmp_path) as store:
        assert store.article("a004") == article(4, "second")
    fresh = tmp_path / "fresh"
    build(fresh, edited, encoder=WordEncoder())
    assert contents(tmp_path) == contents(fresh)
    require_clean(tmp_path)


def test_what_the_encoder_does_not_read_is_changed_without_it(
    tmp_path: Path, words: WordEncoder
) -> None:
    build(tmp_path, articles(3), encoder=words)
    words.texts.clear()
    original = article(1)
    moved = replace(original, source=replace(original.source, url="https://news.example/new"))
    assert counted(build(tmp_path, [moved], encoder=words)) == {"changed": 1}
    assert words.texts == []
    with Store(tmp_path) as store:
        assert store.article("a001") == moved


def test_a_new_title_is_read_again_with_every_passage(tmp_path: Path, words: WordEncoder) -> None:
    build(tmp_path, [article(1)], encoder=words)
    passages = len(words.texts)
    words.texts.clear()
    build(tmp_path, [replace(article(1), title="Corrected")], encoder=words)
    assert len(words.texts) == passages > 1
    assert all(text.startswith("Corrected (02 January 2024)\n") for text in words.texts)


def test_articles_stay_without_prune_and_go_with_it(tmp_path: Path, words: WordEncoder) -> None:
    build(tmp_path, articles(6), encoder=words)
    assert counted(build(tmp_path, articles(4), encoder=words)) == {"unchanged": 4}
    with Store(tmp_path) as store:
        assert store.counts()["articles"] == 6
    summary = build(tmp_path, articles(4), encoder=words, prune=True)
    assert counted(summary) == {"unchanged": 4, "removed": 2}
    fresh = tmp_path / "fresh"
    build(fresh, articles(4), encoder=words)
    assert contents(tmp_path) == contents(fresh)
    require_clean(tmp_path)


def test_prune_removes_nothing_where_nothing_could_be_read(
    tmp_path: Path, words: WordEncoder
) -> None:
    build(tmp_path, articles(3), encoder=words)
    with pytest.raises(
        InputError, match=r"nothing could be read; 1 rejected, the first a\.md:7: no"
    ):
        build(tmp_path, [Rejected("a.md", 7, "no text")], encoder=words, prune=True)
    with pytest.raises(InputError, match="nothing could be read: there are no articles"):
        build(tmp_path, [], encoder=words, prune=True)
    with Store(tmp_path) as store:
        assert store.counts()["articles"] == 3


def test_prune_spares_what_a_source_may_hold_that_could_not_be_read(
    tmp_path: Path, words: WordEncoder
) -> None:
    build(tmp_path, articles(3), encoder=words)
    silent = Rejected("https://example.org/feed.xml", None, "no whole answer", whole=True)
    summary = build(tmp_path, [article(0), silent], encoder=words, prune=True)
    assert counted(summary) == {"unchanged": 1, "rejected": 1}
    assert summary.unread == silent
    bad_row = Rejected("rows.jsonl", 7, "no text")
    assert counted(build(tmp_path, [article(0), bad_row], encoder=words, prune=True)) == {
        "unchanged": 1,
        "rejected": 1,
        "removed": 2,
    }


def test_prune_spares_an_article_whose_address_was_rejected(
    tmp_path: Path, words: WordEncoder
) -> None:
    linked = article_from_row({"title": "Tide", "text": "High.", "url": "https://example.org/tide"})
    build(tmp_path, [*articles(2), linked], encoder=words)
    wall = Rejected("https://example.org/tide", None, "it is a cookie wall")
    summary = build(tmp_path, [article(0), wall], encoder=words, prune=True)
    assert counted(summary) == {"unchanged": 1, "rejected": 1, "removed": 1}
    with Store(tmp_path) as store:
        assert store.article(linked.id) == linked


def test_a_first_build_that_reads_nothing_settles_on_no_encoder(
    tmp_path: Path, words: WordEncoder
) -> None:
    other = WordEncoder()
    other.name = other.fingerprint = "others"
    with pytest.raises(InputError, match="nothing could be read"):
        build(tmp_path, [Rejected("a.md", 7, "no text")], encoder=other)
    assert counted(build(tmp_path, articles(2), encoder=words)) == {"added": 2}
    with Store(tmp_path) as store:
        assert store.about("encoder") == "words"


def test_rejected_inputs_are_counted_and_listed(tmp_path: Path, words: WordEncoder) -> None:
    rejected = [Rejected(f"{n}.md", None if n else 3, f"reason {n} é") for n in range(12)]
    summary = build(tmp_path, [article(1), *rejected], encoder=words)
    assert counted(summary) == {"added": 1, "rejected": 12}
    assert summary.first_rejected == rejected[:10]
    lines = (tmp_path / REJECTED_FILE).read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"where": item.where, "line": item.line, "reason": item.reason} for item in rejected
    ]
    build(tmp_path, [article(1)], encoder=words)
    assert (tmp_path / REJECTED_FILE).read_text() == ""


def test_the_same_row_twice_is_one_article(tmp_path: Path, words: WordEncoder) -> None:
    row = json.dumps({"id": "x", "title": "Twice", "text": "The same words, told twice over."})
    file = tmp_path / "rows.jsonl"
    other = json.dumps({"id": "x", "title": "Other", "text": "Not the same words at all here."})
    file.write_text(f"{row}\n{row}\n{other}\n")
    summary = build(tmp_path / "index", read_all([file]), encoder=words)
    assert counted(summary) == {"added": 1, "rejected": 1}
    with Store(tmp_path / "index") as store:
        assert store.counts()["articles"] == 1
        kept = store.article("x")
        assert kept is not None
        assert kept.title == "Twice"


@pytest.mark.parametrize("batch", [1, 1_000_000])
def test_of_several_articles_of_one_id_the_first_is_taken(
    tmp_path: Path, words: WordEncoder, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(staging, "_BATCH_CHARACTERS", batch)
    first, second, third = (article(1, edition) for edition in ("first", "second", "third"))
    summary = build(tmp_path, [first, first, second, article(2), third, first], encoder=words)
    assert counted(summary) == {"added": 2, "rejected": 2}
    reason = "id: 'a001' is that of an article read before; give each its own"
    assert summary.first_rejected == [Rejected("https://news.example/1", None, reason)] * 2
    # Neither does what is current make a difference.
    summary = build(tmp_path, [second, first, second], encoder=words)
    assert counted(summary) == {"changed": 1, "rejected": 1}
    summary = build(tmp_path, [second, first], encoder=words, prune=True)
    assert counted(summary) == {"unchanged": 1, "rejected": 1, "removed": 1}
    with Store(tmp_path) as store:
        assert [item for _, item in store.articles()] == [second]
    require_clean(tmp_path)


def test_a_damaged_article_stops_a_build_and_the_remedy_mends_it(
    tmp_path: Path, words: WordEncoder
) -> None:
    build(tmp_path, articles(4), encoder=words)
    whole = contents(tmp_path)
    damage(tmp_path, "UPDATE passages SET start = start + 1 WHERE article IN (2, 3)")
    with pytest.raises(StoreError, match=r"article a001 is damaged; `newsdesk check` names every"):
        build(tmp_path, articles(5), encoder=words)
    with Store(tmp_path) as store:
        assert store.generation == 1, "nothing was published"
        named = {problem.split(" of article ")[1].split()[0] for problem in store.problems()}
    assert named == {"a001", "a002"}
    assert remove(tmp_path, named) == []
    assert counted(build(tmp_path, articles(4), encoder=words)) == {"added": 2, "unchanged": 2}
    assert contents(tmp_path) == whole
    require_clean(tmp_path)


def test_progress_is_told_after_each_batch(
    tmp_path: Path, words: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_BATCH_CHARACTERS", 1)
    told: list[tuple[int, int]] = []
    build(
        tmp_path,
        articles(4),
        encoder=words,
        progress=lambda summary: told.append((summary.added, summary.passages)),
    )
    assert [added for added, _ in told] == [1, 2, 3, 4]
    assert told[-1][1] == len(words.texts)


def test_removed_articles_are_gone_from_every_byte(tmp_path: Path, words: WordEncoder) -> None:
    source = Source(outlet="Wunderblatt", url="https://news.example/jackdaw")
    secret = Article("gone", "Zyxomma", "Quetzalword was here. " * 30, source)
    other = replace(secret, title="Another article under its id")
    build(tmp_path, [*articles(3), secret, other], encoder=words)
    needles = (b"zyxomma", b"quetzalword", b"wunderblatt", b"jackdaw")
    assert all(any(needle in data for data in _bytes(tmp_path)) for needle in needles)
    assert remove(tmp_path, ["gone", "nobody", "gone"]) == ["nobody"]
    assert not any(needle in data for data in _bytes(tmp_path) for needle in needles)
    fresh = tmp_path / "fresh"
    build(fresh, articles(3), encoder=words)
    assert contents(tmp_path) == contents(fresh)


def test_a_removal_leaves_no_free_page_in_the_store(tmp_path: Path, words: WordEncoder) -> None:
    # SQLite keeps freed pages, and what it once moved to them; only a new file has none.
    long = Article("gone", "Long", "\n\n".join(f"The bridge of day {n}. " * 9 for n in range(200)))
    build(tmp_path, [*articles(3), long], encoder=words)
    before = (tmp_path / FILE_NAME).stat().st_size
    assert remove(tmp_path, ["gone"]) == []
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert (tmp_path / FILE_NAME).stat().st_size < before / 2


def test_what_a_killed_build_left_of_an_article_is_removed_too(
    tmp_path: Path, words: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_BATCH_CHARACTERS", 1)
    secret = Article("gone", "Zyxomma", "Quetzalword was here. " * 30)

    def cut_short() -> Iterator[Article]:
        yield secret
        yield article(1)
        raise KeyboardInterrupt

    build(tmp_path, articles(1), encoder=words)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, cut_short(), encoder=words)
    assert any(b"quetzalword" in data for data in _bytes(tmp_path))
    assert remove(tmp_path, ["gone"]) == []
    assert not any(b"quetzalword" in data or b"zyxomma" in data for data in _bytes(tmp_path))
    require_clean(tmp_path)


def test_a_removal_that_readers_keep_from_ending_says_so(
    tmp_path: Path, words: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, articles(3), encoder=words)
    monkeypatch.setattr(StoreWriter, "compact", lambda store: False)
    with pytest.raises(StoreError, match=r"removed, but readers are at work .* again when they"):
        remove(tmp_path, ["a001"])
    monkeypatch.undo()
    assert remove(tmp_path, ["a001"]) == ["a001"]
    assert not any(b"reporter1" in data for data in _bytes(tmp_path))


def test_what_a_reader_makes_of_the_old_state_meanwhile_goes_too(
    tmp_path: Path, words: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "Quetzalword was seen in the harbour."
    build(tmp_path, [*articles(3), Article("gone", "Zyxomma", sentence)], encoder=words)
    judged = [sentence, {"article_id": "gone"}, {"article_id": "a001"}]
    compact = StoreWriter.compact

    def waited_for_a_reader(store: StoreWriter) -> bool:
        old = tmp_path / "derived" / str(store.generation - 1)
        old.mkdir(exist_ok=True)
        (old / "made-again").write_text("Quetzalword")
        for number, said in enumerate(judged):
            keep(tmp_path, Feedback(f"x{number}", "good", {"said": said}))
        return compact(store)

    monkeypatch.setattr(StoreWriter, "compact", waited_for_a_reader)
    assert remove(tmp_path, ["gone"]) == []
    assert not (tmp_path / "derived" / "1").exists()
    assert [said.exchange for said in kept(tmp_path)] == ["x2"]
    assert not any(b"quetzalword" in data for data in _bytes(tmp_path))


def _bytes(folder: Path) -> Iterator[bytes]:
    for file in folder.rglob("*"):
        if file.is_file():
            yield file.read_bytes().lower()


def test_removing_needs_an_index_and_no_encoder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no index here"):
        remove(tmp_path / "none", ["a"])
    assert not (tmp_path / "none").exists()


def test_the_last_article_may_be_removed(tmp_path: Path, words: WordEncoder) -> None:
    build(tmp_path, [article(1)], encoder=words)
    assert remove(tmp_path, ["a001"]) == []
    with Index(tmp_path, words) as index:
        assert index.search("harbour") == []
    require_clean(tmp_path)


def test_another_encoder_is_refused_with_the_remedy(tmp_path: Path, words: WordEncoder) -> None:
    build(tmp_path, articles(2), encoder=words)
    other = WordEncoder()
    other.fingerprint = "other"
    with pytest.raises(StoreError, match=r"made with the encoder words, .* into a new folder with"):
        build(tmp_path, articles(3), encoder=other)
    with StoreWriter(tmp_path) as store:
        store.set_about("cutting", "0")
    with pytest.raises(StoreError, match=r"another way of cutting articles, .* into a new folder"):
        build(tmp_path, articles(3), encoder=words)
    with Store(tmp_path) as store:
        assert store.counts()["articles"] == 2


def test_the_same_encoder_of_another_name_is_noted_by_it(
    tmp_path: Path, words: WordEncoder
) -> None:
    """A folder with its model that was moved is opened where it lies now."""
    build(tmp_path, articles(2), encoder=words)
    words.name = "/elsewhere/words"
    build(tmp_path, articles(2), encoder=words)
    with Store(tmp_path) as store:
        assert store.about("encoder") == "/elsewhere/words"


def test_days_that_stand_for_none_are_none(tmp_path: Path, words: WordEncoder) -> None:
    days = ["0001-01-01", "2024-01-08", "9999-12-31"]
    dated = [
        replace(each, source=replace(each.source, published=day))
        for each, day in zip(articles(3), days, strict=True)
    ]
    build(tmp_path, dated, encoder=words)
    with Index(tmp_path, words) as index:
        assert index.days() == ("2024-01-08", "2024-01-08")
        scope = index.scope(Filters())
        assert scope.first == scope.last == date(2024, 1, 8)


def test_an_encoder_that_reads_too_little_is_refused(tmp_path: Path, words: WordEncoder) -> None:
    words.max_tokens = 63
    with pytest.raises(EncoderError, match=r"encoder words: reads 63 tokens, .* name another"):
        build(tmp_path, articles(1), encoder=words)
    words.max_tokens = 64
    build(tmp_path, articles(1), encoder=words)
    assert max(words.count(words.texts)) <= 64


def test_properties_are_noted_with_what_is_published(tmp_path: Path, words: WordEncoder) -> None:
    def noted() -> str | None:
        with Store(tmp_path) as store:
            return store.about("samples")

    build(tmp_path, articles(2), encoder=words, about={"samples": "only"})
    assert noted() == "only"
    build(tmp_path, articles(1), encoder=words, about={"samples": "no"})
    assert noted() == "only", "nothing came in"
    build(tmp_path, articles(3), encoder=words, about={"samples": "no"})
    assert noted() == "no"


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path, words: WordEncoder) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(StoreError, match=f"{place}: cannot be"):
            build(place, articles(1), encoder=words)


# ---------------------------------------------------------------- two at once


class _Waiting:
    """A stream of articles that stops in the middle until it may go on."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()

    def __iter__(self) -> Iterator[Article]:
        yield article(1)
        self.reached.set()
        assert self.go_on.wait(60)
        yield article(2)


def test_a_second_builder_is_told_at_once_or_waits(tmp_path: Path) -> None:
    stream = _Waiting()
    first = threading.Thread(
        target=build, args=(tmp_path, stream), kwargs={"encoder": WordEncoder()}
    )
    first.start()
    assert stream.reached.wait(60)
    second = threading.Thread(
        target=build,
        args=(tmp_path, [article(3)]),
        kwargs={"encoder": WordEncoder(), "wait": True},
    )
    try:
        with pytest.raises(BusyError, match=r"another build is running; .* or use --wait"):
            build(tmp_path, articles(1), encoder=WordEncoder())
        with pytest.raises(BusyError):
            remove(tmp_path, ["a001"])
        second.start()
        assert second.is_alive()
    finally:
        stream.go_on.set()
        first.join(60)
        second.join(60)
    with Store(tmp_path) as store:
        assert {item.id for _, item in store.articles()} == {"a001", "a002", "a003"}
        assert store.generation == 2
    require_clean(tmp_path)


def test_a_build_that_fails_lets_the_next_one_in(tmp_path: Path, words: WordEncoder) -> None:
    def broken() -> Iterator[Article]:
        yield article(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as failure:
        build(tmp_path, broken(), encoder=words)
    build(tmp_path, articles(3), encoder=words)  # while the failure is still held
    assert failure.value is not None
    require_clean(tmp_path)


def test_a_reader_sees_one_edition_or_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_BATCH_CHARACTERS", 3_000)
    build(tmp_path, articles(12), encoder=WordEncoder())
    done = threading.Event()

    def keep_building() -> None:
        try:
            for edition in ("second", "third", "fourth", "fifth", "sixth", "last"):
                build(tmp_path, articles(12, edition), encoder=WordEncoder())
        finally:
            done.set()

    builder = threading.Thread(target=keep_building)
    seen: list[str] = []
    with Index(tmp_path, WordEncoder()) as index:
        builder.start()
        more = True
        while more:
            more = not done.is_set()  # and once more when all is done
            hits = index.search("this is the edition of story", 100)
            assert {hit.passage.article_id for hit in hits} == {f"a{n:03}" for n in range(12)}
            endings = [hit.passage.text for hit in hits if "edition of story" in hit.passage.text]
            editions = {text.split("This is the ")[1].split()[0] for text in endings}
            assert len(endings) == 12
            assert len(editions) == 1, "half a build was seen"
            seen += editions
    builder.join(60)
    assert seen[-1] == "last"
    require_clean(tmp_path)


# ---------------------------------------------------------------- kills


def prepared(folder: Path, job: killed_builds.Job) -> Path:
    """The folder as the job finds it."""
    if job is not killed_builds.first_build:
        killed_builds.first_build(folder, WordEncoder())
    return folder


@pytest.mark.parametrize(
    ("job", "kills"),
    [(killed_builds.first_build, 9), (killed_builds.update, 8), (killed_builds.remove, 3)],
    ids=["first build", "update and prune", "remove"],
)
def test_a_build_killed_at_any_moment_ends_as_an_undisturbed_one(
    tmp_path: Path, job: killed_builds.Job, kills: int
) -> None:
    start = prepared(tmp_path / "start", job)
    undisturbed = tmp_path / "undisturbed"
    if start.exists():
        shutil.copytree(start, undisturbed)
    old = contents(start) if start.exists() else None
    moments = killed_builds.in_process(job, undisturbed, None)
    assert moments is not None
    expected, expected_answers = contents(undisturbed), answers(undisturbed, ["harbour"])
    assert any(copies for *_, copies in expected_answers[0]), "near-copies are among them"
    public = next(n for n, what in enumerate(moments, 1) if what.startswith("UPDATE articles"))
    # Always also: in the midst of becoming public, and at the very last moment, which is after
    # that and before what is stale is gone.
    last = len(moments)
    for moment in (*random.Random(SEED).sample(range(1, last), kills), public, public + 1, last):
        folder = tmp_path / f"killed-{moment}"
        if start.exists():
            shutil.copytree(start, folder)
        assert killed_builds.in_process(job, folder, moment) is None, (
            f"moment {moment} of {last} was not reached"
        )
        if Store.exists(folder) and old is not None:
            assert contents(folder) in (old, expected), f"half a build is seen after {moment}"
        if job is killed_builds.remove:
            # Whether the first run came to publish or not, the articles are gone now.
            assert set(remove(folder, ["a001", "a002"])) <= {"a001", "a002"}
        else:
            job(folder, WordEncoder())
        assert contents(folder) == expected, f"killed before moment {moment} of {last}"
        assert answers(folder, ["harbour"]) == expected_answers
        require_clean(folder)
        shutil.rmtree(folder)


def test_a_resumed_build_does_not_embed_again_what_was_written(tmp_path: Path) -> None:
    moments = killed_builds.in_process(killed_builds.first_build, tmp_path / "whole", None)
    assert moments is not None
    folder = tmp_path / "killed"
    assert (
        killed_builds.in_process(killed_builds.first_build, folder, len(moments) * 3 // 4) is None
    )
    whole, rest = WordEncoder(), WordEncoder()
    killed_builds.first_build(tmp_path / "fresh", whole)
    again = build(folder, articles(10), encoder=rest)
    assert again.passages < len(whole.texts), "what was written is not written again"
    assert len(set(whole.texts) - set(rest.texts)) > 0
    assert set(rest.texts) < set(whole.texts)


def test_a_build_killed_again_and_again_by_the_clock_ends_as_an_undisturbed_one(
    tmp_path: Path,
) -> None:
    killed_builds.first_build(tmp_path / "whole", WordEncoder())
    clock = random.Random(SEED)
    folder = tmp_path / "killed"
    for _ in range(4):
        killed_builds.in_process(killed_builds.first_build, folder, None, clock.uniform(0.05, 0.5))
    killed_builds.first_build(folder, WordEncoder())
    assert contents(folder) == contents(tmp_path / "whole")
    require_clean(folder)
