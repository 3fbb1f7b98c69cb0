"""The reader: what it is given, what it computes, what is refused; what it is taught by."""

import random
from collections.abc import Iterator, Sequence
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
from index.encoding.upper_layers import UpperLayers
from index.types import Encoder, Hit, TokenVectors, Vectors
from qa.extract import read
from qa.quote import Reading
from qa.reading.joint_reader import JointReader, Taught
from qa.reading.reader import WEIGHTS, ReaderOutput, read_by, read_closely, reader_for
from qa.reading.windows import FLAGS, windows
from qa.short_answers.short import candidates, shorts, trained_weights
from qa.short_answers.spans import Sort, spans
from tiny_bert import tiny_bert
from trainers import trainer
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
    with trainer("train_reader") as found:
        yield found


@pytest.fixture(scope="module")
def lessons_of(training: Any) -> Any:
    """benchmarks/reader_lessons.py."""
    return import_module("reader_lessons")


@pytest.fixture(scope="module")
def making(training: Any) -> Any:
    """benchmarks/made_questions.py."""
    return import_module("made_questions")


@pytest.fixture(scope="module")
def made_lessons(training: Any) -> Any:
    """benchmarks/made_lessons.py."""
    return import_module("made_lessons")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_bert(tmp_path_factory.mktemp("model"))


def kept(net: Any, folder: Path, place: Path, training: Any) -> JointReader:
    """The reader of what a net has learned, written and read again."""
    file = place / "reader.safetensors"
    training.save(net, WordEncoder().fingerprint, file)
    taught = Taught.load(file)
    return JointReader(taught, UpperLayers(folder, taught.changes, taught.head))


@pytest.fixture(scope="module")
def tiny(
    training: Any, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Any, JointReader]:
    torch.manual_seed(3)
    net = import_module("reader_net").Net(folder, rank=4).eval()
    for value in net.parameters():
        value.data = (value.data + 0.1 * torch.randn(value.shape)).half().float()
    return net, kept(net, folder, tmp_path_factory.mktemp("reader"), training)


def test_windows_hold_sentences_of_one_passage_in_their_order() -> None:
    asked = reading()
    cut = windows(asked, 40)
    assert sorted(place for window in cut for place in window.quotes) == [0, 1, 2, 3]
    texts = [[asked.quotes[place].text for place in window.quotes] for window in cut]
    assert [" ".join(each) for each in texts] == list(TEXTS)
    assert [len(w.states) for w in cut] == [len(w.flags) for w in cut]


def test_long_passages_make_several_windows() -> None:
    long = " ".join(f"Captain Lee waited for {n} more days in Norwick." for n in range(30))
    sizes = [len(window.states) for window in windows(reading(QUESTION, (long,)), 40)]
    assert len(sizes) > 2
    assert max(sizes) <= 96


def test_flags_say_how_a_token_looks_and_whether_it_was_asked() -> None:
    cut = windows(reading("Who waited in Norwick?", ("Captain Lee waited 12 days.",)), 40)
    headline, said = [[0, 1, 0, 1]], [[0, 1, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]]
    assert cut[0].flags[:5].tolist() == headline + said
    assert cut[0].headline == len(headline)


def test_without_the_states_of_the_lower_layers_nothing_is_read() -> None:
    class Upper(WordEncoder):
        def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
            return [TokenVectors(each.vectors, each.spans) for each in super().encode_tokens(texts)]

    hits = [quote.hit for quote in reading().quotes]
    bare = read(QUESTION, hits, Upper(), lambda term: 1.0)
    assert windows(bare, 40) == []
    assert read_by(by_hand(), bare, 40) is None


def by_hand() -> JointReader:
    """No layers: a capital begins an answer, a figure ends it, and nothing else counts."""
    nothing = np.zeros((2, DIMENSION), np.float32)
    flags = np.zeros((DIMENSION, FLAGS), np.float32)
    flags[0, 1] = flags[1, 2] = 100.0  # of unit vectors no number is nearly as large
    head = np.zeros((3, DIMENSION), np.float32)
    head[0, 0] = head[1, 1] = 0.02
    bias = np.array([0.0, 0.0, 0.5], np.float32)
    taught = Taught({}, head, bias, nothing, nothing[0], flags, WordEncoder().fingerprint)

    def layers(states: Sequence[Vectors]) -> list[Vectors]:
        return [(np.round(each / 100) * 100).astype(np.float32) @ head.T for each in states]

    return JointReader(taught, layers)


