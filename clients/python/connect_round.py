"""What a newcomer is shown: the page at /connect, the same for programs, and each program of the page, run as
it is up to a signed-in account.

Nothing here knows how a library is told of a server. That stands in the programs; they either work when they are
pasted, or this round fails.
"""

import asyncio
import html.parser
import json
import os
import re
import select
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from harness import DATA, HOST, PORT, PROGRAM, PUBLIC_KEY, check, finish, login_code

HTTP = f"http://{os.environ['ROUND_HTTP']}"
CLIENTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(os.path.dirname(DATA), "programs")
# Name in the page, what runs the file, its ending, and where the version that the tests use stands.
PROGRAMS = [
    ("telethon", sys.executable, ".py", "telethon"),
    ("kurigram", sys.executable, ".py", "kurigram"),
    ("gramjs", "node", ".cjs", "telegram"),
    ("mtcute", "node", ".mjs", "@mtcute/node"),
]
# Programs that leave a session in their folder.
KEEPS_A_FILE = ["telethon", "kurigram"]
PATIENCE_SECONDS = 60
# What a program asks for.
PHONE, CODE, NAME = "phone number: ", "code (from the operator or your other devices): ", "first name: "


class Page(html.parser.HTMLParser):
    """The programs of the page: for each name how to install what it needs, and the text to paste."""

    def __init__(self, text):
        super().__init__()
        self.programs = {}
        self.inside = None
        self.texts = {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "details":
            self.texts = {}
        self.inside = tag

    def handle_endtag(self, tag):
        if tag == "details":
            self.programs[self.texts["summary"]] = (self.texts["code"], self.texts["pre"])
        self.inside = None

    def handle_data(self, data):
        self.texts[self.inside] = self.texts.get(self.inside, "") + data


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def get(path, **headers):
    """Status, headers and text of a page."""
    request = urllib.request.Request(HTTP + path, headers=headers)
    try:
        answer = urllib.request.build_opener(NoRedirect).open(request, timeout=PATIENCE_SECONDS)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read().decode()


def merpati_connect(*arguments):
    command = [PROGRAM, "connect", "--data", DATA, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert run.returncode == 0, run.stderr
    return run.stdout


def version(package):
    """The version with which the tests run this library."""
    with open(os.path.join(CLIENTS, "package.json")) as file:
        versions = json.load(file)["dependencies"]
    with open(os.path.join(CLIENTS, "requirements.txt")) as file:
        versions |= dict(line.strip().split("==") for line in file if "==" in line)
    return versions[package]


class Terminal:
    """A program as somebody who pasted it into `folder` runs it: reads its questions and types answers."""

    def __init__(self, runner, folder, ending, text):
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, "program" + ending)
        with open(path, "w") as file:
            file.write(text)
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [runner, path], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors
        )
        self.said = ""

    def read_until(self, words):
        """Reads on until the program has said `words`."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in self.said:
            ready, _, _ = select.select([self.process.stdout], [], [], deadline - time.monotonic())
            more = os.read(self.process.stdout.fileno(), 4096) if ready else b""
            if not more:
                self.process.kill()
                self.errors.seek(0)
                raise AssertionError(f"it never said {words!r} but {self.said!r}; {self.errors.read()[-600:]}")
            self.said += more.decode()

    def answer(self, question, text):
        """Types `text` when the program asks `question`."""
        self.read_until(question)
        self.process.stdin.write(f"{text}\n".encode())
        self.process.stdin.flush()

    def end(self, words):
        """The program says `words` and ends well."""
        self.read_until(words)
        code = self.process.wait(PATIENCE_SECONDS)
        assert code == 0, f"exit code {code}"


def sign_in(terminal, phone, name, is_new):
    """Types number and code, and for a new account the name."""
    terminal.answer(PHONE, phone)
    terminal.read_until(CODE)
    terminal.answer(CODE, login_code(phone))
    if is_new:
        terminal.answer(NAME, name)
    terminal.end(f"signed in as {name}\n")
    assert (NAME in terminal.said) == is_new, terminal.said
    assert "connected to dc 2\n" in terminal.said, terminal.said


async def main():
    async with check("/ is the web client, packed as the browser likes, and nothing else may run in it"):
        status, headers, text = get("/")
        assert status == 200 and "<title>Merpati</title>" in text, (status, text[:200])
        assert "'unsafe-eval'" not in headers["Content-Security-Policy"], headers["Content-Security-Policy"]
        script = re.search('src="(/assets/[^"]+[.]js)"', text)
        assert script, "the program was built without the web client"
        _, headers, _ = get(script[1])
        assert "immutable" in headers["Cache-Control"], headers["Cache-Control"]

    status, headers, text = get("/connect")
    page = Page(text)
    fingerprint = None
    async with check("/.well-known/merpati.json tells address, key and fingerprint"):
        known = json.loads(get("/.well-known/merpati.json")[2])
        assert (known["address"], known["port"]) == (HOST, PORT), known
        assert known["public_key"] == PUBLIC_KEY, "another key than server_public.pem"
        fingerprint = known["fingerprint"]
        assert re.fullmatch("[1-9a-f][0-9a-f]{15}", fingerprint), fingerprint
    async with check("the page and merpati connect tell the same"):
        assert status == 200 and headers.get_content_type() == "text/html", (status, headers)
        printed = merpati_connect()
        for word in [f"{HOST}:{PORT}", fingerprint, PUBLIC_KEY.strip()]:
            assert word in text, f"not on the page: {word}"
            assert word in printed, f"merpati connect does not say: {word}"
    async with check("the page speaks Indonesian to those who ask for it"):
        _, headers, indonesian = get("/connect", **{"Accept-Language": "id"})
        assert headers["Content-Language"] == "id" and '<html lang="id">' in indonesian
        assert Page(indonesian).programs == page.programs, "other programs in another language"
    async with check("every client of the tests has a program, and no other"):
        assert sorted(page.programs) == sorted(name for name, *_ in PROGRAMS), sorted(page.programs)

    for number, (client, runner, ending, package) in enumerate(PROGRAMS):
        install, program = page.programs[client]
        async with check(f"{client}: merpati connect prints the program of the page"):
            assert merpati_connect("--client", client) == program, "they differ"
        async with check(f"{client}: the page names the version that is tested"):
            named = re.search(r"@?([\w/-]+)(?:==|@)(\d+\.\d+)", install)
            assert named, install
            assert version(package).startswith(named[2] + "."), f"{install}, tested with {version(package)}"
        folder, phone, name = os.path.join(FOLDER, client), f"+1555010{number:04}", f"{client.title()} Pasted"
        async with check(f"{client}: the program of the page signs a new account up when it is pasted"):
            sign_in(Terminal(runner, folder, ending, program), phone, name, is_new=True)
        async with check(f"{client}: the program signs in to an account that is there"):
            sign_in(Terminal(runner, folder + "-again", ending, program), phone, name, is_new=False)
        if client in KEEPS_A_FILE:
            async with check(f"{client}: the program is still signed in with what it kept"):
                terminal = Terminal(runner, folder, ending, program)
                terminal.end(f"signed in as {name}\n")
                assert PHONE not in terminal.said, terminal.said

    async with check("/metrics counts what was done, in the form that Prometheus reads"):
        status, headers, text = get("/metrics")
        assert status == 200 and headers["Content-Type"].startswith("text/plain; version=0.0.4"), (status, headers)
        values = {}
        for line in text.splitlines():
            if line and not line.startswith("#"):
                name, value = line.split()
                assert re.fullmatch("merpati_[a-z_]+", name) and name not in values, line
                values[name] = float(value)
        assert values["merpati_connections_total"] >= 2 * len(PROGRAMS), values
        assert values["merpati_requests_total"] >= 2 * len(PROGRAMS), values
        assert "# TYPE merpati_connections_total counter" in text
    async with check("/metrics is not for those whom a proxy lets in"):
        status, _, _ = get("/metrics", **{"X-Forwarded-For": "192.0.2.1"})
        assert status == 403, status
    finish()


asyncio.run(main())
