"""Telethon's round of channels and supergroups: three people, one of them with two devices."""

import asyncio
import datetime
import io

from harness import check, finish, soon
from pictures import png
from telethon import events, functions, types, utils
from telethon_people import befriend, fails, sign_in, sign_up

AYU, BUDI, CITRA, DEWI = "+15550015001", "+15550015002", "+15550015003", "+15550015004"


def hear(client, kind):
    """A list that fills with the client's raw updates of this kind."""
    seen = []

    async def handler(update):
        if isinstance(update, kind):
            seen.append(update)

    client.add_event_handler(handler)
    return seen


async def collect(client, event):
    seen = []

    async def handler(update):
        seen.append(update)

    client.add_event_handler(handler, event)
    return seen


async def make(client, title, **kind):
    made = await client(functions.channels.CreateChannelRequest(title, "about " + title, **kind))
    return made.chats[0]


async def groups(ayu, ayu_two, budi, citra, to_budi, to_citra):
    fresh = hear(ayu_two, types.UpdateChannel)
    joined = hear(budi, types.UpdateChannel)
    async with check("telethon makes a supergroup, and the other device hears of it"):
        group = await make(ayu, "Kampung", megagroup=True)
        assert group.megagroup and group.creator and not group.broadcast and group.title == "Kampung"
        await soon(lambda: fresh, "the group on the second device")
        (first,) = await ayu.get_messages(group, limit=10)
        assert isinstance(first.action, types.MessageActionChannelCreate) and first.id == 1
    async with check("telethon brings somebody in, who finds it in the list"):
        invited = await ayu(functions.channels.InviteToChannelRequest(group, [to_budi]))
        assert not invited.missing_invitees
        await soon(lambda: joined, "the invitation")
        (dialog,) = [d for d in await budi.get_dialogs() if d.name == "Kampung"]
        budis = dialog.entity
        assert budis.participants_count == 2 and not budis.creator and not budis.left
    inbox = await collect(budi, events.NewMessage(chats=[utils.get_peer_id(group)], incoming=True))
    mirrored = await collect(ayu_two, events.NewMessage(chats=[utils.get_peer_id(group)]))
    async with check("telethon writes in the group and everybody else hears it once"):
        hello = await ayu.send_message(group, "halo **kampung**")
        await soon(lambda: inbox and mirrored, "the message")
        assert inbox[0].raw_text == "halo kampung" and inbox[0].sender_id == (await ayu.get_me()).id
        assert inbox[0].id == hello.id and mirrored[0].message.out
        # Ids in a supergroup mean the same to everybody.
        assert (await budi.get_messages(budis, ids=hello.id)).raw_text == "halo kampung"
    async with check("telethon sends one message once, however often it is sent"):
        peer = await ayu.get_input_entity(group)
        once = functions.messages.SendMessageRequest(peer, "only once", random_id=777)
        ids = []
        for _ in range(2):
            answer = await ayu(once)
            ids += [u.id for u in answer.updates if isinstance(u, types.UpdateMessageID)]
        assert len(ids) == 2 and ids[0] == ids[1]
        texts = [m.raw_text for m in await budi.get_messages(budis, limit=20)]
        assert texts.count("only once") == 1
    async with check("telethon replies, edits and deletes, and the others see it"):
        edits = await collect(budi, events.MessageEdited())
        gone = await collect(budi, events.MessageDeleted())
        answer = await budi.send_message(budis, "ya?", reply_to=hello.id)
        assert answer.reply_to.reply_to_msg_id == hello.id
        await ayu.edit_message(group, hello.id, "halo semua")
        await soon(lambda: edits, "the edit")
        assert edits[0].raw_text == "halo semua" and edits[0].id == hello.id
        await ayu.delete_messages(group, [hello.id])
        await soon(lambda: gone, "the delete")
        assert gone[0].deleted_ids == [hello.id]
        assert await budi.get_messages(budis, ids=hello.id) is None
    async with check("telethon may not change or delete what others wrote"):
        (mine,) = [m for m in await ayu.get_messages(group, limit=20) if m.raw_text == "only once"]
        await fails(budi.edit_message(budis, mine.id, "theirs"), "MESSAGE_AUTHOR_REQUIRED")
        await fails(
            budi(functions.channels.DeleteMessagesRequest(budis, [mine.id])), "MESSAGE_DELETE_FORBIDDEN"
        )
        assert await ayu.get_messages(group, ids=mine.id)
    async with check("telethon reads, and the unread count goes"):
        dialog = lambda client: client.get_dialogs()
        (before,) = [d for d in await budi.get_dialogs() if d.name == "Kampung"]
        for number in range(3):
            await ayu.send_message(group, f"berita {number}")
        (unread,) = [d for d in await budi.get_dialogs() if d.name == "Kampung"]
        assert unread.unread_count == before.unread_count + 3, unread.unread_count
        await budi.send_read_acknowledge(budis)
        (after,) = [d for d in await budi.get_dialogs() if d.name == "Kampung"]
        assert after.unread_count == 0
        assert [d.unread_count for d in await ayu.get_dialogs() if d.name == "Kampung"] == [0]
    async with check("telethon finds words and pins"):
        found = [m.raw_text async for m in budi.iter_messages(budis, search="berita")]
        assert found == ["berita 2", "berita 1", "berita 0"], found
        pinned = await ayu.get_messages(group, search="berita 1", limit=1)
        await ayu.pin_message(group, pinned[0], notify=True)
        kept = await budi.get_messages(budis, filter=types.InputMessagesFilterPinned(), limit=5)
        assert [m.id for m in kept] == [pinned[0].id]
        full = await budi(functions.channels.GetFullChannelRequest(budis))
        assert full.full_chat.pinned_msg_id == pinned[0].id and full.full_chat.about == "about Kampung"
    async with check("telethon mentions somebody, who finds it and reads it"):
        named = await ayu.send_message(group, f"hai [Budi](tg://user?id={to_budi.id})")

        async def unread():
            (found,) = [d for d in await budi.get_dialogs() if d.name == "Kampung"]
            return found.unread_mentions_count

        for _ in range(200):
            if await unread() == 1:
                break
            await asyncio.sleep(0.02)
        peer = await budi.get_input_entity(budis)
        found = await budi(functions.messages.GetUnreadMentionsRequest(peer, 0, 0, 10, 0, 0))
        assert [m.id for m in found.messages] == [named.id] and found.messages[0].mentioned
        await budi.send_read_acknowledge(budis, clear_mentions=True)
        assert await unread() == 0
    async with check("telethon reacts in a group, and the author hears of it"):
        heard = hear(ayu, types.UpdateMessageReactions)
        thumb = types.ReactionEmoji("\U0001f44d")
        peer = await budi.get_input_entity(budis)
        await budi(functions.messages.SendReactionRequest(peer, named.id, reaction=[thumb]))
        await soon(lambda: heard, "the reaction")
        (result,) = heard[0].reactions.results
        assert result.count == 1 and result.reaction == thumb and heard[0].msg_id == named.id
        kept = (await budi.get_messages(budis, ids=named.id)).reactions
        assert kept.results[0].chosen_order == 0
        mine = await ayu.get_input_entity(group)
        who = await ayu(functions.messages.GetMessageReactionsListRequest(mine, named.id, 10))
        assert [one.peer_id.user_id for one in who.reactions] == [to_budi.id]
        await budi(functions.messages.SendReactionRequest(peer, named.id, reaction=[]))
        choose = functions.messages.SetChatAvailableReactionsRequest
        await fails(budi(choose(peer, types.ChatReactionsNone())), "CHAT_ADMIN_REQUIRED")
        for allowed in (types.ChatReactionsNone(), types.ChatReactionsSome([types.ReactionEmoji("\U0001f525")])):
            await ayu(choose(mine, allowed))
            await fails(budi(functions.messages.SendReactionRequest(peer, named.id, reaction=[thumb])), "REACTION_INVALID")
            assert (await budi(functions.channels.GetFullChannelRequest(budis))).full_chat.available_reactions == allowed
        await ayu(choose(mine, types.ChatReactionsAll()))
        assert (await budi.get_messages(budis, ids=named.id)).reactions is None
    async with check("telethon lists who is in the group"):
        people = await ayu.get_participants(group)
        assert {p.first_name for p in people} == {"Ayu", "Budi"}
        roles = {p.first_name: type(p.participant).__name__ for p in people}
        assert roles == {"Ayu": "ChannelParticipantCreator", "Budi": "ChannelParticipant"}, roles
    async with check("telethon is kept out of a private group"):
        stranger = types.InputChannel(group.id, group.access_hash)
        await fails(citra(functions.channels.GetFullChannelRequest(stranger)), "CHANNEL_INVALID")
        await fails(
            citra(functions.messages.GetHistoryRequest(
                types.InputPeerChannel(group.id, group.access_hash), 0, None, 0, 10, 0, 0, 0)),
            "CHANNEL_INVALID",
        )
    return group, budis


