"""Articles cut into passages."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.trainers import BpeTrainer

from corpus.article import Article, Source
from corpus.passages import HEADER_TOKENS, TARGET_TOKENS, CountTokens, Passage, cut, header
from corpus.sentences import sentences
from index.types import Encoder

TEXTS = st.text(max_size=600) | st.lists(
    st.sampled_from(
        [
            "The harbour closed. ",
            "U.S. ",
            "東京は雨です。",
            "ا" * 40,
            "🎉",
            "e\u0301",
            "\0",
            "\n\n",
            "x" * 90,
        ]
    ),
    max_size=120,
).map("".join)
GIVEN = settings(max_examples=60, deadline=None)


def article(text: str, title: str = "Harbour closed", published: str | None = None) -> Article:
    return Article("a", title, text, Source(published=published))


def require_sound(whole: Article, passages: list[Passage], count: CountTokens, most: int) -> None:
    """Exact slices, in order, apart, holding every word, each read whole by the encoder."""
    at = 0
    head = header(whole, count)
    for passage in passages:
        assert at <= passage.start < passage.end
        assert passage.text == whole.text[passage.start : passage.end]
        assert not whole.text[at : passage.start].strip()
        at = passage.end
    assert not whole.text[at:].strip()
    assert all(size <= most for size in count([f"{head}\n{item.text}" for item in passages]))
    assert len({passage.id for passage in passages}) == len(passages)


@GIVEN
@given(TEXTS, st.text(max_size=300))
def test_every_text_is_cut_without_loss_and_read_whole(
    encoder: Encoder, text: str, title: str
) -> None:
    whole = article(text, title, "2024-10-30")
    require_sound(whole, cut(whole, encoder.count, encoder.max_tokens), encoder.count, 254)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 20_000,
        "東" * 5_000,
        "a b " * 5_000,
        "9" * 3_000,
        "\u0301" * 3_000,
        "🎉" * 3_000,
        "." * 3_000,
    ],
)
def test_what_has_no_sentences_is_still_read_whole(encoder: Encoder, text: str) -> None:
    whole = article(text, title="W" * 2_000, published="2024-10-30")
    passages = cut(whole, encoder.count, encoder.max_tokens)
    require_sound(whole, passages, encoder.count, encoder.max_tokens)


@pytest.fixture(scope="module")
def bytes_count() -> CountTokens:
    """Token counts of a byte-level tokenizer, to which a line break is a token of its own."""
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = ByteLevel(add_prefix_space=False)
    tokenizer.decoder = ByteLevelDecoder()
    trainer = BpeTrainer(vocab_size=400, show_progress=False, initial_alphabet=ByteLevel.alphabet())
    tokenizer.train_from_iterator(["The harbour was closed on Tuesday. "] * 9, trainer)
    return lambda texts: [len(item.ids) for item in tokenizer.encode_batch(list(texts))]


@GIVEN
@given(text=TEXTS, title=st.text(max_size=200))
def test_a_tokenizer_that_counts_line_breaks_reads_passages_whole_too(
    bytes_count: CountTokens, text: str, title: str
) -> None:
    whole = article(text, title, "2024-10-30")
    require_sound(whole, cut(whole, bytes_count, 100), bytes_count, 100)


def test_the_line_break_after_the_header_is_counted(bytes_count: CountTokens) -> None:
    # Letters unknown to the tokenizer: the title fills the header to its last token, and the
    # text the rest.
    whole = article("z" * 52, title="q" * HEADER_TOKENS)
    assert bytes_count([whole.text, whole.title]) == [52, HEADER_TOKENS]
    require_sound(whole, cut(whole, bytes_count, 100), bytes_count, 100)


def test_passages_are_whole_sentences_of_even_size(encoder: Encoder) -> None:
    text = " ".join(f"Ship number {n} left the old harbour before noon." for n in range(40))
    passages = cut(article(text), encoder.count, encoder.max_tokens)
    borders = list(sentences(text))
    assert {passage.start for passage in passages} <= {start for start, _ in borders}
    assert {passage.end for passage in passages} <= {end for _, end in borders}
    sizes = encoder.count([passage.text for passage in passages])
    assert len(passages) == -(-sum(sizes) // TARGET_TOKENS)
    assert max(sizes) <= TARGET_TOKENS
    assert min(sizes) > max(sizes) * 0.8


def test_a_short_article_is_one_passage(encoder: Encoder) -> None:
    (passage,) = cut(article("  One. Two.\n"), encoder.count, encoder.max_tokens)
    assert (passage.start, passage.end, passage.text) == (2, 11, "One. Two.")


def test_ids_change_with_the_words_the_place_and_the_article(encoder: Encoder) -> None:
    def ids(whole: Article) -> set[str]:
        return {passage.id for passage in cut(whole, encoder.count, encoder.max_tokens)}

    first = article("The harbour closed.")
    others = [
        replace(first, text="The harbour opened."),
        replace(first, text=" The harbour closed."),
        replace(first, id="b"),
    ]
    assert ids(first) == ids(replace(first, title="Another title"))
    assert all(ids(first).isdisjoint(ids(other)) for other in others)


def test_the_header_says_title_and_day_and_is_no_part_of_the_text(encoder: Encoder) -> None:
    whole = article("Words.", title="Harbour\n  closed", published="2024-10-31T04:15:00Z")
    assert header(whole, encoder.count) == "Harbour closed (31 October 2024)"
    assert header(article("Words."), encoder.count) == "Harbour closed"
    (passage,) = cut(whole, encoder.count, encoder.max_tokens)
    assert passage.text == "Words."


def test_a_long_title_is_cut_for_the_encoder_and_keeps_its_day(encoder: Encoder) -> None:
    whole = article("Words.", title="Very long titles " * 40, published="2024-10-30")
    head = header(whole, encoder.count)
    assert encoder.count([head])[0] <= HEADER_TOKENS
    assert head.startswith("Very long titles Very")
    assert head.endswith(" (30 October 2024)")
