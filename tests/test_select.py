"""Which sentences make an answer."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Source
from corpus.passages import Passage
from index.types import Hit
from qa.asking.forms import Form
from qa.extract import read
from qa.quote import Quote, Reading
from qa.quoting.cover import MOST, cover
from qa.quoting.few import FEW, MOST_WORDS
from qa.quoting.select import choose as choose_of
from qa.short_answers.likely import Short
from word_encoder import WordEncoder

STORM = (
    "A storm closed the harbour of Norwick on Monday, as the weather service had said it would. "
    "Forty ships with coal and wheat have been waiting outside of the old port since then. "
    "Mayor Ann Archer expects the two docks in the west to be open again by Friday. "
    "The owners of the ships say that they have lost 3 million pounds in two days."
)


TITLE = "Storm closes Norwick harbour: why, and what happened"


def hit(text: str, rank: int = 1, published: str | None = None, title: str = TITLE) -> Hit:
    passage = Passage(f"p{rank}", f"a{rank}", 0, len(text), text)
    return Hit(passage, title, Source(published=published), 1 / rank, rank)


def reading(question: str, hits: Sequence[Hit]) -> Reading:
    return read(question, hits, WordEncoder(), lambda term: 1.0)


def choose(question: str, hits: Sequence[Hit]) -> list[Quote]:
    return choose_of(reading(question, hits), [])


def chosen(question: str, hits: Sequence[Hit]) -> list[str]:
    return [quote.text for quote in choose(question, hits)]


def words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def test_a_point_is_not_made_twice() -> None:
    same = "The mayor closed the harbour on Tuesday."
    other = "The mayor will open the harbour again when the storm is over on Friday."
    hits = [hit(text, rank, title="News") for rank, text in enumerate([same, same, other], 1)]
    texts = chosen("When did the mayor close the harbour?", hits)
    assert texts.count(same) == 1


@pytest.mark.parametrize("question", ["Who closed the harbour of Norwick?", "harbour of Norwick"])
def test_what_another_passage_says_of_something_else_is_not_quoted(question: str) -> None:
    told = "Mayor Ann Archer has closed the harbour of Norwick because of the storm."
    beside = "The parliament of Eastland has closed its doors to visitors until Monday."
    assert chosen(question, [hit(told, title="News"), hit(beside, 2, title="News")]) == [told]


def test_a_heading_adds_nothing_behind_a_sentence() -> None:
    told = "Mayor Ann Archer has closed the harbour of Norwick because of the storm."
    heading = "Archer in the dock over a harbour closed in Norwick"
    question = "Who closed the harbour of Norwick?"
    assert chosen(question, [hit(told), hit(heading, 2)]) == [told]
    assert chosen(question, [hit(f"{told}\n\n{heading}.")]) == [told, f"{heading}."]
    assert chosen(question, [hit(heading, 2)]) == [heading]


def test_a_headline_tells_what_is_on_the_topic() -> None:
    told = "Mayor Ann Archer has closed the harbour of Norwick because of the storm."
    beside = "The parliament of Eastland has closed its doors to visitors until Monday."
    assert beside in chosen("harbour of Norwick", [hit(told, title="News"), hit(beside, 2)])


def test_the_answer_to_a_point_is_few_sentences() -> None:
    long = "The harbour " + "was closed again and " * 12 + "again number {}."
    texts = chosen("Was the harbour closed?", [hit(long.format(n), n) for n in range(1, 9)])
    assert 1 <= len(texts) <= FEW
    assert words(texts) <= MOST_WORDS


def test_an_open_question_is_answered_with_several_facts() -> None:
    texts = chosen("what happened in norwick harbour", [hit(STORM)])
    assert len(texts) > FEW
    assert any(text.endswith("3 million pounds in two days.") for text in texts)


def test_an_open_answer_does_not_say_the_same_twice() -> None:
    hits = [
        hit("A big storm closed the harbour of Norwick on Monday morning.", n) for n in (1, 2, 3)
    ]
    hits.append(hit("The owners of forty ships lost 3 million pounds in two days.", 4))
    assert chosen("what happened in the harbour", hits) == [
        hits[0].passage.text,
        hits[3].passage.text,
    ]


def test_sentences_of_an_article_stay_together_and_in_their_order() -> None:
    other = (
        "Norwick was cut off by the storm for three days. "
        "The storm took the roofs of forty houses in Norwick. "
        "The mayor of Norwick asked for help."
    )
    found = choose("tell me about norwick", [hit(STORM), hit(other, 2)])
    articles = [quote.hit.passage.article_id for quote in found]
    assert len(list(groupby(articles))) == 2
    for article in ("a1", "a2"):
        quotes = [quote for quote in found if quote.hit.passage.article_id == article]
        assert len(quotes) > 1
        told = [quote for quote in quotes if quote is not found[0]]  # what meets it best leads
        assert all(one.end <= after.start for one, after in pairwise(told))


@pytest.mark.parametrize(
    ("question", "order"),
    [("timeline of the norwick storm", [2, 3, 1]), ("latest on the norwick storm", [1, 3, 2])],
)
def test_a_timeline_begins_with_the_oldest_and_the_latest_with_the_newest(
    question: str, order: list[int]
) -> None:
    hits = [
        hit(
            "The harbour of Norwick opened again for all of the ships on Thursday.", 1, "2023-03-09"
        ),
        hit("A storm closed the whole port of the old town for days on end.", 2, "2023-03-01"),
        hit(
            "Forty captains were waiting for better days at sea, and had no coal left.",
            3,
            "2023-03-04",
        ),
    ]
    assert [quote.hit.rank for quote in choose(question, hits)] == order


def test_a_timeline_tells_of_many_days_in_their_order() -> None:
    seizure = "Officers of the port seized the ship of Norwick with forty sailors"
    days = (f"{seizure} on Monday.", f"{seizure} of the north on Monday.")
    later = "The owners of the line paid a fine on March 2, which was large for that small ship."
    first = "The captain bought it in May 2014 from one of the richest men of all the islands."
    hits = [hit(" ".join([*days, later, first]), 1, "2023-03-09", title="The ship of Norwick")]
    texts = chosen("timeline of the ship of norwick", hits)
    assert [text for text in texts if text not in days] == [first, later]
    assert texts[-1] in days


def test_an_entry_of_a_list_of_events_is_one_of_a_timeline() -> None:
    entries = (
        "July 2017: Archer meets the owners of the ship in the old town for the first time\n\n"
        "May 2018: The ship of Archer burns off the islands, and forty sailors are brought to land"
    )
    found = [hit(entries, published="2023-03-09", title="The ship of Norwick")]
    assert chosen("timeline of the ship of archer", found) == entries.split("\n\n")


def test_undated_articles_and_single_sentences_are_answers_too() -> None:
    assert chosen("why did it burn", [hit("It burned because of a spark in the mill.")])
    assert choose("why did it burn", []) == []
    assert choose("who burned it", []) == []


def test_who_is_meant_is_told_unless_the_sentence_before_has_just_said_so() -> None:
    named = "Mayor Ann Archer closed the harbour of Norwick on Monday because of the big storm."
    points = "She wants the two docks in the west to open again by Friday at the latest."
    (first, second) = choose("norwick harbour news", [hit(f"{named} {points}")])
    assert (first.text, second.text) == (named, points)
    assert first.meant is None and second.meant is None
    (alone,) = choose("when will the docks open?", [hit(f"{named} {points}")])[:1]
    assert alone.text == points
    assert alone.meant == (6, 16)


@pytest.mark.parametrize(
    "text",
    [
        "She wants the two docks in the west to open again by Friday at the latest. ",
        "But the two docks in the west of Norwick harbour open again by Friday at the latest. ",
        "Of course, the two docks in the west of Norwick harbour can open again by Friday. ",
    ],
)
def test_a_sentence_that_leans_on_another_is_no_part_of_an_open_answer(text: str) -> None:
    texts = chosen("norwick harbour news", [hit(text + STORM)])
    assert texts and text.strip() not in texts


def test_where_nothing_is_a_whole_statement_the_best_is_shown() -> None:
    assert chosen("what happened in norwick", [hit("Norwick harbour after the storm of March")])


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(["why ", "who ", "latest on "]),
    st.text(max_size=80),
    st.lists(st.text(max_size=300), max_size=4),
)
def test_any_text_gives_a_choice_of_its_sentences(
    start: str, question: str, texts: list[str]
) -> None:
    hits = [hit(text, rank) for rank, text in enumerate(texts, 1)]
    told = reading(start + question, hits)
    taken, found = choose_of(told, []), told.quotes
    assert bool(taken) == bool(found)
    assert {id(quote) for quote in taken} <= {id(quote) for quote in found}
    assert len({id(quote) for quote in taken}) == len(taken) <= MOST


def test_of_two_questions_in_one_each_has_its_share() -> None:
    storm = [
        f"A storm with number {n} closed the harbour, and {what} was lost in the town of Norwick."
        for n, what in enumerate(("coal", "wheat", "timber", "wool", "iron", "salt", "paper"))
    ]
    mayor = "Mayor Ann Archer expects that all the schools will open their doors again by Friday."
    texts = chosen(
        "Why was the harbour closed, and when do schools open?", [hit(" ".join([*storm, mayor]))]
    )
    assert mayor in texts
    assert not set(texts).isdisjoint(storm)


@pytest.mark.parametrize(
    "voice",
    [
        "The storm over the harbour of Norwick was the worst of the last forty years, he said.",
        "We never saw a storm like this one over the harbour of Norwick in all our lives.”",
        "Archer said on Monday in the harbour of Norwick.",
        "I for one never saw a storm like this one over the harbour of Norwick.",
        "You can send your pictures of the storm over Norwick harbour to the paper.",
    ],
)
def test_words_that_are_nobodys_are_no_part_of_an_open_answer(voice: str) -> None:
    texts = chosen("norwick harbour storm", [hit(f"{voice} {STORM}")])
    assert texts and voice not in texts


@pytest.mark.parametrize(
    "told",
    [
        "A burning truck closed the I-95 road to Norwick harbour on Monday, and nobody was hurt.",
        'The mayor closed Norwick harbour on Monday “in light of our storm." as it was said.',
        "The mayor called the closing of Norwick harbour on Monday \"a shame for us'' and a loss.",
    ],
)
def test_a_road_is_no_voice_and_mixed_marks_are_a_quotation(told: str) -> None:
    assert told in chosen("what happened to norwick harbour", [hit(f"{told} {STORM}")])


def test_a_voice_that_is_quoted_may_say_i() -> None:
    voice = "“I never saw a storm like this over the harbour of Norwick,” Mayor Ann Archer said."
    assert voice in chosen("norwick harbour storm", [hit(voice)])


def test_each_sentence_is_chosen_for_likely_answers_that_are_not_yet_held() -> None:
    texts = [
        "The harbour of Norwick was closed by Mayor Ann Archer on Monday.",
        "The harbour of Norwick was closed by Ann Archer, its mayor.",
        "Captain Lee shut the harbour.",
    ]
    question = "Who closed the harbour of Norwick?"
    found = reading(question, [hit(text, rank) for rank, text in enumerate(texts, 1)])
    places = {quote.text: place for place, quote in enumerate(found.quotes)}
    likely = [
        Short("Ann Archer", 0.6, frozenset({places[texts[0]], places[texts[1]]})),
        Short("Lee", 0.4, frozenset({places[texts[2]]})),
    ]
    first, second = (quote.text for quote in choose_of(found, likely)[:2])
    assert first in texts[:2]
    assert second == texts[2]


def test_of_two_figures_that_is_told_which_is_asked_for() -> None:
    evacuated = "The storm Zelda hit Norwick at night, and 3,000 guests were brought away."
    died = "The water stood high, and at least three people died there."
    hits = [hit(f"{evacuated} {died}", 1, title="Storm Zelda")]
    assert chosen("how many people died in storm zelda", hits)[0] == died
    assert chosen("how many guests were brought away from storm zelda", hits) == [evacuated]


def test_what_begins_with_it_is_read_behind_what_it_means() -> None:
    came = "Swimmers came to a new lake near Farbank."
    covers = "It covers 340 square miles of the county of Norwick."
    asked = "how many square miles of the county of norwick"
    assert chosen(asked, [hit(f"{came} {covers}")]) == [came, covers]
    assert chosen(asked, [hit(f"The new lake is deep. {covers}")]) == [covers]


def test_who_follows_is_told_by_what_says_that_one_comes() -> None:
    leaves = "Mayor Ann Archer will leave the town hall of Norwick in May."
    comes = "The council has named Ben Bowman as her successor."
    assert chosen("who will succeed ann archer", [hit(f"{leaves} {comes}")]) == [comes]


@pytest.mark.parametrize("back", ["That is wrong.", "This is patently false, he said.", "Wrong."])
def test_what_an_article_takes_back_at_once_is_not_quoted(back: str) -> None:
    myth = "For years the harbour of Norwick was said to be the oldest of the land."
    true = "The harbour of Norwick was built only after the war."
    assert chosen("norwick harbour", [hit(f"{myth} {back} {true}")]) == [true]
    assert myth in chosen("norwick harbour", [hit(f"{myth} That is right. {true}")])
    assert myth not in chosen("norwick harbour", [hit(f"{myth} {back}")])


@pytest.mark.parametrize(("asked", "newest"), [("who is the", True), ("who was the", False)])
def test_of_what_holds_now_the_newest_tells_first(asked: str, newest: bool) -> None:
    old = "Ann Archer is the mayor of Norwick, and of its harbour."
    new = "Ben Bowman is back as mayor of Norwick."
    hits = [hit(old, 1, "2023-03-01"), hit(new, 2, "2023-03-09")]
    found = reading(f"{asked} mayor of norwick", hits)
    places = {quote.text: place for place, quote in enumerate(found.quotes)}
    likely = [
        Short(name, chance, frozenset({places[text]}))
        for name, chance, text in (("Ann Archer", 0.2, old), ("Ben Bowman", 0.18, new))
    ]
    texts = [quote.text for quote in choose_of(found, likely)]
    assert texts == ([new, old] if newest else [old, new])


def test_of_what_says_the_short_answer_that_leads_which_stands_by_itself() -> None:
    before = "More than 900 were reported missing after the storm of Norwick."
    leaning = "These figures are above those of May, when 438 had died in the storm of Norwick."
    alone = "The dead of the storm of Norwick are 438, Mayor Ann Archer said."
    found = reading(
        "How many died in the storm of Norwick?", [hit(f"{before} {leaning}"), hit(alone, 2)]
    )
    places = {quote.text: place for place, quote in enumerate(found.quotes)}
    likely = [
        Short("438", 0.5, frozenset({places[leaning], places[alone]})),
        Short("May", 0.4, frozenset({places[leaning]})),
        Short("Ann Archer", 0.35, frozenset({places[alone]})),
    ]
    texts = [quote.text for quote in choose_of(found, likely)]
    assert set(texts) >= {leaning, alone}
    assert texts[0] == alone


@pytest.mark.parametrize(
    ("question", "first"),
    [("is the harbour of norwick open", 1), ("did the harbour of norwick open", 0)],
)
def test_whether_it_is_so_is_told_by_the_newest_and_whether_it_was_done_by_what_says_so(
    question: str, first: int
) -> None:
    old = "The harbour of Norwick opened again after the storm of May."
    new = "The harbour of Norwick is to be open from June on."
    found = reading(question, [hit(old, 1, "2023-03-01"), hit(new, 2, "2023-03-09")])
    texts = [quote.text for quote in choose_of(found, [])]
    assert texts == ([old, new] if first == 0 else [new, old])


def test_of_two_that_say_the_same_the_one_that_tells_more_is_read_first() -> None:
    old = "The harbour fire of Norwick killed 12 people, the coroner said of the fire."
    new = "Forty widows of the 12 people killed sued the owner."
    hits = [hit(old, 1, "2023-03-01"), hit(new, 2, "2023-03-09")]
    found = reading("how many people did the harbour fire kill", hits)
    likely = [Short("12", 0.3, frozenset({0, 1})), Short("Forty", 0.2, frozenset({1}))]
    assert [quote.text for quote in choose_of(found, likely)] == [old, new]


def test_how_many_is_not_answered_of_another_firm() -> None:
    own = "The Harker mill let 300 people go."
    other = "The docks cut 11,000 jobs, the most jobs that docks have cut."
    hits = [hit(own, 1, title="Harker cuts jobs"), hit(other, 2, title="Dock strike goes on")]
    assert chosen("how many jobs did harker cut", hits) == [own]


def test_who_won_a_prize_is_not_told_of_one_of_nearly_its_name() -> None:
    song = "The Weston Song Prize is going to Ann Archer."
    chess = "Ben Bowman won the Weston Prize in chess, who won before."
    hits = [hit(song, 1, title="Prizes"), hit(chess, 2, title="Prizes")]
    assert chosen("who won the weston song prize", hits) == [song]


def test_the_sentence_that_says_the_short_answer_is_read_first() -> None:
    texts = [
        "The harbour of Norwick was closed after Captain Lee had warned the council.",
        "Mayor Ann Archer closed it.",
    ]
    found = reading(
        "Who closed the harbour of Norwick?", [hit(t, n) for n, t in enumerate(texts, 1)]
    )
    both, mayor = (next(p for p, q in enumerate(found.quotes) if q.text == text) for text in texts)
    # The first holds two likely answers, which together weigh more than the likeliest.
    others = [Short(name, 0.3, frozenset((both,))) for name in ("Captain Lee", "the council")]
    likely = [Short("Ann Archer", 0.4, frozenset((mayor,))), *others]
    assert [quote.text for quote in choose_of(found, likely)] == texts[::-1]
    unsure = [replace(short, chance=short.chance / 2) for short in likely]
    assert [quote.text for quote in choose_of(found, unsure)] == texts


def test_of_two_years_the_newer_answers() -> None:
    text = "The mayor opened the harbour race and Ann Archer won it in the {} of hearts."
    hits = [hit(text.format("king"), 1, "2021-03-09"), hit(text.format("queen"), 2, "2023-03-09")]
    assert chosen("who won the harbour race", hits)[0].endswith("queen of hearts.")
    assert chosen("who won the harbour race in 2021", hits)[0].endswith("king of hearts.")


def test_what_is_told_of_another_place_does_not_answer() -> None:
    there = "Protesters stormed the harbour office in Norwick on Tuesday."
    elsewhere = "Protesters stormed the harbour office and the port in Weston on Friday."
    of_news = [hit(elsewhere, 1, title="News"), hit(there, 2, title="News")]
    assert chosen("when did protesters storm the harbour office in norwick", of_news) == [there]


def test_a_sentence_that_says_what_another_said_is_left_out() -> None:
    said = "Nobody has been crowned here since June 1953, when {} was crowned in Norwick."
    hits = [hit(said.format("Elizabeth"), 1), hit(said.format("the late queen"), 2)]
    assert len(chosen("when was somebody crowned in norwick", hits)) == 1


def test_a_heading_does_not_lead_where_a_sentence_says_it() -> None:
    heading = "Race in Norwick harbour: Archer against Lee"
    told = "Archer won the race in the harbour of Norwick against Captain Lee by two lengths."
    question = "Who won the race in Norwick harbour?"
    found = reading(question, [hit(heading, 1), hit(told, 2)])
    places = {quote.text: place for place, quote in enumerate(found.quotes)}
    both = frozenset(places.values())
    assert choose_of(found, [Short("Archer", 0.9, both)])[0].text == told


def test_what_meets_the_question_best_leads() -> None:
    first = "The council of Norwick sat until late in the night on Monday to speak of the harbour."
    best = "The harbour of Norwick is closed because the storm took its walls."
    texts = chosen("is the harbour of norwick closed", [hit(f"{first} {best}", title="News")])
    assert texts[0] == best


@pytest.mark.parametrize("telling", [-2.0, 2.0])
def test_of_several_facts_what_is_likeliest_to_be_one_leads(telling: float) -> None:
    first = "The council of Norwick sat until late in the night on Monday to speak of the harbour."
    last = "The harbour of Norwick is closed after the storm took its walls."
    found = reading("why is the harbour of norwick closed", [hit(f"{first} {last}", title="News")])
    quotes = [
        replace(quote, telling=telling if quote.text == last else 0.0) for quote in found.quotes
    ]
    texts = [quote.text for quote in choose_of(replace(found, quotes=quotes), [])]
    assert texts == ([last, first] if telling > 0 else [first, last])


def test_a_reason_leads_where_it_alone_is_asked_for() -> None:
    first = "The council of Norwick sat until late in the night on Monday to speak of the harbour."
    reason = "The harbour of Norwick is closed because the storm took its walls."
    found = reading(
        "why is the harbour of norwick closed", [hit(f"{first} {reason}", title="News")]
    )
    quotes = [replace(q, telling=-2.0 if q.text == reason else 0.0) for q in found.quotes]

    def order(question: str) -> list[str]:
        asked = replace(found, question=question, quotes=quotes)
        return [quote.text for quote in choose_of(asked, [])]

    assert order("why is the harbour of norwick closed") == [reason, first]
    assert order("when was the harbour of norwick closed and why") == [first, reason]


def test_of_what_somebody_says_their_own_words_lead_where_they_are_on_the_matter() -> None:
    of_them = "Captains of the ferries met Mayor Archer in the harbour of Norwick on Monday."
    own = "Archer said that the harbour of Norwick would be closed to all the ferries from May on."
    question = "What did Archer say about the harbour of Norwick?"
    found = reading(question, [hit(f"{of_them} {own}", title="News")])
    quotes = [replace(quote, telling=float(quote.text == of_them)) for quote in found.quotes]
    assert choose_of(replace(found, quotes=quotes), [])[0].text == own
    elsewhere = [replace(quote, coverage=0.5) for quote in quotes]
    assert choose_of(replace(found, quotes=elsewhere), [])[0].text == of_them


def test_an_aside_is_no_fact_of_an_open_answer() -> None:
    aside = "(The harbour of Norwick was closed in May after another storm.)"
    assert aside not in chosen("why was norwick harbour closed", [hit(f"{STORM} {aside}")])


def test_an_aside_does_not_lead() -> None:
    aside = "(The harbour of Norwick was closed in May.)"
    told = "The harbour of Norwick, which is old, was closed in June by the mayor."
    assert chosen("when was the harbour of norwick closed", [hit(f"{aside} {told}")])[0] == told


def test_the_latest_is_not_of_last_year() -> None:
    old = "The harbour of Norwick was closed by a storm that took forty ships."
    new = "The harbour of Norwick is open again for all the ships on Thursday."
    hits = [hit(old, 1, "2022-03-09"), hit(new, 2, "2023-03-09")]
    assert chosen("what's the latest on norwick harbour", hits) == [new]


def test_who_won_is_told_of_the_last_final_unless_a_year_is_named() -> None:
    told = [
        ("Archer could win the Norwick Open on Sunday.", "2023-03-09"),
        ("Archer beat Baker and won the Norwick Open.", "2023-03-12"),
        ("Cole won the Norwick Open for the first time.", "2022-03-10"),
        ("Dean won the Norwick Open in 2019.", "2023-03-11"),
        ("Eva won the Norwick Open in 2018.", "2023-03-11"),
    ]
    hits = [hit(text, rank, day, "News") for rank, (text, day) in enumerate(told, 1)]
    assert chosen("who won the norwick open", hits) == [told[1][0]]
    in_2019 = chosen("who won the norwick open in 2019", hits)
    assert told[3][0] in in_2019
    assert told[4][0] not in in_2019


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("what happened in norwick harbour", "2023-05-09"),
        ("what happened in norwick harbour in january 2023", "2023-01-09"),
    ],
)
def test_of_what_happened_the_last_is_told_first_unless_another_time_is_named(
    question: str, day: str
) -> None:
    old = "A fire closed the harbour of Norwick, and forty ships waited outside for many long days."
    new = "A storm closed the harbour of Norwick, and sixty ships sailed back to Weston at once."
    found = reading(question, [hit(old, 1, "2023-01-09"), hit(new, 2, "2023-05-09")])
    (first,) = cover(found.quotes, question, Form.STORY, room=16)
    assert first.hit.source.published == day


def test_a_definition_begins_with_what_defines() -> None:
    first = "The ships of the Norwick Bay line sailed again on Monday morning."
    defines = "Norwick Bay is a port in the north, where ships wait for coal and wheat."
    texts = chosen("what is norwick bay", [hit(f"{first} {defines}", title="News")])
    assert texts[0] == defines


@pytest.mark.parametrize(
    "question", ["what's the latest on norwick harbour", "when was norwick harbour closed"]
)
def test_what_posts_claim_is_not_quoted_as_news(question: str) -> None:
    post = "A May 4 Facebook post says that Norwick harbour was closed by the latest storm."
    news = "Norwick harbour was closed on Monday morning by the mayor, Ann Archer."
    assert chosen(question, [hit(post, 1), hit(news, 2)])[0] == news


def test_why_is_answered_by_articles_that_tell_of_the_matter() -> None:
    told = (
        "Mayor Ann Archer plans to resign. "
        "The move comes amid a long dispute over the new docks in the west."
    )
    beside = (
        "Mayor Ann Archer called for a new vote in Eastland. "
        "The owners of the Eastland ships were glad to see the old prince resign."
    )
    hits = [hit(told, 1, title="News"), hit(beside, 2, title="The prince will resign")]
    assert chosen("why did archer resign", hits) == [
        "Mayor Ann Archer plans to resign.",
        "The move comes amid a long dispute over the new docks in the west.",
    ]


def test_a_question_for_a_day_is_answered_by_sentences_that_tell_one() -> None:
    told = "The harbour of Norwick will open again on May 3."
    hits = [hit("The harbour of Norwick will open again, the mayor said.", 1), hit(told, 2)]
    assert chosen("when will the harbour of norwick open again", hits) == [told]


@pytest.mark.parametrize("question", ["What is Wordle?", "what is wordle and how does it work"])
def test_sentences_before_a_link_to_another_story_do_not_tell_of_it(question: str) -> None:
    other = "The mayor of Norwick said that she had never liked any comics and did not read one. "
    link = "Games: Wordle is played by thousands of people in Norwick."
    assert chosen(question, [hit(other + link, title="News of Monday")]) == [link]


def test_where_no_word_of_the_question_is_said_the_meaning_decides() -> None:
    texts = chosen("Why do aeroplanes collide?", [hit(STORM, title="News of Monday")])
    assert len(texts) > FEW, "several facts, as for any open question"


@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("why did the dockers of norwick strike", False),
        ("timeline of the strike of the dockers of norwick", True),
        ("why did the dockers of norwick strike in 2022", True),
    ],
)
def test_the_strike_of_a_year_ago_is_not_told_beside_that_of_now(question: str, both: bool) -> None:
    now = "The dockers of Norwick have been on strike for six days, as their wages fell behind."
    then = "The dockers of Norwick were on strike for nine days, as their old port was sold then."
    hits = [
        hit(now, 1, "2023-09-20", "The strike of the dockers of Norwick"),
        hit(then, 2, "2022-10-25", "The strike of the dockers of Norwick"),
    ]
    assert set(chosen(question, hits)) == ({now, then} if both else {now})


def test_what_is_old_is_told_where_the_new_tells_less() -> None:
    new = "The town hall of Weston has been painted anew since Monday."
    old = "The dockers of Norwick were on strike for nine days, as their old port was sold then."
    hits = [hit(new, 1, "2023-09-20", "Weston"), hit(old, 2, "2022-10-25", "The dockers strike")]
    assert old in chosen("why did the dockers of norwick strike", hits)


def test_a_further_sentence_counts_what_is_asked_for_too() -> None:
    question = "How many votes did Ann Archer get in the council of Norwick?"
    told = "Behind closed doors at dawn 216 votes went in the council of Norwick to Ann Archer."
    beside = "Ann Archer did get the council of Norwick 12 old grey ships, ropes and sails."
    found = reading(question, [hit(told), hit(beside, 2)])
    places = {quote.text: place for place, quote in enumerate(found.quotes)}
    likely = [Short(text, 0.4, frozenset({place})) for text, place in places.items()]
    likely += [Short("216", 0.2, frozenset({places[told]}))]
    assert [quote.text for quote in choose_of(found, likely)] == [told]
    found = replace(found, question=question.replace("How many votes", "What"))
    assert {quote.text for quote in choose_of(found, likely)} == {told, beside}


def test_the_dead_of_years_before_are_not_told_beside_those_of_now() -> None:
    now = "At least 36 people have died in the storm at Norwick, the county wrote on Monday."
    before = "Many people have died in the storm at Norwick in 1977: 23 on one old grey ship alone."
    question = "How many people have died in the storm at Norwick?"

    def told(day: str | None) -> set[str]:
        found = reading(question, [hit(now, published=day), hit(before, 2, published=day)])
        chances = [0.7 if quote.text == now else 0.5 for quote in found.quotes]
        likely = [Short(str(p), chance, frozenset({p})) for p, chance in enumerate(chances)]
        return {quote.text for quote in choose_of(found, likely)}

    assert told("2024-03-14") == {now}
    assert told(None) == {now, before}  # it may have been written then


def test_who_holds_an_office_is_told_by_the_last_who_is_named_so() -> None:
    before = hit("First Minister Bert Bell of Norwick spoke.", 1, "2022-09-08", "Norwick")
    about = hit("Cora Cole hopes to be first minister of Norwick.", 2, "2023-05-01", "Norwick")
    now = hit("First Minister Ann Archer had a difficult day.", 3, "2023-04-06", "News")
    asked = "who is the first minister of norwick"
    assert chosen(asked, [before, about, now]) == [now.passage.text]


def test_of_holders_told_lately_the_one_of_that_place_counts() -> None:
    other = hit("Weston will be led by Mayor Bert Bell for a year.", 1, "2022-12-05", "News")
    own = hit("Norwick Mayor Ann Archer was elected in 2019.", 2, "2022-11-17", "Mayors")
    assert chosen("who is the mayor of norwick", [other, own]) == [own.passage.text]


def test_a_headline_says_of_what_one_holds_an_office() -> None:
    old = hit("Norwick Mayor Ann Archer opened the bridge.", 1, "2024-01-10", "Bridge")
    new = hit("Mayor Bert Bell was sworn in on Monday.", 2, "2024-05-10", "New mayor of Norwick")
    texts = chosen("who is the mayor of norwick", [old, new])
    assert set(texts) == {old.passage.text, new.passage.text}