async def admins(ayu, budi, citra, group, budis, to_budi, to_citra):
    async with check("telethon makes an admin with single rights and a title"):
        await ayu.edit_admin(group, to_budi, ban_users=True, title="jaga")
        got = await budi.get_permissions(budis, "me")
        assert got.is_admin and got.ban_users and not got.add_admins and got.participant.rank == "jaga"
        await fails(budi.edit_admin(budis, "me", add_admins=True), "CHAT_ADMIN_REQUIRED")
    await ayu(functions.channels.InviteToChannelRequest(group, [to_citra]))
    (dialog,) = [d for d in await citra.get_dialogs() if d.name == "Kampung"]
    citras = dialog.entity
    inbox = await collect(citra, events.NewMessage(chats=[utils.get_peer_id(group)]))
    async with check("telethon restricts somebody, who then cannot write"):
        await ayu.edit_permissions(group, to_citra, send_messages=False)
        await fails(citra.send_message(citras, "boleh?"), "CHAT_WRITE_FORBIDDEN")
        await ayu.edit_permissions(group, to_citra)
        await citra.send_message(citras, "boleh!")
    async with check("telethon throws somebody out, who hears nothing more and can look at nothing"):
        await ayu.send_message(group, "sebelum")
        await soon(lambda: any(m.raw_text == "sebelum" for m in inbox), "the message before")
        await ayu.edit_permissions(group, to_citra, view_messages=False)
        await ayu.send_message(group, "sesudah")
        await fails(
            citra(functions.messages.GetHistoryRequest(
                await citra.get_input_entity(citras), 0, None, 0, 10, 0, 0, 0)),
            "USER_BANNED_IN_CHANNEL",
        )
        await citra(functions.help.GetConfigRequest())
        assert not any(m.raw_text == "sesudah" for m in inbox)
        assert not [d for d in await citra.get_dialogs() if d.name == "Kampung"]
    async with check("telethon leaves, and is out"):
        await budi.delete_dialog(budis)
        people = await ayu.get_participants(group)
        assert [p.first_name for p in people] == ["Ayu"]


async def requests(ayu, budi, citra):
    async with check("telethon asks to be let into a public group, and an admin answers"):
        group = await make(ayu, "Taman", megagroup=True)
        await ayu(functions.channels.UpdateUsernameRequest(group, "taman_kota_kita"))
        await ayu(functions.channels.ToggleJoinRequestRequest(group, True))
        await fails(ayu(functions.channels.ToggleJoinRequestRequest(group, True)), "CHAT_NOT_MODIFIED")
        pending = hear(ayu, types.UpdatePendingJoinRequests)
        budis, citras = await budi.get_entity("taman_kota_kita"), await citra.get_entity("taman_kota_kita")
        assert budis.join_request
        await fails(budi(functions.channels.JoinChannelRequest(budis)), "INVITE_REQUEST_SENT")
        await soon(lambda: pending, "the request")
        budi_id, citra_id = (await budi.get_me()).id, (await citra.get_me()).id
        assert pending[0].requests_pending == 1 and pending[0].recent_requesters == [budi_id]
        full = (await ayu(functions.channels.GetFullChannelRequest(group))).full_chat
        assert full.requests_pending == 1 and full.recent_requesters == [budi_id]
        peer = await ayu.get_input_entity(group)
        to_budi, to_citra = await ayu.get_input_entity(budi_id), await ayu.get_input_entity(citra_id)
        await fails(budi(functions.messages.HideChatJoinRequestRequest(budis, types.InputUserSelf(), True)), "CHAT_ADMIN_REQUIRED")
        await ayu(functions.messages.HideChatJoinRequestRequest(peer, to_budi, approved=True))
        assert (await budi.get_entity("taman_kota_kita")).left is False
        await budi.send_message(budis, "terima kasih")
        asking = await ayu(functions.messages.ExportChatInviteRequest(peer, request_needed=True))
        ending = asking.link.rsplit("+")[-1]
        await fails(citra(functions.messages.ImportChatInviteRequest(ending)), "INVITE_REQUEST_SENT")
        await ayu(functions.messages.HideAllChatJoinRequestsRequest(peer, approved=False, link=asking.link))
        await fails(ayu(functions.messages.HideChatJoinRequestRequest(peer, to_citra, True)), "HIDE_REQUESTER_MISSING")
        assert (await citra.get_entity("taman_kota_kita")).left


async def broadcasts(ayu, budi, to_budi):
    async with check("telethon makes a channel in which readers only read"):
        channel = await make(ayu, "Warta", broadcast=True)
        assert channel.broadcast and not channel.megagroup
        await ayu(functions.channels.InviteToChannelRequest(channel, [to_budi]))
        (dialog,) = [d for d in await budi.get_dialogs() if d.name == "Warta"]
        budis = dialog.entity
        inbox = await collect(budi, events.NewMessage(chats=[utils.get_peer_id(channel)]))
        post = await ayu.send_message(channel, "warta pertama")
        await soon(lambda: inbox, "the post")
        assert inbox[0].post and inbox[0].message.from_id is None and inbox[0].sender_id == utils.get_peer_id(channel)
        await fails(budi.send_message(budis, "saya juga"), "CHAT_ADMIN_REQUIRED")
    async with check("telethon counts who has seen a post"):
        peer = await budi.get_input_entity(budis)
        for _ in range(2):
            seen = await budi(functions.messages.GetMessagesViewsRequest(peer, [post.id], True))
        assert seen.views[0].views == 1, seen
        mine = await ayu.get_input_entity(channel)
        seen = await ayu(functions.messages.GetMessagesViewsRequest(mine, [post.id], True))
        assert seen.views[0].views == 2
        assert (await budi.get_messages(budis, ids=post.id)).views == 2
    async with check("telethon forwards a post, which says where it comes from"):
        kept = await budi.forward_messages("me", inbox[0].message)
        assert kept.fwd_from.from_id.channel_id == channel.id and kept.fwd_from.channel_post == post.id
    return channel, budis


async def discussions(ayu, budi, citra, channel, budis):
    """Ayu's channel, which Budi reads; what is said of it in a group of hers of which he is no member."""
    group = await make(ayu, "Obrolan", megagroup=True)
    async with check("telethon links a channel with the group in which it is discussed"):
        offered = await ayu(functions.channels.GetGroupsForDiscussionRequest())
        assert group.id in [c.id for c in offered.chats]
        await ayu(functions.channels.SetDiscussionGroupRequest(channel, group))
        await fails(ayu(functions.channels.SetDiscussionGroupRequest(channel, group)), "LINK_NOT_MODIFIED")
        await fails(ayu(functions.channels.SetDiscussionGroupRequest(group, channel)), "BROADCAST_ID_INVALID")
        for one, other in ((channel, group), (group, channel)):
            full = await ayu(functions.channels.GetFullChannelRequest(one))
            assert full.full_chat.linked_chat_id == other.id and other.id in [c.id for c in full.chats]
        await fails(ayu(functions.channels.TogglePreHistoryHiddenRequest(group, True)), "CHAT_LINK_EXISTS")
        await fails(ayu(functions.channels.ToggleForumRequest(group, True, False)), "CHAT_DISCUSSION_UNALLOWED")
    inbox = await collect(budi, events.NewMessage(chats=[utils.get_peer_id(channel)]))
    arrived = await collect(ayu, events.NewMessage(chats=[utils.get_peer_id(group)]))
    async with check("telethon posts, and the post comes to the group by itself, pinned"):
        post = await ayu.send_message(channel, "apa kabar?")
        await soon(lambda: inbox and arrived, "the post in channel and group")
        assert inbox[0].replies.comments and inbox[0].replies.channel_id == group.id
        root = arrived[0].message
        assert root.fwd_from.saved_from_msg_id == post.id and root.fwd_from.channel_post == post.id
        assert root.fwd_from.saved_from_peer.channel_id == channel.id and root.from_id.channel_id == channel.id
        kept = await ayu.get_messages(group, filter=types.InputMessagesFilterPinned(), limit=5)
        assert [m.id for m in kept] == [root.id] and kept[0].pinned
    async with check("telethon comments without being a member, and the post counts it"):
        comment = await budi.send_message(budis, "baik!", comment_to=post.id)
        assert comment.peer_id.channel_id == group.id and comment.reply_to.reply_to_msg_id == root.id
        mine = await ayu.send_message(channel, "syukurlah", comment_to=post.id)
        answer = await budi.send_message(mine.peer_id, "ya", reply_to=mine.id)
        assert answer.reply_to.reply_to_top_id == root.id
        shown = await budi.get_messages(budis, ids=post.id)
        assert shown.replies.replies == 3 and shown.replies.comments and shown.replies.max_id == answer.id
        assert [p.user_id for p in shown.replies.recent_repliers] == [
            (await budi.get_me()).id, (await ayu.get_me()).id
        ]
        seen = await budi(functions.messages.GetMessagesViewsRequest(budis, [post.id], False))
        assert seen.views[0].replies.replies == 3
        texts = [m.raw_text async for m in budi.iter_messages(budis, reply_to=post.id)]
        assert texts == ["ya", "syukurlah", "baik!"], texts
    async with check("telethon changes, takes back and reacts to comments without being a member"):
        theirs = await budi.get_input_entity(utils.get_peer_id(group))
        await budi.edit_message(theirs, comment.id, "baik sekali!")
        assert (await ayu.get_messages(group, ids=comment.id)).raw_text == "baik sekali!"
        await budi(functions.messages.SendReactionRequest(theirs, mine.id, reaction=[types.ReactionEmoji("❤")]))
        shown = await ayu.get_messages(group, ids=mine.id)
        assert [one.reaction.emoticon for one in shown.reactions.results] == ["❤"]
        await fails(budi.edit_message(theirs, mine.id, "bukan"), "MESSAGE_AUTHOR_REQUIRED")
        await fails(budi.delete_messages(theirs, [mine.id]), "MESSAGE_DELETE_FORBIDDEN")
        wrong = await budi.send_message(budis, "salah", comment_to=post.id)
        await budi.delete_messages(theirs, [wrong.id])
        assert await ayu.get_messages(group, ids=wrong.id) is None
    async with check("telethon reads a discussion, and its other device hears of it"):
        second = await sign_in(BUDI)
        heard = hear(second, types.UpdateReadChannelDiscussionInbox)
        told = hear(ayu, types.UpdateReadChannelDiscussionOutbox)
        found = await budi(functions.messages.GetDiscussionMessageRequest(budis, post.id))
        assert [m.id for m in found.messages] == [root.id] and found.max_id == answer.id
        late = await ayu.send_message(channel, "sekali lagi", comment_to=post.id)
        found = await budi(functions.messages.GetDiscussionMessageRequest(budis, post.id))
        assert found.unread_count >= 1
        await budi(functions.messages.ReadDiscussionRequest(budis, post.id, late.id))
        found = await budi(functions.messages.GetDiscussionMessageRequest(budis, post.id))
        assert found.unread_count == 0 and found.read_inbox_max_id == late.id
        await soon(lambda: heard, "the read mark")
        assert (heard[0].channel_id, heard[0].top_msg_id, heard[0].read_max_id) == (group.id, root.id, late.id)
        assert (heard[0].broadcast_id, heard[0].broadcast_post) == (channel.id, post.id)
        await soon(lambda: told, "that the comment was read")
        assert (told[0].channel_id, told[0].top_msg_id, told[0].read_max_id) == (group.id, root.id, late.id)
        await second.disconnect()
    async with check("telethon edits and deletes a post, and the group follows"):
        edits = await collect(ayu, events.MessageEdited(chats=[utils.get_peer_id(group)]))
        gone = await collect(ayu, events.MessageDeleted(chats=[utils.get_peer_id(group)]))
        await ayu.edit_message(channel, post.id, "apa kabar semua?")
        await soon(lambda: edits, "the edit in the group")
        assert edits[0].raw_text == "apa kabar semua?" and edits[0].id == root.id
        assert (await ayu.get_messages(group, ids=root.id)).pinned
        await ayu.delete_messages(channel, [post.id])
        await soon(lambda: gone, "the delete in the group")
        assert gone[0].deleted_ids == [root.id]
        await fails(budi(functions.messages.GetDiscussionMessageRequest(budis, post.id)), "MSG_ID_INVALID")
    async with check("telethon is kept out of a discussion whose channel it does not see"):
        stranger = types.InputPeerChannel(group.id, group.access_hash)
        await fails(
            citra(functions.messages.GetRepliesRequest(stranger, root.id, 0, None, 0, 10, 0, 0, 0)),
            "CHANNEL_INVALID",
        )
        await ayu(functions.channels.ToggleJoinToSendRequest(group, True))
        later = await ayu.send_message(channel, "hanya anggota")
        await soon(lambda: any(m.raw_text == "hanya anggota" for m in arrived), "the post in the group")
        await fails(budi.send_message(budis, "saya?", comment_to=later.id), "CHAT_GUEST_SEND_FORBIDDEN")
    async with check("telethon takes the link away, and nothing comes to the group any more"):
        await ayu(functions.channels.SetDiscussionGroupRequest(channel, types.InputChannelEmpty()))
        plain = await ayu.send_message(channel, "sendiri")
        assert (await ayu.get_messages(channel, ids=plain.id)).replies is None
        assert not any(m.raw_text == "sendiri" for m in arrived)
        inside = await budi.get_input_entity(utils.get_peer_id(group))
        await fails(
            budi(functions.messages.GetHistoryRequest(inside, 0, None, 0, 10, 0, 0, 0)), "CHANNEL_PRIVATE"
        )


