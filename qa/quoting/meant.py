"""Who is meant by the first words of a quoted sentence, where only one can be.

A sentence that begins with "he", "it", "the company" or "the film" is quoted away from the one
before it, so the reader has to be told who or what that is: a bracket, with a citation of the
place where the name stands. Where two could be meant, or none is named, nothing is said.
"""

import re
from collections.abc import Mapping, Sequence

from corpus.sentences import Span
from index.terms import fold
from qa.quote import Quote
from qa.quoting.things import THING, means_nothing, thing_meant
from qa.quoting.works import WORK, work_meant
from qa.reading.pieces import pieces
from qa.words.lexicon import COMPANIES, FUNCTION_WORDS
from qa.words.mentions import Mention, Sort, mentioned
from qa.words.pointing import points_back

_SENTENCES = 2  # before it, that are looked through
# Not within a quotation: whom a voice means, it alone knows. "He's" leaves room behind it.
_PERSON = re.compile(r"(?P<points>He|She|His|Her)\b(?!self)(?:[’'](?:s|d|ll)\b)?")
_COMPANY = re.compile(rf"(?P<points>The (?:{'|'.join(sorted(COMPANIES))}))\b(?![’'])")
# Away from what it joins on to, such a sentence leaves the reader asking what it is about.
_JOINS_ON = re.compile(
    r"[\"“]?(?:And|But|Or|So|Yet|Nor|Also|Then|Still|Thus|Instead|Otherwise|Therefore|However|Moreover"
    r"|Furthermore|Nevertheless|Meanwhile|Likewise|Similarly|Indeed|Even so|Of course|That said"
    r"|After that|At that point|As a result|By contrast|For (?:example|instance)"
    r"|In (?:addition|contrast|turn|other words|the meantime)|On the other hand)\b"
)
# "In recent years, ", "Former President "
_OPENING = re.compile(r"(?:[A-Z][^,\"“”]{1,60}, )?(?:[Tt]he )?(?:[A-Z][\w.’'-]+ ){0,4}")
# "This year, ", "Those who swim", "Both Ann Archer and Bob Baker" mean nothing before them.
_NEEDS_NONE = re.compile(
    r"(?:This|That|These) (?:past |last )?(?:year|season|spring|summer|fall|autumn|winter|month"
    r"|week|weekend|day|morning|afternoon|evening|night|time|century|decade)s?\b"
    r"|Those (?:who|whose|with|without|in|from)\b|Neither [^,.;]+ nor\b|Both [^,.;]+ and\b"
)
_ARTICLE = re.compile(r"^(?:The|An?)(?= )")
_SAYING = r"(?:said|says|told|added|noted|wrote|explained|argued|tweeted|recalled|testified)"
_SAYS = re.compile(rf"(?:He|She) (?:also |then |later )?{_SAYING}\b")


def with_name(text: str, name: str) -> str:
    """The sentence with the name in a bracket behind its first words.

    >>> with_name("His ship was late.", "Ann Archer")
    "His [Ann Archer's] ship was late."
    >>> with_name("It covers a square mile.", "The lake")
    'It [the lake] covers a square mile.'
    >>> with_name("He's late again.", "Bob Archer")
    "He's [Bob Archer] late again."
    """
    patterns = (_PERSON, _COMPANY, WORK, THING)
    found = next(filter(None, (pattern.match(text) for pattern in patterns)), None)
    if not found:
        return text
    if found.re is THING:
        name = _ARTICLE.sub(lambda article: article[0].lower(), name, count=1)
    owner = ("'" if name.endswith("s") and found["points"] == "Their" else "'s") * (
        found["points"] in ("His", "Her", "Its", "Their")
    )
    return f"{text[: found.end()]} [{name}{owner}]{text[found.end() :]}"


