#!/usr/bin/env python3
"""Sum up the certificate of a bound (zhiban-roster-certificate/1) from the instance alone.

    python3 check_bound.py INSTANCE.json CERTIFICATE.json [ANSWER.json]

Prints the bound that the prices prove, in whole units of the objective. With an answer whose bound is above it, or whose
objective is below it, the exit code is 1; with prices that prove nothing it is 2. Shares no code with the solver; docs/solver.md says why the sum is a bound.
"""

import json
import math
import sys
from collections import defaultdict
from datetime import date, timedelta

UNIT = 1000
LEVELS = {"A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6, "N": 7}


def need(ok, what):
    """Ends with what is wrong, as the judge of the solver refuses it."""
    if not ok:
        print(f"this proves nothing: {what}", file=sys.stderr)
        sys.exit(2)


def km(a, b):
    u, v = math.radians(a["lat"]), math.radians(b["lat"])
    s = math.sin((v - u) / 2) ** 2 \
        + math.cos(u) * math.cos(v) * math.sin(math.radians(b["lon"] - a["lon"]) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1.0, s)))


def minutes(text):
    return int(text[:2]) * 60 + int(text[3:])


def week(day):
    year, number, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{number:02d}"


def saturday(day):
    when = date.fromisoformat(day)
    need(when.weekday() >= 5, f"{day} is on no weekend")
    return (when - timedelta(when.weekday() - 5)).isoformat()


def dearest(worth, cap):
    worth = sorted(worth, reverse=True)
    return sum(worth if cap is None else worth[:cap])


def dearest_run(worth, cap):
    """The most that dates give of which never more than `cap` follow each other."""
    if cap is None or not worth:
        return sum(worth.values())
    first, last = (date.fromisoformat(f(worth)) for f in (min, max))
    best = [0] + [None] * cap        # by how many dates in a row were taken up to here
    for k in range((last - first).days + 1):
        own = worth.get((first + timedelta(k)).isoformat(), 0)
        taken = [None] + [None if b is None else b + own for b in best[:cap]]
        taken[0] = max(b for b in best if b is not None)
        best = taken
    return max(b for b in best if b is not None)