async def forums(ayu, budi, to_budi):
    made = await ayu(functions.channels.CreateChannelRequest("Balai", "topik", megagroup=True, forum=True))
    forum = made.chats[0]
    await ayu(functions.channels.InviteToChannelRequest(forum, [to_budi]))
    budis = next(d.entity for d in await budi.get_dialogs() if d.name == "Balai")
    new = lambda title, **more: functions.messages.CreateForumTopicRequest(forum, title, **more)
    topic_of = lambda answer: next(
        u.message.id for u in answer.updates if isinstance(u, types.UpdateNewChannelMessage)
    )

    async def topics(client, of, **more):
        got = await client(functions.messages.GetForumTopicsRequest(of, None, 0, 0, 20, **more))
        return {t.title: t for t in got.topics}

    inbox = await collect(budi, events.NewMessage(chats=[utils.get_peer_id(forum)], incoming=True))
    async with check("telethon makes topics in a forum"):
        assert forum.forum
        first = topic_of(await ayu(new("Kabar", icon_color=0xFFD67E, random_id=91)))
        assert topic_of(await ayu(new("Kabar", icon_color=0xFFD67E, random_id=91))) == first
        second = topic_of(await ayu(new("Rencana")))
        found = await topics(budi, budis)
        assert set(found) == {"General", "Kabar", "Rencana"} and found["Kabar"].id == first
        assert found["Kabar"].icon_color == 0xFFD67E and found["General"].id == 1 and not found["Kabar"].my
        assert list(await topics(budi, budis, q="kab")) == ["Kabar"]
        await fails(ayu(new("  ")), "TOPIC_TITLE_EMPTY")
    async with check("telethon writes in a topic, and what stands there is only its own"):
        said = await ayu.send_message(forum, "di kabar", reply_to=first)
        await soon(lambda: any(m.raw_text == "di kabar" for m in inbox), "the message")
        heard = next(m for m in inbox if m.raw_text == "di kabar")
        assert heard.reply_to.forum_topic and heard.reply_to.reply_to_msg_id == first
        answer = await budi.send_message(budis, "dijawab", reply_to=said.id)
        assert answer.reply_to.forum_topic and answer.reply_to.reply_to_top_id == first
        general = await ayu.send_message(forum, "untuk semua")
        assert general.reply_to is None
        await ayu.send_message(forum, "di rencana", reply_to=second)
        assert [m async for m in budi.iter_messages(budis, reply_to=first)][0].id == answer.id
        got = [m.raw_text async for m in budi.iter_messages(budis, reply_to=first) if m.raw_text]
        assert got == ["dijawab", "di kabar"], got
        got = [m.raw_text async for m in budi.iter_messages(budis, reply_to=1) if m.raw_text]
        assert got == ["untuk semua"], got
        search = functions.messages.SearchRequest(
            budis, "di", types.InputMessagesFilterEmpty(), None, None, 0, 0, 10, 0, 0, 0, top_msg_id=first
        )
        assert [m.message for m in (await budi(search)).messages] == ["dijawab", "di kabar"]
    async with check("telethon reads topic by topic"):
        found = await topics(budi, budis)
        assert found["Rencana"].unread_count == 2 and found["General"].unread_count >= 1
        assert found["Kabar"].unread_count == 0 and found["Kabar"].top_message == answer.id
        before = next(d for d in await budi.get_dialogs() if d.name == "Balai").unread_count
        await budi(functions.messages.ReadDiscussionRequest(budis, second, found["Rencana"].top_message))
        found = await topics(budi, budis)
        assert found["Rencana"].unread_count == 0
        after = next(d for d in await budi.get_dialogs() if d.name == "Balai").unread_count
        assert (before, after) == (before, before - 2)
    async with check("telethon mutes one topic, and its other device and one that was away hear of it"):
        two = await sign_in(BUDI)
        since = await two(functions.updates.GetStateRequest())
        heard = hear(two, types.UpdateNotifySettings)
        topic = types.InputNotifyForumTopic(await budi.get_input_entity(budis), first)
        await budi(functions.account.UpdateNotifySettingsRequest(topic, types.InputPeerNotifySettings(silent=True, mute_until=2**31 - 1)))
        await soon(lambda: heard, "the settings of the topic")
        assert heard[0].peer == types.NotifyForumTopic(types.PeerChannel(forum.id), first)
        assert heard[0].notify_settings.silent
        assert (await budi(functions.account.GetNotifySettingsRequest(topic))).silent
        found = await topics(budi, budis)
        assert found["Kabar"].notify_settings.silent and found["Rencana"].notify_settings.silent is None
        assert not (await topics(ayu, forum))["Kabar"].notify_settings.silent
        all_of_them = (await budi(functions.account.GetNotifyExceptionsRequest())).updates
        assert [u.peer for u in all_of_them if isinstance(u.peer, types.NotifyForumTopic)] == [heard[0].peer]
        missed = await two(functions.updates.GetDifferenceRequest(since.pts, since.date, since.qts))
        assert heard[0].peer in [u.peer for u in missed.other_updates if isinstance(u, types.UpdateNotifySettings)]
        nowhere = types.InputNotifyForumTopic(await budi.get_input_entity(budis), said.id)
        await fails(budi(functions.account.GetNotifySettingsRequest(nowhere)), "TOPIC_ID_INVALID")
    async with check("telethon begins to write in one topic, and sends that"):
        drafts = hear(two, types.UpdateDraftMessage)
        peer = await budi.get_input_entity(budis)
        save = lambda text, reply: functions.messages.SaveDraftRequest(peer, text, reply_to=reply)
        await budi(save("belum di kabar", types.InputReplyToMessage(first)))
        await budi(save("menjawab", types.InputReplyToMessage(said.id, top_msg_id=first)))
        await budi(save("di rencana nanti", types.InputReplyToMessage(0, top_msg_id=second)))
        await budi(save("di mana saja", None))
        await soon(lambda: len(drafts) == 4, "the drafts")
        assert [(d.top_msg_id, d.draft.message) for d in drafts] == [
            (first, "belum di kabar"), (first, "menjawab"), (second, "di rencana nanti"), (None, "di mana saja")
        ]
        assert drafts[0].draft.reply_to is None and drafts[1].draft.reply_to.reply_to_msg_id == said.id
        found = await topics(budi, budis)
        assert found["Kabar"].draft.message == "menjawab" and found["Rencana"].draft.message == "di rencana nanti"
        kept = (await budi(functions.messages.GetAllDraftsRequest())).updates
        assert {u.top_msg_id for u in kept} == {None, first, second}
        await fails(budi(save("x", types.InputReplyToMessage(said.id, top_msg_id=said.id))), "TOPIC_ID_INVALID")
        send = functions.messages.SendMessageRequest(
            peer, "di rencana nanti", clear_draft=True, reply_to=types.InputReplyToMessage(second)
        )
        await budi(send)
        await soon(lambda: len(drafts) == 5, "that it was sent")
        assert drafts[4].top_msg_id == second and isinstance(drafts[4].draft, types.DraftMessageEmpty)
        missed = await two(functions.updates.GetDifferenceRequest(since.pts, since.date, since.qts))
        told = {u.top_msg_id: u.draft for u in missed.other_updates if isinstance(u, types.UpdateDraftMessage)}
        assert told[first].message == "menjawab" and isinstance(told[second], types.DraftMessageEmpty)
        await budi(functions.messages.ClearAllDraftsRequest())
        assert not (await budi(functions.messages.GetAllDraftsRequest())).updates
        assert (await topics(budi, budis))["Kabar"].draft is None
        await two.disconnect()
        await ayu.delete_messages(forum, [(await ayu.get_messages(forum, limit=1))[0].id])
    async with check("telethon changes, closes and pins a topic"):
        pins = hear(budi, types.UpdatePinnedForumTopic)
        await ayu(functions.messages.EditForumTopicRequest(forum, first, title="Berita"))
        await ayu(functions.messages.EditForumTopicRequest(forum, second, closed=True))
        await fails(ayu(functions.messages.EditForumTopicRequest(forum, second, closed=True)), "TOPIC_NOT_MODIFIED")
        await fails(budi(functions.messages.EditForumTopicRequest(budis, first, title="Saya")), "CHAT_ADMIN_REQUIRED")
        await fails(budi.send_message(budis, "masuk?", reply_to=second), "TOPIC_CLOSED")
        await ayu(functions.messages.UpdatePinnedForumTopicRequest(forum, second, True))
        await soon(lambda: pins, "the pinned topic")
        assert pins[0].topic_id == second and pins[0].pinned
        found = await topics(budi, budis)
        assert list(found)[0] == "Rencana" and found["Rencana"].closed and found["Rencana"].pinned
        (edit,) = [m async for m in budi.iter_messages(budis, reply_to=first) if m.action and m.id != first]
        assert edit.action.title == "Berita" and edit.reply_to.forum_topic
        await ayu(functions.messages.ReorderPinnedForumTopicsRequest(forum, [first, second], force=True))
        assert list(await topics(budi, budis))[:2] == ["Berita", "Rencana"]
        await ayu(functions.messages.EditForumTopicRequest(forum, 1, hidden=True))
        assert (await topics(budi, budis))["General"].hidden
    async with check("telethon deletes a topic with what stands in it"):
        gone = await collect(budi, events.MessageDeleted(chats=[utils.get_peer_id(forum)]))
        await fails(budi(functions.messages.DeleteTopicHistoryRequest(budis, first)), "MESSAGE_DELETE_FORBIDDEN")
        done = await ayu(functions.messages.DeleteTopicHistoryRequest(forum, first))
        assert done.offset == 0 and done.pts_count == 4
        await soon(lambda: gone, "the delete")
        assert set(gone[0].deleted_ids) >= {first, said.id, answer.id}
        (left,) = (await budi(functions.messages.GetForumTopicsByIDRequest(budis, [first]))).topics
        assert isinstance(left, types.ForumTopicDeleted)
        await fails(ayu(functions.messages.DeleteTopicHistoryRequest(forum, 1)), "TOPIC_ID_INVALID")
        await fails(ayu(functions.messages.EditForumTopicRequest(forum, first, title="Lagi")), "TOPIC_ID_INVALID")
    async with check("telethon makes a group of a forum again"):
        await ayu(functions.channels.ToggleForumRequest(forum, False, False))
        await fails(topics(ayu, forum), "CHANNEL_FORUM_MISSING")
        got = [m.raw_text async for m in budi.iter_messages(budis) if m.raw_text]
        assert got == ["di rencana", "untuk semua"], got


