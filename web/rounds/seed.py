"""Fills an account for the figures: many chats, and one with a long history. Prints when it is done."""

import asyncio
import sys

from harness import check  # noqa: F401  (the harness finds the server)

import telethon_people


async def main():
    phone, chats, messages = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    talker = await telethon_people.sign_up("+15550069999", "Talker")
    friend = await telethon_people.befriend(talker, phone, "Ayu")
    for start in range(0, messages, 50):
        await asyncio.gather(*(talker.send_message(friend, f"message {number}") for number in range(start, start + 50)))
    for start in range(0, chats, 10):
        await asyncio.gather(*(greet(phone, number) for number in range(start, min(chats, start + 10))))
    print("seeded", flush=True)


async def greet(phone, number):
    client = await telethon_people.sign_up(f"+1555007{number:04}", f"Person {number}")
    await client.send_message(await telethon_people.befriend(client, phone, "Ayu"), f"hello from {number}")
    await client.disconnect()


asyncio.run(main())
