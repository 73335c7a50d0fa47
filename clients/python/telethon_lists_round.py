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
            ayu(functions.chatlists.ExportChatlistInviteRequest(shared, "Work", [to_budi])), "PEER_ID_INVALID"
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


async def shared_folders(ayu, ayu_two, budi, to_budi):
    lists = functions.chatlists

    async def group(title):
        made = await ayu(functions.channels.CreateChannelRequest(title, "", megagroup=True))
        return await ayu.get_input_entity(made.chats[0])

    async def shown(client, number):
        found = (await client(functions.messages.GetDialogFiltersRequest())).filters
        return next((one for one in found if getattr(one, "id", None) == number), None)

    def ids(peers):
        return {peer.channel_id for peer in peers}

    work, sports, later = await group("Work"), await group("Sports"), await group("Later")
    mine = types.InputChatlistDialogFilter(9)
    async with check("telethon shares a folder by a link, and the other device sees that it is shared"):
        heard = hear(ayu_two, types.UpdateDialogFilter)
        await ayu(folder(9, "Club", [work, sports, later]))
        exported = await ayu(lists.ExportChatlistInviteRequest(mine, "for all", [work, sports]))
        assert isinstance(exported.filter, types.DialogFilterChatlist) and exported.filter.has_my_invites
        assert exported.invite.title == "for all" and ids(exported.invite.peers) == ids([work, sports])
        await soon(lambda: heard and isinstance(heard[-1].filter, types.DialogFilterChatlist), "the shared folder")
        links = await ayu(lists.GetExportedInvitesRequest(mine))
        assert [link.url for link in links.invites] == [exported.invite.url] and len(links.chats) == 2
        slug = exported.invite.url.rsplit("/", 1)[1]
    async with check("telethon is refused what cannot be shared"):
        me = types.InputPeerSelf()
        await refused(ayu(lists.ExportChatlistInviteRequest(mine, "", [me])), "PEER_ID_INVALID")
        await refused(ayu(lists.ExportChatlistInviteRequest(mine, "", [])), "PEERS_LIST_EMPTY")
        await ayu(folder(10, "Rule", [], groups=True))
        rule = types.InputChatlistDialogFilter(10)
        await refused(ayu(lists.ExportChatlistInviteRequest(rule, "", [work])), "FILTER_NOT_SUPPORTED")
        await refused(ayu(folder(9, "Plain", [work])), "FILTER_NOT_SUPPORTED")
        await refused(ayu(lists.JoinChatlistInviteRequest(slug, [work])), "FILTER_NOT_SUPPORTED")
        await refused(budi(lists.CheckChatlistInviteRequest("nothing")), "INVITE_SLUG_EXPIRED")
        await refused(budi(lists.CheckChatlistInviteRequest("")), "INVITE_SLUG_EMPTY")
        await refused(budi(lists.GetChatlistUpdatesRequest(mine)), "FILTER_ID_INVALID")
    async with check("telethon follows the link into one group of two and gets the folder"):
        offered = await budi(lists.CheckChatlistInviteRequest(slug))
        assert isinstance(offered, types.chatlists.ChatlistInvite) and offered.title.text == "Club"
        assert {chat.title for chat in offered.chats} == {"Work", "Sports"} and len(offered.peers) == 2
        peers = {chat.title: types.InputPeerChannel(chat.id, chat.access_hash) for chat in offered.chats}
        hidden = types.InputPeerChannel(later.channel_id, later.access_hash)
        await refused(budi(lists.JoinChatlistInviteRequest(slug, [hidden])), "CHANNEL_INVALID")
        done = await budi(lists.JoinChatlistInviteRequest(slug, [peers["Work"]]))
        (told,) = [update for update in done.updates if isinstance(update, types.UpdateDialogFilter)]
        assert isinstance(told.filter, types.DialogFilterChatlist) and not told.filter.has_my_invites
        assert told.filter.title.text == "Club" and ids(told.filter.include_peers) == ids([work])
        assert (await shown(budi, told.id)).title.text == "Club"
        await budi.send_message(peers["Work"], "hello all")
        theirs = types.InputChatlistDialogFilter(told.id)
        again = await budi(lists.CheckChatlistInviteRequest(slug))
        assert isinstance(again, types.chatlists.ChatlistInviteAlready) and again.filter_id == told.id
        assert ids(again.missing_peers) == ids([sports]) and ids(again.already_peers) == ids([work])
    async with check("telethon puts another group behind the link, and who joined takes it or puts it aside"):
        edited = await ayu(lists.EditExportedInviteRequest(mine, slug, title="more", peers=[work, sports, later]))
        assert edited.title == "more" and len(edited.peers) == 3
        news = await budi(lists.GetChatlistUpdatesRequest(theirs))
        assert ids(news.missing_peers) == ids([sports, later])
        found = next(chat for chat in news.chats if chat.title == "Later")
        done = await budi(
            lists.JoinChatlistUpdatesRequest(theirs, [types.InputPeerChannel(found.id, found.access_hash)])
        )
        assert any(isinstance(update, types.UpdateDialogFilter) for update in done.updates)
        assert ids((await shown(budi, told.id)).include_peers) == ids([work, later])
        await budi(lists.HideChatlistUpdatesRequest(theirs))
        assert not (await budi(lists.GetChatlistUpdatesRequest(theirs))).missing_peers
    async with check("telethon calls a folder that was joined otherwise"):
        kept = await shown(budi, told.id)
        kept.title.text = "Mine"
        await budi(functions.messages.UpdateDialogFilterRequest(told.id, kept))
        assert (await shown(budi, told.id)).title.text == "Mine"
    async with check("telethon leaves the folder and one of its groups"):
        suggested = await budi(lists.GetLeaveChatlistSuggestionsRequest(theirs))
        assert ids(suggested) == ids([work, later])
        await budi(lists.LeaveChatlistRequest(theirs, [peers["Work"]]))
        assert await shown(budi, told.id) is None
        titles = {dialog.name for dialog in await budi.get_dialogs()}
        assert "Later" in titles and "Work" not in titles
    async with check("telethon takes the link away, and it leads nowhere; the folder is a plain one again"):
        await ayu(lists.DeleteExportedInviteRequest(mine, slug))
        await refused(budi(lists.CheckChatlistInviteRequest(slug)), "INVITE_SLUG_EXPIRED")
        await refused(budi(lists.JoinChatlistInviteRequest(slug, [peers["Work"]])), "INVITE_SLUG_EXPIRED")
        assert isinstance(await shown(ayu, 9), types.DialogFilter)
        assert not (await ayu(lists.GetExportedInvitesRequest(mine))).invites
    async with check("telethon shares a basic group, which becomes a supergroup in its place in the folder"):
        made = await ayu(functions.messages.CreateChatRequest([to_budi], "Small"))
        small = await ayu.get_input_entity(made.updates.chats[0])
        await ayu(folder(9, "Club", [work, small]))
        theirs = await budi.get_input_entity(types.PeerChat(small.chat_id))
        await budi(folder(11, "Not mine", [theirs]))
        not_mine = types.InputChatlistDialogFilter(11)
        await refused(budi(lists.ExportChatlistInviteRequest(not_mine, "", [theirs])), "PEER_ID_INVALID")
        exported = await ayu(lists.ExportChatlistInviteRequest(mine, "", [small, work]))
        became = next(peer for peer in exported.invite.peers if peer.channel_id != work.channel_id)
        assert ids(exported.filter.include_peers) == ids([work, became])
        assert ids((await shown(ayu_two, 9)).include_peers) == ids([work, became])
        old = (await ayu(functions.messages.GetChatsRequest([small.chat_id]))).chats[0]
        assert old.deactivated and old.migrated_to.channel_id == became.channel_id
        await ayu(lists.DeleteExportedInviteRequest(mine, exported.invite.url.rsplit("/", 1)[1]))
    async with check("telethon takes a shared folder away, and its links with it"):
        exported = await ayu(lists.ExportChatlistInviteRequest(mine, "", [work]))
        await ayu(functions.messages.UpdateDialogFilterRequest(9))
        slug = exported.invite.url.rsplit("/", 1)[1]
        await refused(budi(lists.CheckChatlistInviteRequest(slug)), "INVITE_SLUG_EXPIRED")


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
    await shared_folders(ayu, ayu_two, budi, to_budi)
    for client in (ayu, ayu_two, budi):
        await client.disconnect()


asyncio.run(main())
finish()