async def receipts(ayu, budi, citra, to_budi, to_citra):
    """Who writes in a group learns that it was read; as whom people write there."""
    group = await make(ayu, "Tanda", megagroup=True)
    await ayu(functions.channels.InviteToChannelRequest(group, [to_budi, to_citra]))
    budis = next(d.entity for d in await budi.get_dialogs() if d.name == "Tanda")
    citras = next(d.entity for d in await citra.get_dialogs() if d.name == "Tanda")
    async with check("telethon learns that somebody has read its message in a group, once"):
        ticks, budis_ticks = hear(ayu, types.UpdateReadChannelOutbox), hear(budi, types.UpdateReadChannelOutbox)
        sent = await ayu.send_message(group, "sudah dibaca?")
        await budi.send_read_acknowledge(budis, max_id=sent.id)
        await soon(lambda: ticks, "the tick")
        theirs = await budi.send_message(budis, "sebentar")
        assert (ticks[0].channel_id, ticks[0].max_id) == (group.id, sent.id)
        await citra.send_read_acknowledge(citras, max_id=theirs.id)
        await soon(lambda: budis_ticks, "the tick for the first reader's own message")
        assert budis_ticks[0].max_id == theirs.id and len(ticks) == 1
    async with check("telethon writes as itself, or as the group where it is an anonymous admin"):
        peer = await ayu.get_input_entity(group)
        me = types.InputPeerSelf()
        assert await ayu(functions.messages.SaveDefaultSendAsRequest(peer, me))
        await fails(ayu(functions.messages.SaveDefaultSendAsRequest(peer, peer)), "SEND_AS_PEER_INVALID")
        await ayu.edit_admin(group, to_budi, anonymous=True, delete_messages=True)
        as_group = await budi.get_input_entity(budis)
        assert await budi(functions.messages.SaveDefaultSendAsRequest(as_group, as_group))
        await fails(budi(functions.messages.SaveDefaultSendAsRequest(as_group, me)), "SEND_AS_PEER_INVALID")
        full = (await budi(functions.channels.GetFullChannelRequest(budis))).full_chat
        assert full.default_send_as == types.PeerChannel(group.id)
        assert (await ayu(functions.channels.GetFullChannelRequest(group))).full_chat.default_send_as is None


async def invitations(ayu, citra, dewi, to_citra):
    """What a link shows to who has not come in."""
    group = await make(ayu, "Undangan", megagroup=True)
    await ayu(functions.channels.InviteToChannelRequest(group, [to_citra]))
    picture = await ayu.upload_file(io.BytesIO(png(320, 320)), file_name="undangan.png")
    await ayu(functions.channels.EditPhotoRequest(group, types.InputChatUploadedPhoto(file=picture)))
    link = await ayu(functions.messages.ExportChatInviteRequest(group, request_needed=True))
    known = await befriend(dewi, CITRA, "Tetangga")
    async with check("telethon sees by a link what a group looks like and whom it knows there, and loads the picture"):
        shown = await dewi(functions.messages.CheckChatInviteRequest(link.link.rsplit("+")[-1]))
        assert isinstance(shown, types.ChatInvite) and shown.megagroup and shown.request_needed
        assert shown.participants_count == 2 and shown.about == "about Undangan"
        assert [(u.id, u.first_name) for u in shown.participants] == [(known.id, "Tetangga")]
        loaded = await dewi.download_media(shown.photo, bytes)
        assert loaded and loaded[:2] == b"\xff\xd8"
    async with check("telethon does not load by a link what is no longer the picture"):
        await ayu(functions.channels.EditPhotoRequest(group, types.InputChatPhotoEmpty()))
        await fails(dewi.download_media(shown.photo, bytes), "FILE_REFERENCE_INVALID")


