#!/usr/bin/env python3
"""Draw a month of residents who come one after the other, for `cargo bench --bench arrivals`: what there is to book, who comes, and
who came the month before, of which a forecast can be made.

    draw.py --kind plenty|scarce --seed N --out FOLDER

The people, places and times are drawn by the generator of the exchange format (tests/exchange/gen_match.py), with four times the
days, sessions and residents of its kinds `week` and `scarce`. Each resident comes on a working day of the month, at eight in the
morning, and can come to an appointment on some of the seven working days from then on. Writes `this.json` and `last.json`, in the
format zhiban-match/1; the name of a request begins with the number of the day it comes on, from 00.
"""

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "exchange"))
import gen_match as gen  # noqa: E402

DAYS = 20
AHEAD = 7
KINDS = {"plenty": "week", "scarce": "scarce"}


def comes(rng, requests, days):
    """Each request with a day on which it comes, and times from then on."""
    for i, request in enumerate(requests):
        day = rng.randrange(DAYS)
        ahead = days[day:day + AHEAD]
        windows = gen.make_windows(rng, request["modes"], ahead)
        # Whoever can come at any time can do so for as long as the others.
        request["windows"] = windows or [
            {"start": gen.at_minute(d, 0), "end": gen.at_minute(d, 23 * 60 + 59)} for d in ahead]
        request["id"] = f"{day:02d}-{i:05d}"
    return sorted(requests, key=lambda r: r["id"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", required=True, choices=list(KINDS))
    parser.add_argument("--seed", required=True, type=int)
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args()
    week = gen.KINDS[KINDS[args.kind]]
    kind = dict(week, days=DAYS, requests=4 * week["requests"], sessions=4 * week["sessions"])
    gen.KINDS["month"] = kind
    month = gen.make("month", args.seed)
    month["now"] = gen.at_minute(gen.FIRST_DAY, 8 * 60)
    rng = random.Random(f"month {args.kind} {args.seed}")
    days = gen.working_days(DAYS)
    # Another month's residents of the same city: drawn again around this one's homes.
    last = []
    for _ in month["requests"]:
        person, topic, home, mode = (rng.choice(month["requests"]) for _ in range(4))
        other = dict(person, skill=topic["skill"], lat=home["lat"], lon=home["lon"], modes=mode["modes"])
        other.pop("max_km", None)
        if "max_km" in mode:
            other["max_km"] = mode["max_km"]
        last.append(other)
    args.out.mkdir(parents=True, exist_ok=True)
    gen.write(dict(month, requests=comes(rng, last, days)), args.out / "last.json")
    gen.write(dict(month, requests=comes(rng, month["requests"], days)), args.out / "this.json")


if __name__ == "__main__":
    main()
