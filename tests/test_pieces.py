"""What of a passage can be quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reading.pieces import is_of_a_post, is_whole, pieces


def quotable(text: str) -> list[str]:
    return [text[start:end] for start, end in pieces(text)]


@pytest.mark.parametrize("text", ["新港口星期五开放了。", "新しい港が金曜日に開かれた。"])
def test_a_statement_in_a_script_without_spaces_can_be_quoted(text: str) -> None:
    assert quotable(f"{text}博物馆。") == [text]  # the second is a label: "Museum."


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("-5 degrees were measured at dawn on the pier.", "-5 degrees"),
        ("--quiet hides every message of the build.", "--quiet"),
        ("- Six people died in the fire on Monday.", "Six people"),
        ("—Six people died in the fire on Monday.", "Six people"),
    ],
)
def test_a_bullet_is_left_out_and_a_sign_is_not(text: str, begins: str) -> None:
    (told,) = quotable(text)
    assert told.startswith(begins)


def test_glued_sentences_are_two() -> None:
    assert quotable("The mayor said so in a statement.The harbour stays closed until May.") == [
        "The mayor said so in a statement.",
        "The harbour stays closed until May.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They booked the rooms at Booking.com and Amazon.co.uk last year.",
        "The U.S.S. Norwick and St.John sailed on Monday.",
        "It rose by 3.5 points in a week.",
    ],
)
def test_full_stops_within_names_and_numbers_glue_nothing(text: str) -> None:
    assert quotable(text) == [text]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("WASHINGTON – The mayor closed the harbour.", "The mayor closed the harbour."),
        ("AUSTIN, Texas — The mayor closed the harbour.", "The mayor closed the harbour."),
        ("NORWICK (AP) — The mayor closed the harbour.", "The mayor closed the harbour."),
        ("NORWICK, Kent − The mayor closed the harbour.", "The mayor closed the harbour."),
        ("(AP) — The mayor closed the harbour.", "The mayor closed the harbour."),
        ("NORWICK—The mayor closed the harbour.", "The mayor closed the harbour."),
        ("NORWICK –The mayor closed the harbour.", "The mayor closed the harbour."),
        ("AFL-CIO President Ann Archer left.", "AFL-CIO President Ann Archer left."),
        ("— The mayor closed the harbour.", "The mayor closed the harbour."),
        ("►The mayor closed the harbour.", "The mayor closed the harbour."),
        ("But Norwick closed the harbour.", "Norwick closed the harbour."),
        ("However, Norwick closed the harbour.", "Norwick closed the harbour."),
        ("But the mayor closed the harbour.", "But the mayor closed the harbour."),
        ("NATO – an alliance – closed the harbour.", "NATO – an alliance – closed the harbour."),
        ("Butter prices rose again in May.", "Butter prices rose again in May."),
        (
            "21. The harbour of Norwick was closed for the whole of May.",
            "The harbour of Norwick was closed for the whole of May.",
        ),
        ("3) The harbour wall at Norwick.", "3) The harbour wall at Norwick."),  # a heading
    ],
)
def test_what_stands_before_a_sentence_is_left_out(text: str, rest: str) -> None:
    assert quotable(text) == [rest]


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for our newsletter on the harbour.",
        "Subscribe to the paper and get all the news today.",
        "How many ships lay in the harbour that day?",
        "“Why was the harbour closed for so long?”",
        "Read more about the harbour and its ships.",
        "More:The harbour closes for the whole winter",
        "EXPLAINED:130 ships are still waiting in the harbour.",
        "'We waited for days':Sailors tell of the storm",
        "Here's what you need to know about the harbour.",
        "Contributing: Ann Archer and Bob Baker in Norwick",
        "Editor's note: An earlier version had another date.",
        "This story was updated with the mayor's answer.",
        "The harbour of Norwick after the storm on May 3, 2023. Ann Archer/Reuters",
        "Video Ad Feedback The mayor explains why it was closed 01:10 - Source: CNN",
        "Sailors wait for the ferry in the harbour of Norwick on May 3, 2023.",
        "“The mayor has SUNK a ship,” reads the tweet.",
        "The storm over Norwick and its harbour, explained.",
        "For the news of the storm, please see our live updates for Tuesday.",
        "Read a copy of the mayor's letter to the owners.",
        "Below, browse more than 500 photos of the harbour.",
        "What is the PAN?What the harbour of Norwick is after the storm",
        "What is the port?What to know about the harbour of Norwick after the storm",
        "FILE - The mayor of Norwick speaks to sailors.",
        "WHAT IS A HARBOUR WALL?:Storms have broken the one of Norwick",
        "The Norwick Post has reached out to Archer’s office for further comment.",
        "The owner of the two ships did not immediately respond to the Post’s request for comment.",
        "I’m Ann Archer and this is what happened in Norwick on Tuesday.",
        "The mayor left.\n\nFILE - The mayor of Norwick speaks to sailors.",
        "A ship leaves the harbour of Norwick. Photo: Ann Archer",
        "A ship leaves the harbour of Norwick (Photo by Ann Archer)",
        "Ships lie in the bay. One leaves for Weston. (AP Photo/Ann Archer)",
        "The corals of the bay. Courtesy of The Norwick Aquarium",
        "For the news of the storm, subscribe to our paper today.",
        "Follow Ann Archer on the web and sign up for our letter here.",
        "HARBOUR LETTER: Sign up now to get the news in an inbox near the sea.",
        "What to know about the storm over the harbour",
    ],
)
def test_what_stands_around_a_story_is_not_quoted(text: str) -> None:
    assert quotable(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The paper said it will send a newsletter to all its readers.",
        "The mayor said at 10:30 that the harbour stays closed.",
        "Getty Images sued the company over its photographs.",
        "The agency Reuters reported the fire first.",
        "He asked people to sign up as volunteers.",
        "The story has been told many times in Norwick.",
        "The harbour of Norwick was closed again on May 3, 2023.",
        "The mayor explained why it was closed.",
        "“Is the harbour safe?” asked the mayor.",
        "Reading the letter took the mayor an hour.",
        "The mayor reached out to the sailors for help.",
        "The navy did not respond to requests for help from the ship.",
        "The owner, who has sold both ships, did not respond to a request for comment.",
        # what is to come, as captions are dated
        "The law on harbours takes effect on January 1, 2025.",
        "His contract with the port runs out on June 30, 2025.",
        "The trial of the captain is set to begin on March 4, 2025.",
        "The ferry may sail again on Monday, Feb. 3, 2025.",
        "They are back in Norwick on June 1, 2025.",
        # prizes, pictures and banks
        "Best Picture: Oak Bridge, the drama about the flood of 1953.",
        "The Image of Christ in the chapel drew thousands of pilgrims.",
        "A photograph by Ann Archer sold for two million dollars.",
        "The bank Credit of Norwick paid three million euros in fines.",
        "A file photo showed him with the gun, prosecutors said.",
        "FILE sharing sites lost the case in court on Monday.",
        # what others sign up for
        "Residents have until May to sign up for flood alerts, the office said.",
        "The firm said it would subscribe to more of the new shares today.",
        "This is why the minister resigned on Monday, her aides said.",
        "What to know: the port of Norwick is now the fifth in the land.",
        "The winds, which were cold, fell, the captain, explained.",
        "Visitors browse the stalls of the market in Norwick.",
        "Ten towns will see below-freezing temperatures at night.",
    ],
)
def test_news_about_newsletters_photographs_and_agencies_is_news(text: str) -> None:
    assert quotable(text) == [text]


def test_what_points_to_a_note_is_left_out() -> None:
    text = "The bridge stands in Norwick.[1][b] It was built in 1901.[2] Its roof has 300 m²"
    assert quotable(text) == [
        "The bridge stands in Norwick.",
        "It was built in 1901.",
        "Its roof has 300 m²",
    ]


def test_a_credit_takes_no_more_with_it_than_a_caption() -> None:
    story = ["The council of Norwick closed the harbour on Monday after a storm."] * 7
    credit = "A ship in the harbour. Ann Archer/Reuters"
    assert quotable(" ".join([*story[:3], credit])) == []
    assert len(" ".join([*story, credit])) > 420
    assert quotable(" ".join([*story, credit])) == [*story, "A ship in the harbour."]


@pytest.mark.parametrize("filler", ["sign up ", "you subscribe ", ": sign up", "a/", "Photo: A "])
def test_long_passages_take_no_more_than_a_look_each(filler: str) -> None:
    assert list(pieces("The " + filler * (200_000 // len(filler)) + "ends.")) is not None


@given(st.text(max_size=300))
def test_pieces_are_slices_in_order(text: str) -> None:
    last = 0
    for start, end in pieces(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The harbour is closed.", True),
        ("“The harbour is closed.”", True),
        ("iPhones were lost in the harbour.", True),
        ("hours after the harbour was closed, the mayor said.", False),
        ("Harbours: Norwick (16-3) and Weston (12-7)", False),
        ("3. Harbour wall at Norwick.", False),
        ("3. The harbour wall at Norwick was repaired by two masons in May.", True),
    ],
)
def test_a_sentence_is_whole_where_it_begins_and_ends_as_one(text: str, whole: bool) -> None:
    assert is_whole(text) is whole


@pytest.mark.parametrize(
    ("text", "of_a_post"),
    [
        ("A May 4 Facebook post purportedly explains why the harbour is closed.", True),
        ("The post is from a comedian of Norwick.", True),
        ("A video showing ships in a storm is not of this week.", True),
        ("Our rating of this is false.", True),
        ("The post office of Norwick is closed.", False),
        ("She left her post as mayor in May.", False),
        ("Facebook said on Monday that it would close its office in Norwick.", False),
    ],
)
def test_what_goes_round_is_told_from_news(text: str, of_a_post: bool) -> None:
    assert is_of_a_post(text, "why is the harbour closed") is of_a_post
    assert not is_of_a_post(text, "is the video of the harbour fake")
