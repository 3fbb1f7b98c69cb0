"""What "It", "Its", "They" and "Their" at the beginning of a sentence mean.

That is the subject of the sentence before, where nothing else there could be meant. Of "it" only
where its verb tells what a thing or a company does: "It was raining" and "It took hours to ..."
mean nothing, and "It angered many" what has happened.
"""

import re
from collections.abc import Sequence

from corpus.sentences import Span
from index.terms import fold
from qa.words.lexicon import FUNCTION_WORDS, PEOPLE, ROLES
from qa.words.mentions import Mention, Sort, mentioned

# "It's" and "They're" leave no room for a bracket.
THING = re.compile(r"(?P<points>It|Its|They|Their)(?= [a-z\d])")
_SPEAKS = (
    r"(?:said|says|announced|added|plans|planned|expects|expected|hopes|hoped|aims|wants|wanted"
    r"|denied|denies|declined|insists|insisted|argues|argued|claims|claimed|urged|accused|blamed"
    r"|warned|warns|asked|agreed|refused|reported|reports|pledged|promised|offers|offered|employs"
    r"|employed|owns|owned|operates|operated|sells|sold|publishes|published|serves|produces)"
)
_STANDS = (
    r"(?:covers|covered|contains|contained|houses|housed|stands|stretches|measures|weighs|carries"
    r"|carried|hosts|hosted|features|stars|depicts|lies|orbits|landed|sank)"
)
_MADE = (
    r"(?:based|located|headquartered|founded|established|built|owned|operated|designed|published"
    r"|written|directed|named after|home to)"
)
_IT_DOES = re.compile(
    rf"It (?:(?:also|now|currently|later|then|previously) )?(?:{_SPEAKS}|{_STANDS}"
    rf"|ha[sd] (?:also |since |previously )?{_SPEAKS}|(?:is|was) (?:also )?{_MADE}"
    r"|has (?:(?:about|around|nearly|some|more than|up to|over) )?(?:a population|\$?\d))\b"
)
_ITS = re.compile(
    r"Its (?!(?:effects?|impact|aims?|purpose|outcome|results?|success|end|start|beginning|passage"
    r"|causes?|consequences?|significance|importance|timing|origins?)\b)"
)
# "It is a crime to", "It was she who", "It is unclear whether", "It took three hours to"
_MEANS_NOTHING = re.compile(
    r"[\"“]?It(?:[’']s| (?:is|was|will be|would be|has been|had been|may be|might be|could be))"
    r" .*?\b(?:to|that|who|whether|if|how|why|what|when|where|for)\b"
    r"|[\"“]?It (?:takes|took|seems|seemed|appears|appeared|turns|turned|emerged|remains|rained"
    r"|snowed|(?:will|would) take|(?:is|was) (?:raining|snowing|cold|hot|dark|late))\b"
)
_VERB = re.compile(
    r"(?:,[^,]{3,80},)?(?: (?:also|now|already|recently|later|then|still|often|currently))? "
    r"(?:(?P<one>is|was|has|does|says)|(?P<many>are|were|have|do|say)"
    r"|had|will|would|can|could|may|might|must|should|did|said|told|began|won|lost|took|made|went"
    r"|came|gave|held|left|met|saw|got|became|[a-z]{2,}ed)\b"
)
_NOUNS = [re.compile(rf"(?:The|An?)(?: [a-z][a-z-]+){{{n}}}\b") for n in (1, 2, 3)]
_MANY = frozenset(("people", "police", "men", "women", "children"))
_AND = re.compile(r"(?:And|But|So|Yet)? ?")
# Of people and things: they could be meant as well.
_PLURAL = re.compile(
    r"(?<![\w$£€])(?!(?:years|months|weeks|days|hours|minutes|miles|kilomet(?:er|re)s|has|was|is"
    r"|its|his|this|as)\b)[a-z-]{2,}s\b(?![’'])|\b(?:people|police|men|women|children|and)\b"
)
# Whose words they are may be meant: "..., according to the report.", "..., Archer said."
_VOICED = re.compile(r"[“”\"]|\baccording to\b|, (?:[A-Z]\w+|he|she|they) (?:said|says)\b")
_TELLS_OF = re.compile(r" (?:said|says|say|told)\b")
_ALREADY_SAID = re.compile(r"\b(?:its|itself)\b")


def means_nothing(text: str) -> bool:
    """Whether a sentence begins with an "it" that stands for nothing before it."""
    return _MEANS_NOTHING.match(text) is not None


def thing_meant(points: str, passage: str, start: int, sentences: Sequence[Span]) -> Span | None:
    """Where that stands which a sentence begins with.

    Args:
        points: Its first word, as ``THING`` matches it.
        passage: The text in which it stands, from ``start`` on.
        sentences: Those before it that are looked through, in order.
    """
    many = points in ("They", "Their")
    if not many and not _IT_DOES.match(passage, start) and not _ITS.match(passage, start):
        return None
    after = start
    for first, last in reversed(sentences):
        said = passage[first:last]
        # A heading or a caption in between may be meant.
        if passage[last:after].strip() or _VOICED.search(said):
            return None
        if found := _subject(said, many=many):
            # "The agency says that the lake is full. Its level ...": that of the lake.
            tells_of = points == "Its" and _TELLS_OF.match(said, found[1])
            return None if tells_of else (first + found[0], first + found[1])
        if not said.startswith(("They ", "Their ") if many else ("It ", "Its ")):
            return None
        after = first
    return None


def _subject(said: str, *, many: bool) -> Span | None:
    named = mentioned(said)
    if noun := _noun(said):
        return noun if _can_be_meant(said, noun, named, many=many) else None
    if not named or not _AND.fullmatch(said, 0, named[0].start):
        return None
    first, second = named[0], (*named, named[0])[1]
    if many and first.sort is Sort.PERSON and said[first.end : second.start] == " and ":
        both = first.start, second.end
        return both if _VERB.match(said, second.end) and not _others(said, both[1]) else None
    if first.sort in (Sort.PERSON, Sort.TIME):
        return None
    if first.sort is Sort.UNKNOWN and not many and not _ALREADY_SAID.search(said):
        return None  # a family name may be one
    place = first.start, first.end
    return place if _can_be_meant(said, place, named, many=many) else None


def _noun(said: str) -> Span | None:
    """The noun with its article that a sentence begins with, if a verb stands behind it."""
    found = filter(None, (pattern.match(said) for pattern in _NOUNS))
    return next((each.span() for each in found if _VERB.match(said, each.end())), None)


def _can_be_meant(said: str, place: Span, named: Sequence[Mention], *, many: bool) -> bool:
    """Whether a subject is of the right number, and nothing behind it is that could be meant."""
    verb, words = _VERB.match(said, place[1]), said[slice(*place)].split()
    if not verb or not FUNCTION_WORDS.isdisjoint(words[1:]):
        return False
    if any(_PLURAL.fullmatch(word) for word in words[:-1]):  # "The report shows rain"
        return False
    last = words[-1]
    plural = last.islower() and last.endswith("s") and not last.endswith(("ss", "us", "is"))
    plural = not verb["one"] if verb["one"] or verb["many"] else plural or last in _MANY
    if plural is not many:
        return False
    if many:
        return not _others(said, place[1])
    is_someone = fold(last) in PEOPLE | ROLES
    others = (Sort.PERSON, Sort.TIME)
    return not is_someone and all(m.sort in others or m.start < place[1] for m in named)


def _others(said: str, end: int) -> bool:
    return _PLURAL.search(said, end) is not None
