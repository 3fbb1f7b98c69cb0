"""Bytes to text, in the encoding that they are said to be in, or that fits best."""

import codecs
import re

from charset_normalizer import from_bytes

from corpus.errors import InputError

# Those that browsers read. Others (of old Macs, of DOS) fit by accident far more often.
_ENCODINGS = [
    *("utf_16", "utf_32", "koi8_r", "koi8_u", "gb18030", "big5", "shift_jis", "cp932", "euc_jp"),
    *("iso2022_jp", "euc_kr", "cp949", "cp874"),
    *(f"cp{page}" for page in range(1250, 1259)),
    *(f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
]
_KNOWN = frozenset(codecs.lookup(name).name for name in _ENCODINGS)
# What a label means to browsers, where that is not what it says (WHATWG, Encoding Standard).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_ESCAPED = frozenset(("iso2022_jp", "utf-16", "utf-32"))  # may be valid UTF-8 by accident
_SAMPLE = 200_000  # bytes from which an unknown encoding is guessed
_WORD = re.compile(rb"[A-Za-z]+")
# Short words of the West of Europe, none of which its East has.
_WESTERN = re.compile(
    rb"\b(?:the|of|and|in|said|is|was|for|le|les|des|est|une|dans|el|los|las|que|por|una|der|die|und"
    rb"|das|ist|il|che|della|os|uma)\b",
    re.IGNORECASE,
)
_FEW = 10  # one in so many characters beyond ASCII may be damaged
_SHARE = 0.12  # of such words in a text that is mostly of them


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8 where they are, else the encoding that fits best.

    Raises:
        InputError: No encoding fits, or the bytes are not text at all.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Guessed from the beginning: the guess takes long, and the whole file must
        # then decode without a single error anyway.
        encoding = _guessed(data[:_SAMPLE])
        if encoding is None:
            raise InputError("the encoding is unknown; save the file as UTF-8") from error
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError) as other:
            raise InputError(
                f"not text in UTF-8, nor all of it in {encoding}; save the file as UTF-8"
            ) from other
        text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise InputError("holds NUL characters, so it is not a text file")
    return text


def labelled(data: bytes, label: str) -> str | None:
    """Bytes as text by what a server or a page calls their encoding, read as browsers read it.

    UTF-8 under another label is UTF-8, and what is damaged in it becomes U+FFFD. None where they
    are not in that encoding, or where no browser knows it.
    """
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    name = _MEANT.get(name, name)
    for encoding in (name, "utf-8") if name in _ESCAPED else ("utf-8", name):
        if encoding == "utf-8" or encoding in _KNOWN:
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                continue
    return _damaged(data) if name == "utf-8" else None


def _damaged(data: bytes) -> str | None:
    """UTF-8 in which a few bytes are damaged; None where it is none at all."""
    text = data.decode("utf-8", "replace")
    beyond = sum(not character.isascii() for character in text)
    return text if _FEW * text.count("\ufffd") <= beyond else None


def _guessed(sample: bytes) -> str | None:
    """The encoding that fits best; of those that fit alike the one that Windows writes in the West,
    where the text's short words are of there: \u00a3 and \u0141 are one byte."""
    words = len(_WORD.findall(sample))
    if words and len(_WESTERN.findall(sample)) >= _SHARE * words:
        try:
            sample.decode("cp1252")
        except UnicodeDecodeError:
            pass  # it is in none of the five bytes that Windows leaves out
        else:
            return "cp1252"
    best = from_bytes(sample, cp_isolation=_ENCODINGS).best()
    return best.encoding if best else None