def output_of(reader: JointReader, asked: Reading, count: int = 40) -> ReaderOutput:
    output = read_by(reader, asked, count)
    assert output is not None
    return output


def test_a_reader_worked_out_by_hand() -> None:
    output = output_of(by_hand(), reading("Who is it?", ("Lee met 12 of us here.",)))
    (told,) = output.spans
    # Seven tokens share a softmax with one silence of 0.5; a capital is 2, and so is a figure.
    total = np.log(np.exp(2.0) + 6.0 + np.exp(0.5))
    begins, ends = [2, 0, 0, 0, 0, 0, 0], [0, 0, 2, 0, 0, 0, 0]
    assert told == pytest.approx(np.array([begins, ends]).T - total, abs=1e-4)
    assert output.answerability == pytest.approx(2 + 2 - 2 * 0.5, abs=1e-4)


def test_the_graph_computes_what_torch_computes(tiny: tuple[Any, JointReader]) -> None:
    net, reader = tiny
    asked = reading()
    told = output_of(reader, asked).spans
    logits = []
    for window in windows(asked, 40):
        states, question = window.states[None], asked.asked.vectors[None]
        with torch.no_grad():
            spans, none = net(
                torch.from_numpy(question),
                torch.ones(question.shape[:2], dtype=torch.bool),
                torch.from_numpy(states),
                torch.from_numpy(window.flags[None]),
                torch.ones(states.shape[:2], dtype=torch.bool),
            )
        logits.append((spans[0, window.headline :].numpy(), none[0].item()))
    total = np.log(sum(np.exp(spans).sum(axis=0) + np.exp(none) for spans, none in logits))
    for window, (spans, _) in zip(windows(asked, 40), logits, strict=True):
        found = np.concatenate([told[place] for place in window.quotes])
        assert np.ptp(spans) > 0.5
        assert found == pytest.approx(spans - total, abs=0.05)  # torch rounds to eight bits


def test_no_more_than_certain_and_every_sentence_read(tiny: tuple[Any, JointReader]) -> None:
    asked = reading()
    told = output_of(tiny[1], asked, 3).spans
    assert [len(each) for each in told] == [len(q.tokens.spans) for q in asked.quotes[:3]]
    assert (np.exp(np.concatenate(told)).sum(axis=0) < 1).all()
    assert read_by(tiny[1], reading(QUESTION, ()), 40) is None


def test_what_stands_in_sentences_that_are_not_read_is_least_likely() -> None:
    output = output_of(by_hand(), reading(), 3)
    assert output.log_chance([(3, 0, 1)]) == -12
    read = output.log_chance([(0, 0, 1)])
    assert read > -12
    assert output.log_chance([(0, 0, 1), (3, 0, 1)]) == read


def test_a_window_is_read_alike_whatever_is_beside_it(tiny: tuple[Any, JointReader]) -> None:
    layers = tiny[1].layers
    states = [window.states for window in windows(reading(), 40)]
    together = layers(states)
    assert [len(each) for each in together] == [len(each) for each in states]
    for one, told in zip(states, together, strict=True):
        assert (layers([one])[0] == told).all()


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "reader.safetensors"
    with pytest.raises(EncoderError, match=r"reader\.safetensors: cannot be read .*reinstall"):
        Taught.load(file)
    file.write_bytes(WEIGHTS.read_bytes()[:-100])
    with pytest.raises(EncoderError, match=r"reader\.safetensors: cannot be read .*reinstall"):
        Taught.load(file)
    whole = bytearray(WEIGHTS.read_bytes())
    whole[-1] ^= 1
    file.write_bytes(whole)
    with pytest.raises(EncoderError, match=r"reader\.safetensors: is damaged .*reinstall"):
        Taught.load(file)
    save_file(load_file(WEIGHTS), file)
    with pytest.raises(EncoderError, match="is damaged"):
        Taught.load(file)


def test_vectors_of_another_encoder_are_not_read() -> None:
    assert reader_for(WordEncoder()) is None
    assert read_closely(reading(), WordEncoder()) is None
    found = candidates(reading(), WordEncoder(), lambda term: 1.0, trained_weights())
    assert found.texts
    assert found.read is None
    assert shorts(reading(), WordEncoder(), lambda term: 1.0)


def test_what_is_kept_is_of_the_packaged_encoder(encoder: Encoder) -> None:
    assert reader_for(encoder) is not None
    assert WEIGHTS.stat().st_size < 2_500_000


