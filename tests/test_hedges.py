"""How careful a source is, and whether a claim is."""

import pytest

from qa.checking.hedges import Care, careless, exact_only_here


def care(claim: str, source: str) -> Care | None:
    """Of a claim all of whose words are met in the source where they stand in it."""
    places = [source.find(word) for word in claim.rstrip(".").split() if word in source]
    return careless(claim, source, places)


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("Troops are in Russia.", "The ministry said that troops are in Russia.", Care.SAID),
        ("Troops are in Russia.", "Troops are in Russia, he said on Tuesday.", Care.SAID),
        ("Troops are in Russia.", "According to Seoul, troops are in Russia.", Care.SAID),
        ("Troops are in Russia.", "Troops are reportedly in Russia.", Care.DOUBT),
        ("Troops went to Russia.", "Troops may have been sent to Russia.", Care.DOUBT),
        ("It is the longest storm.", "If the data hold, it is the longest storm.", Care.DOUBT),
        ("Troops will go to Russia.", "Troops went to Russia.", Care.FUTURE),
        ("He will be fined if it is so.", "He could be fined if it is so.", Care.DOUBT),
        ("The firm cut 500 jobs.", "The firm plans to cut 500 jobs.", Care.FUTURE),
        ("The talks resumed.", "The talks are to resume on Monday.", Care.FUTURE),
        ("The talks were held.", "The talks will be held in March.", Care.FUTURE),
        ("It has banned cars.", "It is considering a ban on cars.", Care.FUTURE),
        ("It is proven to help.", "It is thought of as a help.", Care.DOUBT),
        ("He broke the law.", "The party alleges that he broke the law.", Care.SAID),
        ("It uses old laws.", "There are concerns that it uses old laws.", Care.DOUBT),
        ("It helps men.", "He hopes that it helps men.", Care.DOUBT),
    ],
)
def test_care_that_is_dropped(claim: str, source: str, expected: Care) -> None:
    assert care(claim, source) is expected


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The ministry reports that troops are in Russia.", "Troops are in Russia, it said."),
        ("Troops are probably in Russia.", "Troops may be in Russia."),
        ("Troops will go to Russia.", "Troops are to go to Russia."),
        ("The governor is against it.", "The governor says he is against it."),
        ("Kitson tips France to win.", "France are to win, said Robert Kitson, who tips them."),
        ("The firm plans to cut jobs.", "The firm plans to cut 500 jobs."),
        ("The firm cut jobs.", "The firm cut jobs, and plans to cut more."),
        ("The talks resume on Monday.", "The talks are to resume on Monday."),
        ("It is confirmed to help.", "It is proven to help."),
        ("Nobody confirmed it.", "Nobody spoke of it."),
        ("A train was at my door.", "A train appeared at my door."),
        # said of something else
        ("The minister met him in Moscow.", "The minister met him in Moscow and promised aid."),
        ("The headline was wrong.", "The headline, “Pentagon said so”, was wrong."),
    ],
)
def test_care_that_is_kept(claim: str, source: str) -> None:
    assert care(claim, source) is None


@pytest.mark.parametrize(
    ("claim", "source", "told"),
    [
        ("10,000 soldiers", "about 10,000 soldiers", "about 10,000"),
        ("190 people died", "At least 190 people died", "At least 190"),
        ("It cost $2 billion", "It cost more than $2 billion", "more than 2 billion"),
        ("20 people", "As many as 20 people", "As many as 20"),
        ("some 10,000 soldiers", "about 10,000 soldiers", ""),
        ("10,000 soldiers", "10,000 soldiers", ""),
        ("10,000 soldiers", "about 10,000 or rather 10,000 soldiers", ""),
        ("in 2024", "about 10,000 soldiers", ""),
        ("At least 500 people", "Up to 500 people", "Up to 500"),
        ("children over 12", "children under 12", "under 12"),
        ("more than 500 people", "nearly 500 people", "nearly 500"),
        ("about 500 people", "more than 500 people", ""),
        ("at least 500 people", "500 or more people", ""),
        ("at least 500 people", "500 people", ""),
    ],
)
def test_a_number_that_is_made_exact(claim: str, source: str, told: str) -> None:
    problem = exact_only_here(claim, source)
    assert (told in problem) if told else problem == ""
