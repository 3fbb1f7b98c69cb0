"""Where sentences and paragraphs begin and end, as offsets into the text.

Rules rather than a model: they cost nothing, say the same on every machine, and a
wrong border can be traced to one line. A full stop ends a sentence unless it belongs
to an abbreviation, an initial or a number; a quotation is kept whole with the words
that say who spoke, as long as it is of a length that a reader takes in at once.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

Span = tuple[int, int]

BULLETS = "*•▪◦‣·●■◆♦►▸▶→✓"  # what a list item opens with, besides a dash

# A blank line ends a paragraph; so does a line break after which a list item starts.
# White space is taken from its beginning only: else long runs cost their square.
_PARAGRAPH = re.compile(
    rf"(?<![^\S\n])[^\S\n]*\n(?:\s*\n\s*|\s*(?=[{BULLETS}–-]\s|\d{{1,2}}[.)]\s))|[\u2029\f]\s*"
)
# What points to a note, as encyclopaedias and reports have it behind a sentence: "[1][b]", "³".
_NOTE = r"(?:\[(?:\d{1,3}|[a-z]|note\ \d{1,3}|citation\ needed)\]|[⁰¹²³⁴-⁹])"
NOTES = re.compile(f"(?<=[.!?…\"'”’»)]){_NOTE}++$")
_END = re.compile(
    rf"""(?<![.!?…‽؟۔।॥])           # from the first mark only: else long runs cost their square
        [.!?…‽؟۔।॥]++               # the mark or marks
        ["'”’»)\]]*+                # what closes with it
        {_NOTE}*+                   # and points to a note
        (?=\s)                      # white space must follow
      | [。！？｡]+[」』”’）]*         # scripts that put no space after it
    """,
    re.VERBOSE,
)
_LINE = re.compile(r"(?<=[.!?:;”\"’)])[^\S\n]*\n\s*")
_CLOSED = re.compile(r"[.!?…][\"'”’)]*$")
# A heading is a line much shorter than those behind it, where these are of prose: the lines of
# a poem or an address are short, and what goes on in lower case or after a comma is the same.
_SHORT = 0.7  # of the longest of the next
_NEXT = 3  # lines
_PROSE = 40  # code points

# Before a name or a number: a full stop after these never ends a sentence.
_TITLES = frozenset(
    "mr mrs ms mx dr prof sen sens rep reps gov govs gen adm col maj lt cpl sgt capt cmdr "
    "pvt rev hon fr sr. st mt ft messrs mme mlle pres supt det insp amb sec atty dist vs "
    "v no nos art fig figs approx est cf viz vol pp p al ed eds brig asst ste pte pfc "
    "del prop".split()
)
_LOWER_TITLES = frozenset(("vs", "v", "no", "approx", "p", "pp"))
# After a name or a quantity: these end one only where the next word starts another.
_ABBREVIATIONS = frozenset(
    "jr sr inc corp co cos ltd llc plc bros etc jan feb mar apr jun jul aug sept sep oct "
    "nov dec mon tue tues wed thu thur thurs fri sat sun ave blvd rd hwy dept univ assn "
    "min max hr hrs lb lbs oz ft mi km mph sq ph.d u.s u.k u.n e.u d.c a.m p.m b.c a.d "
    "i.e e.g".split()
)
# Of a name as well; but most end one: what goes on is "MADISON, Wis. (AP) —", "Md. 63".
_STATES = frozenset(
    "Ala Ariz Ark Calif Colo Conn Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev "
    "Okla Ore Pa Tenn Tex Va Vt W.Va Wash Wis Wyo".split()
)
_GOES_ON = re.compile(r"[–—−-]|[(\d]")
_MONTHS = frozenset("jan feb mar apr jun jul aug sept sep oct nov dec".split())
_STARTERS = frozenset(
    "a after all also although an and another as at authorities because before both but "
    "by critics despite during each earlier even experts few five for four from "
    "government he her here his how however i if in instead is it its last later leaders "
    "many meanwhile more most mr mrs ms my neither next no not now of officials on once "
    "one only other others our over people police researchers scientists several she "
    "since so some still such that the their then there these they this those three "
    "though thus to today tomorrow two under until we what when where whether which while "
    "who why with yes yesterday yet you your".split()
)
_WORD_BEFORE = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*$")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_BEFORE_HYPHEN = re.compile(r".*(?<![A-Z]{2})-")  # "then-St. Louis", "R-Fla."; not of "CR-Vs"
_NEXT_WORD = re.compile(r"[\"'“‘«(\[]*([^\W_]+)")
_LONGEST_QUOTE = 320  # code points; a longer quotation is cut at its own sentences
# A straight mark opens one where a word could begin, for inches and unpaired marks are none; a
# single one closes it where it is not the apostrophe of "can’t".
_QUOTE = re.compile(
    r"“[^“”]*”|\"(?<![^\s(\[—–]\")[^\"]*\"|«[^«»]*»"
    rf"|‘(?<!\w‘)(?!\d)(?:[^‘’]|(?<=\w)’(?=\w)){{0,{_LONGEST_QUOTE - 2}}}’(?!\w)"
)


def paragraphs(text: str) -> Iterator[Span]:
    """Spans of the paragraphs, without surrounding white space; empty ones are left out."""
    start = 0
    for border in _PARAGRAPH.finditer(text):
        yield from trimmed(text, start, border.start())
        start = border.end()
    yield from trimmed(text, start, len(text))


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Spans of the sentences of ``text[start:end]``, in order and without overlap.

    Together they hold every character that is not white space. ``start`` and ``end``
    are offsets in code points; a sentence never crosses a paragraph border.
    """
    end = len(text) if end is None else end
    part = text[start:end]
    for first, last in paragraphs(part):
        for a, b in _split_paragraph(part[first:last]):
            yield start + first + a, start + first + b


def _split_paragraph(text: str) -> Iterator[Span]:
    quotes = [match.span() for match in _QUOTE.finditer(text) if len(match[0]) <= _LONGEST_QUOTE]
    starts = [quote[0] for quote in quotes]
    begin = 0
    borders = {match.end() for match in _END.finditer(text) if _ends(text, match)}
    borders |= {match.end() for match in _LINE.finditer(text)}
    borders |= set(_below_headings(text))
    for border in sorted(borders):
        inside = bisect_right(starts, border - 1) - 1
        if inside >= 0 and quotes[inside][0] < border < quotes[inside][1]:
            continue
        yield from trimmed(text, begin, border)
        begin = border
    yield from trimmed(text, begin, len(text))


def _below_headings(text: str) -> Iterator[int]:
    """Where the lines begin that stand below a heading, in a paragraph of several lines."""
    lines = text.split("\n")
    sizes = [len(line.strip()) for line in lines]
    begin = 0
    for place, line in enumerate(lines[:-1]):
        begin += len(line) + 1
        below = lines[place + 1].strip()
        width = max(sizes[place + 1 : place + 1 + _NEXT])
        if (
            width >= _PROSE
            and sizes[place] < _SHORT * width
            and not below[:1].islower()
            and not line.rstrip().endswith((",", "-", "–", "—"))
            and (len(below) >= _SHORT * width or _CLOSED.search(below))
        ):
            yield begin


def _ends(text: str, mark: re.Match[str]) -> bool:
    """Whether this mark ends a sentence, from the words on both sides of it."""
    after = mark.end() + _spaces(text, mark.end())
    following = _NEXT_WORD.match(text, after)
    next_word = following[1] if following else ""
    if next_word[:1].islower():
        return False
    if mark[0][0] != "." or mark[0].startswith(".."):
        return True
    before = _WORD_BEFORE.search(text, max(0, mark.start() - 40), mark.start())
    if before is None:
        return True
    word = before[0]
    if before.start() == 0 and word.isdigit() and len(word) <= 2 and next_word:
        return False  # the number of a list item
    starts_anew = next_word.lower() in _STARTERS
    if len(word) == 1 and word.isupper():
        return starts_anew  # an initial, as in "J. K. Rowling"
    dotted = _DOTTED.fullmatch(word)
    word = _BEFORE_HYPHEN.sub("", word)
    lowered = word.lower()
    if lowered in _MONTHS and next_word[:1].isdigit():
        return False
    if lowered in _TITLES and (word[0].isupper() or lowered in _LOWER_TITLES):
        return mark[0] != "." or (lowered == "no" and starts_anew)
    if word in _STATES:
        return next_word.lower() not in _TITLES and not _GOES_ON.match(text, after)
    if lowered in _ABBREVIATIONS or dotted:
        return starts_anew or mark[0] != "." or not (next_word or text[after] in "–—−-")
    return True


def _spaces(text: str, at: int) -> int:
    return len(text[at : at + 16]) - len(text[at : at + 16].lstrip())


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The span without the white space at its ends; nothing where there is nothing else in it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
