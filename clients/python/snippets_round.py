"""The programs that `merpati connect` prints, run as a person would run them: saved to a file and started."""

import asyncio
import os
import subprocess
import sys

from harness import DATA, PROGRAM, check, finish

# Node finds the libraries in clients/node_modules from here.
FOLDER = os.path.join(os.path.dirname(DATA), "snippets")
SNIPPETS = {
    "telethon": [sys.executable, "telethon_connect.py"],
    "kurigram": [sys.executable, "kurigram_connect.py"],
    "gramjs": ["node", "gramjs_connect.cjs"],
    "mtcute": ["node", "mtcute_connect.mjs"],
}


async def main():
    os.makedirs(FOLDER, exist_ok=True)
    for client, command in SNIPPETS.items():
        async with check(f"the program for {client} connects as it is printed"):
            program = subprocess.run(
                [PROGRAM, "connect", "--data", DATA, "--client", client], capture_output=True, text=True, check=True
            ).stdout
            with open(os.path.join(FOLDER, command[1]), "w") as file:
                file.write(program)
            run = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=60)
            assert "connected to dc 2" in run.stdout, f"{run.stdout} {run.stderr}"


asyncio.run(main())
finish()
