"""Telethon's round of the list of chats and of privacy: two people, one of them with two devices."""

import asyncio

from harness import check, finish, soon
from telethon import errors, functions, types
from telethon_people import befriend, sign_in, sign_up

AYU, BUDI = "+15550012001", "+15550012002"


def hear(client, kind):
    """A list that fills with the client's raw updates of this kind."""
    seen = []

    async def handler(update):
        if isinstance(update, kind):
            seen.append(update)

    client.add_event_handler(handler)
    return seen


async def refused(request, name):
    try:
        await request
    except errors.RPCError as error:
        # The library has a class for the errors that it knows, and the bare text for others.
        known = "".join(word.capitalize() for word in name.split("_")) + "Error"
        assert name == error.message or known == type(error).__name__, f"{error!r} in place of {name}"
    else:
        raise AssertionError(f"was not refused with {name}")


def folder(number, title, include, **more):
    named = types.TextWithEntities(title, [])
    made = types.DialogFilter(number, named, pinned_peers=[], include_peers=include, exclude_peers=[], **more)
    return functions.messages.UpdateDialogFilterRequest(number, made)


async def drafts(ayu, ayu_two, to_budi):
    async with check("telethon keeps a draft and the other device hears it"):
        heard = hear(ayu_two, types.UpdateDraftMessage)
        assert not await ayu.get_drafts()
        await ayu(functions.messages.SaveDraftRequest(to_budi, "half a sentence"))
        await soon(lambda: heard, "the draft")
        assert heard[0].draft.message == "half a sentence"
        (kept,) = await ayu_two.get_drafts()
        assert kept.raw_text == "half a sentence"
        (dialog,) = [d for d in await ayu_two.get_dialogs() if d.name == "Budi"]
        assert dialog.draft.raw_text == "half a sentence"
    async with check("telethon's send takes the draft away"):
        await ayu.send_message(to_budi, "a whole sentence", clear_draft=True)
        await soon(lambda: len(heard) == 2, "the end of the draft")
        assert isinstance(heard[1].draft, types.DraftMessageEmpty)
        assert not await ayu_two.get_drafts()


async def pinned_messages(ayu, ayu_two, budi, to_budi, to_ayu):
    async with check("telethon pins a message for both and finds it among the pinned"):
        heard = hear(budi, types.UpdatePinnedMessages)
        sent = await ayu.send_message(to_budi, "the address is ...")
        told = await ayu.pin_message(to_budi, sent, notify=True)
        assert isinstance(told.action, types.MessageActionPinMessage) and told.reply_to_msg_id == sent.id
        await soon(lambda: heard, "the pin")
        for client, peer in ((ayu, to_budi), (ayu_two, to_budi), (budi, to_ayu)):
            found = await client.get_messages(peer, filter=types.InputMessagesFilterPinned())
            assert [m.message for m in found] == ["the address is ..."] and found[0].pinned
    async with check("telethon takes all pins away"):
        await budi.unpin_message(to_ayu)
        found = await ayu.get_messages(to_budi, filter=types.InputMessagesFilterPinned())
        assert not found
    async with check("telethon is told which message cannot be pinned"):
        await refused(ayu(functions.messages.UpdatePinnedMessageRequest(to_budi, 4242)), "MESSAGE_ID_INVALID")


async def the_list(ayu, ayu_two, budi, to_budi, to_ayu):
    dialog = types.InputDialogPeer(to_budi)
    async with check("telethon pins a chat and the other device hears it"):
        heard = hear(ayu_two, (types.UpdateDialogPinned, types.UpdatePinnedDialogs))
        assert await ayu(functions.messages.ToggleDialogPinRequest(dialog, pinned=True))
        await soon(lambda: heard, "the pin")
        assert heard[0].pinned
        first = (await ayu_two.get_dialogs())[0]
        assert first.pinned and first.name == "Budi"
        pinned = await ayu_two(functions.messages.GetPinnedDialogsRequest(0))
        assert [d.peer.user_id for d in pinned.dialogs] == [to_budi.user_id]
    async with check("telethon marks a chat as unread until it is read"):
        assert await ayu(functions.messages.MarkDialogUnreadRequest(dialog, unread=True))
        marks = await ayu_two(functions.messages.GetDialogUnreadMarksRequest())
        assert [m.peer.user_id for m in marks] == [to_budi.user_id]
        await ayu.send_read_acknowledge(to_budi)
        assert not await ayu_two(functions.messages.GetDialogUnreadMarksRequest())
    async with check("telethon archives a chat, and a message brings it back"):
        heard = hear(ayu_two, types.UpdateFolderPeers)
        await ayu.edit_folder(to_budi, 1)
        await soon(lambda: heard, "the move")
        assert [d.name for d in await ayu_two.get_dialogs(folder=1)] == ["Budi"]
        assert "Budi" not in [d.name for d in await ayu_two.get_dialogs(folder=0)]
        await budi.send_message(to_ayu, "are you there?")
        await soon(lambda: len(heard) == 2, "the move back")
        assert heard[1].folder_peers[0].folder_id == 0
    async with check("telethon's kept archive stays as it is"):
        keep = types.GlobalPrivacySettings(keep_archived_unmuted=True)
        await ayu(functions.account.SetGlobalPrivacySettingsRequest(keep))
        await ayu.edit_folder(to_budi, 1)
        await budi.send_message(to_ayu, "hello?")
        assert [d.name for d in await ayu_two.get_dialogs(folder=1)] == ["Budi"]
        await ayu.edit_folder(to_budi, 0)


