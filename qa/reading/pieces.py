"""What of a passage can be quoted: its sentences, apart from what stands around a story.

A crawler glues sentences together where a page had a line break, leaves the place in front
of the first one, and keeps what a website shows between paragraphs: invitations to sign up,
titles of other articles, captions and their credits. Spans only become shorter here, so
every one of them is still an exact slice of its article.
"""

import re
from collections.abc import Iterator

from corpus.sentences import BULLETS, NOTES, Span, paragraphs, sentences
from index.terms import UNSPACED

LEAST_WORDS = 4  # fewer make no statement

# "... in a statement.The balloon": a word or a figure, a full stop, and a sentence of its own.
_GLUE = re.compile(r"(?:[a-z]{4}|\d|[)\]%])[.!?][\"”’]?(?=[“\"]?[A-Z][\w’']*[ ,])")
# "WASHINGTON – ", "NORWICK—", "LONDON (AP) — ", "AUSTIN, Texas - "
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.’' -]{2,}(?:, [A-Z][A-Za-z.]+(?: [A-Z][a-z]+)?)?(?: \([A-Z]{2,}\))?"
    r"|(?:[A-Z][a-z]+ )?\([A-Z]{2,}\))(?: [–—−-]+ | ?[–—−]+ ?)(?=[“\"]?[A-Z])"
)
# Not the sign of a number below nought, nor that of an option: "-5 degrees", "--quiet". The number
# of a list item is none of its sentence, that of a heading tells it from one.
_BULLET = re.compile(
    rf"(?:[{BULLETS}]|[–—-](?![\d.–—-])|\d{{1,3}}[.)](?= (?:\S+ ){{6}}\S))\s*(?=\S)"
)
# Only before a word that keeps its capital, so that the rest still reads as a sentence.
_CONNECTIVE = re.compile(
    r"(?:But|And|So|Yet|Still|Also|However|Meanwhile|Moreover|Plus|In addition|Of course)"
    r"(?:,? )(?=[A-Z])"
)
# What a caption ends with, and what a video player says. An agency stands behind a stroke; other
# words of credit open anew, behind the caption: "Best Picture: Oak Bridge" is none.
_CREDIT = re.compile(
    r"\w/(?:AP|AFP|Reuters|REUTERS|Getty|EPA|Sipa|Shutterstock|Bloomberg|Anadolu|ZUMA|Xinhua|"
    r"Alamy|PA)\b|\bGetty Images$|\bCourtesy of [A-Z]|^FILE\s?[-–—]|"
    r"(?:^|[.!?)\]”\"]\s|[(\[])(?:(?:AP|[Ff]ile|[Hh]andout) [Pp]hoto\b|"
    r"(?:Photo|Photograph|Image|Picture|Credit|Courtesy)(?:: ?| by )[A-Z])|"
    r"\d:\d\d - Source:|^Video Ad Feedback"
)
_LONGEST_CAPTION = 420  # code points; in a longer paragraph a credit speaks for its sentence alone
_INVITATION = re.compile(
    r"^(?:please )?(?:sign up|subscribe|click|download|follow (?:us|along|live)|listen to|"
    r"stay (?:in|up|tuned)|join (?:us|the conversation)|get (?:the latest|our|more)|check out|"
    r"read (?:more|the full|our|about)|see (?:more|also|our)|explore the|"
    r"support (?:our|local) journalism|"
    r"already a subscriber|(?:like|support) us)\b"
    # of whom it addresses, or as a request: not what others sign up for
    r"|^(?=.*\b(?:newsletter|inbox|alerts?|updates|here|today)\b)"
    r"(?=.*(?:\b(?:our|your?|please)\b|[:?!,–—] ?(?:sign up|subscribe)\b))"
    r".*\b(?:sign up|subscribe)\b|\b(?:sign up|subscribe) here\b"
    r"|\b(?:please see|see below(?!-)|live updates (?:here|below|file)|browse (?:more|our|all))\b"
    r"|^(?:read|follow|see|watch|find|view) (?:a|the|here|below|how|what|who|which|all|every)\b"
    r"|\bnewsletter (?:here|now|today)\b|\byou can (?:also )?(?:sign up|subscribe|read more)\b"
    r"|^(?:editor[’']s note|corrections? and clarifications?|correction|contributing|"
    r"for subscribers|advertisement|related|read more|more)\s*:"
    r"|^here(?:[’']s| is| are) (?:what|how|why|some|a look|everything|the latest)\b"
    r"|\b(?:what|everything|all) you need to know\b|^what to (?:know|expect)\b(?!:\s)"
    r"|^[^,]*, explained\.?$"
    r"|\ball rights reserved\b|\bI[’']m (?:[\w.’'-]+ ){1,4}and this is\b"
    r"|\breached out to\b.{1,120}\bfor (?:\w+ )?(?:comment|statement)\b"
    r"|^[^,]{1,60}\b(?:did|has|have|had)(?: not|n[’']t) (?:\w+ ){0,2}(?:respond|repl|return)\w*\b"
    r".{0,60}\brequests? for (?:comment|an interview)\b"
    r"|\bthis (?:story|article) (?:was|has been) (?:first|originally|updated|corrected)\b",
    re.IGNORECASE | re.DOTALL,
)
# A caption whose credit is lost: in the present tense, and dated to the year. It tells of what
# was seen that day, by its name: neither of what is past nor of what is to come.
_CAPTION = re.compile(
    r"(?!.*\b(?:\w+ed|said|was|were|had|did|came|went|took|made|began|told|held|won|became|met|"
    r"broke|fought|hit|wrote|will|would|shall|should|may|might|must|can|could|due|set (?:to|for)|"
    r"(?:going )?to be|takes? (?:place|effect)|kicks? (?:in|off)|begins?|starts?|ends?|expires?|"
    r"runs? (?:out|until|through)|opens?|closes?|falls|deadline|polls)\b)"
    r"(?!(?:I|You|He|She|It|We|They|There)\b)"
    r".*\b(?:on|in) (?:\w+day, )?[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}\.$",
    re.DOTALL,
)
# What a post claims, in an article that checks it.
_POST = re.compile(
    r"\b(?:reads?|says?|claim(?:s|ed)) (?:the|a|one|this|another) "
    r"(?:tweet|post|text|meme|caption|headline)\b"
)
# "More:Title", "'A quotation':Title", "What is it?What to know", "What is it?:A guide": the link to
# another article.
_LINK = re.compile(r"[^.!?:]{1,90}(?:\??:(?=[A-Z‘“\"'])|\?(?=[A-Z]))|[A-Z]{4,}:(?=\S)")


