"""The reader: what it is given, what it computes, what is refused; what it is taught by."""

import random
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file

from corpus.article import Source
from corpus.errors import EncoderError
from corpus.passages import Passage
from index.types import Encoder, Hit
from qa.extract import Reading, read
from qa.quoting.reader import (
    FLAGS,
    HEADS,
    WEIGHTS,
    Floats,
    Reader,
    ReaderOutput,
    Window,
    read_closely,
    reader_for,
    windows,
)
from qa.quoting.short import candidates, shorts, trained_weights
from qa.quoting.spans import Sort, spans
from word_encoder import DIMENSION, WordEncoder

TEXTS = (
    "Mayor Ann Archer closed the harbour of Norwick on Monday. A storm had broken the pier.",
    "The harbour was closed by Ann Archer because of a storm.",
    "Captain Lee has waited in Norwick for 12 days.",
)
QUESTION = "Who closed the harbour of Norwick?"


def reading(question: str = QUESTION, texts: tuple[str, ...] = TEXTS) -> Reading:
    hits = [
        Hit(Passage(f"p{n}", f"a{n}", 0, len(text), text), "News", Source(), 1 / n, n)
        for n, text in enumerate(texts, 1)
    ]
    return read(question, hits, WordEncoder(), lambda term: 1.0)


