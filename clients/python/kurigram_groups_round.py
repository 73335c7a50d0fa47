"""The round of kurigram in a basic group: three people make it, speak in it, leave it and come back."""

import asyncio

from harness import check, finish, soon
from kurigram_people import sign_in, sign_up

from pyrogram import enums, errors, handlers, raw, types

AYU, BUDI, CITRA = "+15550062001", "+15550062002", "+15550062003"


async def befriend(client, phone, name):
    found = await client.import_contacts([types.InputPhoneContact(phone, name)])
    return found.users[0].id


async def lines(client, group):
    """What the client's history of the group says, oldest first."""
    said = [m.text or str(m.service) async for m in client.get_chat_history(group, limit=100)]
    return said[::-1]


async def main():
    async with check("kurigram makes a group"):
        ayu, budi, citra = await sign_up(AYU, "Ayu-group"), await sign_up(BUDI, "Budi-group"), await sign_up(CITRA, "Citra-group")
        to_budi, to_citra = await befriend(ayu, BUDI, "Budi"), await befriend(ayu, CITRA, "Citra")
        group = (await ayu.create_group("Ronda", [to_budi, to_citra])).id
        assert group < 0
        ayu_two = await sign_in(AYU, "Ayu-group-two")
        titles = [d.chat.title async for d in budi.get_dialogs() if d.chat.type == enums.ChatType.GROUP]
        assert titles == ["Ronda"]
    heard, edited, deleted = [], [], []

    async def note(_, message):
        heard.append(message)

    async def note_edit(_, message):
        edited.append(message)

    async def note_gone(_, messages):
        deleted.extend(messages)

    budi.add_handler(handlers.MessageHandler(note))
    budi.add_handler(handlers.EditedMessageHandler(note_edit))
    budi.add_handler(handlers.DeletedMessagesHandler(note_gone))
    async with check("kurigram writes, answers, edits and deletes in a group"):
        hello = await ayu.send_message(group, "giliran siapa?")
        await soon(lambda: any(m.text == "giliran siapa?" for m in heard), "the question")
        seen = next(m for m in heard if m.text == "giliran siapa?")
        assert seen.chat.id == group and seen.from_user.id == ayu.me.id
        await budi.send_message(group, "aku", reply_parameters=types.ReplyParameters(message_id=seen.id))
        answer = [m async for m in ayu.get_chat_history(group, limit=1)][0]
        assert answer.text == "aku" and answer.reply_to_message_id == hello.id
        await ayu.edit_message_text(group, hello.id, "giliran siapa malam ini?")
        await soon(lambda: edited, "the edit")
        assert edited[0].text == "giliran siapa malam ini?"
        doomed = await ayu.send_message(group, "salah")
        await soon(lambda: any(m.text == "salah" for m in heard), "the message")
        await ayu.delete_messages(group, doomed.id)
        await soon(lambda: deleted, "the deletion")
    async with check("kurigram renames a group, and counts its members"):
        await budi.set_chat_title(group, "Ronda malam")
        chat = await citra.get_chat(group)
        assert chat.title == "Ronda malam" and chat.members_count == 3
        members = [m async for m in ayu.get_chat_members(group)]
        assert sorted(str(m.status) for m in members)[-1] == "ChatMemberStatus.OWNER" and len(members) == 3
    async with check("kurigram leaves a group, and sees nothing from after"):
        await citra.leave_chat(group)
        await ayu.send_message(group, "tanpa Citra")
        assert "tanpa Citra" not in await lines(citra, group)
        try:
            await citra.send_message(group, "halo?")
        except errors.RPCError as error:
            assert "PEER_ID_INVALID" in str(error)
        else:
            raise AssertionError("who left wrote")
        assert not await ayu.add_chat_members(group, to_citra)
        await ayu.send_message(group, "dengan Citra")
        back = await lines(citra, group)
        assert back[-1] == "dengan Citra" and "tanpa Citra" not in back
    async with check("kurigram catches up with a group after being away"):
        state = await budi.invoke(raw.functions.updates.GetState())
        for number in range(3):
            await ayu.send_message(group, f"kabar {number}")
        difference = await budi.invoke(
            raw.functions.updates.GetDifference(pts=state.pts, date=state.date, qts=state.qts)
        )
        assert [m.message for m in difference.new_messages] == [f"kabar {number}" for number in range(3)]
    async with check("kurigram sees one order in a group on all devices"):
        await ayu_two.get_chat(group)
        assert await lines(ayu, group) == await lines(ayu_two, group) == await lines(budi, group)
    finish()


if __name__ == "__main__":
    asyncio.run(main())
