"""Calls every operation of a running demo with what schemathesis makes up of the description, in the name of a program that may do everything.
Fails where an answer is a 5xx, has a status, content type or body that is not described, or where an operation that only reads has never
answered 2xx."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from datetime import datetime, timedelta, timezone
from http.cookiejar import CookieJar
from pathlib import Path

HERE = Path(__file__).parent
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def signed_in(base, log):
    """Calls the API as the demo's administrator."""
    passwords = dict(re.findall(r"^\s+(\S+@example\.org)\s+(\S{16}) ", Path(log).read_text(), re.M))
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def call(method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{base}/api/v1{path}", data, {"content-type": "application/json"}, method=method)
        text = opener.open(request).read()
        return json.loads(text) if text else None

    email = "admin@example.org"
    call("POST", "/session", {"email": email, "password": passwords[email]})
    return call


def token(call, city):
    ends = datetime.now(timezone.utc) + timedelta(days=300)
    scopes = ["look", "see-people", "book", "plan", "set-up"]
    body = {"name": "schemathesis", "scopes": scopes, "expires_at": ends.strftime("%Y-%m-%dT%H:%M:%SZ")}
    made = call("POST", f"/cities/{city}/api-clients", body)
    return made["id"], made["token"]


def ids(call):
    """An id of each kind of thing, by the name of its list, as paths have it before `{id}`."""
    city = call("GET", "/cities")["items"][0]["id"]
    first = {"cities": city}
    for kind in ["districts", "stations", "people", "pools", "skills", "demand-templates", "rosters", "requests", "appointments"]:
        first[kind] = call("GET", f"/{kind}")["items"][0]["id"]
    duties = call("GET", f"/rosters/{first['rosters']}/duties")["items"]
    duty = next(duty for duty in duties if duty["people"])
    first["duties"] = duty["id"]
    first["assignments"] = duty["people"][0]["assignment_id"]
    first["questions"] = call("POST", f"/requests/{first['requests']}/questions", {"words": "?"})["id"]
    first["jobs"] = call("POST", "/matchings", {"city_id": city})["id"]
    return first


def main():
    base, log = sys.argv[1:3]
    call = signed_in(base, log)
    known = ids(call)
    client, secret = token(call, known["cities"])
    known["api-clients"] = client
    known["users"] = call("GET", f"/cities/{known['cities']}/users")["items"][0]["id"]
    seen = Path("target/test-logs/schemathesis-seen.txt")
    seen.parent.mkdir(parents=True, exist_ok=True)
    seen.write_text("")
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE.resolve()),
        "ZHIBAN_IDS": json.dumps(known),
        "ZHIBAN_SEEN": str(seen.resolve()),
    }
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"{base}/api/openapi.json",
        "--header", f"Authorization: Bearer {secret}", "--checks", CHECKS, "--phases", "examples,coverage,fuzzing",
        # What is made up is the same in each run, and ends no token that the run itself needs.
        "--generation-deterministic", "--max-examples", "20", "--no-color", "--exclude-path", "/api/v1/session", "--exclude-operation-id", "end_api_client",
    ]
    # What it keeps of its own lies under target/.
    code = subprocess.run(command, env=environment, cwd=seen.parent).returncode
    described = json.loads(urllib.request.urlopen(f"{base}/api/openapi.json").read())
    reads = {f"GET {path}" for path, item in described["paths"].items() if "get" in item}
    answered = {line for line in seen.read_text().splitlines()}
    never = sorted(reads - answered - {"GET /api/v1/session"})
    print(f"{len(reads) - len(never)} of {len(reads)} operations that read have answered 2xx")
    for operation in never:
        print(f"never 2xx: {operation}")
    sys.exit(code or bool(never))


if __name__ == "__main__":
    main()
