"""Kurigram's round of what makes private chats whole: answers to messages of other chats, effects, polls that close by
themselves, parts of saved messages, birthdays."""

import asyncio

from harness import check, finish, soon
from kurigram_people import sign_in, sign_up

from pyrogram import errors, handlers, raw, types

AYU, BUDI, CITRA = "+15550023001", "+15550023002", "+15550023003"


async def befriend(client, phone, name):
    found = await client.import_contacts([types.InputPhoneContact(phone, name)])
    return found.users[0].id


async def newest(client, peer):
    return [m async for m in client.get_chat_history(peer, limit=1)][0]


async def main():
    async with check("kurigram signs three people in"):
        ayu, budi, citra = await sign_up(AYU, "Ayu-whole"), await sign_up(BUDI, "Budi-whole"), await sign_up(CITRA, "Citra-whole")
        to_budi, to_citra = await befriend(ayu, BUDI, "Budi"), await befriend(ayu, CITRA, "Citra")
        to_ayu, from_ayu = await befriend(budi, AYU, "Ayu"), await befriend(citra, AYU, "Ayu")
    async with check("kurigram answers a message of another chat and quotes it"):
        await budi.send_message(to_ayu, "the train leaves at nine")
        there = await newest(ayu, to_budi)
        await ayu.send_message(
            to_citra, "is that ours?",
            reply_parameters=types.ReplyParameters(message_id=there.id, chat_id=to_budi, quote="at nine"),
        )
        seen = await newest(citra, from_ayu)
        assert seen.text == "is that ours?" and seen.quote.text == "at nine" and seen.quote.is_manual
        assert seen.external_reply.origin.sender_user.id == to_budi
        assert seen.reply_to_message_id is None
    async with check("kurigram sends an effect that there is, and no other"):
        effects = await ayu.get_available_effects()
        assert len(effects) == 6 and "\U0001f525" in [effect.emoji for effect in effects]
        sent = await ayu.send_message(to_budi, "fire", effect_id=effects[0].id)
        assert sent.effect_id == effects[0].id
        assert (await newest(budi, to_ayu)).effect_id == effects[0].id
        try:
            await ayu.send_message(to_budi, "nothing", effect_id=4242)
        except errors.BadRequest as error:
            assert error.ID == "EFFECT_ID_INVALID" or "EFFECT_ID_INVALID" in str(error)
        else:
            raise AssertionError("an effect that is none was sent")
    async with check("kurigram's poll closes at its time"):
        ended = []

        async def note(_, update, *__):
            if isinstance(update, raw.types.UpdateMessagePoll) and update.poll and update.poll.closed:
                ended.append(update)

        budi.add_handler(handlers.RawUpdateHandler(note))
        answers = [raw.types.PollAnswer(text=raw.types.TextWithEntities(text=text, entities=[]), option=option)
                   for text, option in (("Yes", b"0"), ("No", b"1"))]
        poll = raw.types.Poll(id=0, question=raw.types.TextWithEntities(text="Now?", entities=[]), answers=answers,
                              hash=0, close_period=5)
        await ayu.invoke(raw.functions.messages.SendMedia(
            peer=await ayu.resolve_peer(to_budi), media=raw.types.InputMediaPoll(poll=poll), message="",
            random_id=ayu.rnd_id(),
        ))
        await soon(lambda: ended, "the end of the poll")
        assert (await newest(budi, to_ayu)).poll.is_closed
    async with check("kurigram reads parts of saved messages"):
        await ayu.forward_messages("me", to_budi, there.id)
        asked = raw.functions.messages.GetSavedDialogs(
            offset_date=0, offset_id=0, offset_peer=raw.types.InputPeerEmpty(), limit=10, hash=0
        )
        parts = await ayu.invoke(asked)
        assert [part.peer.user_id for part in parts.dialogs] == [to_budi]
    async with check("kurigram shows a birthday"):
        assert await ayu.update_birthday(17, 8, 1945)
        seen = await citra.invoke(raw.functions.users.GetFullUser(id=await citra.resolve_peer(from_ayu)))
        assert seen.full_user.birthday.day == 17
    for client in (ayu, budi, citra):
        await client.stop()


asyncio.run(main())
finish()
