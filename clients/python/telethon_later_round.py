"""What Telethon sees of things that happen later: scheduled messages, messages that go, and what may be forwarded."""

import asyncio
import datetime

from harness import check, finish, soon
from telethon import errors, events, functions, types
from telethon_people import befriend, sign_in, sign_up

AYU, BUDI = "+15550017001", "+15550017002"
WHEN_ONLINE = datetime.datetime.fromtimestamp(0x7FFFFFFE, tz=datetime.timezone.utc)


def after(seconds):
    return datetime.datetime.now(tz=datetime.timezone.utc) + datetime.timedelta(seconds=seconds)


async def refused(call, *expected):
    """Awaits a call that the server has to refuse with one of these names."""
    try:
        await call
    except errors.RPCError as error:
        assert error.message in expected or type(error).__name__ in expected, f"{type(error).__name__} {error.message}"
    else:
        raise AssertionError("it was not refused")


def raw(client, kind):
    """A list that fills with the updates of this type."""
    seen = []

    async def handler(update):
        seen.append(update)

    client.add_event_handler(handler, events.Raw(types=[kind]))
    return seen


async def main():
    ayu = await sign_up(AYU, "Ayu")
    budi = await sign_up(BUDI, "Budi")
    ayu_two = await sign_in(AYU)
    to_budi, to_ayu = await befriend(ayu, BUDI, "Budi"), await befriend(budi, AYU, "Ayu")
    await befriend(ayu_two, BUDI, "Budi")
    inbox = []

    async def incoming(event):
        inbox.append(event.message)

    budi.add_event_handler(incoming, events.NewMessage(incoming=True, from_users=[to_ayu.id]))
    scheduled_two = raw(ayu_two, types.UpdateNewScheduledMessage)
    gone_two = raw(ayu_two, types.UpdateDeleteScheduledMessages)
    gone = raw(ayu, types.UpdateDeleteScheduledMessages)

    async with check("telethon schedules a message, and the other device hears of it"):
        sent = await ayu.send_message(to_budi, "later", schedule=after(13))
        assert sent.from_scheduled and 0 < sent.id < 1 << 18, sent
        await soon(lambda: scheduled_two, "the other device hears of it")
        assert scheduled_two[0].message.id == sent.id
        found = await ayu_two.get_messages(to_budi, scheduled=True)
        assert [message.message for message in found] == ["later"]
        full = await ayu(functions.users.GetFullUserRequest(to_budi))
        assert full.full_user.has_scheduled
        assert not inbox and not await budi.get_messages(to_ayu, scheduled=True)

    async with check("telethon changes and deletes a scheduled message"):
        other = await ayu.send_message(to_budi, "never", schedule=after(3000))
        await ayu.edit_message(to_budi, other.id, "not even then", schedule=after(4000))
        found = await ayu.get_messages(to_budi, scheduled=True)
        assert [message.message for message in found] == ["not even then", "later"], found
        await ayu(functions.messages.DeleteScheduledMessagesRequest(to_budi, [other.id]))
        await soon(lambda: gone_two, "the other device hears of it")
        assert gone_two[0].messages == [other.id] and not gone_two[0].sent_messages
        by_id = await ayu(functions.messages.GetScheduledMessagesRequest(to_budi, [other.id, sent.id]))
        assert [message.id for message in by_id.messages] == [sent.id]

    async with check("telethon sends a scheduled message before its time"):
        early = await ayu.send_message(to_budi, "early", schedule=after(5000))
        await ayu(functions.messages.SendScheduledMessagesRequest(to_budi, [early.id]))
        await soon(lambda: [message.message for message in inbox] == ["early"], "it arrives")
        await refused(ayu(functions.messages.SendScheduledMessagesRequest(to_budi, [early.id])), "MESSAGE_ID_INVALID", "MessageIdInvalidError")

    async with check("telethon is told what cannot be scheduled"):
        await refused(ayu.send_message(to_budi, "past", schedule=after(-100)), "ScheduleDateInvalidError")
        await refused(ayu.send_message(to_budi, "far", schedule=after(400 * 86400)), "ScheduleDateTooLateError")
        assert len(inbox) == 1 and len(await ayu.get_messages(to_budi, scheduled=True)) == 1

    async with check("a message that telethon scheduled is sent once at its time"):
        await soon(lambda: len(inbox) == 2, "it arrives")
        assert inbox[1].message == "later" and not inbox[1].from_scheduled
        await soon(lambda: any(update.messages == [sent.id] for update in gone), "it is no longer scheduled")
        update = next(update for update in gone if update.messages == [sent.id])
        mine = await ayu.get_messages(to_budi, ids=update.sent_messages[0])
        assert mine.message == "later" and mine.from_scheduled and mine.out
        await asyncio.sleep(1)
        assert len(inbox) == 2 and not await ayu.get_messages(to_budi, scheduled=True)

    async with check("telethon's message for when somebody is online waits for him"):
        await budi(functions.account.UpdateStatusRequest(offline=True))
        await ayu.send_message(to_budi, "you are here", schedule=WHEN_ONLINE)
        await asyncio.sleep(0.5)
        assert len(inbox) == 2
        await budi(functions.account.UpdateStatusRequest(offline=False))
        await soon(lambda: len(inbox) == 3, "it arrives")

    async with check("telethon forwards later"):
        first = inbox[0].id
        message = (await ayu.get_messages(to_budi, limit=10))[-1]
        await ayu.forward_messages("me", message, schedule=after(11))
        found = await ayu.get_messages("me", scheduled=True)
        assert found[0].fwd_from is not None and found[0].message == message.message, (first, found)

    ttl_seen = raw(budi, types.UpdatePeerHistoryTTL)
    dropped = raw(budi, types.UpdateDeleteMessages)
    async with check("telethon makes messages of a chat go, and both sides know"):
        await ayu(functions.messages.SetHistoryTTLRequest(to_budi, 4))
        await soon(lambda: ttl_seen, "the other side hears of it")
        assert ttl_seen[0].ttl_period == 4
        full = await budi(functions.users.GetFullUserRequest(to_ayu))
        assert full.full_user.ttl_period == 4
        dialogs = await budi(functions.messages.GetPeerDialogsRequest([types.InputDialogPeer(to_ayu)]))
        assert dialogs.dialogs[0].ttl_period == 4
        note = (await budi.get_messages(to_ayu, limit=1))[0]
        assert isinstance(note.action, types.MessageActionSetMessagesTTL) and note.action.period == 4
        await refused(ayu(functions.messages.SetHistoryTTLRequest(to_budi, -1)), "TtlPeriodInvalidError")
        await refused(ayu(functions.messages.SetHistoryTTLRequest(to_budi, 4)), "ChatNotModifiedError")

    async with check("a message of telethon goes from both boxes at its time"):
        mine = await ayu.send_message(to_budi, "soon gone")
        assert mine.ttl_period == 4
        theirs = await budi.send_message(to_ayu, "this too")
        assert (await budi.get_messages(to_ayu, ids=theirs.id)).ttl_period == 4
        await soon(lambda: sum(len(update.messages) for update in dropped) >= 2, "they go")
        for client, peer in ((ayu, to_budi), (budi, to_ayu)):
            texts = [message.message for message in await client.get_messages(peer, limit=5)]
            assert "soon gone" not in texts and "this too" not in texts, texts
        await ayu(functions.messages.SetHistoryTTLRequest(to_budi, 0))

    async with check("telethon sets after which time messages of new chats go"):
        assert (await budi(functions.messages.GetDefaultHistoryTTLRequest())).period == 0
        await budi(functions.messages.SetDefaultHistoryTTLRequest(86400))
        assert (await budi(functions.messages.GetDefaultHistoryTTLRequest())).period == 86400
        citra = await sign_up("+15550017003", "Citra")
        to_citra = await befriend(budi, "+15550017003", "Citra")
        first = await budi.send_message(to_citra, "hello")
        assert first.ttl_period == 86400
        me = await budi.get_me()
        history = await citra.get_messages((await befriend(citra, BUDI, "Budi")), limit=5)
        assert [message.message for message in history] == ["hello", None] or len(history) == 2, history
        assert history[1].action.auto_setting_from == me.id

    async with check("telethon may not forward what its author protects"):
        await budi(functions.messages.SendMessageRequest(to_ayu, "mine alone", noforwards=True))
        message = (await ayu.get_messages(to_budi, limit=1))[0]
        assert message.noforwards
        await refused(ayu.forward_messages("me", message), "ChatForwardsRestrictedError")

    async with check("telethon sends without a sound"):
        await ayu.send_message(to_budi, "hush", silent=True)
        await soon(lambda: inbox[-1].message == "hush", "it arrives")
        assert inbox[-1].silent

    async with check("telethon quotes a part of a message"):
        await ayu.send_message(to_budi, "one two three")
        await soon(lambda: inbox[-1].message == "one two three", "it arrives")
        def quoting(words, offset):
            reply = types.InputReplyToMessage(inbox[-1].id, quote_text=words, quote_offset=offset)
            return functions.messages.SendMessageRequest(to_ayu, "yes", reply_to=reply)
        await budi(quoting("two", 4))
        shown = (await ayu.get_messages(to_budi, limit=1))[0]
        assert shown.reply_to.quote and shown.reply_to.quote_text == "two" and shown.reply_to.quote_offset == 4
        await refused(budi(quoting("four", 4)), "QuoteTextInvalidError", "QUOTE_TEXT_INVALID")

    for client in (ayu, ayu_two, budi, citra):
        await client.disconnect()
    finish()


asyncio.run(main())