def test_a_question_is_made_by_taking_out_the_answer(making: Any) -> None:
    text = "Mayor Ann Archer closed the harbour of Norwick on Monday."
    name = next(s for s in spans(text) if s.sort is Sort.NAME and "Ann" in text[s.start : s.end])
    for seed in range(20):
        question = making.asked(text, name, random.Random(seed))
        assert not making.says(question, ("ann", "archer"))
        assert question[0].isupper()


NEWS = (
    "After a winter storm Ann Archer closed the broken harbour pier of Norwick there.",
    "The broken pier in Norwick was closed by Ann Archer, who blamed the winter weather.",
    "A broken harbour pier of Norwick drew visitors, and a storm kept them from the ships.",
    "The council of Weston has raised its rates for the third time, as the papers tell.",
    "Captain Lee will sail for Iceland with a crew of nine people whom nobody has met.",
)


def test_questions_are_always_made_alike(making: Any) -> None:
    made = making.Maker(NEWS, 7).questions(100)
    assert made == making.Maker(NEWS, 7).questions(100)
    by_name = [each for each in made if each.answer == "Ann Archer"]
    assert by_name
    for each in made:
        assert not making.says(each.question, making.key_of(each.answer))
    assert all("archer" not in each.rest and "norwick" in each.rest for each in by_name)


def lessons(made_lessons: Any, making: Any) -> Any:
    maker = making.Maker(NEWS, 7)
    texts = (*NEWS, "Sign up.")  # which is no sentence, and is not read
    titles = ["Harbour"] * len(texts)
    passages = made_lessons.Passages(titles, texts, WordEncoder().encode(texts), WordEncoder())
    made = [each for each in maker.questions(100) if each.answer == "Ann Archer"]
    return passages.lessons(made, maker.rarity)


def test_a_made_question_is_read_in_other_passages(made_lessons: Any, making: Any) -> None:
    for lesson in lessons(made_lessons, making):
        telling = [passage.text for passage, _ in lesson.telling]
        silent = [passage.text for passage, _ in lesson.silent]
        # Not in the sentence that it was made of, which says all of its words.
        assert len(telling) == 1
        assert telling[0] in NEWS[:2]
        assert set(silent) == set(NEWS[2:])
        for seed in range(10):
            first, *others = lesson.drawn(random.Random(seed)).texts
            words = telling[0].replace(",", " ,").split()
            # Behind the headline of one word, which is no answer.
            assert first.gold == [(1 + words.index("Ann"), 1 + words.index("Archer"))]
            assert first.flags[:, -1].tolist() == [1] + [0] * (len(first.states) - 1)
            assert not any(text.gold for text in others)


def test_it_begins_with_the_ends_as_the_lower_layers_leave_them(
    training: Any, folder: Path
) -> None:
    net = import_module("reader_net").Net(folder, rank=4)
    assert net.ends.shape == (2, DIMENSION)
    # The lower half is one layer, whose last norm they have come through.
    weights = load_file(folder / "model.safetensors")
    norm = "encoder.layer.0.output.LayerNorm"
    ends = (net.ends.detach().numpy() - weights[f"{norm}.bias"]) / weights[f"{norm}.weight"]
    assert ends.mean(axis=1) == pytest.approx(0, abs=1e-4)
    assert ends.std(axis=1) == pytest.approx(1, abs=1e-4)


def test_written_questions_stand_alone(lessons_of: Any) -> None:
    rows_of = import_module("real_news").rows_of
    files = lessons_of.WRITTEN, lessons_of.UNTOLD, lessons_of.CONTRAST
    rows = [row for file in files for row in rows_of(file)]
    for key in ("id", "question"):
        assert len({row[key] for row in rows}) == len(rows)
    taught, held = (
        {row["article"] for row in rows if row["split"] == split} for split in ("train", "held")
    )
    assert taught
    assert held
    assert not taught & held
    assert all(len(row["question"].split()) > 1 for row in rows)
    for row in rows_of(lessons_of.WRITTEN):
        asked = lessons_of.words(row["question"])
        said = lessons_of.words(row["answers"][0])
        runs = [asked[n : n + len(said)] for n in range(len(asked))]
        assert said
        assert said not in runs, row


def test_everyday_questions_name_what_tells_or_nothing(lessons_of: Any) -> None:
    rows_of = import_module("real_news").rows_of
    every, double = (
        rows_of(lessons_of.WRITTEN.with_name(f"{name}_questions.jsonl"))
        for name in ("everyday", "double")
    )
    assert len({row["id"] for row in [*every, *double]}) == len(every) + len(double)
    assert {row["split"] for row in every} == {"train", "held"}
    assert all(bool(row["answers"]) == bool(row["articles"]) for row in every)
    assert all(row["answers"] or row["second"] for row in double)
    assert all(row["date"] > "2023-04-01" for row in [*every, *double])


