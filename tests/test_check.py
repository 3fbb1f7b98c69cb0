"""The support check, by rules that each can fail, and on the pairs written over the samples."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from corpus.article import Article, Source
from corpus.passages import Passage, cut
from index.types import Encoder, Hit
from qa.checking.check import Checker, Verdict
from qa.types import Support

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "support_pairs.jsonl").read_text("utf-8").splitlines()
]
STORM = (
    "The harbour of Port Vale was closed on Tuesday because of a storm, the harbour master, Ida "
    "Brandt, said. About 40 ships waited outside. She called the waves “the highest in a decade.” "
    "The port may stay closed until Friday. Mayor Jonas Lind did not attend."
)
ARTICLE = Article("vale", "Harbour of Port Vale closed", STORM, Source("Post", None, "2024-01-10"))


def hit(article: Article, start: int = 0, end: int | None = None) -> Hit:
    end = len(article.text) if end is None else end
    passage = Passage(f"{article.id}-{start}", article.id, start, end, article.text[start:end])
    return Hit(passage, article.title, article.source, 1.0, 1)


Check = Callable[[str], Verdict]


@pytest.fixture(scope="module")
def check(encoder: Encoder) -> Check:
    checker = Checker(encoder)
    readings = checker.read([hit(ARTICLE)])
    return lambda claim: checker.check(claim, readings)


def test_whole_sentences_are_quoted_with_their_places(check: Check) -> None:
    verdict = check("About 40 ships waited outside.")
    assert (verdict.support, verdict.problem) == (Support.QUOTED, "")
    (place,) = verdict.places
    assert STORM[place.start : place.end] == "About 40 ships waited outside."
    two = 'About 40 ships waited outside. She called the waves "the highest in a decade."'
    assert [STORM[at.start : at.end] for at in check(two).places] == [
        "About 40 ships waited outside.",
        "She called the waves “the highest in a decade.”",
    ]


def test_a_part_of_a_sentence_is_not_quoted(check: Check) -> None:
    verdict = check("The harbour of Port Vale was closed on Tuesday because of a storm.")
    assert verdict.support is Support.WEAK
    assert "somebody says so" in verdict.problem


@pytest.mark.parametrize(
    "claim",
    [
        "Because of a storm, Port Vale's harbour was shut on Tuesday, harbour master Brandt said.",
        "Some 40 ships were waiting outside.",
        "On 9 January the harbour was closed because of a storm, according to Ida Brandt.",
        "Brandt called the waves “the highest in a decade”.",
        "Jonas Lind, the mayor, was not there.",
        "The port may remain closed until Friday.",
    ],
)
def test_other_words_are_supported(check: Check, claim: str) -> None:
    verdict = check(claim)
    assert verdict.support is Support.SUPPORTED, verdict.problem
    assert verdict.holds
    assert verdict.places


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        ("About 50 ships waited outside.", "50 is not in"),
        ("About 40,000 ships waited outside.", "40,000 is not in"),
        ("The harbour was closed on Monday, Ida Brandt said.", "Monday is not in"),
        ("The harbour was closed on 8 January, Ida Brandt said.", "8 January is not in"),
        ("The harbour of Port Hull was closed, Ida Brandt said.", "Port Hull is not in"),
        ("Brandt called the waves “the lowest in a decade”.", "“the lowest in a decade” is not"),
        ("Jonas Lind said the harbour was closed because of a storm.", "has it from Ida Brandt"),
        ("Mayor Jonas Lind attended.", "denies"),
        ("About 40 ships did not wait outside.", "does not say “not”"),
        ("Ida Brandt plays the violin in an orchestra.", "something else"),
        ("All of the ships waited outside.", "does not say “all”"),
    ],
)
def test_what_its_source_does_not_say_is_unsupported(
    check: Check, claim: str, problem: str
) -> None:
    verdict = check(claim)
    assert verdict.support is Support.UNSUPPORTED
    assert problem in verdict.problem


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        ("40 ships waited outside.", "“About 40”"),
        ("The port will stay closed until Friday.", "not certain"),
        ("The harbour of Port Vale was closed because of a storm.", "somebody says so"),
    ],
)
def test_what_its_source_says_with_more_care_is_weak(
    check: Check, claim: str, problem: str
) -> None:
    verdict = check(claim)
    assert verdict.support is Support.WEAK
    assert problem in verdict.problem


def test_nothing_cited_supports_nothing(encoder: Encoder) -> None:
    checker = Checker(encoder)
    assert checker.check("It fell.", []).support is Support.UNSUPPORTED
    empty = checker.read([hit(ARTICLE, 0, 3)])
    assert checker.check("...", empty).support is Support.UNSUPPORTED


def test_names_of_the_article_before_the_passage_are_known(encoder: Encoder) -> None:
    start = STORM.index("She called")
    claim = "Ida Brandt called the waves “the highest in a decade”."
    alone = Checker(encoder)
    assert alone.check(claim, alone.read([hit(ARTICLE, start)])).support is Support.UNSUPPORTED
    whole = Checker(encoder, {"vale": ARTICLE}.get)
    assert whole.check(claim, whole.read([hit(ARTICLE, start)])).holds
    other = "Jonas Lind called the waves “the highest in a decade”."
    assert not whole.check(other, whole.read([hit(ARTICLE, start)])).holds


def test_what_is_drawn_from_two_passages_cites_both(encoder: Encoder) -> None:
    checker = Checker(encoder)
    text = "The bridge over the Ems was painted green in May 2023."
    bridge = Article("ems", "The Ems bridge", text)
    readings = checker.read([hit(ARTICLE), hit(bridge)])
    claim = "The bridge over the Ems was painted green in May 2023, and about 40 ships waited."
    verdict = checker.check(claim, readings)
    assert verdict.holds, verdict.problem
    assert {place.hit.passage.article_id for place in verdict.places} == {"vale", "ems"}


@pytest.mark.parametrize(
    ("chances", "support"),
    [
        ((0.9, 0.05), Support.SUPPORTED),
        ((0.1, 0.2), Support.WEAK),
        ((0.1, 0.8), Support.UNSUPPORTED),
    ],
)
def test_inference_has_a_say_where_there_is_a_model_for_it(
    encoder: Encoder, chances: tuple[float, float], support: Support
) -> None:
    asked = []

    def entails(premise: str, claim: str) -> tuple[float, float]:
        asked.append((premise, claim))
        return chances

    checker = Checker(encoder, entails=entails)
    readings = checker.read([hit(ARTICLE)])
    claim = "Some 40 ships were waiting outside."
    assert checker.check(claim, readings).support is support
    ((premise, said),) = asked
    assert said == claim
    assert premise.startswith("About 40 ships waited outside.")


def test_the_pairs_are_many_and_their_parts_are_about_different_articles() -> None:
    parts: dict[str, set[str]] = {}
    for pair in PAIRS:
        parts.setdefault(pair["part"], set()).add(pair["article"])
    assert not parts["develop"] & parts["measure"]
    kinds = Counter(pair["kind"] for pair in PAIRS)
    assert len(PAIRS) >= 300
    assert len(kinds) == 8
    assert min(kinds.values()) >= 25


def test_true_sentences_are_kept_and_false_ones_caught(
    encoder: Encoder, sample_articles: Mapping[str, Article]
) -> None:
    """The figures by kind are benchmarks/support_pairs.py's; here they must not get worse."""
    checker = Checker(encoder, sample_articles.get)
    passages = {
        name: checker.read(
            [
                hit(item, part.start, part.end)
                for part in cut(item, encoder.count, encoder.max_tokens)
            ]
        )
        for name, item in sample_articles.items()
    }
    right: Counter[bool] = Counter()
    total: Counter[bool] = Counter()
    for pair in PAIRS[::3]:
        place = sample_articles[pair["article"]].text.index(pair["cites"])
        cited = next(
            each
            for each in passages[pair["article"]]
            if each.hit.passage.start <= place < each.hit.passage.end
        )
        is_true = pair["kind"] == "true"
        verdict = checker.check(pair["claim"], [cited])
        right[is_true] += verdict.holds is is_true
        total[is_true] += 1
    assert right[True] / total[True] >= 0.93
    assert right[False] / total[False] >= 0.93
