"""The language of a text, where it can be told with confidence."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

_SAMPLE = 3000  # characters that are looked at
_SHORTEST = 200  # letters below which no text is called foreign
_ENGLISH_SHARE = 0.12  # share of words such as "the", "of" that English prose passes and other languages do not
_CONFIDENT = 0.9  # py3langid's normalised probability; its scores are calibrated for length since 0.4
_FUNCTION_WORDS = frozenset(
    "the of and to in that for was with said on by from at have has were which his he it as its".split()  # noqa: SIM905 - a line of words
)
_WORDS = re.compile(r"[^\W\d_]+")


def find_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None where the text is too short or the answer is unsure."""
    words = _WORDS.findall(text[:_SAMPLE].casefold())
    if not words:
        return None
    share = sum(map(_FUNCTION_WORDS.__contains__, words)) / len(words)
    if share >= _ENGLISH_SHARE:
        return "en"
    if sum(map(len, words)) < _SHORTEST:
        return None
    language, confidence = _identifier()(text[:_SAMPLE])
    return language if confidence >= _CONFIDENT else None


def language_code(value: str) -> str:
    """A record's language field as a short code: `en-GB`, `eng` and `English` are all `en`."""
    code = re.split(r"[-_]", value.strip().casefold())[0]
    return "en" if code in ("en", "eng", "english") else code


@functools.cache
def _identifier() -> Callable[[str], tuple[str, float]]:
    from py3langid import langid  # noqa: PLC0415 - most texts are English and need no classifier

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)

    def classify(text: str) -> tuple[str, float]:
        language, confidence = identifier.classify(text)
        return str(language), float(confidence)

    return classify