def test_a_question_that_was_asked_teaches_beside_all_that_is_read(lessons_of: Any) -> None:
    lesson = lessons_of.lesson_of(reading(), ["Mrs Archer", "the Ann Archer"])
    cut = windows(reading(), 40)
    assert [len(text.states) for text in lesson.texts] == [len(each.states) for each in cut]
    golds = [text.gold for text in lesson.texts]
    words = [TEXTS[0].split(), TEXTS[1].split()]
    places = [(1 + each.index("Ann"), 1 + each.index("Archer")) for each in words]
    assert golds == [[places[0]], [places[1]], []]
    assert not any(text.gold for text in lessons_of.lesson_of(reading(), ["Weston"]).texts)


def test_of_many_texts_some_are_read_one_of_which_tells(lessons_of: Any) -> None:
    lesson = lessons_of.lesson_of(reading(texts=TEXTS * 4), ["Ann Archer"])
    for seed in range(20):
        some = lesson.drawn(random.Random(seed))
        assert len(some.texts) == 6
        assert some.texts[0].gold
        assert len({id(text) for text in some.texts}) == 6


def test_a_lesson_keeps_as_many_texts_as_it_is_drawn_from(lessons_of: Any) -> None:
    texts = (TEXTS[0],) * 5 + (TEXTS[2],) * 7
    lesson = lessons_of.lesson_of(reading(texts=texts), ["Ann Archer"])
    thinned = lesson.thinned(random.Random(0))
    tells = [bool(text.gold) for text in thinned.texts]
    assert tells == [True] * 3 + [False] * 5
    assert {id(text) for text in thinned.texts} < {id(text) for text in lesson.texts}
    assert thinned.asked is lesson.asked


def test_what_is_not_told_teaches_that_no_text_tells(training: Any, lessons_of: Any) -> None:
    silent = lessons_of.lesson_of(reading(texts=TEXTS * 4), ["Weston"])
    drawn = silent.drawn(random.Random(1))
    assert drawn.silent
    assert drawn.teaches
    assert len(drawn.texts) == 6
    cut_off = lessons_of.Drawn(drawn.asked, drawn.texts)
    assert not cut_off.teaches
    # Alone it is the loss of each text's saying nothing.
    torch.manual_seed(0)

    def net(asked: Any, _asking: Any, said: Any, _looks: Any, _there: Any) -> Any:
        return torch.zeros(*said.shape[:2], 2), torch.full((len(said),), 50.0)

    assert float(training._loss(net, [drawn])) == pytest.approx(0, abs=1e-6)


def test_between_two_teachings_are_shares_of_their_weights(training: Any) -> None:
    one, other = {"head": torch.tensor([1.0, 2.0])}, {"head": torch.tensor([2.0, 4.0])}
    assert training.between(one, other, 0.25)["head"].tolist() == [1.25, 2.5]


@pytest.mark.parametrize("how", ["made", "asked"])
def test_it_learns_where_answers_stand(
    how: str,
    training: Any,
    lessons_of: Any,
    made_lessons: Any,
    making: Any,
    folder: Path,
    tmp_path: Path,
) -> None:
    torch.manual_seed(3)
    net = import_module("reader_net").Net(folder, rank=4)
    made = lessons(made_lessons, making) * 4
    asked = [lessons_of.lesson_of(reading(), ["Ann Archer"])] * 4
    untold = lessons_of.lesson_of(reading("Where does Weston swim?"), [])
    if how == "made":
        training.by_made(net, made, 200)
    else:
        lessons_by_kind = {"made": made, "asked": asked, "written": [*asked, untold]}
        training.by_asked(net, lessons_by_kind, training.MANY_SHARES, 500)
    reader = kept(net, folder, tmp_path, training)
    output = output_of(reader, reading())
    found = candidates(reading(), WordEncoder(), lambda term: 1.0, trained_weights(), output)
    assert found.read is not None
    assert found.texts[int(found.read.argmax())] == "Ann Archer"
    likely = shorts(reading(), WordEncoder(), lambda term: 1.0, output)
    assert likely[0].text == "Ann Archer"
    assert sum(each.chance for each in likely) == pytest.approx(1, abs=0.01)
