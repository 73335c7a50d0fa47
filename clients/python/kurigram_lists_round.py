"""Kurigram's round of the list of chats and of privacy: two people, one of them with two devices."""

import asyncio

from harness import check, finish, soon
from kurigram_people import sign_in, sign_up

from pyrogram import enums, errors, raw, types

AYU, BUDI = "+15550022001", "+15550022002"


async def befriend(client, phone, name):
    found = await client.import_contacts([types.InputPhoneContact(phone, name)])
    return found.users[0].id


async def main():
    async with check("kurigram signs three devices of two people in"):
        ayu, budi = await sign_up(AYU, "Ayu-lists"), await sign_up(BUDI, "Budi-lists")
        ayu_two = await sign_in(AYU, "Ayu-lists-two")
        to_budi, to_ayu = await befriend(ayu, BUDI, "Budi"), await befriend(budi, AYU, "Ayu")
        await befriend(ayu_two, BUDI, "Budi")
        sent = await ayu.send_message(to_budi, "hello")
    async with check("kurigram pins a message and takes the pin away"):
        await ayu.pin_chat_message(to_budi, sent.id, both_sides=True)
        found = [m async for m in budi.search_messages(to_ayu, filter=enums.MessagesFilter.PINNED)]
        assert [m.text for m in found] == ["hello"]
        # The library names people by peers where the schema wants persons.
        page = await budi.invoke(raw.functions.users.GetFullUser(id=await budi.resolve_peer(to_ayu)))
        assert page.full_user.pinned_msg_id == found[0].id
        await budi.unpin_all_chat_messages(to_ayu)
        assert not [m async for m in ayu.search_messages(to_budi, filter=enums.MessagesFilter.PINNED)]
    async with check("kurigram archives a chat and brings it back"):
        assert await ayu.archive_chats(to_budi)
        peer = await ayu_two.resolve_peer(to_budi)

        async def archived():
            asked = raw.functions.messages.GetPeerDialogs(peers=[raw.types.InputDialogPeer(peer=peer)])
            return (await ayu_two.invoke(asked)).dialogs[0].folder_id == 1

        assert await archived()
        assert await ayu.unarchive_chats(to_budi)
        assert not await archived()
    async with check("kurigram marks a chat as unread"):
        assert await ayu.mark_chat_unread(to_budi)
        (dialog,) = [d async for d in ayu_two.get_dialogs() if d.chat.id == to_budi]
        assert dialog.unread_mark
    async with check("kurigram makes, changes and deletes a folder"):
        number = await ayu.create_folder("Work", included_chats=[to_budi], include_contacts=True)
        found = {f.id: f for f in await ayu_two.get_folders()}
        assert found[number].name == "Work" and found[number].include_contacts
        assert [chat.id for chat in found[number].included_chats] == [to_budi]
        assert await ayu.delete_folder(number)
        assert number not in {f.id for f in await ayu_two.get_folders() or []}
        try:
            await ayu.delete_folder(number)
        except errors.BadRequest as error:
            assert error.ID == "FILTER_ID_INVALID"
        else:
            raise AssertionError("a folder was deleted twice")
    async with check("kurigram keeps a draft on the other device"):
        peer = await ayu.resolve_peer(to_budi)
        await ayu.invoke(raw.functions.messages.SaveDraft(peer=peer, message="half a sentence"))
        kept = await ayu_two.invoke(raw.functions.messages.GetAllDrafts())
        assert [u.draft.message for u in kept.updates] == ["half a sentence"]
        await ayu.invoke(raw.functions.messages.ClearAllDrafts())
        assert not (await ayu_two.invoke(raw.functions.messages.GetAllDrafts())).updates
    async with check("kurigram hides its number from all but one"):
        number = enums.PrivacyKey.PHONE_NUMBER
        await budi.set_privacy(number, [types.InputPrivacyRuleDisallowAll()])
        rules = [types.InputPrivacyRuleAllowUsers([to_ayu]), types.InputPrivacyRuleDisallowAll()]
        kept = await budi.set_privacy(number, rules)
        assert len(kept) == 2 and len(await budi.get_privacy(number)) == 2
    for client in (ayu, ayu_two, budi):
        await client.stop()


asyncio.get_event_loop().run_until_complete(main())
finish()