async def settings(ayu, budi, citra, to_budi, to_citra):
    """What admins set, and what it means to the others."""
    group = await make(ayu, "Pasar", megagroup=True)
    channel = await make(ayu, "Siaran", broadcast=True)
    await ayu(functions.channels.InviteToChannelRequest(group, [to_budi, to_citra]))
    await ayu(functions.channels.InviteToChannelRequest(channel, [to_budi]))
    budis = {d.name: d.entity for d in await budi.get_dialogs()}
    citras = {d.name: d.entity for d in await citra.get_dialogs()}
    peer = await ayu.get_input_entity(group)
    async with check("telethon sets what members may not do, and admins still may"):
        ban = functions.messages.EditChatDefaultBannedRightsRequest
        await ayu(ban(peer, types.ChatBannedRights(None, send_messages=True)))
        await fails(budi.send_message(budis["Pasar"], "boleh?"), "CHAT_WRITE_FORBIDDEN")
        await ayu.edit_admin(group, to_citra, ban_users=True, title="jaga")
        await citra.send_message(citras["Pasar"], "admin boleh")
        await fails(ayu(ban(peer, types.ChatBannedRights(None, send_messages=True))), "CHAT_NOT_MODIFIED")
        await fails(budi(ban(await budi.get_input_entity(budis["Pasar"]), types.ChatBannedRights(None))), "CHAT_ADMIN_REQUIRED")
        await ayu(ban(peer, types.ChatBannedRights(None)))
        await budi.send_message(budis["Pasar"], "terima kasih")
    async with check("telethon writes as the group where it is an anonymous admin"):
        inbox = await collect(budi, events.NewMessage(chats=[utils.get_peer_id(group)], incoming=True))
        await ayu.edit_admin(group, to_citra, ban_users=True, anonymous=True, title="jaga")
        (itself,) = (await citra(functions.channels.GetSendAsRequest(citras["Pasar"]))).peers
        assert itself.peer == types.PeerChannel(group.id)
        (himself,) = (await budi(functions.channels.GetSendAsRequest(budis["Pasar"]))).peers
        assert himself.peer == types.PeerUser(to_budi.id)
        hidden = await citra.send_message(citras["Pasar"], "dari pasar")
        await soon(lambda: inbox, "the message")
        assert inbox[0].message.from_id == types.PeerChannel(group.id)
        assert inbox[0].message.post_author == "jaga" and inbox[0].id == hidden.id
        # Whoever looks for what Citra wrote does not find what the group did.
        theirs = [m.id async for m in ayu.iter_messages(group, from_user=to_citra)]
        assert theirs and hidden.id not in theirs
    async with check("telethon deletes all that somebody has written"):
        await fails(
            budi(functions.channels.DeleteParticipantHistoryRequest(budis["Pasar"], await budi.get_input_entity("me"))),
            "CHAT_ADMIN_REQUIRED",
        )
        done = await ayu(functions.channels.DeleteParticipantHistoryRequest(group, to_budi))
        assert done.offset == 0 and done.pts_count >= 1
        assert [m async for m in ayu.iter_messages(group, from_user=to_budi)] == []
        assert "dari pasar" in [m.raw_text for m in await ayu.get_messages(group, limit=20)]
    async with check("telethon hides who is in a group"):
        assert len(await budi.get_participants(budis["Pasar"])) == 3
        await ayu(functions.channels.ToggleParticipantsHiddenRequest(group, True))
        await fails(budi.get_participants(budis["Pasar"]), "CHAT_ADMIN_REQUIRED")
        assert len(await ayu.get_participants(group)) == 3
        full = (await budi(functions.channels.GetFullChannelRequest(budis["Pasar"]))).full_chat
        assert full.participants_hidden and not full.can_view_participants
    async with check("telethon signs posts, with a name or with the person"):
        plain = await ayu.send_message(channel, "tanpa nama")
        await ayu(functions.channels.ToggleSignaturesRequest(channel, signatures_enabled=True))
        named = await ayu.send_message(channel, "dengan nama")
        await ayu(functions.channels.ToggleSignaturesRequest(channel, True, profiles_enabled=True))
        linked = await ayu.send_message(channel, "dengan orang")
        got = await budi.get_messages(budis["Siaran"], ids=[plain.id, named.id, linked.id])
        assert [m.post_author is None for m in got] == [True, False, False]
        assert got[1].post_author.startswith("Ayu") and got[1].from_id is None
        assert got[2].from_id == types.PeerUser((await ayu.get_me()).id)
    async with check("telethon counts how often a post was forwarded"):
        await budi.forward_messages("me", got[0])
        for _ in range(2):
            seen = await budi(functions.messages.GetMessagesViewsRequest(budis["Siaran"], [plain.id], False))
        assert seen.views[0].forwards == 1
        assert (await ayu.get_messages(channel, ids=plain.id)).forwards == 1
    async with check("telethon gets the link of a message, and lists its public channels"):
        link = functions.channels.ExportMessageLinkRequest
        assert (await budi(link(budis["Siaran"], plain.id))).link == f"https://t.me/c/{channel.id}/{plain.id}"
        await fails(budi(link(budis["Siaran"], 9999)), "MSG_ID_INVALID")
        mine = functions.channels.GetAdminedPublicChannelsRequest()
        assert channel.id not in [c.id for c in (await ayu(mine)).chats]
        await ayu(functions.channels.UpdateUsernameRequest(channel, "siaran_kota"))
        assert channel.id in [c.id for c in (await ayu(mine)).chats]
        assert (await budi(link(budis["Siaran"], plain.id))).link == f"https://t.me/siaran_kota/{plain.id}"
        assert channel.id not in [c.id for c in (await budi(mine)).chats]
    async with check("telethon lists the links of a channel, and who came by them"):
        theirs = await ayu.get_input_entity(channel)
        made = await ayu(functions.messages.ExportChatInviteRequest(theirs, usage_limit=1, title="Satu"))
        await citra(functions.messages.ImportChatInviteRequest(made.link.rsplit("+")[-1]))
        listed = (await ayu(functions.messages.GetExportedChatInvitesRequest(theirs, types.InputUserSelf(), 10))).invites
        assert [one.usage for one in listed if one.link == made.link] == [1]
        came = functions.messages.GetChatInviteImportersRequest(theirs, None, types.InputUserEmpty(), 10, link=made.link)
        assert [one.user_id for one in (await ayu(came)).importers] == [to_citra.id]
        (admin,) = (await ayu(functions.messages.GetAdminsWithInvitesRequest(theirs))).admins
        assert admin.admin_id == (await ayu.get_me()).id and admin.invites_count >= 1
        await fails(
            budi(functions.messages.GetAdminsWithInvitesRequest(await budi.get_input_entity(budis["Siaran"]))),
            "CHAT_ADMIN_REQUIRED",
        )


def named(data, name):
    file = io.BytesIO(data)
    file.name = name
    return file


def poll(question, *answers, **more):
    words = lambda text: types.TextWithEntities(text, [])
    answers = [types.PollAnswer(words(text), bytes([65 + place])) for place, text in enumerate(answers)]
    return types.InputMediaPoll(types.Poll(id=0, question=words(question), answers=answers, hash=0, **more))


async def later(ayu, ayu_two, budi, to_budi):
    group = await make(ayu, "Nanti", megagroup=True)
    await ayu(functions.channels.InviteToChannelRequest(group, [to_budi]))
    budis = next(d.entity for d in await budi.get_dialogs() if d.name == "Nanti")
    after = lambda seconds: datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    inbox = await collect(budi, events.NewMessage(chats=[utils.get_peer_id(group)], incoming=True))
    scheduled_two = hear(ayu_two, types.UpdateNewScheduledMessage)
    gone_two = hear(ayu_two, types.UpdateDeleteScheduledMessages)
    async with check("telethon schedules messages in a group, and its other device hears of it"):
        soon_sent = await ayu.send_message(group, "tepat waktu", schedule=after(13))
        other = await ayu.send_message(group, "belum", schedule=after(3000))
        await soon(lambda: len(scheduled_two) == 2, "what was scheduled")
        assert soon_sent.from_scheduled and 0 < soon_sent.id < 1 << 18
        await ayu.edit_message(group, other.id, "sekarang saja", schedule=after(4000))
        waiting = await ayu_two.get_messages(group, scheduled=True)
        assert [m.message for m in waiting] == ["sekarang saja", "tepat waktu"]
        assert not inbox and not await budi.get_messages(budis, scheduled=True)
    async with check("telethon posts one of them before its time and deletes another"):
        await ayu(functions.messages.SendScheduledMessagesRequest(group, [other.id]))
        await soon(lambda: inbox, "the message")
        assert inbox[0].raw_text == "sekarang saja"
        never = await ayu.send_message(group, "tidak pernah", schedule=after(3000))
        await ayu(functions.messages.DeleteScheduledMessagesRequest(group, [never.id]))
        await soon(lambda: any(u.messages == [never.id] for u in gone_two), "that it is gone")
    changed = hear(budi, types.UpdatePeerHistoryTTL)
    deleted = await collect(budi, events.MessageDeleted(chats=[utils.get_peer_id(group)]))
    async with check("telethon has messages of a group go after a time, and they go for everybody"):
        await ayu(functions.messages.SetHistoryTTLRequest(group, 3))
        await soon(lambda: changed, "the new time")
        assert changed[0].ttl_period == 3
        passing = await budi.send_message(budis, "sebentar")
        assert passing.ttl_period == 3
        await ayu(functions.messages.SetHistoryTTLRequest(group, 0))
        await soon(lambda: deleted, "the end of the message")
        assert deleted[0].deleted_ids == [passing.id]
        assert "sebentar" not in [m.message for m in await ayu.get_messages(group, limit=20)]
        await fails(budi(functions.messages.SetHistoryTTLRequest(budis, 3)), "CHAT_ADMIN_REQUIRED")
    async with check("telethon votes in a group, and the others hear of it"):
        asked = await ayu.send_file(group, poll("Nasi atau mi?", "Nasi", "Mi", public_voters=True))
        votes = hear(ayu, types.UpdateMessagePoll)
        answer = await budi(functions.messages.SendVoteRequest(budis, asked.id, [b"B"]))
        assert [a.voters for a in answer.updates[0].results.results] == [0, 1]
        await soon(lambda: votes, "the vote")
        assert votes[0].results.total_voters == 1
        await fails(
            budi(functions.messages.EditMessageRequest(budis, asked.id, media=poll("?", "a", "b", closed=True))),
            "MESSAGE_AUTHOR_REQUIRED",
        )
        ended = hear(budi, types.UpdateMessagePoll)
        await ayu(functions.messages.EditMessageRequest(group, asked.id, media=poll("?", "a", "b", closed=True)))
        await soon(lambda: ended, "its end")
        assert (await budi.get_messages(budis, ids=asked.id)).media.poll.closed
        (end,) = [e async for e in ayu.iter_admin_log(group, edit=True)]
        assert isinstance(end.action, types.ChannelAdminLogEventActionStopPoll)
    edits = await collect(budi, events.MessageEdited(chats=[utils.get_peer_id(group)]))
    async with check("telethon puts another picture in the place of one"):
        sent = await ayu.send_file(group, named(png(24, 24), "a.png"), caption="gambar")
        await ayu.edit_message(group, sent, "gambar lain", file=named(png(32, 16), "b.png"))
        await soon(lambda: edits, "the edit")
        assert edits[0].raw_text == "gambar lain" and edits[0].photo.id != sent.photo.id
        assert await budi.download_media(edits[0].message, bytes)
    async with check("telethon finds what was said in groups and beside them at once"):
        await ayu.send_message("me", "pelangi sendiri")
        await ayu.send_message(group, "pelangi bersama")
        found = await ayu.get_messages(None, search="pelangi", limit=None)
        assert sorted(m.message for m in found) == ["pelangi bersama", "pelangi sendiri"]
        paged = [m.message async for m in ayu.iter_messages(None, search="pelangi", limit=1)]
        assert len(paged) == 1
        assert [m.message for m in await budi.get_messages(None, search="pelangi")] == ["pelangi bersama"]
    async with check("telethon limits how many different reactions a message may have"):
        await ayu(functions.messages.SetChatAvailableReactionsRequest(
            group, types.ChatReactionsAll(), reactions_limit=1
        ))
        full = await ayu(functions.channels.GetFullChannelRequest(group))
        assert full.full_chat.reactions_limit == 1
        liked = await ayu.send_message(group, "suka?")
        react = lambda client, peer, sign: client(
            functions.messages.SendReactionRequest(peer, liked.id, reaction=[types.ReactionEmoji(sign)])
        )
        await react(budi, budis, "👍")
        await fails(react(ayu, group, "🔥"), "REACTIONS_TOO_MANY")
        await react(ayu, group, "👍")
    async with check("telethon learns who has read a message of a small group"):
        said = await ayu.send_message(group, "sudah baca?")
        readers = functions.messages.GetMessageReadParticipantsRequest(group, said.id)
        assert await ayu(readers) == []
        await budi.send_read_acknowledge(budis, said)
        (reader,) = await ayu(readers)
        assert reader.user_id == (await budi.get_me()).id and reader.date
    async with check("a message that telethon scheduled in a group is posted once at its time"):
        await soon(lambda: [m for m in inbox if m.raw_text == "tepat waktu"], "the message", patience=30)
        await soon(lambda: any(u.messages == [soon_sent.id] for u in gone_two), "that it waits no more")
        assert len([m for m in inbox if m.raw_text == "tepat waktu"]) == 1
        assert not await ayu.get_messages(group, scheduled=True)


