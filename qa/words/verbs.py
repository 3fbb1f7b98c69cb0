"""Which verbs a text has, each by one form: "sold" and "selling" are "sell"."""

import re

from index.terms import fold, terms

_PAST = (
    "bear:bore:born become:became begin:began:begun bend:bent bite:bit:bitten blow:blew:blown "
    "break:broke:broken bring:brought build:built burn:burnt buy:bought catch:caught "
    "choose:chose:chosen come:came deal:dealt dig:dug draw:drew:drawn drink:drank:drunk "
    "drive:drove:driven eat:ate:eaten fall:fell:fallen feed:fed feel:felt fight:fought "
    "find:found flee:fled fly:flew:flown forbid:forbade:forbidden forget:forgot:forgotten "
    "freeze:froze:frozen get:got:gotten give:gave:given go:went:gone grow:grew:grown hang:hung "
    "have:had hear:heard hide:hid:hidden hold:held keep:kept know:knew:known lay:laid lead:led "
    "leave:left lend:lent lie:lay:lain lose:lost make:made mean:meant meet:met "
    "overtake:overtook:overtaken pay:paid ride:rode:ridden ring:rang:rung rise:rose:risen "
    "run:ran say:said see:saw:seen seek:sought sell:sold send:sent shake:shook:shaken shoot:shot "
    "show:shown shrink:shrank:shrunk sing:sang:sung sink:sank:sunk sit:sat sleep:slept "
    "speak:spoke:spoken spend:spent stand:stood steal:stole:stolen strike:struck sweep:swept "
    "swim:swam:swum swing:swung take:took:taken teach:taught tear:tore:torn tell:told "
    "think:thought throw:threw:thrown wear:wore:worn win:won withdraw:withdrew:withdrawn "
    "write:wrote:written beat:beat:beaten cut:cut hit:hit hurt:hurt let:let put:put quit:quit "
    "set:set shut:shut split:split spread:spread"
)
_BASES = {form: verb.split(":")[0] for verb in _PAST.split() for form in verb.split(":")[1:]}
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_FORM = re.compile(r"[a-z]{2,}(?:ed|ing)")
_BEFORE = frozenset(
    "to will would can could may might must shall should did does do not n't never".split()
)


def verb(word: str) -> str:
    """The stem of a verb, by its first form."""
    plain = fold(word)
    found = terms(_BASES.get(plain, plain))
    return found[-1] if found else plain


def past_forms(word: str) -> list[str]:
    """The forms of a verb, or of any word as if it were one, that tell of the past; regular ones
    as patterns."""
    known = _BASES.get(word, word)
    if irregular := [form for form, base in _BASES.items() if base == known]:
        return irregular
    if word.endswith(("ed", "e")):
        return [f"{word.removesuffix('d').removesuffix('e')}ed"]
    if word.endswith("y") and word[-2:-1] not in "aeou":
        return [f"{word[:-1]}ied"]
    return [f"{word}{word[-1]}?ed"]


def done(text: str) -> set[str]:
    """The stems of verbs that stand in a form of the past: "cut", "was sold", "has resumed"."""
    words = map(fold, WORD.findall(text))
    return {verb(word) for word in words if word in _BASES or word.endswith("ed")}


def verbs(text: str) -> set[str]:
    """The stems of words that stand as verbs: by their ending, their form, or what is before."""
    words = WORD.findall(text)
    return {
        verb(word)
        for before, word in zip(["", *words], words, strict=False)
        if fold(word) in _BASES
        or _FORM.fullmatch(fold(word))
        or (fold(before) in _BEFORE and word.islower())
    }
