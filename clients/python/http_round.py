"""MTProto over HTTP, judged by Telethon's own HTTP transport."""

import asyncio

from harness import check, finish, soon
from telethon import events, types
from telethon.network import ConnectionHttp
from telethon.network.connection.http import HttpPacketCodec
from telethon.network.requeststate import RequestState
from telethon_people import befriend, sign_in, sign_up

AYU, BUDI = "+6281255510001", "+6281255510002"


class Repaired(HttpPacketCodec):
    """Telethon 1.45 compares a number with a byte and so takes every line for the end: this reads as it means to."""

    async def read_packet(self, reader):
        while True:
            line = await reader.readline()
            if not line.endswith(b"\n"):
                raise asyncio.IncompleteReadError(line, None)
            if line.lower().startswith(b"content-length: "):
                await reader.readexactly(2)
                return await reader.readexactly(int(line[16:-2]))


ConnectionHttp.packet_codec = Repaired


async def main():
    budi = await sign_up(BUDI, "Budi")
    async with check("Telethon signs up over HTTP"):
        ayu = await sign_up(AYU, "Ayu", connection=ConnectionHttp)
    async with check("Telethon sends, reads and searches over HTTP"):
        friend = await befriend(ayu, BUDI, "Budi")
        sent = [await ayu.send_message(friend, f"over HTTP {number}") for number in range(5)]
        texts = [message.text async for message in ayu.iter_messages(friend, reverse=True)]
        assert texts == [message.text for message in sent], texts
        found = await ayu.get_messages(friend, search="HTTP 3")
        assert [message.text for message in found] == ["over HTTP 3"]
        many = await asyncio.gather(*(ayu.get_messages(friend, limit=1) for _ in range(20)))
        assert all(one[0].text == "over HTTP 4" for one in many)
    async with check("a client on HTTP gets with its next request what was sent to it meanwhile"):
        heard = []
        
        @ayu.on(events.NewMessage(incoming=True))
        async def hear(event):
            heard.append(event.raw_text)

        other = await befriend(budi, AYU, "Ayu")
        await budi.send_message(other, "hello over TCP")

        async def asked():
            await ayu.get_me()
            return "hello over TCP" in heard

        for _ in range(100):
            if await asked():
                break
            await asyncio.sleep(0.05)
        assert heard == ["hello over TCP"], heard
    async with check("a request that waits (http_wait) is answered when something is sent, without a further request"):
        heard.clear()
        asked_before = ayu._sender._state._last_msg_id
        # Telethon knows http_wait and never sends it.
        ayu._sender._send_queue.append(RequestState(types.HttpWait(max_delay=0, wait_after=0, max_wait=15000)))
        await asyncio.sleep(0)
        await budi.send_message(other, "while you wait")
        await soon(lambda: heard == ["while you wait"], "the message")
        assert ayu._sender._state._last_msg_id > asked_before
    async with check("a second device signs in over HTTP and signs out"):
        second = await sign_in(AYU, connection=ConnectionHttp)
        assert (await second.get_me()).first_name == "Ayu"
        await second.log_out()
    for client in (ayu, budi):
        await client.disconnect()


asyncio.run(main())
finish()
