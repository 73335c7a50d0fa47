"""What every Python client's round needs: where the server is, login codes, and checks that are counted.

The runner starts `merpati serve --test-mode` and tells where it is through the environment; a round prints one line
`ok NAME` or `not ok NAME: REASON` for each check and ends with the exit code 1 if one failed.
"""

import asyncio
import contextlib
import os
import re
import socket
import subprocess
import sys
import traceback

HOST = "127.0.0.1"
PORT = int(os.environ["ROUND_PORT"])
DATA = os.environ["ROUND_DATA"]
PROGRAM = os.environ["ROUND_PROGRAM"]
PUBLIC_KEY = open(os.path.join(DATA, "server_public.pem")).read()
API_ID, API_HASH = 1, "0123456789abcdef0123456789abcdef"
# How long a push may take before the check counts as failed; far above what is ever seen.
PATIENCE_SECONDS = 60
# How long one check may take before it counts as failed, so that one that hangs is named.
CHECK_SECONDS = 120

failures = 0


@contextlib.asynccontextmanager
async def check(name, seconds=CHECK_SECONDS):
    """One counted check. A failed one is told and the round goes on, so that one run shows all that is wrong."""
    global failures
    try:
        async with asyncio.timeout(seconds):
            yield
    except asyncio.CancelledError:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever went wrong is the finding
        failures += 1
        reason = f"{type(error).__name__}: {error}".replace("\n", " ")
        print(f"not ok {name}: {reason}", flush=True)
        traceback.print_exc(file=sys.stderr)
    else:
        print(f"ok {name}", flush=True)


def login_code(phone, data=DATA):
    """The code that waits for this number, from the operator's command."""
    printed = merpati("admin", "login-code", "--data", data, phone)
    code = printed.strip()
    assert re.fullmatch(r"\d{5,6}", code), f"not a code alone on a line: {printed!r}"
    return code


def merpati(*arguments):
    """What a command of the program prints."""
    run = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, f"merpati {arguments[0]} {arguments[1]}: {run.stderr.strip()}"
    return run.stdout


class Server:
    """A further server, where the one that the runner started will not do; it ends with its block.

    `name` is its data folder's, beside that of the runner's server; `flags` go to `merpati serve`. Without `test_mode`
    it keeps its limits.
    """

    def __init__(self, name, *flags, test_mode=True, environment=None):
        self.data = os.path.join(os.path.dirname(DATA), name)
        self.log = open(self.data + ".log", "a")
        self.command = [PROGRAM, "serve", "--data", self.data, "--listen", "127.0.0.1:0"]
        self.command += ["--test-mode"] if test_mode else []
        self.command += [*([] if "--http" in flags else ["--http", "127.0.0.1:0"]), *flags]
        self.environment = {**os.environ, **(environment or {})}
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=self.log, text=True, env=self.environment
        )
        ready = self.process.stdout.readline()
        assert ready.startswith("ready "), f"it did not start: {open(self.data + '.log').read()[-600:]}"
        self.port = int(re.search(r"mtproto=\S+:(\d+)", ready)[1])
        self.http = re.search(r"http=(\S+)", ready)[1]
        self.public_key = open(os.path.join(self.data, "server_public.pem")).read()

    def again(self):
        """Ends it and starts it anew, on other ports."""
        self.process.terminate()
        assert self.process.wait(60) == 0, "it did not end well"
        self.start()

    def dies(self):
        """Kills it in the middle of whatever it does, and starts it anew where its clients look for it."""
        self.process.kill()
        self.process.wait(60)
        self.command[self.command.index("--listen") + 1] = f"{HOST}:{self.port}"
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        assert self.process.wait(60) == 0, "it did not end well"
        self.log.close()


def certificates(name):
    """A folder with an authority of this round's own (root.pem) and its certificate for localhost (own.pem, own.key)."""
    folder = os.path.join(os.path.dirname(DATA), name)
    os.makedirs(folder)
    openssl = lambda *arguments: subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=round", "-keyout", "root.key", "-out", "root.pem")
    openssl("req", *key, "-subj", "/CN=localhost", "-keyout", "own.key", "-out", "own.csr")
    with open(os.path.join(folder, "extensions"), "w") as file:
        file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
    signed_by = ["-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"]
    openssl("x509", "-req", "-in", "own.csr", *signed_by, "-days", "2", "-extfile", "extensions", "-out", "own.pem")
    return folder


def free_port():
    """A port that nobody has, for what must know it before it listens."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


async def soon(condition, what, patience=PATIENCE_SECONDS):
    """Waits until `condition()` is true."""
    deadline = asyncio.get_running_loop().time() + patience
    while not condition():
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"never happened: {what}")
        await asyncio.sleep(0.02)


def finish():
    """Ends the program with the round's verdict."""
    sys.stdout.flush()
    sys.stderr.flush()
    # Some libraries leave threads behind that would keep the program alive.
    os._exit(1 if failures else 0)
