"""The round of Telethon: two people, one of them with two devices."""

import asyncio
import datetime

from harness import HOST, PATIENCE_SECONDS, PORT, check, finish, soon
from telethon import errors, events, functions, network, types
from telethon_people import befriend, device, fails, sign_in, sign_up

AYU, BUDI = "+15550010001", "+15550010002"


async def collect(client, event):
    """A list that fills with the client's events of this kind."""
    seen = []

    async def handler(update):
        seen.append(update)

    client.add_event_handler(handler, event)
    return seen


async def transports():
    for connection in (
        network.ConnectionTcpFull,
        network.ConnectionTcpAbridged,
        network.ConnectionTcpIntermediate,
        network.ConnectionTcpObfuscated,
    ):
        async with check(f"telethon speaks {connection.__name__}"):
            client = device(connection)
            await client.connect()
            config = await client(functions.help.GetConfigRequest())
            assert config.dc_options[0].ip_address == HOST and config.dc_options[0].port == PORT
            # Its obfuscated header names a dc at random.
            assert connection is network.ConnectionTcpObfuscated or (config.this_dc == 2 and not config.test_mode)
            await client.disconnect()


async def accounts():
    async with check("telethon is told that a stranger is not signed in"):
        client = device()
        await client.connect()
        assert not await client.is_user_authorized()
        await client.disconnect()
    async with check("telethon refuses a wrong code"):
        client = device()
        await client.connect()
        await client.send_code_request("+15550010009")
        try:
            await client.sign_in("+15550010009", "00000")
        except (errors.PhoneCodeInvalidError, errors.PhoneNumberUnoccupiedError) as error:
            assert isinstance(error, errors.PhoneCodeInvalidError), "a wrong code was taken"
        else:
            raise AssertionError("a wrong code was taken")
        await client.disconnect()


