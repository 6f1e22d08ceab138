"""How long an import of 10,000 rows takes, and how much memory, as whole processes: one list as CSV and as a workbook, checked, imported,
and imported again. Called by scripts/bench imports; needs nothing but Python's own library."""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# The list, and the columns in which every row needs a text of its own.
LISTS = {"people": ("Code", "E-mail", "Licence"), "stations": ("Code",)}


def run(program, folder, *arguments):
    """Seconds, the most MiB held, and what was said."""
    began = time.monotonic()
    command = [program, *arguments]
    environment = {**os.environ, "ZHIBAN__DATABASE__URL": f"sqlite://{folder}/zhiban.db", "RUST_LOG": "error"}
    child = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed:\n{said[-2000:]}")
    return time.monotonic() - began, usage.ru_maxrss / 1024, said


def multiplied(path, own, rows):
    """The list with copies of its rows, each with codes of its own, until there are so many."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        there, names = list(reader), reader.fieldnames
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for at in range(rows):
            row = dict(there[at % len(there)])
            copy = at // len(there)
            for column in own if copy else ():
                row[column] = row[column] and f"{copy}{row[column]}"
            writer.writerow(row)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program", type=Path)
    arguments.add_argument("--rows", type=int, default=10_000)
    asked = arguments.parse_args()
    program = asked.program.resolve()
    for name, own in LISTS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/{name}.csv"
            run(program, folder, "admin", "demo-workbook", "city.xlsx")
            run(program, folder, "import", "city.xlsx")
            run(program, folder, "export", path, "--list", name)
            multiplied(path, own, asked.rows)
            for label, file, *more in [
                ("checked", path, "--check"),
                ("imported", path),
                ("imported again", path),
            ]:
                seconds, held, said = run(program, folder, "import", file, *more)
                counts = next(line for line in said.splitlines() if line.strip().lower().startswith(name))
                print(f"{name:<10} {asked.rows} rows, CSV   {label:<15} {seconds:6.2f} s {held:6.0f} MiB   {' '.join(counts.split())}")
            book = f"{folder}/{name}.xlsx"
            run(program, folder, "export", book, "--list", name)
            seconds, held, _ = run(program, folder, "import", book)
            print(f"{name:<10} {asked.rows} rows, Excel {'imported again':<15} {seconds:6.2f} s {held:6.0f} MiB")


if __name__ == "__main__":
    main()
