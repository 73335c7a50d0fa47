"""The round of Pyrogram 2.0.106, which nobody works on any more: a judge of layer 158. It runs in an environment of
its own, since kurigram took its name."""

import asyncio
import base64
from hashlib import sha1

from harness import API_HASH, API_ID, HOST, PORT, PUBLIC_KEY, check, finish, login_code, soon

from pyrogram import Client, enums, handlers, raw, types
from pyrogram.connection.connection import DataCenter
from pyrogram.crypto import rsa
from pyrogram.raw.core.primitives import Bytes
from pyrogram.raw.all import layer

AYU, BUDI = "+6281255550001", "+6281255550002"

# Every address that the library has in mind is the server under test.
DataCenter.__new__ = lambda cls, *_: (HOST, PORT)


def server_key():
    """Modulus and exponent of a PKCS#1 key of 2048 bits: behind the heads of a sequence and an integer."""
    der = base64.b64decode("".join(line for line in PUBLIC_KEY.splitlines() if not line.startswith("-")))
    assert der[4:9] == bytes.fromhex("0282010100") and der[265:] == bytes.fromhex("0203010001")
    return int.from_bytes(der[9:265], "big"), 65537


MODULUS, EXPONENT = server_key()
NAMED = b"".join(Bytes(n.to_bytes((n.bit_length() + 7) // 8, "big")) for n in (MODULUS, EXPONENT))
FINGERPRINT = int.from_bytes(sha1(NAMED).digest()[-8:], "little", signed=True)
rsa.server_public_keys[FINGERPRINT] = rsa.PublicKey(MODULUS, EXPONENT)


async def begin(client):
    """What `Client.start` does behind the sign-in."""
    await client.invoke(raw.functions.updates.GetState())
    client.me = await client.get_me()
    await client.initialize()
    return client


async def sign_up(phone, name):
    client = Client(name, API_ID, API_HASH, in_memory=True, sleep_threshold=0)
    assert not await client.connect()
    sent = await client.send_code(phone)
    assert await client.sign_in(phone, sent.phone_code_hash, login_code(phone)) is False
    await client.sign_up(phone, sent.phone_code_hash, name)
    return await begin(client)


async def sign_in(phone, name):
    client = Client(name, API_ID, API_HASH, in_memory=True, sleep_threshold=0)
    await client.connect()
    sent = await client.send_code(phone)
    user = await client.sign_in(phone, sent.phone_code_hash, login_code(phone))
    assert user.is_self
    return await begin(client)


def collect(client, handler):
    seen = []

    async def note(_, *what):
        seen.append(what[0])

    client.add_handler(handler(note))
    return seen


async def main():
    assert layer == 158, layer
    async with check("Pyrogram at layer 158 signs up, and in on a second device"):
        ayu, budi = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi")
        ayu_two = await sign_in(AYU, "Ayu-two")
        assert ayu_two.me.first_name == "Ayu" and ayu_two.me.id == ayu.me.id
    for client, phone, name in ((ayu, BUDI, "Budi"), (budi, AYU, "Ayu"), (ayu_two, BUDI, "Budi")):
        imported = await client.import_contacts([types.InputPhoneContact(phone, name)])
        assert len(imported.users) == 1
    to_budi, to_ayu = budi.me.id, ayu.me.id
    inbox, mirrored = collect(budi, handlers.MessageHandler), collect(ayu_two, handlers.MessageHandler)
    edits, deletions = collect(budi, handlers.EditedMessageHandler), collect(budi, handlers.DeletedMessagesHandler)
    updates = []

    async def note(_, update, users, chats):
        updates.append(update)

    ayu.add_handler(handlers.RawUpdateHandler(note))
    async with check("Pyrogram sends and receives"):
        hello = await ayu.send_message(to_budi, "hello **Budi**, here is merpati")
        await soon(lambda: inbox, "Budi's message")
        assert inbox[0].text == "hello Budi, here is merpati" and inbox[0].from_user.id == to_ayu
        assert inbox[0].entities[0].type == enums.MessageEntityType.BOLD
        await soon(lambda: [m for m in mirrored if m.id == hello.id and m.outgoing], "it on the second device")
    async with check("Pyrogram reads, and the sender sees it"):
        await budi.read_chat_history(to_ayu)
        read = lambda u: isinstance(u, raw.types.UpdateReadHistoryOutbox) and u.max_id >= hello.id
        await soon(lambda: [u for u in updates if read(u)], "the read receipt")
    async with check("Pyrogram edits, replies and forwards"):
        await ayu.edit_message_text(to_budi, hello.id, "hello Budi, edited")
        await soon(lambda: edits, "the edit")
        assert edits[0].text == "hello Budi, edited" and edits[0].id == inbox[0].id
        await budi.send_message(to_ayu, "an answer", reply_to_message_id=inbox[0].id)
        await soon(lambda: [m for m in mirrored if m.text == "an answer"], "the reply")
        theirs = [m for m in mirrored if m.text == "an answer"][0]
        assert theirs.reply_to_message_id == hello.id
        forwarded = await ayu_two.forward_messages(to_budi, to_budi, theirs.id)
        assert forwarded.text == "an answer" and forwarded.forward_from.id == to_budi
    async with check("Pyrogram searches in a chat and over all"):
        assert [m.id async for m in ayu.search_messages(to_budi, "EDITED")] == [hello.id]
        assert hello.id in [m.id async for m in ayu.search_global("edited", limit=10)]
    async with check("Pyrogram deletes for both"):
        doomed = await ayu.send_message(to_budi, "soon gone")
        await soon(lambda: inbox[-1].text == "soon gone", "the message")
        await ayu.delete_messages(to_budi, doomed.id, revoke=True)
        await soon(lambda: deletions, "the deletion")
        assert [m.id for m in deletions[0]] == [inbox[-1].id]
    async with check("Pyrogram sees the same history and dialogs on both devices"):
        one = [m.text async for m in ayu.get_chat_history(to_budi)]
        two = [m.text async for m in ayu_two.get_chat_history(to_budi)]
        assert one == two == ["an answer", "an answer", "hello Budi, edited"], (one, two)
        assert to_budi in [d.chat.id async for d in ayu_two.get_dialogs()]
    async with check("Pyrogram asks in a poll that closes by itself"):
        await ayu.invoke(raw.functions.messages.SendMedia(
            peer=await ayu.resolve_peer(to_budi), message="", random_id=ayu.rnd_id(),
            media=raw.types.InputMediaPoll(poll=raw.types.Poll(
                id=0, question="Now?", close_period=5,
                answers=[raw.types.PollAnswer(text="Yes", option=b"0"), raw.types.PollAnswer(text="No", option=b"1")],
            )),
        ))
        ended = lambda u: isinstance(u, raw.types.UpdateMessagePoll) and u.poll and u.poll.closed
        await soon(lambda: [u for u in updates if ended(u)], "the end of the poll")
    async with check("Pyrogram reads the difference"):
        state = await ayu.invoke(raw.functions.updates.GetState())
        await budi.send_message(to_ayu, "for the difference")
        asked = raw.functions.updates.GetDifference(pts=state.pts, date=state.date, qts=state.qts)
        difference = await ayu.invoke(asked)
        assert [m.message for m in difference.new_messages] == ["for the difference"]
    async with check("Pyrogram logs out, and the key is nobody's"):
        assert await ayu_two.log_out()
        back = await sign_in(AYU, "Ayu-back")
        assert back.me.first_name == "Ayu"
    for client in (ayu, budi, back):
        await client.stop()


asyncio.get_event_loop().run_until_complete(main())
finish()
