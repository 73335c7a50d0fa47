"""Telethon's part of the mixed chat: signs up and answers each message with `echo: TEXT`, until told to go."""

import asyncio
import sys

from harness import soon
from telethon import events
from telethon_people import sign_up


async def main():
    client = await sign_up("+15550050003", "Citra")
    gone = []

    @client.on(events.NewMessage(incoming=True))
    async def answer(event):
        if event.message.message == "go":
            gone.append(True)
        elif event.sender_id != 777000:
            await event.reply("echo: " + event.message.message)

    @client.on(events.MessageEdited(incoming=True))
    async def edited(event):
        await event.reply("edited: " + event.message.message)

    print("ready", flush=True)
    while not gone:
        await asyncio.sleep(0.05)
    await client.disconnect()


asyncio.run(main())
sys.exit(0)
