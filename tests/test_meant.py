"""Who is meant by the first words of a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.quoting.meant import meant, with_name
from qa.words.pointing import points_back


def name(passage: str, sentence: str, title: str = "") -> str | None:
    found = meant(passage, passage.index(sentence), title)
    return passage[found[0] : found[1]] if found else None


@pytest.mark.parametrize(
    ("before", "sentence", "who"),
    [
        ("Ann Archer closed the harbour.", "She left on Monday.", "Ann Archer"),
        ("Mayor Archer closed the harbour.", "He left on Monday.", "Archer"),
        ("In the spring, Ann Archer closed the harbour.", "She left on Monday.", "Ann Archer"),
        ("“It was a storm,” Archer said.", "He added that it was over.", "Archer"),
        ("Bob Archer closed the harbour.", "His ship is late again.", "Bob Archer"),
        ("Bob Archer closed the harbour.", "He’s late again.", "Bob Archer"),
        # one sentence further back, where that one points back too
        ("Ann Archer left the town. She was tired.", "She comes back in May.", "Ann Archer"),
    ],
)
def test_the_one_who_is_spoken_of_is_found(before: str, sentence: str, who: str) -> None:
    assert name(f"{before} {sentence}", sentence) == who


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("Ann Archer met Mary Baker in the harbour.", "She left on Monday."),  # either
        ("Ann Archer closed the harbour.", "He left on Monday."),  # not a man
        ("The harbour was closed on Monday.", "He left on Tuesday."),  # nobody
        ("Ships waited for Bob Archer.", "He left on Monday."),  # not its subject
        ("Bob Archer’s ship was late.", "He left on Monday."),
        ("Bob Archer closed the harbour. The ships waited outside.", "He left on Monday."),
        ("Bob Archer spoke of the storm.", "“He never saw one like it.”"),  # a voice
        ("Bob Archer closed the harbour.", "It was closed for days."),
        ("Bob Archer closed the harbour.", "They left on Monday."),
        ("Bob Archer closed the harbour.", "Ships waited outside the port."),
    ],
)
def test_where_it_is_not_sure_nobody_is_named(before: str, sentence: str) -> None:
    assert name(f"{before} {sentence}", sentence) is None


def test_a_company_is_known_by_its_title_or_its_form() -> None:
    passage = "Normart has raised its prices. The company blamed the storm."
    sentence = "The company blamed the storm."
    assert name(passage, sentence, "Normart raises its prices") == "Normart"
    assert name(passage, sentence, "Prices rise again") is None
    passage = "Norwick Bank raised its rates in May. The bank blamed the storm."
    assert name(passage, "The bank blamed the storm.") == "Norwick Bank"


@pytest.mark.parametrize(
    ("before", "sentence", "title"),
    [
        ("All saw “A Storm at Sea,” a film.", "The movie took a prize.", "A Storm at Sea"),
        ('The novel "Harbour 9" came out. Many read it.', "The book sold well.", "Harbour 9"),
        ("“A Storm” is a film. “It was cold,” she said.", "The film is long.", "A Storm"),
    ],
)
def test_a_work_is_known_by_the_only_title(before: str, sentence: str, title: str) -> None:
    assert name(f"{before} {sentence}", sentence) == title
    assert with_name(sentence, title).startswith(f"{' '.join(sentence.split()[:2])} [{title}] ")


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("The films “Storm” and “Harbour Lights” won.", "The film is long."),  # either
        ("“Harbour Lights” came out. The film “Storm” won.", "The film is long."),
        ("The album “Storm” came out.", "The film is long."),  # of another kind
        ("“Storm” was read out.", "The book is long."),  # of what kind is not said
        ("A film was shown.", "The film is long."),  # no title
        ("The film “Storm” outdid the first film.", "The film is long."),  # that one or the first
        ("The film “Storm” won.", "The film festival is long."),  # no film
        ("The film was “boring and long”.", "The film is long."),  # words that are none
        # too far back
        (
            "The film “Storm” won. The harbour was closed. The ships waited outside.",
            "The film is long.",
        ),
        ("The film “Storm” won.", "The film's end is sad."),
    ],
)
def test_a_work_that_is_not_sure_is_not_named(before: str, sentence: str) -> None:
    assert name(f"{before} {sentence}", sentence) is None


def test_the_name_stands_in_a_bracket_behind_the_words() -> None:
    assert with_name("He left.", "Bob Archer") == "He [Bob Archer] left."
    assert with_name("His ship left.", "Bob Archer") == "His [Bob Archer's] ship left."
    assert with_name("The bank failed.", "Norwick Bank") == "The bank [Norwick Bank] failed."
    assert with_name("It failed.", "The bank") == "It [the bank] failed."
    assert with_name("Its boats left.", "The Hague") == "Its [the Hague's] boats left."
    assert with_name("Their boats left.", "The fishers") == "Their [the fishers'] boats left."
    assert with_name("It’s late.", "Norwick Bank") == "It’s late."
    assert with_name("Ships left.", "Bob Archer") == "Ships left."


def test_what_points_back() -> None:
    assert points_back("They left on Monday.")
    assert points_back("“This is a storm.”")
    assert not points_back("Theatres opened again.")
    assert not points_back("The harbour is closed.")


@given(st.text(max_size=200), st.sampled_from(["He left.", "The company left.", "Ships left."]))
def test_what_is_found_stands_before_the_sentence(before: str, sentence: str) -> None:
    passage = f"{before} {sentence}"
    start = len(passage) - len(sentence)
    found = meant(passage, start, before)
    assert found is None or 0 <= found[0] < found[1] <= start
