"""Parsers of other people's files, in a process that may be killed.

HTML, PDF, DOCX, Markdown and feeds are parsed by large libraries out of bytes that anyone may
have written: some make a parser loop for hours, some eat all memory, some crash it. No
check beforehand can tell which, so the parsing happens in a child process with a limit
on its address space, and an alarm that ends it, within a library's C code too and where
the parent was killed. The child is kept for the next document, because starting it costs
half a second; text and JSON need none of this and are read in place.

Run as a module this file is the child. A request is a line of JSON and then that many
bytes; a reply is a line of JSON. ASCII only, so lone surrogates pass too.
"""

import contextlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Self

from corpus.errors import InputError

SECONDS = 60.0  # a report of several hundred pages takes pypdf half of that
MEMORY_BYTES = 2_000_000_000
_RECYCLED_AFTER = 200  # documents, so that what libraries leak does not add up
_PARSERS = {  # module, function, and whether it takes the url besides the bytes
    "html": ("corpus.read_html", "html_row", True),
    "feed": ("corpus.read_feed", "feed_row", True),
    "pdf": ("corpus.read_documents", "pdf_row", False),
    "docx": ("corpus.read_documents", "docx_row", False),
    "markdown": ("corpus.read_markdown", "markdown_row", False),
}


class Parser:
    """The parent's side: ``parse`` documents one after another, ``close`` at the end.

    Not to be shared between threads: there is one child, with one document at a time.
    """

    def __init__(
        self,
        seconds: float = SECONDS,
        memory_bytes: int = MEMORY_BYTES,
        command: Sequence[str] | None = None,
    ) -> None:
        """Limits hold for each document; ``command`` replaces the child in tests."""
        self._seconds = seconds
        # -P: the working folder may hold a json.py that is not ours to import.
        module = [sys.executable, "-P", "-m", "corpus.parsing"]
        self._command = [*(command or module), str(seconds), str(memory_bytes)]
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def parse(self, kind: str, data: bytes, url: str | None = None) -> dict[str, Any]:
        """What the parser of this kind ("html", "pdf", ..) made of the bytes.

        Raises:
            InputError: The bytes are no such document, or parsing went over a limit.
        """
        child = self._ready()
        assert child.stdin is not None and child.stdout is not None
        try:
            request = {"kind": kind, "url": url, "size": len(data)}
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.write(data)
            child.stdin.flush()
            line = child.stdout.readline()
        except BrokenPipeError:
            line = b""  # it died before it had read everything; told below
        self._served += 1
        if not line.endswith(b"\n"):
            late = child.wait() == -signal.SIGALRM
            self.close()
            if late:
                raise InputError(f"parsing took longer than {self._seconds:g} seconds")
            raise InputError("the file crashes its parser; convert it to text")
        reply: dict[str, Any] = json.loads(line)
        if "error" in reply:
            raise InputError(reply["error"])
        row: dict[str, Any] = reply["row"]
        return row

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            with contextlib.suppress(BrokenPipeError):  # unsent bytes of a killed child
                child.communicate()

    def _ready(self) -> "subprocess.Popen[bytes]":
        if self._served >= _RECYCLED_AFTER or (self._child and self._child.poll() is not None):
            self.close()
        if self._child is None:
            home = str(Path(__file__).parent.parent)
            paths = [home, os.environ.get("PYTHONPATH", "")]
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # libraries log there what the reply says anyway
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            )
            self._served = 0
        return self._child


def parse_here(kind: str, data: bytes, url: str | None) -> dict[str, Any]:
    """Parse in this process: ``{"row": ..}`` or ``{"error": reason}``, and no exception."""
    module, function, takes_url = _PARSERS[kind]
    try:
        parse = getattr(importlib.import_module(module), function)
        return {"row": parse(data, url) if takes_url else parse(data)}
    except InputError as error:
        return {"error": str(error)}
    except ImportError as error:
        return {"error": f"{error}; install the dependencies of the project again"}
    except MemoryError:
        return {"error": "parsing needs more memory than one document may use"}
    except Exception as error:
        # The one boundary to these libraries. Bytes that are no such document make them
        # raise anything, from KeyError to RecursionError; each is a reason.
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        advice = "save it again, or convert it to text"
        return {"error": f"not a readable {kind.upper()} ({detail}); {advice}"}


def _limit_memory(size: int) -> None:
    """Let allocations beyond the limit fail, where the system can do that."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # macOS refuses this limit.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _serve(requests: IO[bytes], replies: IO[bytes], seconds: float) -> None:
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["size"])
        signal.setitimer(signal.ITIMER_REAL, seconds)  # SIGALRM, which ends the process
        reply = parse_here(request["kind"], data, request["url"])
        signal.setitimer(signal.ITIMER_REAL, 0)
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()


def _main() -> None:
    seconds, memory_bytes = sys.argv[1:]
    _limit_memory(int(memory_bytes))
    # What started the build may ignore or block it.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    # A library that prints must not write into the replies.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(sys.stdin.buffer, replies, float(seconds))


if __name__ == "__main__":
    _main()
