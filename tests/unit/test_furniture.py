import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.intake import find_credits, find_furniture, prepare_report


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Source: AFP", "credit"),
        ("Picture: X/@harbourdesk", "credit"),
        ("Photo by Mina Okoro", "credit"),
        ("(Reporting by Mina Okoro in Tarvo; Editing by Jan Hus)", "credit"),
        ("Additional reporting by Ana Lima", "credit"),
        ("File photo: soldiers at the Tarvo crossing last year", "caption"),
        ("Follow Harbour Post on Facebook, X and Instagram", "follow"),
        ("Sign up for our weekly newsletter", "follow"),
        ("Read more: What the Tarvo deal means", "link"),
        ("RELATED ARTICLES", "link"),
        ("https://harbour.example/news/12", "link"),
        ("© 2025 Harbour Post. All rights reserved.", "copyright"),
        ("We use cookies to improve this site", "cookie"),
        ("This website uses cookies to offer you a better experience.", "cookie"),
        ("Accept all cookies", "cookie"),
        ("ADVERTISEMENT", "ad"),
        ("By Mina Okoro and Jan Hus", "byline"),
        ("Published: 8 August 2025", "date"),
        ("Updated 10:22 GMT", "date"),
        ("-- Reuters", "credit"),
        ("This story has been updated with the minister's reply.", "notice"),
        ("The views expressed here do not necessarily reflect those of the Post.", "notice"),
    ],
)
def test_a_line_of_furniture_is_marked(line, kind):
    text = f"Rebels left the town.\n{line}\nThe army returned."
    found = [(text[item.start : item.end], item.kind) for item in find_furniture(text)]
    assert found == [(line, kind)]


@pytest.mark.parametrize(
    "line",
    [
        "The source said the army would follow the rebels on foot.",
        "By Friday the rebels had left.",
        "Read the statement, the minister told reporters, and you will see.",
        "Pictures of the attack were shown on state television, which blamed the rebels for it.",
        "Related groups had claimed the attack. Police doubted it.",
        "Share prices fell after the attack.",
        "By the river, soldiers fired on the crowd.",
        "Followers of the cleric marched on the palace.",
    ],
)
def test_prose_is_left_alone(line):
    assert find_furniture(f"{line}\nMore was not known.") == ()


def test_an_embedded_post_is_marked_with_its_tail():
    post = "President Ilo said talks with the Front had begun in Tarvo."
    tail = "pic.twitter.com/Ab12\n— Harbour Desk (@harbourdesk) August 9, 2025"
    text = f"Will the talks bring peace?\n{post}\nMore here:… {tail}\nThe Front has 3,000 fighters."
    found = {item.kind: text[item.start : item.end] for item in find_furniture(text)}
    assert found == {"post": f"{post}\nMore here:…", "post_tail": tail}
    report = prepare_report(text)
    assert (report.published, report.published_basis) == ("2025-08-09", "post")


def test_a_post_on_one_line_takes_no_line_above():
    text = "The army left.\nWe call on all sides to stop now pic.twitter.com/Ab12— UN Desk (@undesk) August 9, 2025\nNobody did."
    (post, tail) = find_furniture(text)
    assert text[post.start : post.end] == "We call on all sides to stop now"
    assert tail.kind == "post_tail"


@pytest.mark.parametrize(
    ("text", "place", "agency", "day"),
    [
        ("Bogotá – Colombian envoys met.", "Bogotá", None, None),
        ("KABUL, Aug 8 (Reuters) - The army left.", "KABUL", "Reuters", None),
        ("PARIS (AFP) — French troops left.", "PARIS", "AFP", None),
        ("BEIJING, Aug. 8, 2025 (Xinhua) -- China spoke.", "BEIJING", "Xinhua", "2025-08-08"),
        ("MOSCOW, August 8. /TASS/. The ministry spoke.", "MOSCOW", "TASS", None),
        ("Tehran, Aug 8, IRNA – Iran spoke.", "Tehran", "IRNA", None),
        ("TARVO CITY, 3 JAN 90 (RADIO SUR) -- [TEXT] THE ARMY LEFT.", "TARVO CITY", None, "1990-01-03"),
        ("GAZA CITY, Gaza Strip (AP) — Troops left.", "GAZA CITY, Gaza Strip", "AP", None),
        ("BUFFALO, N.Y. — Police spoke.", "BUFFALO, N.Y.", None, None),
        ("ISLAMABAD: The army left.", "ISLAMABAD", None, None),
        ("(Reuters) - Rebels left.", None, "Reuters", None),
        ("By Mina Okoro\n\nLAGOS, Aug 8 (Reuters) - Gunmen left.", "LAGOS", "Reuters", None),
        ("Analysis – The war goes on.", None, None, None),
        ("The Front – a rebel group – left.", None, None, None),
        ("Monday – The army left.", None, None, None),
        ("The army left.\nSource: EFE", None, "EFE", None),
        ("The army left.\nPicture: AFP", None, None, None),
        ("Published: 8 August 2025\nThe army left.", None, None, "2025-08-08"),
        ("Updated: 8 August 2025\nThe army left.", None, None, "2025-08-08"),
        ("RADIO KASSAR FM, 12 NOVEMBER 2019\nTHE ARMY LEFT.", None, None, "2019-11-12"),
        ("Oslo - Talks began.\n\nLima - Police left.", None, None, None),
    ],
)
def test_credits(text, place, agency, day):
    report = prepare_report(text)
    assert (report.dateline, report.agency, report.published) == (place, agency, day)


def test_the_dateline_ends_where_the_sentence_begins():
    text = "Headline of the day\nTARVO, Aug 8 (Reuters) - The army left."
    mark = find_credits(text).mark
    assert mark is not None
    assert text[mark.start : mark.end] == "TARVO, Aug 8 (Reuters) - "


def test_whose_day_wins():
    text = "TARVO, Aug. 8, 2025 (AP) — The army left."
    assert prepare_report(text).published_basis == "dateline"
    assert prepare_report(text, fallback="2025-08-10").published == "2025-08-10"
    stated = prepare_report(text, published="2025-08-09", fallback="2025-08-10")
    assert (stated.published, stated.published_basis) == ("2025-08-09", "field")


_PIECES = st.sampled_from(
    [
        "Source: AFP",
        "\n",
        "\r\n",
        " ",
        "(Reporting by A B)",
        "— Desk (@desk) August 9, 2025",
        "pic.twitter.com/x",
        "KABUL, Aug 8 (AP) — ",
        "The",
        "É",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=8), max_size=14).map("".join))
def test_marks_lie_in_the_text_in_order_and_apart(text):
    report = prepare_report(text or "x")
    position = 0
    for item in report.furniture:
        assert position <= item.start < item.end <= len(report.text)
        position = item.end


def test_a_post_shown_as_a_card_is_furniture():
    text = "Talks began.\n\nHarbour Council\n@harbourcouncil\nWe thank all who came.\n9:02 AM · Mar 4, 2024\n\nPolice left."
    found = {text[f.start : f.end].strip(): f.kind for f in find_furniture(text)}
    assert found["We thank all who came."] == "post"
    assert found["9:02 AM · Mar 4, 2024"] == "post_tail"
    assert not any("Police" in words or "Talks" in words for words in found)