async def folders(ayu, ayu_two, to_budi):
    async with check("telethon makes folders, and the other device has them in order"):
        heard = hear(ayu_two, types.UpdateDialogFilter)
        assert await ayu(folder(2, "Work", [to_budi]))
        assert await ayu(folder(3, "People", [], contacts=True, exclude_muted=True))
        await soon(lambda: len(heard) == 2, "the folders")
        await ayu(functions.messages.UpdateDialogFiltersOrderRequest([3, 2]))
        found = (await ayu_two(functions.messages.GetDialogFiltersRequest())).filters
        assert [getattr(f, "id", 0) for f in found] in ([3, 2, 0], [0, 3, 2]), found
        (work,) = [f for f in found if getattr(f, "id", 0) == 2]
        assert work.title.text == "Work" and work.include_peers[0].user_id == to_budi.user_id
    async with check("telethon is told what is wrong with a folder"):
        await refused(ayu(folder(4, "Empty", [])), "FILTER_INCLUDE_EMPTY")
        await refused(ayu(folder(4, "", [to_budi])), "FILTER_TITLE_EMPTY")
        await refused(ayu(folder(1, "Bad", [to_budi])), "FILTER_ID_INVALID")
        await refused(ayu(folder(4, "Strange", [types.InputPeerUser(4242, 1)])), "PEER_ID_INVALID")
        await refused(ayu(functions.messages.UpdateDialogFilterRequest(9)), "FILTER_ID_INVALID")
        for number in range(4, 102):
            assert await ayu(folder(number, "Many", [to_budi]))
        await refused(ayu(folder(102, "Hundred one", [to_budi])), "DIALOG_FILTERS_TOO_MUCH")
        for number in range(3, 102):
            assert await ayu(functions.messages.UpdateDialogFilterRequest(number))
    async with check("telethon learns that a folder of people cannot be shared"):
        shared = types.InputChatlistDialogFilter(2)
        await refused(
            ayu(functions.chatlists.ExportChatlistInviteRequest(shared, "Work", [to_budi])), "PEERS_LIST_EMPTY"
        )
        assert not (await ayu(functions.chatlists.GetExportedInvitesRequest(shared))).invites
        await refused(ayu(functions.chatlists.CheckChatlistInviteRequest("nothing")), "INVITE_SLUG_EXPIRED")


async def privacy(ayu, budi, to_budi, to_ayu):
    key = types.InputPrivacyKeyStatusTimestamp()
    async with check("telethon hides when its person was there, and then learns it of nobody"):
        await ayu(functions.account.UpdateStatusRequest(offline=False))
        await budi(functions.account.UpdateStatusRequest(offline=False))
        assert isinstance((await budi.get_entity(to_ayu)).status, types.UserStatusOnline)
        await ayu(functions.account.SetPrivacyRequest(key, [types.InputPrivacyValueDisallowAll()]))
        assert isinstance((await budi.get_entity(to_ayu)).status, types.UserStatusRecently)
        seen = (await ayu.get_entity(to_budi)).status
        assert isinstance(seen, types.UserStatusRecently) and seen.by_me
        named = types.InputUser(to_budi.user_id, to_budi.access_hash)
        rules = [types.InputPrivacyValueAllowUsers([named]), types.InputPrivacyValueDisallowAll()]
        kept = await ayu(functions.account.SetPrivacyRequest(key, rules))
        assert [type(r) for r in kept.rules] == [types.PrivacyValueAllowUsers, types.PrivacyValueDisallowAll]
        assert isinstance((await budi.get_entity(to_ayu)).status, types.UserStatusOnline)
    async with check("telethon's blocked people see neither presence nor words about oneself"):
        await ayu(functions.account.UpdateProfileRequest(about="likes coffee"))
        full = await budi(functions.users.GetFullUserRequest(to_ayu))
        assert full.full_user.about == "likes coffee"
        await ayu(functions.contacts.BlockRequest(to_budi))
        full = await budi(functions.users.GetFullUserRequest(to_ayu))
        assert full.full_user.about is None and full.full_user.phone_calls_private
        assert full.users[0].status is None or isinstance(full.users[0].status, types.UserStatusEmpty)
        await ayu(functions.contacts.SetBlockedRequest([], 100))
        assert not (await ayu(functions.contacts.GetBlockedRequest(0, 10))).blocked
    async with check("telethon keeps notes and close friends, and knows whom its person writes to most"):
        friend = await ayu.get_entity(to_budi)
        assert await ayu(functions.contacts.EditCloseFriendsRequest([friend.id]))
        assert (await ayu.get_entity(to_budi)).close_friend
        note = types.TextWithEntities("met in Bandung", [])
        assert await ayu(functions.contacts.UpdateContactNoteRequest(to_budi, note))
        full = (await ayu(functions.users.GetFullUserRequest(to_budi))).full_user
        assert full.note.text == "met in Bandung"
        top = await ayu(functions.contacts.GetTopPeersRequest(0, 10, 0, correspondents=True))
        assert [p.peer.user_id for p in top.categories[0].peers] == [friend.id]


async def main():
    async with check("telethon signs three devices of two people in"):
        ayu, budi = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi")
        ayu_two = await sign_in(AYU)
        to_budi = await ayu.get_input_entity(await befriend(ayu, BUDI, "Budi"))
        to_ayu = await budi.get_input_entity(await befriend(budi, AYU, "Ayu"))
        await ayu_two.get_input_entity(await befriend(ayu_two, BUDI, "Budi"))
        await ayu.send_message(to_budi, "hello")
        await ayu.send_message("me", "note")
    await drafts(ayu, ayu_two, to_budi)
    await pinned_messages(ayu, ayu_two, budi, to_budi, to_ayu)
    await the_list(ayu, ayu_two, budi, to_budi, to_ayu)
    await folders(ayu, ayu_two, to_budi)
    await privacy(ayu, budi, to_budi, to_ayu)
    for client in (ayu, ayu_two, budi):
        await client.disconnect()


asyncio.run(main())
finish()
