"""A Telethon user who writes to somebody on the page and prints what it hears, until its input ends."""

import asyncio
import sys

from harness import check  # noqa: F401  (the harness finds the server)
from telethon import events

import telethon_people


async def main():
    phone, other = sys.argv[1:3]
    citra = await telethon_people.sign_up(phone, "Citra")

    @citra.on(events.NewMessage(incoming=True))
    async def heard(event):
        styles = [f"{type(one).__name__} {one.offset} {one.length}" for one in event.message.entities or []]
        print("heard", event.raw_text, f"[{', '.join(styles)}]", flush=True)

    friend = await telethon_people.befriend(citra, other, "Ayu")
    await citra.send_message(friend, "greetings from Telethon")
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await citra.disconnect()


asyncio.run(main())