@pytest.fixture(scope="module")
def training() -> Iterator[Any]:
    """benchmarks/train_reader.py, on one thread: beside other work more wait for each other."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent.parent / "benchmarks"))
        yield import_module("train_reader")
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def lessons_of(training: Any) -> Any:
    """benchmarks/reader_lessons.py."""
    return import_module("reader_lessons")


@pytest.fixture(scope="module")
def making(training: Any) -> Any:
    """benchmarks/made_questions.py."""
    return import_module("made_questions")


@pytest.fixture(scope="module")
def tiny(training: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Reader]:
    torch.manual_seed(3)
    net = training.Net(DIMENSION, width=8, inner=12).eval()
    for value in net.parameters():
        value.data = value.data.half().float()  # so that nothing is rounded when it is kept
    file = tmp_path_factory.mktemp("reader") / "reader.safetensors"
    training.save(net, WordEncoder().fingerprint, file)
    return net, Reader.load(file)


def test_windows_hold_sentences_of_one_passage_in_their_order() -> None:
    asked = reading()
    cut = windows(asked, 40)
    assert sorted(place for window in cut for place in window.quotes) == [0, 1, 2, 3]
    texts = [[asked.quotes[place].text for place in window.quotes] for window in cut]
    assert [" ".join(each) for each in texts] == list(TEXTS)
    assert [len(w.vectors) for w in cut] == [len(w.flags) for w in cut]


def test_long_passages_make_several_windows() -> None:
    long = " ".join(f"Captain Lee waited for {n} more days in Norwick." for n in range(30))
    sizes = [len(window.vectors) for window in windows(reading(QUESTION, (long,)), 40)]
    assert len(sizes) > 2
    assert max(sizes) <= 96


def test_flags_say_how_a_token_looks_and_whether_it_was_asked() -> None:
    cut = windows(reading("Who waited in Norwick?", ("Captain Lee waited 12 days.",)), 40)
    assert cut[0].flags[:4, :3].tolist() == [[0, 1, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]]
    assert cut[0].flags[2, 3] == pytest.approx(3.0)  # the cosine of "waited" to itself, widened


def by_hand() -> Reader:
    """No layers and width 4: a capital begins an answer, a figure ends it, nothing else counts."""
    width = HEADS
    said = np.zeros((width, DIMENSION + FLAGS), np.float32)
    said[0, DIMENSION + 1] = said[1, DIMENSION + 2] = 4.0
    weights: dict[str, Floats] = {
        "said.weight": said,
        "asked.weight": np.zeros((width, DIMENSION), np.float32),
        "none": np.zeros((1, width), np.float32),
        "near.weight": np.zeros((width, 1, 5), np.float32),
        "norm.weight": np.ones(width, np.float32),
        "span.weight": np.eye(2, width, dtype=np.float32),
        "silence.weight": np.zeros((1, width), np.float32),
        "silence.bias": np.zeros(1, np.float32),
        "span.bias": np.zeros(2, np.float32),
    }
    for name in ("said", "asked", "near", "norm"):
        weights[f"{name}.bias"] = np.zeros(width, np.float32)
    return Reader(weights, WordEncoder().fingerprint)


def read_by(reader: Reader, asked: Reading, count: int = 40) -> ReaderOutput:
    output = reader.read(asked, count)
    assert output is not None
    return output


def test_a_reader_worked_out_by_hand() -> None:
    output = read_by(by_hand(), reading("Who is it?", ("Lee met 12 of us here.",)))
    (told,) = output.spans
    # (4, 0, 0, 0) is brought to a mean of 0 and a deviation of 1: its first number to 3 / sqrt(3).
    # Seven tokens share a softmax with one silence of 0; five of them are 0 themselves.
    high, low = np.sqrt(3.0), -1 / np.sqrt(3.0)
    total = np.log(np.exp(high) + np.exp(low) + 6.0)
    begins = [high, 0, low, 0, 0, 0, 0]
    ends = [low, 0, high, 0, 0, 0, 0]
    assert told == pytest.approx(np.array([begins, ends]).T - total, abs=1e-4)
    assert output.answerability == pytest.approx(2 * high, abs=1e-4)  # and telling nothing is 0


def test_numpy_computes_what_torch_computes(tiny: tuple[Any, Reader]) -> None:
    net, reader = tiny
    asked = reading()
    told = read_by(reader, asked).spans
    logits = []
    for window in windows(asked, 40):
        vectors, question = window.vectors[None], asked.asked.vectors[None]
        with torch.no_grad():
            spans, none = net(
                torch.from_numpy(question),
                torch.ones(question.shape[:2], dtype=torch.bool),
                torch.from_numpy(vectors),
                torch.from_numpy(window.flags[None]),
                torch.ones(vectors.shape[:2], dtype=torch.bool),
            )
        logits.append((spans[0].numpy(), none[0].item()))
    total = np.log(sum(np.exp(spans).sum(axis=0) + np.exp(none) for spans, none in logits))
    for window, (spans, _) in zip(windows(asked, 40), logits, strict=True):
        found = np.concatenate([told[place] for place in window.quotes])
        assert found == pytest.approx(spans - total, abs=1e-4)


def test_no_more_than_certain_and_every_sentence_read(tiny: tuple[Any, Reader]) -> None:
    asked = reading()
    told = read_by(tiny[1], asked, 3).spans
    assert [len(each) for each in told] == [len(q.tokens.spans) for q in asked.quotes[:3]]
    assert (np.exp(np.concatenate(told)).sum(axis=0) < 1).all()
    assert tiny[1].read(reading(QUESTION, ()), 40) is None


def test_a_window_is_read_alike_whatever_is_beside_it(tiny: tuple[Any, Reader]) -> None:
    reader = tiny[1]
    first, *rest = windows(reading(), 40)
    lead = reader._lead(reading().asked.vectors)
    alone = reader._logits(lead, first)[0]
    for window in rest:
        reader._logits(lead, window)
    again = reader._logits(lead, Window(first.quotes, first.vectors.copy(), first.flags.copy()))[0]
    assert (alone == again).all()
    told, twice = read_by(reader, reading()), read_by(reader, reading())
    assert all((a == b).all() for a, b in zip(told.spans, twice.spans, strict=True))


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "reader.safetensors"
    with pytest.raises(EncoderError, match=r"reader\.safetensors: cannot be read .*reinstall"):
        Reader.load(file)
    file.write_bytes(WEIGHTS.read_bytes()[:-100])
    with pytest.raises(EncoderError, match=r"reader\.safetensors: cannot be read .*reinstall"):
        Reader.load(file)
    whole = bytearray(WEIGHTS.read_bytes())
    whole[-1] ^= 1
    file.write_bytes(whole)
    with pytest.raises(EncoderError, match=r"reader\.safetensors: is damaged .*reinstall"):
        Reader.load(file)
    save_file(load_file(WEIGHTS), file)
    with pytest.raises(EncoderError, match="is damaged"):
        Reader.load(file)


def test_vectors_of_another_encoder_are_not_read() -> None:
    assert reader_for(WordEncoder()) is None
    assert read_closely(reading(), WordEncoder()) is None
    found = candidates(reading(), WordEncoder(), lambda term: 1.0, trained_weights())
    assert found.texts
    assert found.read is None
    assert {each.read for each in shorts(reading(), WordEncoder(), lambda term: 1.0)} == {None}


def test_what_is_kept_is_of_the_packaged_encoder(encoder: Encoder) -> None:
    assert reader_for(encoder) is not None
    assert WEIGHTS.stat().st_size < 1_000_000


def test_a_question_is_made_by_taking_out_the_answer(making: Any) -> None:
    text = "Mayor Ann Archer closed the harbour of Norwick on Monday."
    name = next(s for s in spans(text) if s.sort is Sort.NAME and "Ann" in text[s.start : s.end])
    for seed in range(20):
        question = making.asked(text, name, random.Random(seed))
        assert not making.says(question, ("ann", "archer"))
        assert question[0].isupper()


def test_questions_are_made_of_one_sentence_and_read_in_another(making: Any) -> None:
    texts = [
        "After a winter storm Ann Archer closed the broken harbour pier of Norwick there.",
        "The broken pier in Norwick was closed by Ann Archer, who blamed the winter weather.",
        "A broken harbour pier of Norwick drew visitors, and a storm kept them from the ships.",
        "The council of Weston has raised its rates for the third time, as the papers tell.",
        "Captain Lee will sail for Iceland with a crew of nine people whom nobody has met.",
    ]
    made = making.Maker(texts, 7).questions(100)
    assert made == making.Maker(texts, 7).questions(100)
    by_name = [each for each in made if making.key_of(each.answer) == ("ann", "archer")]
    assert {each.told for each in by_name} <= set(texts[:2])
    assert by_name
    for each in made:
        key = making.key_of(each.answer)
        assert making.says(each.told, key)
        assert not any(making.says(text, key) for text in (each.question, *each.others))


def test_a_question_that_was_asked_teaches_beside_all_that_is_read(lessons_of: Any) -> None:
    lesson = lessons_of.lesson_of(reading(), "the Ann Archer")
    cut = windows(reading(), 40)
    assert [len(text.vectors) for text in lesson.texts] == [len(each.vectors) for each in cut]
    golds = [text.gold for text in lesson.texts]
    words = [TEXTS[0].split(), TEXTS[1].split()]
    places = [(each.index("Ann"), each.index("Archer")) for each in words]
    assert golds == [[places[0]], [places[1]], []]
    assert not any(text.gold for text in lessons_of.lesson_of(reading(), "Weston").texts)


def test_of_many_texts_some_are_read_one_of_which_tells(training: Any, lessons_of: Any) -> None:
    lesson = lessons_of.lesson_of(reading(texts=TEXTS * 4), "Ann Archer")
    for seed in range(20):
        some = training._some(lesson, random.Random(seed))
        assert len(some.texts) == 6
        assert some.texts[0].gold
        assert len({id(text) for text in some.texts}) == 6


@pytest.mark.parametrize("how", ["made", "asked"])
def test_it_learns_where_answers_stand(
    how: str,
    training: Any,
    lessons_of: Any,
    making: Any,
    tmp_path: Path,
) -> None:
    made = [making.Made(QUESTION, "Ann Archer", TEXTS[1], TEXTS[2:])] * 4
    lessons = lessons_of.taught(made, WordEncoder())
    tokens = "The harbour was closed by Ann Archer".split()
    assert lessons[0].texts[0].gold == [(tokens.index("Ann"), tokens.index("Archer"))]
    assert lessons[0].texts[1].gold == []
    asked = [lessons_of.lesson_of(reading(), "Ann Archer")] * 4
    net = (
        training.trained(lessons, [], 60)
        if how == "made"
        else training.trained(lessons, asked, 1, 80)
    )
    file = tmp_path / "kept.safetensors"
    training.save(net, WordEncoder().fingerprint, file)
    reader = Reader.load(file)
    output = read_by(reader, reading())
    found = candidates(reading(), WordEncoder(), lambda term: 1.0, trained_weights(), output)
    assert found.read is not None
    assert found.texts[int(found.read.argmax())] == "Ann Archer"
    likely = shorts(reading(), WordEncoder(), lambda term: 1.0, output)
    assert max(likely, key=lambda each: each.final).text == "Ann Archer"
    assert sum(each.final for each in likely) == pytest.approx(1, abs=0.01)
