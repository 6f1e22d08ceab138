#!/usr/bin/env python3
"""Measure the solver side by side with other solvers, and draw the curves. Called by scripts/bench.

    compare.py kinds   [--kinds tiny,hall,…] [--seeds 1,2,…] [--no-peer]   gaps within the limits of each kind
    compare.py decline [--seeds 1,2,…]                one decline in a published district
    compare.py scale   [--sizes 1,3,10,30,100]        time, memory and gap of so many coupled districts
    compare.py cities  [--cities 30]                  many cities by many workers, simulated from measured times
    compare.py matching [--kinds week,…] [--seeds …]  residents matched, beside the greedy and HiGHS with the plain model

Each answer is checked by check_roster.py or check_match.py; each bound that rests on prices is summed up again by check_bound.py or
check_match_bound.py. Rows go to standard
output as Markdown, curves to docs/figures/.
"""

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "solver/tests/exchange"
SOLVER = ROOT / "target/release/zhiban-solver"
FIGURES = ROOT / "docs/figures"
# seconds, gap that must be reached
LIMITS = {"tiny": (1, 0.0), "hall": (20, 0.001), "district": (60, 0.05), "tight": (60, 0.05),
          "replan": (20, 0.05), "city": (300, 0.08)}
MATCH_LIMITS = {"week": (15, 0.0), "scarce": (30, 0.001), "city": (120, 0.02)}
JUDGES = {"roster": "check_bound.py", "match": "check_match_bound.py"}


def run(*command):
    return subprocess.run([sys.executable, *map(str, command)], check=True, capture_output=True,
                          text=True).stdout


def generate(kind, seed, work, what="roster"):
    path = work / f"{what}-{kind}-{seed}.json"
    if not path.exists():
        run(TOOLS / f"gen_{what}.py", "--kind", kind, "--seed", seed, "--out", path)
    return path