async def admin_log(ayu, budi, to_budi):
    group = await make(ayu, "Catatan", megagroup=True)
    await ayu(functions.channels.InviteToChannelRequest(group, [to_budi]))
    budis = next(d.entity for d in await budi.get_dialogs() if d.name == "Catatan")

    async def told(**filters):
        return [e async for e in ayu.iter_admin_log(group, **filters)]

    async with check("telethon reads what was done in a group, the newest first"):
        said = await budi.send_message(budis, "salah tulis")
        await budi.edit_message(budis, said, "sudah benar")
        await ayu.pin_message(group, said)
        await ayu.delete_messages(group, [said])
        await ayu(functions.channels.EditTitleRequest(group, "Catatan kita"))
        await ayu(functions.channels.ToggleSlowModeRequest(group, 10))
        await ayu(functions.channels.ToggleSlowModeRequest(group, 0))
        deeds = await told()
        kinds = [type(e.action).__name__.removeprefix("ChannelAdminLogEventAction") for e in deeds]
        assert kinds == [
            "ToggleSlowMode",
            "ToggleSlowMode",
            "ChangeTitle",
            "DeleteMessage",
            "UpdatePinned",
            "EditMessage",
            "ParticipantInvite",
        ], kinds
        assert deeds[2].changed_title and (deeds[2].old, deeds[2].new) == ("Catatan", "Catatan kita")
        assert deeds[3].deleted_message and deeds[3].old.raw_text == "sudah benar"
        assert deeds[5].old.raw_text == "salah tulis" and deeds[5].new.raw_text == "sudah benar"
        assert deeds[5].user.id == (await budi.get_me()).id and deeds[3].user.id == (await ayu.get_me()).id
    async with check("telethon filters what was done, by kind, by person, by words and page by page"):
        assert [e.new for e in await told(info=True)] == ["Catatan kita"]
        assert [e.new.raw_text for e in await told(admins=to_budi)] == ["sudah benar"]
        assert [e.old.raw_text for e in await told(search="salah")] == ["salah tulis"]
        all_of_it = await told()
        (second,) = [e async for e in ayu.iter_admin_log(group, limit=1, max_id=all_of_it[0].id)]
        assert second.id == all_of_it[1].id
    async with check("telethon sees admins made and people thrown out in the log, with what they were"):
        await ayu.edit_admin(group, to_budi, ban_users=True, title="wakil")
        await ayu.edit_admin(group, to_budi, is_admin=False)
        await ayu.edit_permissions(group, to_budi, send_messages=False)
        await ayu.kick_participant(group, to_budi)
        (demoted,) = await told(demote=True)
        assert demoted.changed_admin and demoted.old.rank == "wakil" and demoted.old.admin_rights.ban_users
        (restricted,) = await told(restrict=True)
        assert restricted.new.banned_rights.send_messages and not restricted.new.left
        (thrown_out,) = await told(ban=True)
        assert thrown_out.new.banned_rights.view_messages and thrown_out.user.id == (await ayu.get_me()).id
        assert await told(unban=True)
    async with check("telethon shows the log to admins alone"):
        await ayu(functions.channels.InviteToChannelRequest(group, [to_budi]))
        await fails(
            budi(functions.channels.GetAdminLogRequest(await budi.get_input_entity(budis), "", 0, 0, 10)),
            "CHAT_ADMIN_REQUIRED",
        )


async def catching_up(ayu, budi, channel, budis):
    async with check("telethon's device that was away catches up"):
        pts = (await budi(functions.channels.GetFullChannelRequest(budis))).full_chat.pts
        since = (await budi(functions.updates.GetStateRequest()))
        for number in range(5):
            await ayu.send_message(channel, f"kabar {number}")
        second = await sign_in(BUDI)
        missed = await second(functions.updates.GetDifferenceRequest(since.pts, since.date, since.qts))
        late = [u for u in missed.other_updates if isinstance(u, types.UpdateChannelTooLong)]
        assert channel.id in [u.channel_id for u in late]
        (chat,) = [c for c in missed.chats if c.id == channel.id]
        named = types.InputChannel(chat.id, chat.access_hash)
        empty = types.ChannelMessagesFilterEmpty()
        got = await second(functions.updates.GetChannelDifferenceRequest(named, empty, pts, 3))
        assert not got.final and [m.message for m in got.new_messages] == ["kabar 0", "kabar 1", "kabar 2"]
        rest = await second(functions.updates.GetChannelDifferenceRequest(named, empty, got.pts, 100))
        assert rest.final and rest.timeout and [m.message for m in rest.new_messages] == ["kabar 3", "kabar 4"]
        end = await second(functions.updates.GetChannelDifferenceRequest(named, empty, rest.pts, 100))
        assert isinstance(end, types.updates.ChannelDifferenceEmpty) and end.final and end.pts == rest.pts
        await second.disconnect()


