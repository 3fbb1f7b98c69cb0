"""How many files the process may hold open: an index has two for each of its segments.

A process begins with a soft limit, often 1,024 or 256, that it may raise as far as the hard one.
An index of ten million passages has some 600 segments.
"""

import resource

_OTHERS = 512  # of everything else: visitors, the page, libraries


def make_room(files: int) -> None:
    """Let the process hold so many files open beside others, as far as the system allows.

    Where it does not, opening them tells so.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = files + _OTHERS
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
