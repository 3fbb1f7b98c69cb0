"""The command ``newsdesk``: every way to use the project from a shell.

Exit codes: 0 done, also when some inputs were rejected; 1 the request failed, nothing could
be read, or another build is running (the message is on stderr); 2 wrong usage.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence

from corpus.errors import NewsdeskError
from index.threads import one_thread_always
from qa.arguments import read
from qa.terminal import plain_output, visible


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    if sys.stderr is None:  # closed by who started this, and nobody is to be told anything
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    options = read(arguments)
    one_thread_always()
    logging.basicConfig(level=logging.WARNING, format="newsdesk: %(message)s")
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        with plain_output():
            return command(options)
    except NewsdeskError as error:
        print(visible(f"newsdesk: {error}"), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more may be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("newsdesk: interrupted; what was done is kept", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
