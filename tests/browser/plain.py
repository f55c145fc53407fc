"""Reports that say no more than a province, which the map has to draw as an area, one of them untitled; and two from neighbouring towns."""

import json

OTHER_CODERS = "samples/reports/01-talks-gang.txt"  # what the other coder has read
PROVINCES = ("Zamfara", "Chihuahua")
NEIGHBOURS = "Daily Twins"  # publishes what happened in two towns that are one cluster from afar
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
    {
        "id": "plain/nairobi", "published": "2023-03-04", "publisher": NEIGHBOURS, "title": "Police arrest smugglers in Nairobi",
        "text": "NAIROBI, March 4 (AFP) - Kenyan police arrested nine smugglers in Nairobi on Friday, the ministry of the interior said.\n",
    },
    {
        "id": "plain/ruiru", "published": "2023-03-05", "publisher": NEIGHBOURS, "title": "Gunmen attack a bank in Ruiru",
        "text": "RUIRU, March 5 (AFP) - Gunmen attacked a bank in Ruiru in Kenya on Saturday and killed two guards, the police said.\n",
    },
)  # fmt: skip


def write(path) -> None:
    """Writes them as JSON lines."""
    path.write_text("".join(json.dumps(one) + "\n" for one in REPORTS), encoding="utf-8")


def write_dictionary(path) -> None:
    """Writes a dictionary of one's own, which makes another coder."""
    path.write_text("name,country,sector,kind\nLos Cuervos,HND,CRM,group\n", encoding="utf-8")