async def ranks_and_reactions(ayu, budi, citra, to_budi, to_citra):
    channels, messages = functions.channels, functions.messages
    group = await make(ayu, "Gelar", megagroup=True)
    await ayu(channels.InviteToChannelRequest(group, [to_budi, to_citra]))
    await budi.get_dialogs(), await citra.get_dialogs()
    budis, citras = await budi.get_entity(types.PeerChannel(group.id)), await citra.get_entity(types.PeerChannel(group.id))
    rank = lambda client, chat, who, name: client(messages.EditChatParticipantRankRequest(chat, who, name))
    async def called(client, chat, who):
        return (await client(channels.GetParticipantRequest(chat, who))).participant.rank
    async with check("telethon says what members of a supergroup are called, and others see it"):
        await rank(ayu, group, to_budi, "warga")
        assert await called(budi, budis, "me") == "warga"
        assert await called(citra, citras, await citra.get_input_entity(to_budi.id)) == "warga"
        await rank(citra, citras, "me", "tamu")
        listed = await budi(channels.GetParticipantsRequest(budis, types.ChannelParticipantsSearch(""), 0, 10, 0))
        assert sorted(p.rank for p in listed.participants if p.rank) == ["tamu", "warga"]
        await fails(rank(citra, citras, await citra.get_input_entity(to_budi.id), "x"), "CHAT_ADMIN_REQUIRED")
        await fails(rank(budi, budis, await budi.get_input_entity((await ayu.get_me()).id), "x"), "CHAT_ADMIN_REQUIRED")
        await fails(rank(ayu, group, to_budi, "warga"), "CHAT_NOT_MODIFIED")
        await fails(rank(ayu, group, to_budi, "x" * 17), "ADMIN_RANK_INVALID")
        await ayu(messages.EditChatDefaultBannedRightsRequest(group, types.ChatBannedRights(None, edit_rank=True)))
        await fails(rank(citra, citras, "me", "lain"), "CHAT_ADMIN_REQUIRED")
        # An admin with the right says it of members, not of whom another made an admin.
        rights = types.ChatAdminRights(change_info=True, manage_ranks=True)
        await ayu(channels.EditAdminRequest(group, to_citra, rights, "jaga"))
        await rank(citra, citras, await citra.get_input_entity(to_budi.id), "teman")
        assert await called(budi, budis, "me") == "teman"
        await fails(rank(citra, citras, await citra.get_input_entity((await ayu.get_me()).id), "x"), "USER_CREATOR")
        await ayu(channels.EditAdminRequest(group, to_budi, types.ChatAdminRights(change_info=True), "wakil"))
        await fails(rank(citra, citras, await citra.get_input_entity(to_budi.id), "x"), "USER_ADMIN_INVALID")
        await rank(ayu, group, to_budi, "")
        assert not await called(citra, citras, await citra.get_input_entity(to_budi.id))
        log = await ayu(channels.GetAdminLogRequest(group, "", 0, 0, 50))
        ranks = [(e.action.prev_rank, e.action.new_rank) for e in log.events
                 if isinstance(e.action, types.ChannelAdminLogEventActionParticipantEditRank)]
        assert ("", "warga") in ranks and ("warga", "teman") in ranks, ranks
        assert isinstance(await ayu(messages.GetFutureChatCreatorAfterLeaveRequest(group)), types.UserEmpty)
        await fails(budi(messages.GetFutureChatCreatorAfterLeaveRequest(budis)), "CHAT_ADMIN_REQUIRED")
    async with check("telethon takes away what others gave to messages of a supergroup, as its admin"):
        thumb, heart = types.ReactionEmoji("👍"), types.ReactionEmoji("❤")
        posts = [await ayu.send_message(group, text) for text in ("satu", "dua", "tiga")]
        for post in posts:
            await budi(messages.SendReactionRequest(budis, post.id, reaction=[thumb]))
            await citra(messages.SendReactionRequest(citras, post.id, reaction=[thumb, heart]))
        counts = lambda message: {r.reaction.emoticon: r.count for r in message.reactions.results} if message.reactions else {}
        heard = hear(budi, types.UpdateMessageReactions)
        told = await ayu(messages.DeleteParticipantReactionRequest(group, posts[0].id, to_citra))
        assert counts(told.updates[0]) == {"👍": 1}
        await soon(lambda: heard, "that they are gone")
        assert counts(await budi.get_messages(budis, ids=posts[0].id)) == {"👍": 1}
        assert not any(r.chosen_order for r in (await citra.get_messages(citras, ids=posts[0].id)).reactions.results)
        await fails(ayu(messages.DeleteParticipantReactionRequest(group, posts[0].id, to_citra)), "CHAT_NOT_MODIFIED")
        await fails(ayu(messages.DeleteParticipantReactionRequest(group, 9999, to_citra)), "MESSAGE_ID_INVALID")
        other = await budi.get_input_entity((await citra.get_me()).id)
        await fails(budi(messages.DeleteParticipantReactionRequest(budis, posts[1].id, other)), "CHAT_ADMIN_REQUIRED")
        await fails(budi(messages.DeleteParticipantReactionsRequest(budis, "me")), "CHAT_ADMIN_REQUIRED")
        assert await ayu(messages.DeleteParticipantReactionsRequest(group, to_citra))
        for post in posts:
            assert counts(await citra.get_messages(citras, ids=post.id)) == {"👍": 1}
    async with check("telethon reads what the channel on somebody's page says"):
        name = "halaman_ayu"
        shown = await make(ayu, "Halaman", broadcast=True)
        history = lambda client, who, **more: client(
            messages.GetPersonalChannelHistoryRequest(who, **{"limit": 10, "max_id": 0, "min_id": 0, "hash": 0, **more})
        )
        to_ayu = await budi.get_input_entity((await ayu.get_me()).id)
        assert not (await history(budi, to_ayu)).messages
        await ayu(channels.UpdateUsernameRequest(shown, name))
        await ayu(functions.account.UpdatePersonalChannelRequest(shown))
        posts = [await ayu.send_message(shown, text) for text in ("pertama", "kedua", "ketiga")]
        found = await history(budi, to_ayu)
        assert [m.message for m in found.messages][:3] == ["ketiga", "kedua", "pertama"]
        assert found.chats[0].id == shown.id and found.chats[0].left
        assert [m.message for m in (await history(budi, to_ayu, limit=1)).messages] == ["ketiga"]
        found = await history(budi, to_ayu, min_id=posts[0].id, max_id=posts[2].id)
        assert [m.message for m in found.messages] == ["kedua"]
        # Private again, it is shown to nobody.
        await ayu(channels.UpdateUsernameRequest(shown, ""))
        assert not (await history(budi, to_ayu)).messages
        await fails(history(budi, types.InputUser(5, 5)), "USER_ID_INVALID")