_MEDIA = r"(?:Facebook|Instagram|Twitter|TikTok|YouTube|viral|social media|online)"
_GOES_ROUND = re.compile(
    rf"\b{_MEDIA} (?:\w+ )?(?:posts?|videos?|claims?|users?|memes?|images?)\b"
    r"|\b(?:the|such|this|these) (?:post|claim|meme)s? (?:is|are|was|were|says?|shows?|claim)\b"
    r"|\b(?:videos?|images?|photos?|posts?) (?:\w+ ){0,4}(?:purport|falsely|claims? to)"
    r"|\b(?:footage|video|image|photo)s? in question\b"
    r"|\bcommenters\b|\bour (?:rating|ruling)\b|\bwe rate\b"
    r"|^An? (?:video|image|photo|post|picture) (?:show|of |that |claim|purport)",
    re.IGNORECASE,
)
_ASKS_OF_POSTS = re.compile(
    rf"\b(?:posts?|claims?|videos?|memes?|images?|photos?|rumou?rs?|fake|true|false|fact|{_MEDIA})\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_ASKS = re.compile(r"[?？][\"'”’»)\]]*$")
# "2. The bridge at Mill Lane." opens an item of minutes, and tells nothing.
NUMBERED = re.compile(r"\d{1,3}[.)] (?:\S+ ){0,5}\S+$")
_REMAINDER = re.compile(r"[a-z](?![A-Z])")  # of a sentence cut in two; not "iPhone"


def pieces(text: str) -> Iterator[Span]:
    """Spans of the sentences of ``text`` that can be quoted, in order.

    Offsets are in code points. What is left out makes no statement, or none of the story.
    """
    for first, last in paragraphs(text):
        if last - first <= _LONGEST_CAPTION and _CREDIT.search(text[first:last]):
            continue
        for start, end in sentences(text, first, last):
            for a, b in _unglued(text, start, end):
                begin = _begin(text, a, b)
                notes = NOTES.search(text, begin, b)
                finish = notes.start() if notes else b
                said = text[begin:finish]
                if _words(said) >= LEAST_WORDS and not (_ASKS.search(said) or is_around(said)):
                    yield begin, finish


def _words(sentence: str) -> int:
    """How many words, in scripts that set no spaces by two letters each."""
    return len(sentence.split()) + len(UNSPACED.findall(sentence)) // 2


def is_around(sentence: str) -> bool:
    """Whether a sentence stands around a story: an invitation, a link, a caption, its credit."""
    return bool(
        _CREDIT.search(sentence)
        or _INVITATION.search(sentence)
        or _LINK.match(sentence)
        or _CAPTION.match(sentence)
        or _POST.search(sentence)
    )


def is_whole(sentence: str) -> bool:
    """Whether it begins and ends as a sentence does: not a heading, an item or a remainder."""
    return (
        _END.search(sentence) is not None
        and _REMAINDER.match(sentence) is None
        and NUMBERED.match(sentence) is None
    )


def is_of_a_post(sentence: str, question: str) -> bool:
    """Whether it tells of a post or a picture that goes round, which nobody asked about."""
    return _GOES_ROUND.search(sentence) is not None and _ASKS_OF_POSTS.search(question) is None


def _unglued(text: str, start: int, end: int) -> Iterator[Span]:
    for glue in _GLUE.finditer(text, start, end):
        yield start, glue.end()
        start = glue.end()
    yield start, end


def _begin(text: str, start: int, end: int) -> int:
    """Where the sentence itself begins, behind a bullet, a place or a connective."""
    for opening in (_BULLET, _DATELINE, _CONNECTIVE):
        if found := opening.match(text, start, end):
            start = found.end()
    return start
