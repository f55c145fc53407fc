"""Reports that say no more than a province: what the map has to draw as an area, and one of them untitled."""

import json

PROVINCES = ("Zamfara", "Chihuahua")
UNTITLED = "Gunmen kill four farmers in Zamfara"
REPORTS = (
    {
        "id": "plain/zamfara", "published": "2023-02-08", "publisher": "Daily Plain",
        "text": f"{UNTITLED}\n\nGUSAU, Feb 8 (AFP) - Gunmen killed four farmers in Zamfara state in Nigeria on Tuesday, the police said.\n",
    },
    {
        "id": "plain/chihuahua", "published": "2023-02-09", "publisher": "Daily Plain", "title": "Soldiers arrest 12 in Chihuahua",
        "text": "Mexican soldiers arrested 12 members of a gang in the state of Chihuahua on Wednesday, the army said.\n",
    },
)  # fmt: skip


def write(path) -> None:
    """Writes them as JSON lines."""
    path.write_text("".join(json.dumps(one) + "\n" for one in REPORTS), encoding="utf-8")
