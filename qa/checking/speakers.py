"""Who says it: the speakers of a sentence, and whether the source has it from the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.terms import terms
from qa.checking.names import Mentions, Name, names, same, subject

_TELLING = (
    r"said|says|wrote|writes|tweeted|posted|explained|explains|argued|argues|warned|warns|noted|"
    r"notes|remarked|replied|insisted|insists|claimed|claims|concluded|concludes|joked|recalled|"
    r"asked|observed|stressed|complained|cautioned"
)
_VERBS = (
    rf"{_TELLING}|puts?(?= (?:the|its|his|her|their|it|this|that)\b)|told|"
    r"added|adds(?= that\b|[,:.])|stated|called|urged|advised|"
    r"answered|maintained|described|spoke|spoken|condemned|dismissed|rejected|denied|"
    r"denies|pledged|promised|accused|voiced|repeated|confirmed|wanted|"
    r"declined|reported|announced|predicted|forecast|compared|likened|congratulated|fears|"
    r"feared|brushed|charged|defended|thinks|believes|counts|counted|estimated|fear|say"
)
_BEFORE = re.compile(rf"\b(?:{_VERBS})\b", re.I)
# ", said one of his lawyers, " before a name, or "said Russia's President ".
_AFTER = re.compile(
    rf"(?:[,\"”]\s+(?:{_TELLING}|added|told)|"
    r"\baccording to|\bby the account of|\bin the words of)\s+"
    r"(?!(?:he|she|they|it|we|that|there|to)\b)"
    r"(?:[A-Z][\w.-]*['’]s\s+|The\s+)?(?:[a-z][\w'’.\-]*,?\s+){0,6}"
    r"(?:[A-Z][a-z]+\.?\s+){0,2}$"
)
# "The Argentine skipper insisted": a noun between a name and its verb tells of somebody else.
_SOMEBODY = re.compile(
    r"\s+(?!(?:has|had|have|also|then|later|once|never|often|is|was|were|did|does|would|will"
    r"|himself|herself|itself|on|in|at)\b)[a-z]+(?<!ly)\s"
)
_PRONOUN = re.compile(
    rf"\b(?:he|she|it|they|the (?:agency|ministry|company|board|organization|organisation|bank|"
    rf"spokesman|spokeswoman|president|minister|department|police))\b[^.;,]{{0,30}}?\b(?:{_VERBS})\b",
    re.I,
)
# "Officials said", ", the health ministry there said".
_GROUP = re.compile(
    rf"\b([a-z]{{3,}}s)\s+(?:{_VERBS})\b|,\s+(?:the|an?|one)\s+(?:[a-z]+\s+)*?([a-z]+)\s+(?:there\s+)?"
    rf"(?:{_TELLING})\b|[,\"”]\s+(?:{_TELLING})\s+(?:the|an?|one)\s+(?:[a-z]+\s+)*([a-z]+)(?=[.,]|$)"
)
_VOICE = re.compile(
    rf"\b(?:the|an?|his|her|its|their)\s+(?:[a-z-]+\s+)*?([a-z]+)\s+(?:{_TELLING})\b", re.I
)
# "Nehru's observation", "an observation made by Gandhi", "it was Gandhi who said".
_WORDS = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:observation|remarks?|claims?|statement|comments?|warnings?|views?|words"
    r"|argument|account|estimate|verdict|judge?ment|description)\b"
)
_MADE_BY = re.compile(
    r"\b(?:made|voiced|expressed|raised|written|issued|put forward) by\s+(?:the\s+)?$", re.I
)
_SILENT = re.compile(r"\b(?:not|never|without)\b|n['’]t\b")  # "did not say"
_IT_WAS = re.compile(r"\bit (?:was|is)\s+(?:the\s+)?$", re.I)
_QUOTE = re.compile(r"[\"“]")  # a voice that goes on
_ANY_VERB = frozenset(terms("said says told added spoke spoken stated noted reported argued asked"))
_APPOSITION = re.compile(r",[^,;]{3,160},(?=\s)|\s*\([^()]{2,60}\)")
_OF = re.compile(r"\s*(?:,|of|from|at|for)(?:\s+the)?\s*")
# What begins something else between a name and a verb.
_PARTS = re.compile(r"[,;:“\")]|\b(?:that|who|whom|which|and|but|while|he|she|it|they)\b")
_OBJECT = re.compile(
    r"(?<!spokesperson )(?<!spokesman )(?<!spokeswoman )\b(?:in|at|from|of|to|with|beside|for|on|"
    r"against|by|near|between|toward)\s+(?:the\s+)?$",
    re.I,
)
_LONGER = re.compile(r"\s+(?:of|for|at|from)\s+(?:the\s+)?")  # "the Department of Energy"
_LISTED = re.compile(r"\s*(?:,|and|or)\s+(?:the\s+)?")  # "with Norwick and Ostwick"
_GAP = 60  # characters between a speaker and the verb
_LEAD = 200  # characters before a speaker that can tell of the verb


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks, and the stem of the verb."""

    name: Name
    verb: str