def solve(problem, limit, work, what="roster", judged=True):
    """Our answer's figures, with the curve of progress, the whole process's seconds and peak memory in MiB."""
    out, certificate = work / "ours.json", work / "certificate.json"
    began = time.monotonic()
    child = subprocess.Popen(
        [SOLVER, what, problem, "--out", out, "--time-limit", str(limit), "--progress", "json",
         "--certificate", certificate], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    curve = [json.loads(line) for line in child.stderr]
    summary = json.loads(child.stdout.read())
    _, status, usage = os.wait4(child.pid, 0)
    assert status == 0, f"the solver ended with {status}"
    summary["curve"] = curve
    summary["whole"] = time.monotonic() - began
    summary["mib"] = usage.ru_maxrss / 1024
    # The checkers end with an error where the answer is not valid, or its figures do not agree.
    run(TOOLS / f"check_{what}.py", problem, out)
    summary["priced"] = None
    if not judged:
        return summary
    summary["priced"] = int(run(TOOLS / JUDGES[what], problem, certificate))
    if summary["proof"] == "prices":
        assert summary["bound"] <= max(0, summary["priced"]), "the certificate does not prove the bound"
    assert summary["priced"] <= summary["objective"]
    return summary


def peer(problem, limit, work, what="roster", engine="cpsat"):
    text = run(TOOLS / f"peer_{what}.py", problem, "--out", work / "peer.json", "--time-limit", limit,
               "--workers", 8, "--engine", engine)
    return json.loads(text.strip().splitlines()[-1])


def gap(figures):
    if figures.get("objective") is None or figures.get("bound") is None:
        return None
    if figures["bound"] >= figures["objective"]:
        return 0.0
    return (figures["objective"] - figures["bound"]) / max(1, abs(figures["objective"]))


def percent(share):
    return "–" if share is None else f"{100 * share:.2f} %"


def number(n):
    return "–" if n is None else f"{n:,.0f}"


def hold(name, ours, limit, must, others):
    """Ends with what is wrong where a gap, a limit or a peer's objective is missed."""
    assert gap(ours) <= must, f"{name}: the gap must be {must}"
    assert ours["whole"] <= max(1.05 * limit, limit + 1), f"{name}: the limit is {limit} s"
    for other in others:
        if other.get("objective") is not None:
            assert ours["objective"] <= other["objective"], f"{name}: worse than the peer"


def kinds(args, work):
    print("| kind, seed | s | objective | bound | gap | by prices alone | MiB | CP-SAT: s | objective | bound | gap |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    curves = {}
    for kind in args.kinds:
        limit, must = LIMITS[kind]
        for seed in args.seeds:
            problem = generate(kind, seed, work)
            ours = solve(problem, limit, work)
            # The peer runs out of the machine's memory at city size.
            other = {} if args.no_peer or kind == "city" else peer(problem, limit, work)
            priced = {"objective": ours["objective"], "bound": ours["priced"]}
            print(f"| {kind} {seed} | {ours['whole']:.1f} | {number(ours['objective'])} | {number(ours['bound'])} "
                  f"| {percent(gap(ours))} | {percent(gap(priced))} | {ours['mib']:.0f} "
                  f"| {number(other.get('seconds'))} | {number(other.get('objective'))} "
                  f"| {number(other.get('bound'))} | {percent(gap(other))} |", flush=True)
            hold(f"{kind} {seed}", ours, limit, must, (other,))
            curves.setdefault(kind, ours["curve"])
    draw_gaps(curves, args.seeds[0])


def matching(args, work):
    print("| kind, seed | s | served | objective | bound | gap | by prices alone | MiB | greedy: served | objective "
          "| HiGHS: s | objective | gap |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    for kind in args.kinds:
        limit, must = MATCH_LIMITS[kind]
        for seed in args.seeds:
            problem = generate(kind, seed, work, "match")
            # In Python, a city's meetings would take half an hour.
            ours = solve(problem, limit, work, "match", judged=kind != "city")
            served = len(json.loads((work / "ours.json").read_text())["matches"])
            greedy = peer(problem, limit, work, "match", "greedy")
            # HiGHS has found nothing better than the greedy in a city after 100 s, with 5.8 GiB.
            plain = {} if args.no_peer or kind == "city" else peer(problem, limit, work, "match", "highs")
            priced = {"objective": ours["objective"], "bound": ours["priced"]}
            print(f"| {kind} {seed} | {ours['whole']:.1f} | {number(served)} | {number(ours['objective'])} "
                  f"| {number(ours['bound'])} | {percent(gap(ours))} | {percent(gap(priced))} | {ours['mib']:.0f} "
                  f"| {number(greedy.get('matched'))} | {number(greedy['objective'])} | {number(plain.get('seconds'))} "
                  f"| {number(plain.get('objective'))} | {percent(gap(plain))} |", flush=True)
            hold(f"{kind} {seed}", ours, limit, must, (greedy, plain))


def axes(width=6.4, height=4.0):
    import matplotlib
    matplotlib.use("svg")
    from matplotlib import pyplot
    # The same figures give the same file.
    matplotlib.rcParams["svg.hashsalt"] = "zhiban"
    return pyplot.subplots(figsize=(width, height))


def save(figure, name):
    FIGURES.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(FIGURES / name, metadata={"Date": None})


def draw_gaps(curves, seed):
    figure, plot = axes()
    for kind, curve in curves.items():
        points = [(p["seconds"], 100 * p["gap"]) for p in curve if p["gap"]]
        if len(points) > 2:
            plot.plot(*zip(*points), label=kind, drawstyle="steps-post")
    plot.set(xscale="log", yscale="log", xlabel="seconds", ylabel="proven gap, %",
             title=f"gap over time, seed {seed}, two cores")
    plot.legend()
    plot.grid(alpha=0.3)
    save(figure, "gap-over-time.svg")


def decline(args, work):
    """The mend has 0.5 s, the roster before it and the whole re-solve that it is held against have `--seconds` ten times each."""
    print("| seed | published | declined | s | objective | gap to the whole re-solve's bound | seats changed |")
    print("|---|---|---|---|---|---|---|")
    for seed in args.seeds:
        doc = json.loads(generate("district", seed, work).read_text())
        published = solve(generate("district", seed, work), args.seconds * 10, work)
        roster = json.loads((work / "ours.json").read_text())["assignments"]
        rng = random.Random(seed)
        duties = {d["id"]: d for d in doc["duties"]}
        pins = {r["person"] for r in doc["pins"]}
        lost = rng.choice([r for r in roster if r["person"] not in pins])
        day = duties[lost["duty"]]["date"]
        person = next(p for p in doc["people"] if p["id"] == lost["person"])
        person["windows"] = [w for w in person["windows"] if w["date"] != day]
        doc["previous"] = roster
        problem = work / f"decline-{seed}.json"
        problem.write_text(json.dumps(doc))
        whole = solve(problem, args.seconds * 10, work)
        mended = solve(problem, 0.5, work)
        after = json.loads((work / "ours.json").read_text())["assignments"]
        key = {(r["duty"], r["person"]) for r in roster}
        changed = len(key - {(r["duty"], r["person"]) for r in after})
        own = {"objective": mended["objective"], "bound": whole["bound"]}
        print(f"| {seed} | {number(published['objective'])} | {lost['duty']} | {mended['whole']:.1f} "
              f"| {number(mended['objective'])} | {percent(gap(own))} | {changed} |", flush=True)
        assert gap(own) <= 0.005, "one decline is mended to 0.5 %"


def coupled(count, work):
    """So many districts in a ring of 8 km steps; a person in seven is also on the next one's panel."""
    path = work / f"coupled-{count}.json"
    whole = None
    for k in range(count):
        doc = json.loads(generate("district", k + 1, work).read_text())
        name = lambda id_: f"{k}.{id_}"
        east = 8.0 * k / (111.2 * math.cos(math.radians(30.66)))
        rng = random.Random(k)
        for s in doc["stations"]:
            s.update(id=name(s["id"]), district=name(s["district"]), lon=s["lon"] + east)
        for p in doc["people"]:
            p.update(id=name(p["id"]), lon=p["lon"] + east)
            p["skills"].append(f"panel-{k}")
            if rng.random() < 1 / 7:
                p["skills"].append(f"panel-{(k + 1) % count}")
            for key in ("avoid", "prefers"):
                p[key] = [name(s) for s in p.get(key, ())]
        for d in doc["duties"]:
            d.update(id=name(d["id"]), station=name(d["station"]))
            d["skills"] = [f"panel-{k}"]
        for s in doc["series"]:
            s["id"] = name(s["id"])
            if s.get("holder") is not None:
                s["holder"] = name(s["holder"])
            for o in s["options"]:
                o["duties"] = [name(d) for d in o["duties"]]
        for r in doc["language_cover"]:
            r["district"] = name(r["district"])
        for key in ("pins", "bans"):
            doc[key] = [{"duty": name(r["duty"]), "person": name(r["person"])} for r in doc[key]]
        if whole is None:
            whole = doc
        else:
            for key in ("stations", "people", "duties", "series", "language_cover", "pins", "bans"):
                whole[key] += doc[key]
    path.write_text(json.dumps(whole, separators=(",", ":")))
    return path


def scale(args, work):
    print("| districts | duties | limit, s | s | to a gap of 3 %, s | gap at the end | MiB |")
    print("|---|---|---|---|---|---|---|")
    rows = []
    for count in args.sizes:
        problem = coupled(count, work)
        duties = len(json.loads(problem.read_text())["duties"])
        limit = args.seconds * count
        ours = solve(problem, limit, work)
        reached = next((p["seconds"] for p in ours["curve"] if p["gap"] is not None and p["gap"] <= 0.03), None)
        rows.append((count, reached, ours["mib"]))
        print(f"| {count} | {number(duties)} | {limit} | {ours['whole']:.0f} | {number(reached)} "
              f"| {percent(gap(ours))} | {ours['mib']:.0f} |", flush=True)
    known = [(math.log(n), math.log(s)) for n, s, _ in rows if s]
    if len(known) > 1:
        mean = [sum(v) / len(known) for v in zip(*known)]
        slope = sum((x - mean[0]) * (y - mean[1]) for x, y in known) / sum((x - mean[0]) ** 2 for x, _ in known)
        print(f"\nexponent of the time to 3 %: {slope:.2f}")
    figure, plot = axes()
    plot.plot(*zip(*[(n, s) for n, s, _ in rows if s]), marker="o", label="seconds to a gap of 3 %")
    plot.plot(*zip(*[(n, m) for n, _, m in rows]), marker="s", label="peak memory, MiB")
    plot.set(xscale="log", yscale="log", xlabel="districts of 130 stations", title="time and memory over size, two cores")
    plot.legend()
    plot.grid(alpha=0.3)
    save(figure, "time-over-size.svg")


def cities(args, work):
    """The queue gives the next city to the first free worker; a worker in `lost` solves dies and its city starts again after the lease."""
    limit, lease, lost = 300, 60, 100
    rng = random.Random(1)
    print("| workers of 2 cores | cities | last one ready after, min | mean wait, min | workers busy |")
    print("|---|---|---|---|---|")
    for workers in (1, 2, 5, 10, 15, 30):
        free, ready, busy = [0.0] * workers, [], 0.0
        for _ in range(args.cities):
            at = min(range(workers), key=free.__getitem__)
            # reading, the search to its limit, audit and storing
            seconds = limit + rng.uniform(5, 15)
            while rng.random() < 1 / lost:
                free[at] += rng.uniform(0, limit) + lease
            free[at] += seconds
            busy += seconds
            ready.append(free[at])
        print(f"| {workers} | {args.cities} | {max(ready) / 60:.0f} | {sum(ready) / len(ready) / 60:.0f} "
              f"| {percent(busy / (workers * max(ready)))} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    numbers = lambda text: [int(n) for n in text.split(",")]
    parser.add_argument("what", choices=("kinds", "decline", "scale", "cities", "matching"))
    parser.add_argument("--kinds", type=lambda t: t.split(","))
    parser.add_argument("--seeds", type=numbers, default=[1, 2, 3, 4, 5])
    parser.add_argument("--sizes", type=numbers, default=[1, 3, 10, 30, 100])
    parser.add_argument("--seconds", type=float, default=6, help="limit for each district of `scale`")
    parser.add_argument("--cities", type=int, default=30)
    parser.add_argument("--no-peer", action="store_true")
    args = parser.parse_args()
    args.kinds = args.kinds or list(MATCH_LIMITS if args.what == "matching" else LIMITS)
    with tempfile.TemporaryDirectory() as folder:
        globals()[args.what](args, Path(folder))


if __name__ == "__main__":
    main()
