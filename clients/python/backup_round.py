"""A backup is put back under people who go on: what came after it is gone everywhere, and nothing else is."""

import asyncio
import os
import shutil

from harness import DATA, Server, check, finish, merpati, soon
from telethon import events, functions, types
from telethon_people import befriend, sign_in, sign_up

AYU, BUDI = "+15550120001", "+15550120002"
FOLDER = os.path.dirname(DATA)
BACKUP, KEY = os.path.join(FOLDER, "backup"), os.path.join(FOLDER, "backup.key")


def put_back(name):
    merpati("restore", BACKUP, "--data", os.path.join(FOLDER, name), "--key-file", KEY)


async def texts(client, peer):
    return [m.message async for m in client.iter_messages(peer, limit=200, reverse=True)]


async def move(client, server):
    """The person's device goes on with what it holds, at the server that was put back."""
    await client.disconnect()
    client.session.set_dc(2, "127.0.0.1", server.port)
    await client.connect()


async def difference_from(client, pts):
    """What a device that stands at `pts` is told, over all slices: messages by id, what goes, and the last pts."""
    new, gone = {}, set()
    for _ in range(100):
        answer = await client(functions.updates.GetDifferenceRequest(pts=pts, date=1, qts=0))
        if isinstance(answer, types.updates.DifferenceEmpty):
            return new, gone, pts
        new |= {m.id: m.message for m in answer.new_messages}
        for update in answer.other_updates:
            if isinstance(update, types.UpdateDeleteMessages):
                gone |= set(update.messages)
        last = isinstance(answer, types.updates.Difference)
        pts = (answer.state if last else answer.intermediate_state).pts
        if last:
            return new, gone, pts
    raise AssertionError("the difference has no end")


async def main():
    with Server("first") as first:
        ayu = await sign_up(AYU, "Ayu", server=first)
        budi = await sign_up(BUDI, "Budi", server=first)
        phone = await sign_in(BUDI, server=first)
        to_budi = await befriend(ayu, BUDI, "Budi")
        to_ayu = await befriend(budi, AYU, "Ayu")
        kept = [f"kept {number}" for number in range(20)]
        for text in kept:
            await ayu.send_message(to_budi, text)
        async with check("a backup is taken while people write"):
            writing = asyncio.create_task(write_on(ayu, to_budi))
            await asyncio.to_thread(merpati, "backup", BACKUP, "--data", first.data, "--key-file", KEY)
            await writing
        for text in ("lost one", "lost two", "lost three"):
            await budi.send_message(to_ayu, text)
        before = (await phone(functions.updates.GetStateRequest())).pts
        seen = {m.id: m.message async for m in budi.iter_messages(to_ayu, limit=200)}
    put_back("second")
    with Server("second") as second:
        for client in (ayu, budi, phone):
            await move(client, second)
        async with check("everybody is still signed in, and the history ends with the backup"):
            assert (await ayu.get_me()).phone == AYU[1:]
            now = await texts(ayu, to_budi)
            assert now[: len(kept)] == kept and not [text for text in now if text.startswith("lost")], now
            assert now == await texts(budi, to_ayu)
        async with check("a device that saw more is told that it is gone, and converges"):
            new, gone, pts = await difference_from(phone, before)
            held = {id: text for id, text in (seen | new).items() if id not in gone}
            server = {m.id: m.message async for m in budi.iter_messages(to_ayu, limit=200)}
            assert held == server, (held, server)
            assert pts > before + 900_000, (pts, before)
        async with check("ids of the lost life are not used again"):
            sent = await budi.send_message(to_ayu, "after")
            assert sent.id > max(seen), (sent.id, max(seen))
        async with check("living clients go on: a message arrives, and a later catch-up ends"):
            heard = []

            async def hear(event):
                heard.append(event.message.message)

            ayu.add_event_handler(hear, events.NewMessage(incoming=True))
            await budi.send_message(to_ayu, "and on")
            await soon(lambda: "and on" in heard, "the message after the restore")
            await phone.catch_up()
            new, gone, _ = await difference_from(phone, 1)
            server = {m.id: m.message async for m in budi.iter_messages(to_ayu, limit=200)}
            assert {id: text for id, text in new.items() if id in server} == server
    shutil.rmtree(os.path.join(FOLDER, "second"))
    put_back("second")
    with Server("second") as second:
        async with check("the same backup put back again gives no number twice"):
            for client in (ayu, budi):
                await move(client, second)
            again = await budi.send_message(to_ayu, "once more")
            assert again.id > sent.id + 1, (again.id, sent.id)
            assert not [text for text in await texts(ayu, to_budi) if text in ("after", "and on")]
        for client in (ayu, budi, phone):
            await client.disconnect()


async def write_on(client, peer):
    for number in range(30):
        await client.send_message(peer, f"meanwhile {number}")


asyncio.run(main())
finish()