def speeches(text: str) -> list[Speech]:
    """The names of a sentence that say something in it, in order.

    "Russia's president" names nobody: it may be one whom another sentence names.
    """
    found: list[Speech] = []
    named = names(text)
    objects = _objects(named, text)
    for place in reversed(range(len(named))):
        name = named[place]
        start, end = name.span
        before, behind = text[max(0, start - _LEAD) : start], text[end:]
        following = named[place + 1] if place + 1 < len(named) else None
        apposition = _APPOSITION.match(behind)
        if apposition and not _BEFORE.search(apposition[0]):
            behind = behind[apposition.end() :]
        elif following:
            behind = behind[: following.span[0] - name.span[1]]
        inverted = _AFTER.search(before)
        possessive = name.text.endswith(("'s", "’s"))
        said_by = _MADE_BY.search(before) or (possessive and _WORDS.match(behind))
        if said_by:
            found.insert(0, Speech(name, "said"))
        elif inverted and not possessive:
            found.insert(0, Speech(name, terms(inverted[0])[0]))
        elif following and found and following == found[0].name and _OF.fullmatch(behind):
            found.insert(0, Speech(name, found[0].verb))
        elif not possessive and not objects[place]:
            verb = _BEFORE.search(behind[:_GAP])
            between = behind[: verb.start()] if verb else ""
            if _IT_WAS.search(before):
                between = between.strip().removeprefix("that").removeprefix("who")
            if before.endswith(", "):  # "the ambassador, Ann Archer, said"
                between = between.removeprefix(",")
            apart = _PARTS.search(between) or _SOMEBODY.match(between)
            if verb and not apart and not _SILENT.search(between):
                found.insert(0, Speech(name, terms(verb[0])[0]))
    return found


def voices(text: str) -> list[str]:
    """Stems of the nouns that say something in it without a name: "the governor says"."""
    found = [match[1] or match[2] or match[3] for match in _GROUP.finditer(text)]
    found += [match[1] for match in _VOICE.finditer(text)]
    return [stem for noun in found for stem in terms(noun)]


def other_speaker(
    claim: str, source: str, before: Sequence[str], beside: Sequence[str] = ()
) -> str:
    """The speaker whom the claim names and its source does not let say it; empty where fine.

    Args:
        claim: A sentence.
        source: The sentence of the source that says the same.
        before: The sentences before it in its article, in order; pronouns point there.
        beside: What else the claim was drawn from, and what is known of the article.
    """
    claimed = [each.name for each in speeches(claim)]
    if not claimed:
        return ""
    said = speeches(source)
    present = [name for name in names(source) if not name.text.endswith(("'s", "’s"))]
    if not said and any(same(one, other) for one in claimed for other in present):
        return ""
    group = None if said or _PRONOUN.search(source) else _GROUP.search(source)
    if group and not {*terms(group[1] or group[2] or group[3])} & {*terms(claim)}:
        # "Aid workers fear ...": whoever they are, somebody who is not named there is another.
        return f"its source has it from others, not from {claimed[0].text}"
    if not said and not group and (_PRONOUN.search(source) or _QUOTE.search(source)):
        said = next((found for text in reversed(before) if (found := _meant(text))), [])
        if any(map(Mentions(before[-1:]).has, claimed)):
            return ""
    # Of several who speak in the source, those who do what the claim says count.
    verbs = {each.verb for each in speeches(claim)} - _ANY_VERB
    alike = [each for each in said if each.verb in verbs] or said
    if any(same(one, other.name) for one in claimed for other in alike):
        return ""
    if alike:
        return f"its source has it from {alike[0].name.text}, not from {claimed[0].text}"
    if not any(map(Mentions([*beside, *before]).has, claimed)):
        return f"its source does not have it from {claimed[0].text}"
    return ""


def _objects(named: Sequence[Name], text: str) -> list[bool]:
    """Of each name whether something is done to it or with it, and it ends no longer name."""
    found: list[bool] = []
    stop = 0
    for name in named:
        start = name.span[0]
        if found and _LISTED.fullmatch(text, stop, start):
            found.append(found[-1])
        else:
            longer = found and _LONGER.fullmatch(text, stop, start)
            lead = text[max(0, start - _LEAD) : start]
            found.append(not longer and _OBJECT.search(lead) is not None)
        stop = name.span[1]
    return found


def _meant(text: str) -> list[Speech]:
    """Whom "he" or "the agency" means after this sentence: who speaks in it, or its subject."""
    found = speeches(text)
    first = None if found else subject(text)
    return found or ([Speech(first, "")] if first and " " in first.text else [])
