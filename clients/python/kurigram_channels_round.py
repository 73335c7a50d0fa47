"""kurigram's round of channels and supergroups: two people, one of them with two devices; links with a limit."""

import asyncio

from harness import check, finish, soon
from kurigram_people import sign_in, sign_up

from pyrogram import enums, errors, handlers, raw, types

AYU, BUDI, CITRA = "+15550025001", "+15550025002", "+15550025003"


def collect(client, handler):
    seen = []

    async def note(_, *what):
        seen.append(what[0])

    client.add_handler(handler(note))
    return seen


async def texts(history):
    return [m.text async for m in history if m.text]


async def main():
    ayu = await sign_up(AYU, "Ayu")
    budi = await sign_up(BUDI, "Budi")
    citra = await sign_up(CITRA, "Citra")
    ayu_two = await sign_in(AYU, "Ayu-two", skip_updates=False)
    imported = await ayu.import_contacts([types.InputPhoneContact(BUDI, "Budi")])
    assert len(imported.users) == 1
    inbox = collect(budi, handlers.MessageHandler)
    mirrored = collect(ayu_two, handlers.MessageHandler)
    edits = collect(budi, handlers.EditedMessageHandler)
    deletions = collect(budi, handlers.DeletedMessagesHandler)
    async with check("kurigram makes a supergroup and brings somebody in"):
        group = await ayu.create_supergroup("Arisan", "tiap bulan")
        assert group.type == enums.ChatType.SUPERGROUP and group.title == "Arisan"
        await ayu.add_chat_members(group.id, budi.me.id)
        dialogs = [d async for d in budi.get_dialogs()]
        assert [d.chat.title for d in dialogs if d.chat.id == group.id] == ["Arisan"]
    async with check("kurigram writes in the group, and the others read it"):
        hello = await ayu.send_message(group.id, "halo **arisan**")
        await soon(lambda: [m for m in inbox if m.text == "halo arisan"], "the message")
        (heard,) = [m for m in inbox if m.text == "halo arisan"]
        assert heard.id == hello.id and heard.from_user.id == ayu.me.id and heard.chat.id == group.id
        await soon(lambda: [m for m in mirrored if m.id == hello.id and m.outgoing], "it on the second device")
    async with check("kurigram replies, edits, deletes and pins in the group"):
        answer = await budi.send_message(
            group.id, "hadir", reply_parameters=types.ReplyParameters(message_id=hello.id)
        )
        assert answer.reply_to_message_id == hello.id
        await ayu.edit_message_text(group.id, hello.id, "halo semua")
        await soon(lambda: edits, "the edit")
        assert edits[0].text == "halo semua" and edits[0].id == hello.id
        await ayu.pin_chat_message(group.id, hello.id)
        assert (await budi.get_chat(group.id)).pinned_message.id == hello.id
        await ayu.delete_messages(group.id, answer.id)
        await soon(lambda: deletions, "the delete")
        assert await texts(budi.get_chat_history(group.id)) == ["halo semua"]
    async with check("kurigram reads the group, and its count goes"):
        (before,) = [d async for d in budi.get_dialogs() if d.chat.id == group.id]
        assert before.unread_messages_count > 0
        await budi.read_chat_history(group.id)
        (after,) = [d async for d in budi.get_dialogs() if d.chat.id == group.id]
        assert after.unread_messages_count == 0
    async with check("kurigram lists the members"):
        members = {m.user.first_name: m.status async for m in ayu.get_chat_members(group.id)}
        assert members["Ayu"] == enums.ChatMemberStatus.OWNER and members["Budi"] == enums.ChatMemberStatus.MEMBER
    async with check("kurigram lets one person in by a link for one"):
        link = await ayu.create_chat_invite_link(group.id, member_limit=1)
        shown = await citra.invoke(raw.functions.messages.CheckChatInvite(hash=link.invite_link.split("+")[1]))
        assert shown.title == "Arisan" and shown.megagroup
        await citra.join_chat(link.invite_link)
        assert [d.chat.title async for d in citra.get_dialogs() if d.chat.id == group.id] == ["Arisan"]
        again = await sign_up("+15550025004", "Dewi")
        try:
            await again.join_chat(link.invite_link)
        except errors.InviteHashExpired:
            pass
        else:
            raise AssertionError("two people came in by a link for one")
        await again.stop()
    async with check("kurigram makes a public channel that strangers find, look at and join"):
        channel = await ayu.create_channel("Warta", "kabar")
        assert await ayu.set_chat_username(channel.id, "warta_kurigram")
        await ayu.send_message(channel.id, "warta pertama")
        found = await budi.get_chat("warta_kurigram")
        assert found.id == channel.id and found.type == enums.ChatType.CHANNEL
        assert await texts(budi.get_chat_history("warta_kurigram")) == ["warta pertama"]
        await budi.join_chat("warta_kurigram")
        await ayu.send_message(channel.id, "warta kedua")
        await soon(lambda: [m for m in inbox if m.text == "warta kedua"], "the post")
        try:
            await budi.send_message(channel.id, "saya juga")
        except errors.ChatAdminRequired:
            pass
        else:
            raise AssertionError("a reader wrote in a channel")
        await budi.leave_chat(channel.id)
    for client in (ayu, ayu_two, budi, citra):
        await client.stop()


asyncio.get_event_loop().run_until_complete(main())
finish()
