"""Hostile inputs, made from a seed: what is pasted, typed and put into addresses by who means harm."""

import random
from collections.abc import Iterator

CANARY = "zq9x"
"""Stands in every tag and attribute of an input, so that it is known again in a page."""

MARKUP = [
    f"<script>{CANARY}()</script>", f"<img src=x onerror={CANARY}()>", f"<svg/onload={CANARY}()>",
    f"\"><{CANARY}>", f"'><{CANARY} x='", f"</textarea><{CANARY}>", f"</title><{CANARY}>", f"</style><{CANARY}>",
    f"<!--<{CANARY}>-->", f"<![CDATA[<{CANARY}>]]>", f"<math><mtext><{CANARY}>", f"<iframe srcdoc='<{CANARY}>'>",
    f"javascript:{CANARY}()", f"<a href=javascript:{CANARY}()>x</a>", f"<{CANARY} style=width:expression(1)>",
    "{{ 7 * 7 }}", "{% raw %}", "{{ config }}", "${7*7}", "#{7*7}", "<%= 7 %>", "{{ ''.__class__.__mro__ }}",
    "&lt;b&gt;", "&#60;", "%3Cscript%3E", "\\u003cscript\\u003e",
]  # fmt: skip
HIDDEN = ["\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\x1b[31m", "\x07", "\x00", "\x85", "\U000e0041"]
ODD = [
    "' OR 1=1 --", "'; DROP TABLE x; --", '" OR ""="', "*", "**", "NEAR(a b)", "title:x", "a AND", "OR", "NOT", "-",
    '"', '""', "(((", ")", "^a", "a^b", "..", "../../etc/passwd", "%00", "%", "_", "\\", "\n", "\t", "a" * 3000,
    "é" * 500, "𝔘𝔫𝔦", "א" * 50, "ﷺ", "Z\u0351\u036b\u0343" * 50, "1e999", "-1", "NaN", "null", "[]", "{}", "-0", "٣",
]  # fmt: skip
NEWS = [
    "The foreign ministers of Peru and Ecuador met in Lima on Monday.", "“We will never sign,” the minister said.",
    "Athens demanded that Skopje change its name.", "Talks resume if both sides agree, an official said.",
]  # fmt: skip


def inputs(count: int, seed: int = 1) -> Iterator[str]:
    """So many inputs; each one alone first, then mixtures of them with sentences of news."""
    alone = [*MARKUP, *HIDDEN, *ODD]
    yield from alone[:count]
    rng = random.Random(seed)
    for _ in range(count - len(alone)):
        parts = rng.choices([*MARKUP, *HIDDEN, *ODD[:-12], *NEWS, *NEWS], k=rng.randrange(1, 7))
        if rng.random() < 0.3:
            parts.append("".join(chr(rng.randrange(1, 0xD800)) for _ in range(rng.randrange(1, 60))))
        text = rng.choice(["", " ", "\n\n"]).join(parts)
        yield text[: rng.choice([40, 400, 3000])]


def unescaped(page: str) -> list[str]:
    """What of an input stands in a page as markup, or can be seen by nobody."""
    lowered = page.lower()
    tags = (f"<{CANARY}", f"<script>{CANARY}", f"onerror={CANARY}()>", f"<svg/onload={CANARY}")
    found = [tag for tag in tags if tag in lowered]
    found += [f"href {CANARY}"] if f'href="javascript:{CANARY}' in lowered else []
    return found + [hex(ord(sign)) for sign in HIDDEN if len(sign) == 1 and sign != "\x85" and sign in page]
