"""What every Python client's round needs: where the server is, login codes, and checks that are counted.

The runner starts `merpati serve --test-mode` and tells where it is through the environment; a round prints one line
`ok NAME` or `not ok NAME: REASON` for each check and ends with the exit code 1 if one failed.
"""

import asyncio
import contextlib
import os
import re
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
PATIENCE_SECONDS = 20

failures = 0


@contextlib.asynccontextmanager
async def check(name):
    """One counted check. A failed one is told and the round goes on, so that one run shows all that is wrong."""
    global failures
    try:
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


def login_code(phone):
    """The code that waits for this number, from the operator's command."""
    run = subprocess.run(
        [PROGRAM, "admin", "login-code", "--data", DATA, phone], capture_output=True, text=True, timeout=30
    )
    assert run.returncode == 0, f"admin login-code: {run.stderr.strip()}"
    code = run.stdout.strip()
    assert re.fullmatch(r"\d{5,6}", code), f"not a code alone on a line: {run.stdout!r}"
    return code


async def soon(condition, what):
    """Waits until `condition()` is true."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
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