def meant(passage: str, start: int, title: str = "") -> Span | None:
    """Where the name stands of whom the sentence from ``start`` on means.

    None where its first words do not point back, or it is not sure where to.
    """
    person, company = _PERSON.match(passage, start), _COMPANY.match(passage, start)
    before = [span for span in pieces(passage) if span[1] <= start]
    if work := WORK.match(passage, start):
        return _work(work["points"], passage, before[-_SENTENCES:], start)
    if thing := THING.match(passage, start):
        return _thing(thing["points"], passage, before[-_SENTENCES:], start, title)
    if not person and not company:
        return None
    known = [mention for mention in mentioned(f"{title}. {passage}") if mention.sort is Sort.PERSON]
    people = {fold(mention.name.split()[-1]): mention.female for mention in known}
    for first, last in reversed(before[-_SENTENCES:]):
        said = passage[first:last]
        if person:
            female = person["points"] in ("She", "Her")
            fitting = [m for m in mentioned(said) if _is_person(m, said, people, female=female)]
            speaks = _SAYS.match(passage, start) is not None
        else:
            noun = company["points"].split()[-1] if company else ""
            fitting = [m for m in mentioned(said) if _is_company(m, noun, title, people)]
            speaks = False
        found = _only(fitting)
        if found:
            sure = is_subject(found, said) or (speaks and _speaks(found, said))
            return (first + found.start, first + found.end) if sure else None
        if fitting or not points_back(said):
            break
    return None


def _work(points: str, passage: str, sentences: Sequence[Span], start: int) -> Span | None:
    for first, last in reversed(sentences):
        if found := work_meant(points, passage[first:last], passage[:start]):
            return first + found[0], first + found[1]
    return None


def _thing(
    points: str, passage: str, sentences: Sequence[Span], start: int, title: str
) -> Span | None:
    found = thing_meant(points, passage, start, sentences)
    # "It" is the company, and that is Normart.
    return meant(passage, found[0], title) if found and points_back(passage[found[0] :]) else found


def named_at(quote: Quote) -> Span | None:
    """Where in its article the name stands that a quoted sentence begins without."""
    passage = quote.hit.passage
    found = meant(passage.text, quote.start - passage.start, quote.hit.title)
    return (passage.start + found[0], passage.start + found[1]) if found else None


def with_subject(quote: Quote) -> str:
    """The sentence with the name before it that it begins without."""
    found = named_at(quote)
    if found is None:
        return quote.text
    start, end = (place - quote.hit.passage.start for place in found)
    return f"{quote.hit.passage.text[start:end]} {quote.text}"


def stands_alone(quote: Quote) -> bool:
    """Whether a reader can tell whom its first words mean, and what they join on to."""
    if _JOINS_ON.match(quote.text):
        return False
    return not points_back(quote.text) or named_at(quote) is not None


def leans(quote: Quote) -> bool:
    """Whether a reader needs the sentence before it to tell whom or what its first words mean."""
    text = quote.text
    needs_none = means_nothing(text) or _NEEDS_NONE.match(text) is not None
    return points_back(text) and not needs_none and named_at(quote) is None


def _only(fitting: Sequence[Mention]) -> Mention | None:
    """The one that is named; None where none is, or more than one."""
    distinct = {fold(mention.name.split()[-1]) for mention in fitting}
    return fitting[0] if len(distinct) == 1 else None


def _is_person(
    mention: Mention, said: str, people: Mapping[str, bool | None], *, female: bool
) -> bool:
    if mention.sort not in (Sort.PERSON, Sort.UNKNOWN) or mention.name.isupper():
        return False
    if fold(mention.name.split()[0]) in FUNCTION_WORDS:  # "Though Archer", "the Giants"
        return False
    last = fold(mention.name.split()[-1])
    gender = mention.female if mention.female is not None else people.get(last)
    if gender is not None:
        return gender is female
    several = " " in mention.name
    return several or last in people or _speaks(mention, said)


def _is_company(mention: Mention, noun: str, title: str, people: Mapping[str, bool | None]) -> bool:
    if fold(mention.name.split()[-1]) == noun:  # "the bank" for Norwick Bank
        return True
    if mention.sort in (Sort.PERSON, Sort.PLACE, Sort.TIME, Sort.THING):
        return False
    return mention.sort is Sort.GROUP or (
        mention.name in title and fold(mention.name.split()[-1]) not in people
    )


def is_subject(mention: Mention, said: str) -> bool:
    """Whether the sentence is about it: it comes first, but for a clause and a title."""
    return _OPENING.fullmatch(said, 0, mention.start) is not None and not said.startswith(
        ("'", "’"), mention.end
    )


def _speaks(mention: Mention, said: str) -> bool:
    name = re.escape(mention.name)
    return (
        re.search(rf"{name}(?:,[^,]+,)? {_SAYING}\b|\b{_SAYING} (?:\w+\. )?{name}", said)
        is not None
    )
