"""Sentence and paragraph borders."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.sentences import Span, paragraphs, sentences

BORDERS = "³→ \n\t\r\f\u2029\u00a0.!?…。！？؟।\"'“”‘’«»()[]-*•:;"
WORDS = (
    "U.S.",
    "Mr.",
    "No.",
    "p.m.",
    "J.",
    "The",
    "Jan.",
    "1.2",
    "12)",
    "word",
    "東京",
    "é",
    "\0",
    "[1]",
    "R-Fla.",
)
TEXTS = st.text() | st.lists(st.sampled_from((*BORDERS, *WORDS)), max_size=60).map("".join)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def require_cover(text: str, spans: list[Span]) -> None:
    """The spans are in order, apart, trimmed, and hold all that is not white space."""
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    "expected",
    [
        # abbreviations
        ["The U.S. economy grew 2.1% in the quarter.", "Analysts cheered."],
        ["He moved to the U.S.", "The move surprised many."],
        ["The U.N. Security Council met in Washington, D.C.", "Police closed the road."],
        ["Mr. Smith met Dr. Jones and Sen. Warren.", "They talked."],
        ["The Jan. 6 inquiry called Lt. Gen. Hall.", "It ended."],
        ["Apple Inc. said profits rose.", "Shares fell."],
        ["No. 10 Downing Street did not comment.", "Nobody did."],
        ["They left at 5 p.m. Tuesday.", "It rained."],
        ["They left at 5 p.m.", "The road was empty."],
        ["She sold cars, boats, etc. Business was slow.", "He left."],
        # numbers and money
        ["The deal is worth $1.2 billion.", "It closes in May."],
        ["It rose 3.5.", "It fell 2.25 to £3.50."],
        ["NORWICK, Wis. (AP) — Ann Archer left.", "KINGSTON, N.Y. — She came."],
        ["He is Gov. of Kent.", "It was Calif. Gov. Low, R-Calif. – of all.", "She lives in Ala."],
        ["They moved to Flint, Mich.", "Trump followed.", "The shop off Del. 1 and Md. 63 closed."],
        ["Army Brig. Gen. Lee met state Del. Ann Low in Sault Ste. Marie.", "Prop. 205 failed."],
        ["He led Minneapolis-St. Paul and then-Gov. Low.", "The ex-U.S. Marine left."],
        ["He sold CR-Vs.", "Six of them burned.", "They ate Jell-O.", "It was red."],
        # initials
        ["J. K. Rowling wrote it.", "John F. Kennedy read it."],
        ["George W. Bush spoke.", "Nobody listened."],
        # quotations, kept whole with who spoke
        ["“It is over. We won,” he said.", "The crowd left."],
        ['"Stop! Go home!" she shouted.', "Nobody moved."],
        ["«C’est fini. Partez !» dit-il.", "Personne ne bouge."],
        ["He asked: 'Why?'", "No one answered."],
        ["‘We have won. It is over,’ he said.", "‘They can’t stop us. We’re free,’ said Ms Low."],
        ["It rose in the ‘90s.", "It is the workers’ hour."],
        ['The 13" laptop sold out.', "It cost $500.", 'The 15" one did not sell.'],
        ['“He came," she said.', '"She left," he said.', '"They won. It is over."'],
        # what points to a note
        [
            "It stands in Norwick.[1]",
            "It was built in 1901.[2][b]",
            "Ann said “so.”[note 3]",
            "It fell.³",
        ],
        ["It is so.[citation needed]", "See note [1].", "The list [2] is long."],
        # marks
        ["Wait... what happened?", "Nothing."],
        ["What?!", "Really…", "Yes."],
        ["(He left.)", "She stayed."],
        ["Yahoo! said it would close.", "It did."],
        # scripts
        ["Great news!", "🎉 We won.", "👩‍👩‍👧 cheered."],
        ["Cafe\u0301 Ole\u0301.", "Merci."],
        ["هل عاد؟", "نعم.", "ثم ذهب."],
        ["वह आया।", "फिर चला गया।"],
        ["הוא חזר.", "היא נשארה."],
        ["Киев молчит.", "Москва тоже."],
        ["One.\0 Two.", "Three."],
    ],
    ids=lambda expected: expected[0][:24].encode("ascii", "replace").decode(),
)
def test_where_sentences_end(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


def test_scripts_without_spaces_end_at_their_own_marks() -> None:
    assert split("今日は雨です。明日は晴れます！本当？") == [
        "今日は雨です。",
        "明日は晴れます！",
        "本当？",
    ]


def test_a_long_quotation_is_cut_at_its_own_sentences() -> None:
    inner = ["“" + "We met before. ".strip(), *["Again we talked about the harbour."] * 12]
    text = " ".join(inner) + "” he said. Then he left."
    assert split(text)[:3] == inner[:3]
    assert split(text)[-1] == "Then he left."


def test_list_items_and_blank_lines_are_borders() -> None:
    text = "Key points:\n- First point\n- Second point\n1. Third\n2) Fourth\n\nA new\nparagraph"
    assert split(text) == [
        *("Key points:", "- First point", "- Second point", "1. Third", "2) Fourth"),
        "A new\nparagraph",
    ]
    assert split("Our aims:\n● One\n■ Two\n→ Three\n✓ Four\n· Five") == [
        *("Our aims:", "● One", "■ Two", "→ Three", "✓ Four", "· Five"),
    ]


def test_paragraphs_end_at_blank_lines_and_at_their_own_separator() -> None:
    text = "  One\nline.  \n \n\n Two.\u2029Three.\fFour.\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["One\nline.", "Two.", "Three.", "Four."]


def test_a_line_break_in_the_middle_of_a_sentence_is_no_border() -> None:
    assert split("The harbour\nwas closed.\nIt opened\nagain.") == [
        "The harbour\nwas closed.",
        "It opened\nagain.",
    ]


PROSE = "The bridge at Larnholm was closed after cracks were found in two of its piers."


@pytest.mark.parametrize(
    "expected",
    [
        ["Larnholm bridge closed", PROSE],
        ["Larnholm bridge closed\nBy Tove Lind", PROSE],
        [
            PROSE,
            "What the repairs will cost",
            PROSE,
            "Visitors",
            "On the first day 40 people came to see it.",
        ],
        [
            "Costs",
            "The work will cost 900,000 crowns, said the head of the\nWater Board, Nils Farr.",
        ],
        # a line of a sentence, of a poem, of an address
        ["It was paid for by the town of Norwick,\n" + PROSE],
        ["He said that\n" + PROSE[0].lower() + PROSE[1:]],
        ["I wandered far\nAs clouds that float on high\nO'er vales."],
        ["Society of River Poets\n12 Mill Lane\nNorwick"],
    ],
    ids=lambda expected: expected[0][:16],
)
def test_a_line_much_shorter_than_the_prose_below_it_is_a_heading(expected: list[str]) -> None:
    assert split("\n".join(expected)) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n\u2029\f\u00a0"])
def test_white_space_holds_no_sentence(text: str) -> None:
    assert not list(sentences(text))
    assert not list(paragraphs(text))


@given(TEXTS)
@example("“a. b.” c.”")
@example("x\n \n- a\n\f1. b")
def test_sentences_and_paragraphs_lose_nothing_and_do_not_overlap(text: str) -> None:
    parts = list(paragraphs(text))
    require_cover(text, parts)
    spans = list(sentences(text))
    require_cover(text, spans)
    assert all(any(a <= start and end <= b for a, b in parts) for start, end in spans)


@given(TEXTS, st.integers(0, 80), st.integers(0, 80))
def test_a_part_of_a_text_is_split_as_if_it_stood_alone(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    alone = [(start + a, start + b) for a, b in sentences(text[start:end])]
    assert list(sentences(text, start, end)) == alone


@pytest.mark.parametrize(
    "filler",
    [" ", ".", "?!", '"', "“", "\u00a0", "\n", ".)", "U.S.", "- ", "‘", "‘a’b", ".[1]", "[1]"],
)
def test_long_runs_take_no_more_than_a_look_each(filler: str) -> None:
    text = "a" + filler * (300_000 // len(filler)) + "b"
    require_cover(text, list(sentences(text)))
