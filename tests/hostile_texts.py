"""Texts that would run, load or break out if a page let them.

Each sets ``window.hacked`` or calls ``https://tracker.invalid`` where it succeeds.
"""

RUN = "window.hacked=1"
CALL = "https://tracker.invalid/x"
HOSTILE = (
    f"<script>{RUN}</script>",
    f'<img src="{CALL}" onerror="{RUN}">',
    f"<svg onload={RUN}><style>@import '{CALL}'</style>",
    f'"><img src=x onerror="{RUN}">',
    f"'><iframe src='javascript:parent.{RUN}'></iframe>",
    f'" onmouseover="{RUN}" onfocus="{RUN}" autofocus="',
    f"![x]({CALL}) [click](javascript:{RUN})",
    f"${{{RUN}}} {{{{{RUN}}}}} {{{{#each x}}}} `${{{RUN}}}`",
    f"</mark></p></section><script>{RUN}</script>",
    f'<form action="{CALL}"><button>send</button></form>',
    f'<link rel=stylesheet href="{CALL}"><base href="{CALL}">',
    f'<a class="cite" href="javascript:{RUN}">[1]</a>',
    "[2] [99] [0] [1][1]",
    f"<details open ontoggle={RUN}>",
    f"<math><mtext></table><mglyph><style><img src=x onerror={RUN}>",
    "&lt;script&gt; &#60;img src=x&#62; &amp;",
    "\u202e right to left \u2066 isolates \u200b zero width",
    "\x00 \x01 \ufeff \U000e0041 \U0001f600",
    "]]><!-- --> <![CDATA[ <plaintext> <textarea> <title>",
    "<" * 200 + "a" * 200,
)
HOSTILE_URLS = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f" javascript:{RUN}",
    f"java\nscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"javascript://a.example/%0a{RUN}",
    "ftp://a.example/x",
    "file:///etc/passwd",
    "vbscript:x",
    "//tracker.invalid/x",
    "http://",
    "https:///path",
    "http://[broken",
    "blob:https://a/b",
    "https://a.example/\u202egpj.exe",
)
