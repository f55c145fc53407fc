"""Sentences as the reader gives them, made by hand: no model."""

from dateline.reader.decode import FoundEvent, FoundMention
from dateline.reader.reader import ReadSentence


def event(words, type, *, mode=None, status="happened", score=0.9, **roles):
    """An event for `sentence`: roles map to a mention's number or several (`number_killed` for `number:killed`)."""
    held = {
        role.replace("_", ":"): tuple((i, 0.9) for i in (numbers if isinstance(numbers, tuple) else (numbers,)))
        for role, numbers in roles.items()
    }
    return words, type, mode, status, score, held


def sentence(text, line, mentions=(), *events):
    """The sentence `line` of the text. `mentions` are (kind, words) in their order; events come from `event`."""
    begin = text.index(line)
    end, at, found = begin + len(line), begin, []
    for kind, words in mentions:
        start = text.index(words, at, end)
        at = start + len(words)
        found.append(FoundMention(kind, start, at, (0, 1), 0.9))
    happened = []
    for words, type, mode, status, score, held in events:
        start = text.index(words, begin, end)
        happened.append(FoundEvent(start, start + len(words), type, mode, status, score, held))
    return ReadSentence(begin, end, tuple(found), tuple(happened))
