"""One spelling for what means the same character: for matching, never for showing."""

import re
import unicodedata

_SAME = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛‹›′＇`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("[{【", "("),
        **dict.fromkeys("]}】", ")"),
        "<": "'",
        ">": "'",
        "…": "...",
        "\u00ad": None,  # a soft hyphen, within a word
    }
)
_QUOTATION = re.compile(r'"([^"]+)"|“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]')
_EDITED = re.compile(r"\[[^\]]*\]|\([^)]*\)|…|\.\.\.")
_CLOSING = re.compile(r"[,.;:!?]+$")


def normal(text: str) -> str:
    """NFC on one line, quotes, dashes and brackets of one kind, nothing invisible."""
    folded = unicodedata.normalize("NFC", text).translate(_SAME)
    visible = "".join(
        char if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cn") else " "
        for char in folded
    )
    return " ".join(visible.split())


def quotations(text: str) -> list[str]:
    """What stands between double quotation marks, in parts where an editor left something out.

    A comma or full stop before the closing mark belongs to the sentence around it.
    """
    quoted = ["".join(groups) for groups in _QUOTATION.findall(text)]
    parts = (part.strip() for each in quoted for part in _EDITED.split(each))
    return [bare for part in parts if (bare := _CLOSING.sub("", part))]
