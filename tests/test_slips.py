"""What one slip of the finger makes of a word."""

from hypothesis import given
from hypothesis import strategies as st

from index.slips import slips


def test_each_slip_is_taken_back() -> None:
    assert {"wimbledon", "wimbeldo", "wimbeldom", "wimbeldone"} <= set(slips("wimbeldon"))
    assert slips("wimbeldon").index("wimbledon") < slips("wimbeldon").index("wimbeldone")
    assert "fried" in slips("freid")
    assert "kari" not in slips("kabri")  # a short word is as likely another


@given(st.text(st.sampled_from("abcxyz"), min_size=7, max_size=9), st.integers(1, 6))
def test_what_one_slip_made_is_among_them(word: str, at: int) -> None:
    doubled, left_out = word[:at] + word[at] + word[at:], word[:at] + word[at + 1 :]
    another = word[:at] + "q" + word[at + 1 :]
    exchanged = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    for slip in (doubled, left_out, another, exchanged):
        found = slips(slip)
        assert slip not in found and len(set(found)) == len(found)
        assert slip == word or slip[0] != word[0] or word in found