async def main():
    await transports()
    await accounts()
    async with check("telethon signs up"):
        ayu = await sign_up(AYU, "Ayu")
        budi = await sign_up(BUDI, "Budi")
        assert (await ayu.get_me()).first_name == "Ayu"
    notices = await collect(ayu, events.NewMessage(chats=[777000], incoming=True))
    async with check("telethon signs in on a second device, and the first is told"):
        ayu_two = await sign_in(AYU)
        assert (await ayu_two.get_me()).phone == AYU[1:]
        # The code and the notice of the new login.
        await soon(lambda: len(notices) >= 2, "two messages of the service account")

    to_budi = await befriend(ayu, BUDI, "Budi")
    to_ayu = await befriend(budi, AYU, "Ayu")
    await befriend(ayu_two, BUDI, "Budi")
    inbox = await collect(budi, events.NewMessage(incoming=True))
    replies = await collect(ayu, events.NewMessage(incoming=True, from_users=[to_budi.id]))
    mirrored = await collect(ayu_two, events.NewMessage(outgoing=True))
    own_pushes = await collect(ayu, events.NewMessage(outgoing=True))
    reads = await collect(ayu, events.MessageRead(inbox=False))
    edits = await collect(budi, events.MessageEdited())
    deletions = await collect(budi, events.MessageDeleted())

    async with check("telethon sends and receives"):
        hello = await ayu.send_message(to_budi, "hello **Budi**, here is merpati")
        await soon(lambda: inbox, "Budi's message")
        message = inbox[0].message
        assert message.message == "hello Budi, here is merpati" and message.sender_id == (await ayu.get_me()).id
        assert isinstance(message.entities[0], types.MessageEntityBold)
        await soon(lambda: mirrored, "the message on the second device")
        assert mirrored[0].message.id == hello.id and mirrored[0].message.out
    async with check("telethon's sending session gets no push of its own message"):
        await ayu(functions.help.GetConfigRequest())
        assert not own_pushes
    async with check("telethon sends one message once, however often it is sent"):
        peer = await ayu.get_input_entity(to_budi)
        first = await ayu(functions.messages.SendMessageRequest(peer, "only once", random_id=424242))
        again = await ayu(functions.messages.SendMessageRequest(peer, "only once", random_id=424242))
        identity = lambda answer: getattr(answer, "id", None) or answer.updates[0].id
        assert identity(first) == identity(again)
        await soon(lambda: len(inbox) >= 2, "the message")
    async with check("telethon reads, and the sender sees it"):
        assert (await budi.get_dialogs(limit=10))[0].unread_count == 2
        await budi.send_read_acknowledge(to_ayu, max_id=inbox[-1].id)
        await soon(lambda: reads, "the read receipt")
        assert reads[0].max_id >= hello.id
        unread = [d.unread_count for d in await budi.get_dialogs() if d.entity.id == to_ayu.id]
        assert unread == [0]
    async with check("telethon edits"):
        await ayu.edit_message(to_budi, hello.id, "hello Budi, edited")
        await soon(lambda: edits, "the edit")
        assert edits[0].message.message == "hello Budi, edited" and edits[0].message.id == inbox[0].id
    async with check("telethon replies"):
        await budi.send_message(to_ayu, "an answer", reply_to=inbox[0].id)
        await soon(lambda: replies, "the reply")
        assert replies[0].message.reply_to.reply_to_msg_id == hello.id
    async with check("telethon forwards"):
        forwarded = await ayu.forward_messages(to_budi, replies[0].message)
        assert forwarded.message == "an answer" and forwarded.fwd_from.from_id.user_id == to_budi.id
        kept = await ayu.forward_messages("me", replies[0].message)
        assert [m.id for m in await ayu.get_messages("me", limit=5)] == [kept.id]
    async with check("telethon searches in a chat and over all"):
        assert [m.id for m in await ayu.get_messages(to_budi, search="EDITED")] == [hello.id]
        assert hello.id in [m.id for m in await ayu.get_messages(None, search="edited", limit=10)]
        assert not await ayu.get_messages(to_budi, search="nothing of the kind")
    async with check("telethon types"):
        typing = await collect(budi, events.UserUpdate())
        await ayu(functions.messages.SetTypingRequest(await ayu.get_input_entity(to_budi), types.SendMessageTypingAction()))
        await soon(lambda: any(u.typing for u in typing), "the typing action")
    async with check("telethon deletes for both"):
        doomed = await ayu.send_message(to_budi, "soon gone")
        await soon(lambda: inbox[-1].message.message == "soon gone", "the message")
        await ayu.delete_messages(to_budi, [doomed.id], revoke=True)
        await soon(lambda: deletions, "the deletion")
        assert deletions[0].deleted_ids == [inbox[-1].message.id]
        assert await ayu.get_messages(to_budi, ids=doomed.id) is None
    async with check("telethon sees the same history on both devices"):
        one = [(m.id, m.message) for m in await ayu.get_messages(to_budi, limit=100)]
        two = [(m.id, m.message) for m in await ayu_two.get_messages(to_budi, limit=100)]
        assert one == two and len(one) == 4
    async with check("telethon catches up 300 messages in order"):
        await ayu_two.disconnect()
        for number in range(300):
            await budi.send_message(to_ayu, f"number {number}")
        caught = await collect(ayu_two, events.NewMessage(incoming=True, from_users=[to_budi.id]))
        await ayu_two.connect()
        await ayu_two.catch_up()
        await soon(lambda: len(caught) >= 300, "300 messages")
        assert [c.message.message for c in caught] == [f"number {n}" for n in range(300)]
    async with check("telethon pages through a history"):
        texts = [m.message async for m in ayu.iter_messages(to_budi, limit=300)]
        assert texts == [f"number {n}" for n in reversed(range(300))]
    async with check("telethon sets a name and a username and is found by it"):
        await budi(functions.account.UpdateProfileRequest(first_name="Budi Santoso", about="at home"))
        await budi(functions.account.UpdateUsernameRequest("budi_santoso"))
        found = await ayu.get_entity("budi_santoso")
        assert found.id == to_budi.id
        full = await ayu(functions.users.GetFullUserRequest(found))
        assert full.full_user.about == "at home"
    async with check("telethon learns when a message was read, unless one of both hides that"):
        peer = await ayu.get_input_entity(to_budi)
        when = lambda message: ayu(functions.messages.GetOutboxReadDateRequest(peer, message))
        known = await ayu.send_message(to_budi, "until when?")
        await soon(lambda: inbox[-1].message.message == "until when?", "the message")
        await budi.send_read_acknowledge(to_ayu, max_id=inbox[-1].id)
        await soon(lambda: reads[-1].max_id >= known.id, "the read receipt")
        assert known.date <= (await when(known.id)).date <= known.date + datetime.timedelta(minutes=5)
        later = await ayu.send_message(to_budi, "and this?")
        await fails(when(later.id), "MESSAGE_NOT_READ_YET")
        await fails(when(999_999), "MESSAGE_ID_INVALID")
        key, nobody = types.InputPrivacyKeyStatusTimestamp(), [types.InputPrivacyValueDisallowAll()]

        async def hide(client, hidden):
            settings = types.GlobalPrivacySettings(hide_read_marks=hidden)
            await client(functions.account.SetGlobalPrivacySettingsRequest(settings))
            rules = nobody if hidden else [types.InputPrivacyValueAllowAll()]
            await client(functions.account.SetPrivacyRequest(key, rules))

        for client, told in ((budi, "USER_PRIVACY_RESTRICTED"), (ayu, "YOUR_PRIVACY_RESTRICTED")):
            await hide(client, True)
            await fails(when(known.id), told)
            full = (await ayu(functions.users.GetFullUserRequest(peer))).full_user
            assert bool(full.read_dates_private) == (client is budi)
            await hide(client, False)
        assert (await when(known.id)).date
        await soon(lambda: inbox[-1].message.message == "and this?", "the later message")
    async with check("telethon blocks, and the blocked one is not heard"):
        await budi(functions.contacts.BlockRequest(to_ayu))
        heard = len(inbox)
        await ayu.send_message(to_budi, "are you there?")
        await budi(functions.contacts.UnblockRequest(to_ayu))
        await ayu.send_message(to_budi, "and now?")
        await soon(lambda: len(inbox) > heard, "the message after the block")
        assert inbox[heard].message.message == "and now?" and len(inbox) == heard + 1
    async with check("telethon ends the other session"):
        sessions = (await ayu(functions.account.GetAuthorizationsRequest())).authorizations
        other = [s for s in sessions if not s.current]
        assert len(sessions) == 2 and len(other) == 1
        await ayu(functions.account.ResetAuthorizationRequest(other[0].hash))
        try:
            await asyncio.wait_for(ayu_two(functions.updates.GetStateRequest()), PATIENCE_SECONDS)
        except (errors.AuthKeyUnregisteredError, errors.UnauthorizedError, errors.AuthKeyNotFound, ConnectionError):
            pass
        else:
            raise AssertionError("the ended session still works")
    async with check("telethon logs out"):
        assert await ayu.log_out()
        back = await sign_in(AYU)
        assert (await back.get_me()).first_name == "Ayu"
        await back.disconnect()
    await budi.disconnect()


asyncio.run(main())
finish()
