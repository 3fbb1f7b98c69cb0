"""A follow-up and its history to a question that stands alone, as a person would write it.

more ─────── "Tell me more"              ─ the earlier question, and this behind it
correction ─ "No, I meant Malawi."       ─ the earlier question, with what was meant
fragment ─── "And in March?", "Why?"     ─ the earlier question, with what is new
reference ── "When was he elected?"      ─ this question, with whom it speaks of
otherwise ── what still points back      ─ what the earlier question is about in front

A question that leaves nothing unsaid is not touched, but that "Can you tell me" and the like go,
and that a few words typed in haste are written out ("new zealand pm").
"""

import re
from collections.abc import Sequence

from index.terms import query_terms
from qa.followups.antecedents import EarlierTurn
from qa.followups.fragments import completed, corrected, is_fragment, located
from qa.followups.haste import in_full
from qa.followups.references import points_back, resolved
from qa.followups.requests import without_request
from qa.followups.talk import is_talk
from qa.followups.topic import topic
from qa.types import Turn
from qa.words.lexicon import AUXILIARIES, QUESTION_WORDS
from qa.words.mentions import mentioned

_RECALLED = 8  # turns that are read again
LONGEST = 400  # characters of an earlier question that are read
_WORDY = 40  # words of a question that needs no other
_CONTINUES = re.compile(r"^\s*(?:and|but|or|so|what about|how about|also)\b", re.I)
_ASKS = re.compile(
    r"^\s*(?:(?:since|until|from|for|by|in|at|to|with) )?"
    r"(?:why|when|where|who|whom|how many|how much|how long)\b",
    re.I,
)
# "What does Ukraine say?" leaves unsaid what about.
_OPEN = re.compile(r"\b(?:say|think|do|want|claim|respond|react|reply|decide|know)\s*[?.!]*$", re.I)
# "What was the score?", but not "What is the internet?".
_DEFINITE = re.compile(r"^(?!\s*what(?: is|'s)).*\bthe\b", re.I)
# There is one wherever one asks; there are as many mayors as towns.
_ONLY_ONE = re.compile(r"\bthe (?:pope|moon|sun|sky|universe|internet|bible)\b", re.I)
# "Who was the captain of the Dali?", in whatever case.
_OF = re.compile(r"\b(?:of|in|at|for|with|by|to|from) (?:the )?\w{3,}", re.I)
_FEW_WORDS, _FEWER_WORDS = 2, 1
_MORE = re.compile(
    r"(?:please,? |can you |could you )?(?:(?:tell me|say|give me)? ?more(?: details| information)?"
    r"(?: about (?:it|this|that))?|go on|elaborate)(?:,? please)?\s*[.!?]*",
    re.I,
)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves unsaid, and without a request around it.

    Args:
        question: As it was asked.
        history: Earlier exchanges, oldest first; each is itself made to stand alone.
    """
    earlier: list[EarlierTurn] = []
    for turn in history[-_RECALLED:]:
        asked = without_request(turn.question[:LONGEST].strip())
        if asked and not is_talk(asked):
            earlier.append(EarlierTurn(_alone(asked, earlier)[-LONGEST:], turn.answer or ""))
    return in_full(_alone(without_request(question.strip()), earlier))


def continued(question: str, before: Sequence[str]) -> str:
    """A question that was asked together with those before it, standing alone: with no name and
    few words of its own it is about the same as they are."""
    alone = standalone(question, [Turn(each, None) for each in before])
    few = len(query_terms(question)) <= _FEW_WORDS and not _OF.search(question)
    if alone != question or not before or mentioned(question) or not few:
        return alone
    return _behind(EarlierTurn(before[-1], ""), question)


def _alone(question: str, earlier: Sequence[EarlierTurn]) -> str:
    if not earlier or not question or len(question.split()) > _WORDY or is_talk(question):
        return question
    last = earlier[-1]
    if _MORE.fullmatch(question):
        return _behind(last, question)
    rewritten = corrected(question, last)
    if rewritten is None and is_fragment(question):
        rewritten = completed(question, last) or _behind(last, question)
    rewritten = rewritten or resolved(question, earlier)
    if rewritten:
        return _sentence(rewritten)
    if points_back(question, earlier) or _is_open(question):
        return _behind(last, question)
    if _is_cut_short(question):
        return located(question, last) or _behind(last, question)
    return question


def _sentence(question: str) -> str:
    question = question[:1].upper() + question[1:]
    asks = question.split()[0].casefold() in QUESTION_WORDS | AUXILIARIES
    return f"{question}?" if asks and question[-1] not in "?.!" else question


def _is_cut_short(question: str) -> bool:
    """Whether hardly any words of its own are left in a question that goes on."""
    if mentioned(question) or _ONLY_ONE.search(question):
        return False
    if _CONTINUES.search(question):
        return len(query_terms(question)) <= _FEW_WORDS
    asks = _ASKS.search(question)
    own_words = len(query_terms(question[asks.end() :] if asks else question))
    return own_words <= _FEWER_WORDS and bool(asks or _DEFINITE.search(question))


def _is_open(question: str) -> bool:
    """Whether a question of few words does not say about what: "And what does Ukraine say?"."""
    few = _FEW_WORDS if _CONTINUES.search(question) else _FEWER_WORDS
    return bool(_OPEN.search(question)) and len(query_terms(question)) <= few


def _behind(last: EarlierTurn, question: str) -> str:
    """The question behind what the one is about that it follows, where it does not say that."""
    about = topic(last.question)
    if set(query_terms(about)) <= set(query_terms(question)):
        return question
    return f"{about[:1].upper()}{about[1:]}: {question}"
