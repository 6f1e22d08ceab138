#!/usr/bin/env python3
"""Sum up the certificate of a bound (zhiban-match-certificate/1) from the instance alone.

    python3 check_match_bound.py INSTANCE.json CERTIFICATE.json

Prints the bound that the prices prove, in whole units of the objective; with prices that prove nothing the exit code is 2. Shares no
code with the solver; docs/solver.md says why the sum is a bound. Takes some minutes for a city.
"""

import json
import math
import sys
from collections import defaultdict
from datetime import date

from check_bound import LEVELS, UNIT, km, need


def minutes(moment):
    day, time = moment.split("T")
    return date.fromisoformat(day).toordinal() * 1440 + int(time[:2]) * 60 + int(time[3:])


def main():
    problem, certificate = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
    weights, working = problem["weights"], LEVELS[problem.get("working_level") or "B2"]
    now = minutes(problem["now"])
    need(certificate["format"] == "zhiban-match-certificate/1", "the format")

    spoken = lambda who: {tag for tag, level in who["languages"].items() if LEVELS[level] >= working}
    stations = {s["id"]: s for s in problem["stations"]}
    advisers = {a["id"]: (set(a["skills"]), spoken(a)) for a in problem["advisers"]}
    interpreters = {n["id"]: spoken(n) for n in problem["interpreters"]}

    slots = defaultdict(int)
    for slot, price in certificate["slots"]:
        need(price >= 0 and slot not in slots, f"slot {slot}")
        slots[slot] = price
    need(set(slots) <= {s["id"] for s in problem["slots"]}, "a slot that does not exist")
    moments = defaultdict(list)
    for interpreter, moment, price in certificate["interpreters"]:
        need(price >= 0 and interpreter in interpreters, f"interpreter {interpreter}")
        moments[interpreter].append((minutes(moment), price))
    group = lambda r: r["group"] if r.get("group") is not None else min(r["languages"], default="")
    size = defaultdict(int)
    for request in problem["requests"]:
        size[group(request)] += 1
    leaving = defaultdict(int)
    for name, price in certificate["groups"]:
        need(price >= 0 and size[name] >= 5, f"group {name}")
        leaving[name] += price

    open_slots = defaultdict(list)
    for slot in problem["slots"]:
        if minutes(slot["start"]) >= now:
            for skill in advisers[slot["adviser"]][0]:
                open_slots[skill].append((slot, minutes(slot["start"]), minutes(slot["end"])))
    shifts = [(h, minutes(h["start"]), minutes(h["end"])) for h in problem["shifts"]]

    bound = 0
    for request in problem["requests"]:
        urgency, own = request["urgency"], spoken(request)
        least = UNIT * weights["unmatched"] * urgency ** 2 + leaving[group(request)]
        windows = [(minutes(w["start"]), minutes(w["end"])) for w in request.get("windows") or []]
        helpers = [shift for shift in shifts if interpreters[shift[0]["interpreter"]] & own]
        ways = {None: 0.0}
        for slot, start, end in open_slots[request["skill"]]:
            cost = UNIT * weights["wait_day"] * urgency * (start // 1440 - now // 1440) + slots[slot["id"]]
            if cost >= least or slot["adviser"] in request.get("exclude", ()):
                continue
            if windows and not any(a <= start and end <= b for a, b in windows):
                continue
            station = slot["station"]
            if ("video" if station is None else "in_person") not in request["modes"]:
                continue
            if station not in ways:
                ways[station] = km(request, stations[station])
            most = request.get("max_km")
            if station is not None and most is not None and ways[station] > most + 1e-9:
                continue
            cost += UNIT * weights["travel_km"] * math.floor(ways[station] + 0.5)
            speaks = advisers[slot["adviser"]][1]
            if not speaks & own:
                able = [h["interpreter"] for h, a, b in helpers
                        if a <= start and end <= b and h["station"] in (None, station)
                        and interpreters[h["interpreter"]] & speaks]
                if not able:
                    continue
                paid = lambda n: sum(price for minute, price in moments[n] if start <= minute < end)
                cost += UNIT * weights["interpreter"] + min(map(paid, able))
            least = min(least, cost)
        bound += least
    bound -= sum(slots.values()) + sum(price for own in moments.values() for _, price in own)
    bound += min(UNIT * weights["equity"] * e - sum(price * (e * size[name] // 100) for name, price in leaving.items())
                 for e in range(101))
    print(-(-bound // UNIT))


if __name__ == "__main__":
    main()