async def looks(ayu, ayu_two, budi, to_budi):
    channels, messages = functions.channels, functions.messages
    async def seen(channel):
        await budi.get_dialogs()
        return await budi.get_entity(types.PeerChannel(channel.id))
    async def full(client, channel):
        return (await client(channels.GetFullChannelRequest(channel))).full_chat
    group, warta = await make(ayu, "Dandan", megagroup=True), await make(ayu, "Dandanan", broadcast=True)
    await ayu(channels.InviteToChannelRequest(group, [to_budi]))
    await ayu(channels.InviteToChannelRequest(warta, [to_budi]))
    budis, budis_warta = await seen(group), await seen(warta)
    emoji = (await ayu(messages.GetEmojiStickersRequest(0))).sets
    stickers = (await ayu(messages.GetAllStickersRequest(0))).sets
    named = lambda one: types.InputStickerSetID(one.id, one.access_hash)
    async with check("telethon gives a supergroup stickers and custom emoji, and its members are offered them"):
        assert (await full(ayu, group)).can_set_stickers and not (await full(budi, budis)).can_set_stickers
        heard = hear(budi, types.UpdateChannel)
        assert await ayu(channels.SetStickersRequest(group, named(stickers[0])))
        await soon(lambda: heard, "the stickers")
        assert await ayu(channels.SetEmojiStickersRequest(group, named(emoji[0])))
        page = await full(budi, budis)
        assert page.stickerset.id == stickers[0].id and page.emojiset.id == emoji[0].id and page.emojiset.emojis
        opened = await budi(messages.GetStickerSetRequest(named(page.stickerset), 0))
        assert opened.set.id == stickers[0].id
        await fails(ayu(channels.SetStickersRequest(group, named(stickers[0]))), "CHAT_NOT_MODIFIED")
        await fails(ayu(channels.SetStickersRequest(group, named(emoji[0]))), "STICKERSET_INVALID")
        await fails(ayu(channels.SetEmojiStickersRequest(group, named(stickers[0]))), "STICKERSET_INVALID")
        await fails(ayu(channels.SetStickersRequest(group, types.InputStickerSetID(5, 5))), "STICKERSET_INVALID")
        await fails(ayu(channels.SetStickersRequest(warta, named(stickers[0]))), "MEGAGROUP_ID_INVALID")
        await fails(budi(channels.SetStickersRequest(budis, types.InputStickerSetEmpty())), "CHAT_ADMIN_REQUIRED")
        assert await ayu(channels.SetStickersRequest(group, types.InputStickerSetEmpty()))
        assert not (await full(budi, budis)).stickerset
    async with check("telethon colours a channel and puts an emoji beside its name, and its readers see that"):
        status = (await ayu(messages.GetStickerSetRequest(named(emoji[0]), 0))).documents[0]
        heard = hear(budi, types.UpdateChannel)
        told = await ayu(channels.UpdateColorRequest(warta, color=5, background_emoji_id=status.id))
        assert told.chats[0].color.color == 5
        await soon(lambda: heard, "the colour")
        pages = (await ayu(functions.help.GetPeerProfileColorsRequest(0))).colors
        await ayu(channels.UpdateColorRequest(warta, for_profile=True, color=pages[0].color_id))
        await ayu(channels.UpdateEmojiStatusRequest(warta, types.EmojiStatus(status.id)))
        shown = await seen(warta)
        assert (shown.color.color, shown.color.background_emoji_id) == (5, status.id)
        assert shown.profile_color.color == pages[0].color_id and shown.emoji_status.document_id == status.id
        await fails(ayu(channels.UpdateColorRequest(warta, color=5, background_emoji_id=status.id)), "CHAT_NOT_MODIFIED")
        await fails(ayu(channels.UpdateColorRequest(warta, color=999)), "COLOR_INVALID")
        await fails(ayu(channels.UpdateColorRequest(warta, color=5, background_emoji_id=5)), "DOCUMENT_INVALID")
        await fails(ayu(channels.UpdateEmojiStatusRequest(warta, types.EmojiStatus(5))), "DOCUMENT_INVALID")
        past = types.EmojiStatus(status.id, until=datetime.datetime(2020, 1, 1))
        await fails(ayu(channels.UpdateEmojiStatusRequest(warta, past)), "UNTIL_DATE_INVALID")
        await fails(budi(channels.UpdateColorRequest(budis_warta, color=3)), "CHAT_ADMIN_REQUIRED")
        await fails(budi(channels.UpdateEmojiStatusRequest(budis_warta, types.EmojiStatusEmpty())), "CHAT_ADMIN_REQUIRED")
        await ayu(channels.UpdateEmojiStatusRequest(warta, types.EmojiStatusEmpty()))
        assert not (await seen(warta)).emoji_status
    async with check("telethon shows a supergroup in a theme, with a wallpaper, and says so in it"):
        heard = hear(budi, types.UpdateNewChannelMessage)
        # Messages of before may still be on their way.
        said = lambda kind: [u.message.action for u in heard if isinstance(u.message.action, kind)]
        papers = lambda: said(types.MessageActionSetChatWallPaper)
        themes = (await ayu(functions.account.GetChatThemesRequest(0))).themes
        await ayu(messages.SetChatThemeRequest(group, types.InputChatTheme(themes[0].emoticon)))
        await soon(lambda: said(types.MessageActionSetChatTheme), "the theme")
        assert said(types.MessageActionSetChatTheme)[0].theme.emoticon == themes[0].emoticon
        assert (await full(budi, budis)).theme_emoticon == themes[0].emoticon
        await fails(ayu(messages.SetChatThemeRequest(group, types.InputChatTheme(themes[0].emoticon))), "EMOJI_NOT_MODIFIED")
        await fails(budi(messages.SetChatThemeRequest(budis, types.InputChatThemeEmpty())), "CHAT_ADMIN_REQUIRED")
        await ayu(messages.SetChatThemeRequest(group, types.InputChatThemeEmpty()))
        assert not (await full(budi, budis)).theme_emoticon
        paper = (await ayu(functions.account.GetWallPapersRequest(0))).wallpapers[0]
        await ayu(messages.SetChatWallPaperRequest(group, wallpaper=types.InputWallPaperNoFile(paper.id)))
        await soon(papers, "the wallpaper")
        assert papers()[0].wallpaper.id == paper.id
        assert (await full(budi, budis)).wallpaper.id == paper.id
        picture = io.BytesIO(png(640, 480))
        picture.name = "pagi.png"
        jpeg = await ayu.download_media(await ayu.send_file("me", picture), bytes)
        file = await ayu.upload_file(jpeg, file_name="pagi.jpg")
        own = await ayu(functions.account.UploadWallPaperRequest(file, "image/jpeg", types.WallPaperSettings()))
        await ayu(messages.SetChatWallPaperRequest(group, wallpaper=types.InputWallPaper(own.id, own.access_hash)))
        await soon(lambda: len(papers()) == 2, "the picture")
        for shown in (papers()[1].wallpaper, (await full(budi, budis)).wallpaper):
            # His own hashes, which open the picture for him.
            assert shown.id == own.id and shown.access_hash != own.access_hash and not shown.creator
            assert await budi.download_media(shown.document, bytes)
        await fails(budi(messages.SetChatWallPaperRequest(budis)), "CHAT_ADMIN_REQUIRED")
        await fails(ayu(messages.SetChatWallPaperRequest(group, wallpaper=types.InputWallPaper(5, 5))), "WALLPAPER_INVALID")
        await ayu(messages.SetChatWallPaperRequest(group))
        assert not (await full(budi, budis)).wallpaper
        await fails(ayu(messages.SetChatWallPaperRequest(group)), "CHAT_NOT_MODIFIED")
    async with check("telethon says where a supergroup is and what a channel's page opens with"):
        point = types.InputGeoPoint(-6.2, 106.8)
        assert await ayu(channels.EditLocationRequest(group, point, "Gambir"))
        page = await full(budi, budis)
        assert page.location.address == "Gambir" and abs(page.location.geo_point.lat + 6.2) < 1e-9
        assert (await seen(group)).has_geo
        await fails(ayu(channels.EditLocationRequest(group, point, " ")), "ADDRESS_INVALID")
        await fails(ayu(channels.EditLocationRequest(group, types.InputGeoPoint(91, 0), "x")), "GEO_POINT_INVALID")
        await fails(ayu(channels.EditLocationRequest(warta, point, "Gambir")), "MEGAGROUP_ID_INVALID")
        await fails(budi(channels.EditLocationRequest(budis, point, "Gambir")), "CHAT_ADMIN_REQUIRED")
        assert await ayu(channels.EditLocationRequest(group, types.InputGeoPointEmpty(), ""))
        assert not (await full(budi, budis)).location
        assert await ayu(channels.SetMainProfileTabRequest(warta, types.ProfileTabMedia()))
        assert isinstance((await full(budi, budis_warta)).main_tab, types.ProfileTabMedia)
        await fails(ayu(channels.SetMainProfileTabRequest(group, types.ProfileTabMedia())), "BROADCAST_ID_INVALID")
        await fails(budi(channels.SetMainProfileTabRequest(budis_warta, types.ProfileTabMedia())), "CHAT_ADMIN_REQUIRED")
    async with check("telethon finds in the log how a channel was drawn before"):
        kinds = lambda log: [type(e.action).__name__.removeprefix("ChannelAdminLogEventAction") for e in log.events]
        log = await ayu(channels.GetAdminLogRequest(group, "", 0, 0, 100))
        found = kinds(log)
        for kind, count in (("ChangeStickerSet", 2), ("ChangeEmojiStickerSet", 1), ("ChangeWallpaper", 3), ("ChangeLocation", 2)):
            assert found.count(kind) == count, (kind, found)
        first = [e.action for e in log.events if type(e.action).__name__.endswith("ChangeStickerSet")][-1]
        assert isinstance(first.prev_stickerset, types.InputStickerSetEmpty) and first.new_stickerset.id == stickers[0].id
        found = kinds(await ayu(channels.GetAdminLogRequest(warta, "", 0, 0, 100)))
        assert [found.count(kind) for kind in ("ChangePeerColor", "ChangeProfilePeerColor", "ChangeEmojiStatus")] == [1, 1, 2]
    async with check("telethon is told that nothing filters, translates or recommends here"):
        await fails(ayu(channels.ToggleAntiSpamRequest(group, True)), "PARTICIPANTS_TOO_FEW")
        await fails(ayu(channels.ConvertToGigagroupRequest(group)), "PARTICIPANTS_TOO_FEW")
        await fails(ayu(channels.ConvertToGigagroupRequest(warta)), "MEGAGROUP_ID_INVALID")
        await fails(budi(channels.ConvertToGigagroupRequest(budis)), "CHAT_ADMIN_REQUIRED")
        await fails(ayu(channels.ToggleAntiSpamRequest(group, False)), "CHAT_NOT_MODIFIED")
        await fails(ayu(channels.ToggleAntiSpamRequest(warta, True)), "MEGAGROUP_REQUIRED")
        await fails(budi(channels.ToggleAntiSpamRequest(budis, True)), "CHAT_ADMIN_REQUIRED")
        await fails(ayu(channels.ReportAntiSpamFalsePositiveRequest(group, 1)), "MESSAGE_ID_INVALID")
        await fails(budi(channels.ReportAntiSpamFalsePositiveRequest(budis, 1)), "CHAT_ADMIN_REQUIRED")
        await fails(ayu(channels.ToggleAutotranslationRequest(warta, True)), "TRANSLATIONS_DISABLED")
        await fails(budi(channels.ToggleAutotranslationRequest(budis_warta, True)), "CHAT_ADMIN_REQUIRED")
        assert not (await budi(channels.GetChannelRecommendationsRequest(channel=budis_warta))).chats
        assert not (await budi(channels.GetChannelRecommendationsRequest())).chats
        await fails(budi(channels.GetChannelRecommendationsRequest(channel=budis)), "BROADCAST_ID_INVALID")
        await fails(ayu(functions.account.ToggleUsernameRequest("nobody_here", True)), "USERNAME_INVALID")
        await ayu(functions.account.UpdateUsernameRequest("ayu_dandan"))
        await fails(ayu(functions.account.ToggleUsernameRequest("ayu_dandan", True)), "USERNAME_NOT_MODIFIED")
        await fails(ayu(functions.account.ToggleUsernameRequest("ayu_dandan", False)), "USERNAME_INVALID")
        await fails(ayu(functions.account.ReorderUsernamesRequest(["ayu_dandan"])), "USERNAME_NOT_MODIFIED")
        await fails(ayu(functions.account.ReorderUsernamesRequest(["other_name"])), "USERNAME_INVALID")
        await ayu(functions.account.UpdateUsernameRequest(""))


async def main():
    ayu = await sign_up(AYU, "Ayu")
    budi = await sign_up(BUDI, "Budi")
    citra = await sign_up(CITRA, "Citra")
    ayu_two = await sign_in(AYU)
    to_budi = await befriend(ayu, BUDI, "Budi")
    to_citra = await befriend(ayu, CITRA, "Citra")
    group, budis = await groups(ayu, ayu_two, budi, citra, to_budi, to_citra)
    await admins(ayu, budi, citra, group, budis, to_budi, to_citra)
    await requests(ayu, budi, citra)
    channel, budis = await broadcasts(ayu, budi, to_budi)
    await discussions(ayu, budi, citra, channel, budis)
    await forums(ayu, budi, to_budi)
    await receipts(ayu, budi, citra, to_budi, to_citra)
    dewi = await sign_up(DEWI, "Dewi")
    await invitations(ayu, citra, dewi, to_citra)
    await dewi.disconnect()
    await settings(ayu, budi, citra, to_budi, to_citra)
    await later(ayu, ayu_two, budi, to_budi)
    await admin_log(ayu, budi, to_budi)
    await looks(ayu, ayu_two, budi, to_budi)
    await ranks_and_reactions(ayu, budi, citra, to_budi, to_citra)
    await catching_up(ayu, budi, channel, budis)
    async with check("telethon deletes a channel for everybody"):
        await ayu(functions.channels.DeleteChannelRequest(channel))
        assert not [d for d in await budi.get_dialogs() if d.name == "Warta"]
        await fails(budi(functions.channels.GetFullChannelRequest(budis)), "CHANNEL_INVALID")
    for client in (ayu, ayu_two, budi, citra):
        await client.disconnect()


asyncio.run(main())
finish()