class Judge:
    def __init__(self, doc, certificate):
        self.doc = doc
        self.w = doc["weights"]
        self.station = {s["id"]: s for s in doc["stations"]}
        self.people = doc["people"]
        self.number = {p["id"]: i for i, p in enumerate(self.people)}
        self.duty = {d["id"]: d for d in doc["duties"]}
        self.series_of = {d: s["id"] for s in doc.get("series", []) for o in s["options"]
                          for d in o["duties"]}
        self.bans = {(r["duty"], r["person"]) for r in doc.get("bans", [])}
        self.before = {(r["duty"], r["person"]) for r in doc.get("previous", [])}
        self.pins = defaultdict(set)
        for r in doc.get("pins", []):
            self.pins[r["duty"]].add(self.number[r["person"]])
        need(certificate.get("format") == "zhiban-roster-certificate/1",
             f"the format is {certificate.get('format')!r}; right would be 'zhiban-roster-certificate/1'")
        self.find_pairs()
        self.read_people(certificate["people"])
        self.read_supervision(certificate["supervision"])
        self.rows = defaultdict(list)
        cover = doc.get("language_cover", [])
        need(len(cover) == len(certificate["language"]),
             "there is not one price for each row of language cover")
        self.paid = 0
        for row, price in zip(cover, certificate["language"]):
            need(0 <= price <= UNIT * self.w["language"] * row["weight"],
                 f"a row of language cover has the price {price}")
            self.rows[row["district"], row["week"]].append((row, price))
            self.paid += price * row["min"]

    def able(self, d, p):
        skills, tongues = set(p.get("skills") or ()), p.get("languages") or {}
        some = d.get("any_skills") or ()
        return (p["pool"] == d["pool"] and skills.issuperset(d.get("skills") or ())
                and (not some or not skills.isdisjoint(some))
                and all(LEVELS.get(tongues.get(t), 0) >= LEVELS[v]
                        for t, v in (d.get("languages") or {}).items())
                and d["station"] not in (p.get("avoid") or ())
                and (p.get("max_km") is None
                     or km(p, self.station[d["station"]]) <= p["max_km"] + 1e-9))

    def find_pairs(self):
        # How many published pairs may stay by rules 3 and 4 and the bans, pins or not.
        known, self.fit, self.kept = {}, {}, 0
        self.most = [0] * len(self.people)
        on = [defaultdict(int) for _ in self.people]
        windows = [defaultdict(list) for _ in self.people]
        for i, p in enumerate(self.people):
            for x in p.get("windows") or ():
                windows[i][x["date"]].append((minutes(x["start"]), minutes(x["end"])))
        for d in self.doc["duties"]:
            ask = json.dumps([d.get(k) for k in ("station", "pool", "skills", "any_skills", "languages")])
            if ask not in known:
                known[ask] = [i for i, p in enumerate(self.people) if self.able(d, p)]
            a, b = minutes(d["start"]), minutes(d["end"])
            self.fit[d["id"]] = [
                i for i in known[ask] if (d["id"], self.people[i]["id"]) not in self.bans
                and any(x <= a and b <= y for x, y in windows[i].get(d["date"], ()))]
            self.kept += sum((d["id"], self.people[i]["id"]) in self.before for i in self.fit[d["id"]])
            if len(self.pins[d["id"]]) >= d["ideal"]:
                self.fit[d["id"]] = [i for i in self.fit[d["id"]] if i in self.pins[d["id"]]]
            for i in self.fit[d["id"]]:
                on[i][d["date"]] += 1
        for i, p in enumerate(self.people):
            weeks = defaultdict(int)
            for day, n in on[i].items():
                weeks[week(day)] += min(n, p.get("max_day") if p.get("max_day") is not None else n)
            top = p.get("max_week")
            able = sum(n if top is None else min(n, top) for n in weeks.values())
            self.most[i] = able if p.get("max_month") is None else min(able, p["max_month"])

    def read_people(self, prices):
        n = len(self.people)
        self.turns, self.worth = [0] * n, [0] * n
        self.at = [defaultdict(list) for _ in range(n)]        # date -> (minute or None, price)
        self.other = [defaultdict(int) for _ in range(n)]      # week, series or duty -> price
        for own in prices:
            need(own["person"] in self.number, f"{own['person']} is nobody")
            i = self.number[own["person"]]
            p = self.people[i]
            self.turns[i] = own["turns"]
            stations, weekends, run = defaultdict(int), defaultdict(int), defaultdict(int)
            for row, price in own["rows"]:
                (kind, of), = row.items()
                need(price >= 0, f"{p['id']}: {row} has the price {price}")
                if kind in ("minute", "weekend", "run"):
                    day, minute = of
                    need(minute is not None or p.get("max_day") is not None and p["max_day"] <= 1,
                         f"{p['id']}: {row} may be used twice")
                    self.at[i][day].append((None if minute is None else minutes(minute), price))
                    if kind == "minute":
                        self.worth[i] += price * min(1, 1 if p.get("max_day") is None else p["max_day"])
                    elif kind == "weekend":
                        weekends[saturday(day)] += price
                    else:
                        run[day] += price
                elif kind == "day":
                    self.at[i][of].append((None, price))
                    need(p.get("max_day") is not None, f"{p['id']} has no max_day")
                    self.worth[i] += price * p["max_day"]
                elif kind == "week":
                    self.other[i]["week", of] += price
                    need(p.get("max_week") is not None, f"{p['id']} has no max_week")
                    self.worth[i] += price * p["max_week"]
                elif kind == "series":
                    self.other[i]["series", of[0], of[1]] += price
                    stations[of[0]] += price
                elif kind == "duty":
                    need(of in self.duty and of not in self.series_of,
                         f"{of} is no duty outside every series")
                    self.other[i]["duty", of] += price
                    stations[self.duty[of]["station"]] += price
                else:
                    need(False, f"a row of the kind {kind} is not known")
            self.worth[i] += dearest(stations.values(), p.get("max_stations")) \
                + dearest(weekends.values(), p.get("max_weekends")) + dearest_run(run, p.get("max_run"))

    def read_supervision(self, prices):
        self.costs, self.pays = defaultdict(int), defaultdict(int)
        there = defaultdict(list)
        for d in self.doc["duties"]:
            there[d["station"], d["date"], d["pool"]].append(d)
        for id_, price in prices:
            d = self.duty.get(id_, {})
            need(d.get("supervised_by") is not None, f"{id_} needs nobody beside it")
            need(price >= 0, f"supervision of {id_} has the price {price}")
            self.costs[id_] += price
            for o in there[d["station"], d["date"], d["supervised_by"]]:
                if minutes(o["start"]) <= minutes(d["start"]) and minutes(d["end"]) <= minutes(o["end"]):
                    self.pays[o["id"]] += price

    def offer(self, d, i, siblings):
        """What holding the duty costs this person, not as a substitute, with all charges."""
        p = self.people[i]
        own = self.w["travel_km"] * math.floor(km(p, self.station[d["station"]]) + 0.5)
        if p.get("prefers") and d["station"] not in p["prefers"]:
            own += self.w["preference"]
        if (d["id"], p["id"]) in self.before:
            own -= self.w["change"]
        a, b = minutes(d["start"]), minutes(d["end"])
        charge = self.turns[i] + self.other[i]["week", week(d["date"])]
        charge += sum(x for at, x in self.at[i].get(d["date"], ()) if at is None or a <= at < b)
        series = self.series_of.get(d["id"])
        if series is None:
            charge += self.other[i]["duty", d["id"]]
        else:
            charge += self.other[i]["series", d["station"], series] // siblings
        for row, price in self.rows.get((self.station[d["station"]]["district"], week(d["date"])), ()):
            if LEVELS.get((p.get("languages") or {}).get(row["language"]), 0) >= LEVELS[row["level"]]:
                charge -= price
        return UNIT * own + charge - self.pays[d["id"]]

    def least(self, d, offers):
        """The least the duty costs where each person costs so much."""
        pins = self.pins.get(d["id"], ())
        order = sorted((i not in pins, cost) for cost, i in offers)

        def empty(n):
            short = self.w["shortfall"] * max(0, d["min"] - n)
            return UNIT * d["weight"] * (short + self.w["below_ideal"] * (d["ideal"] - max(n, d["min"])))
        total, best = self.costs[d["id"]], None if pins else empty(0)
        for n, (_, cost) in enumerate(order[:d["ideal"]], 1):
            total += cost
            if n >= len(pins) and (best is None or total + empty(n) < best):
                best = total + empty(n)
        return best

    def series(self, s):
        pinned = [o for o in s["options"] if any(self.pins.get(d) for d in o["duties"])]
        costs = []
        for o in s["options"]:
            if any(other is not o for other in pinned):
                continue
            duties = [self.duty[d] for d in o["duties"]]
            saved, total, extra = defaultdict(int), 0, UNIT * self.w["substitute"]
            for d in duties:
                offers = [(self.offer(d, i, len(duties)), i) for i in self.fit[d["id"]]]
                without = self.least(d, [(c + extra, i) for c, i in offers])
                total += without
                for cost, holder in offers:
                    if cost < without or d["ideal"] > 1 or self.pins.get(d["id"]):
                        mine = [(c + (0 if i == holder else extra), i) for c, i in offers]
                        saved[holder] += without - self.least(d, mine)
            able = [i for i in (saved if s.get("holder") is None else [self.number[s["holder"]]])
                    if all(self.able(d, self.people[i]) for d in duties)]
            if s.get("holder") is not None and not able:
                continue
            costs.append(total - max([0] + [saved[i] for i in able]))
        return min(costs, default=0)

    def bound(self):
        total = self.paid + UNIT * self.w["change"] * self.kept
        for i, p in enumerate(self.people):
            total -= self.worth[i]
            total += min(UNIT * self.w["fairness"] * (n - p["target"]) ** 2 - self.turns[i] * n
                         for n in range(self.most[i] + 1))
        for d in self.doc["duties"]:
            if d["id"] not in self.series_of:
                total += self.least(d, [(self.offer(d, i, 1), i) for i in self.fit[d["id"]]])
        total += sum(self.series(s) for s in self.doc.get("series", []))
        return -(-total // UNIT)


def main():
    documents = []
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as f:
            documents.append(json.load(f))
    bound = Judge(documents[0], documents[1]).bound()
    print(bound)
    if len(documents) > 2:
        answer = documents[2]
        return 1 if answer["bound"] > max(bound, 0) or answer["objective"] < bound else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
