"""The round of Telethon in a basic group: four people, one of them with two devices and one with a habit of leaving."""

from datetime import timedelta

from harness import check, finish, soon
from pictures import png
from telethon import events, functions, types, utils
from telethon_people import befriend, fails, sign_in, sign_up

AYU, BUDI, CITRA, DEWI = "+15550061001", "+15550061002", "+15550061003", "+15550061004"
MESSAGES = functions.messages


async def collect(client, event):
    """A list that fills with the client's events of this kind."""
    seen = []

    async def handler(update):
        seen.append(update)

    client.add_event_handler(handler, event)
    return seen


async def raw(client, kind):
    """A list that fills with the client's updates of this kind."""
    seen = []

    async def handler(update):
        if isinstance(update, kind):
            seen.append(update)

    client.add_event_handler(handler)
    return seen


async def lines(client, group):
    """What the client's history of the group says, oldest first."""
    messages = await client.get_messages(group, limit=100)
    return [message.message or type(message.action).__name__ for message in reversed(messages)]


async def main():
    ayu, budi = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi")
    citra, dewi = await sign_up(CITRA, "Citra"), await sign_up(DEWI, "Dewi")
    ayu_two = await sign_in(AYU)
    to_budi, to_citra = await befriend(ayu, BUDI, "Budi"), await befriend(ayu, CITRA, "Citra")
    to_dewi = await befriend(ayu, DEWI, "Dewi")
    inboxes = [await collect(client, events.NewMessage()) for client in (budi, citra, ayu_two)]
    actions = await raw(budi, types.UpdateNewMessage)

    async with check("telethon makes a group, and everybody hears of it"):
        made = await ayu(MESSAGES.CreateChatRequest([to_budi, to_citra], "Arisan"))
        assert not made.missing_invitees
        [chat] = made.updates.chats
        assert chat.title == "Arisan" and chat.creator and chat.participants_count == 3
        group = types.PeerChat(chat.id)
        await soon(lambda: actions, "the service message")
        action = actions[0].message.action
        assert isinstance(action, types.MessageActionChatCreate) and len(action.users) == 3
        dialogs = await budi.get_dialogs()
        assert [d.title for d in dialogs if d.is_group] == ["Arisan"]
    async with check("telethon writes in a group, and all devices of all members hear it"):
        hello = await ayu.send_message(group, "halo **semua**")
        assert hello.peer_id == group and hello.out and hello.from_id.user_id == (await ayu.get_me()).id
        for inbox in inboxes:
            await soon(lambda inbox=inbox: any(e.message.message == "halo semua" for e in inbox), "the message")
        seen = next(e.message for e in inboxes[0] if e.message.message == "halo semua")
        assert seen.from_id.user_id == hello.from_id.user_id and not seen.out
        assert isinstance(seen.entities[0], types.MessageEntityBold)
        peer = await ayu.get_input_entity(group)
        first = await ayu(MESSAGES.SendMessageRequest(peer, "hanya sekali", random_id=777))
        again = await ayu(MESSAGES.SendMessageRequest(peer, "hanya sekali", random_id=777))
        assert first.updates[0].id == again.updates[0].id
    async with check("telethon answers, edits and deletes in a group"):
        edits, deletions = await collect(citra, events.MessageEdited()), await collect(citra, events.MessageDeleted())
        answers = await collect(ayu, events.NewMessage(incoming=True))
        await budi.send_message(group, "jawaban", reply_to=seen.id)
        await soon(lambda: answers, "the answer")
        assert answers[0].message.reply_to.reply_to_msg_id == hello.id and answers[0].message.mentioned
        await ayu.edit_message(group, hello.id, "halo lagi")
        await soon(lambda: edits, "the edit")
        assert edits[0].message.message == "halo lagi" and edits[0].message.edit_date
        doomed = await budi.send_message(group, "salah ketik")
        await budi.delete_messages(group, [doomed.id], revoke=True)
        await soon(lambda: deletions, "the deletion")
        await fails(citra(MESSAGES.DeleteMessagesRequest([edits[0].message.id], revoke=True)), "MESSAGE_DELETE_FORBIDDEN")
        await fails(citra.edit_message(group, edits[0].message.id, "bukan punyaku"), "MESSAGE_AUTHOR_REQUIRED")
    async with check("telethon reads in a group, and the author sees who did"):
        reads = await raw(ayu, types.UpdateReadHistoryOutbox)
        assert [d.unread_count for d in await citra.get_dialogs() if d.is_group][0] > 0
        await citra.send_read_acknowledge(group)
        await soon(lambda: reads, "the read mark")
        assert reads[0].peer == group and reads[0].max_id >= hello.id
        readers = await ayu(MESSAGES.GetMessageReadParticipantsRequest(peer, hello.id))
        assert to_citra.id in [one.user_id for one in readers]
        assert [d.unread_count for d in await citra.get_dialogs() if d.is_group] == [0]
    async with check("telethon reacts, pins and types in a group"):
        typing = await raw(budi, types.UpdateChatUserTyping)
        await ayu(MESSAGES.SetTypingRequest(peer, types.SendMessageTypingAction()))
        await soon(lambda: typing, "the typing action")
        assert typing[0].chat_id == chat.id
        await budi(MESSAGES.SendReactionRequest(group, seen.id, reaction=[types.ReactionEmoji("👍")]))
        reacted = await ayu.get_messages(group, ids=hello.id)
        assert [one.count for one in reacted.reactions.results] == [1]
        pins = await raw(citra, types.UpdatePinnedMessages)
        await ayu.pin_message(group, hello.id)
        await soon(lambda: pins, "the pin")
        full = await budi(MESSAGES.GetFullChatRequest(chat.id))
        assert full.full_chat.pinned_msg_id == seen.id
        assert sum(isinstance(p, types.ChatParticipantCreator) for p in full.full_chat.participants.participants) == 1
    async with check("telethon shows a group in a theme, and says so in it"):
        themes = (await ayu(functions.account.GetChatThemesRequest(0))).themes
        heard = await raw(budi, types.UpdateNewMessage)
        await ayu(MESSAGES.SetChatThemeRequest(peer, types.InputChatTheme(themes[0].emoticon)))
        said = lambda: [u.message.action for u in heard if isinstance(u.message.action, types.MessageActionSetChatTheme)]
        await soon(said, "the theme")
        assert said()[0].theme.emoticon == themes[0].emoticon
        assert (await budi(MESSAGES.GetFullChatRequest(chat.id))).full_chat.theme_emoticon == themes[0].emoticon
        await fails(ayu(MESSAGES.SetChatThemeRequest(peer, types.InputChatTheme(themes[0].emoticon))), "EMOJI_NOT_MODIFIED")
        await budi(MESSAGES.SetChatThemeRequest(await budi.get_input_entity(group), types.InputChatThemeEmpty()))
        assert not (await ayu(MESSAGES.GetFullChatRequest(chat.id))).full_chat.theme_emoticon
    async with check("telethon says what people in a group are called, and the others learn it"):
        rank = lambda client, who, name: client(MESSAGES.EditChatParticipantRankRequest(group, who, name))
        heard = await raw(citra, types.UpdateChatParticipantRank)
        told = await rank(ayu, to_budi, " bendahara ")
        assert told.updates[0].rank == "bendahara" and told.updates[0].user_id == to_budi.id
        await soon(lambda: heard, "the title")
        assert heard[0].rank == "bendahara" and heard[0].chat_id == chat.id
        async def called(client):
            full = (await client(MESSAGES.GetFullChatRequest(chat.id))).full_chat
            return {one.user_id: one.rank for one in full.participants.participants if one.rank}
        await rank(ayu, types.InputPeerSelf(), "ketua")
        await rank(citra, types.InputPeerSelf(), "warga")
        me, citra_id = (await ayu.get_me()).id, (await citra.get_me()).id
        assert await called(budi) == {to_budi.id: "bendahara", me: "ketua", citra_id: "warga"}
        await fails(rank(citra, await citra.get_input_entity(to_budi.id), "x"), "CHAT_ADMIN_REQUIRED")
        await fails(rank(ayu, to_budi, "bendahara"), "CHAT_NOT_MODIFIED")
        await fails(rank(ayu, to_budi, "x" * 17), "ADMIN_RANK_INVALID")
        await fails(rank(ayu, to_budi, "🕊"), "ADMIN_RANK_INVALID")
        await fails(rank(ayu, to_dewi, "x"), "USER_NOT_PARTICIPANT")
        keeps = types.ChatBannedRights(until_date=None, edit_rank=True)
        await ayu(MESSAGES.EditChatDefaultBannedRightsRequest(peer, keeps))
        await fails(rank(citra, types.InputPeerSelf(), "tamu"), "CHAT_ADMIN_REQUIRED")
        await rank(ayu, to_citra, "")
        await ayu(MESSAGES.EditChatDefaultBannedRightsRequest(peer, types.ChatBannedRights(until_date=None)))
        assert await called(budi) == {to_budi.id: "bendahara", me: "ketua"}
        nobody = await ayu(MESSAGES.GetFutureChatCreatorAfterLeaveRequest(group))
        assert isinstance(nobody, types.UserEmpty)
        await fails(budi(MESSAGES.GetFutureChatCreatorAfterLeaveRequest(group)), "CHAT_ADMIN_REQUIRED")
    async with check("telethon takes away what others gave to messages of a group, as its admin"):
        give = lambda client, message: client(
            MESSAGES.SendReactionRequest(group, message, reaction=[types.ReactionEmoji("👍")])
        )
        one = await ayu.send_message(group, "satu")
        two = await ayu.send_message(group, "dua")
        await soon(lambda: {"satu", "dua"} <= {e.message.message for e in inboxes[1]}, "both")
        theirs = [next(e.message.id for e in inboxes[1] if e.message.message == text) for text in ("satu", "dua")]
        for message in theirs:
            await give(citra, message)
        heard = await raw(citra, types.UpdateMessageReactions)
        edited = await raw(citra, types.UpdateEditMessage)
        await fails(
            citra(MESSAGES.DeleteParticipantReactionRequest(group, theirs[0], types.InputPeerSelf())), "CHAT_ADMIN_REQUIRED"
        )
        await ayu(MESSAGES.DeleteParticipantReactionRequest(group, one.id, to_citra))
        await soon(lambda: heard or edited, "that it is gone")
        assert not (await citra.get_messages(group, ids=theirs[0])).reactions
        await fails(ayu(MESSAGES.DeleteParticipantReactionRequest(group, one.id, to_citra)), "CHAT_NOT_MODIFIED")
        await fails(ayu(MESSAGES.DeleteParticipantReactionRequest(group, two.id + 99, to_citra)), "MESSAGE_ID_INVALID")
        await give(citra, theirs[0])
        await fails(citra(MESSAGES.DeleteParticipantReactionsRequest(group, types.InputPeerSelf())), "CHAT_ADMIN_REQUIRED")
        assert await ayu(MESSAGES.DeleteParticipantReactionsRequest(group, to_citra))
        for message in (one, two):
            assert not (await ayu.get_messages(group, ids=message.id)).reactions
        # Budi's of before stands.
        assert [r.count for r in (await ayu.get_messages(group, ids=hello.id)).reactions.results] == [1]
    async with check("telethon is told where it is mentioned, and says that it has seen it"):
        calls = await collect(budi, events.NewMessage(incoming=True))
        await ayu.send_message(group, f"[Budi](tg://user?id={to_budi.id}), lihat ini")
        await soon(lambda: any("lihat" in e.message.message for e in calls), "the mention")
        called = next(e.message for e in calls if "lihat" in e.message.message)
        assert called.mentioned and called.media_unread
        unread = await budi(MESSAGES.GetUnreadMentionsRequest(group, 0, 0, 10, 0, 0))
        assert [m.id for m in unread.messages] == [called.id]
        assert not (await citra(MESSAGES.GetUnreadMentionsRequest(group, 0, 0, 10, 0, 0))).messages
        await budi(MESSAGES.ReadMentionsRequest(group))
        assert not (await budi(MESSAGES.GetUnreadMentionsRequest(group, 0, 0, 10, 0, 0))).messages
        assert not (await budi.get_messages(group, ids=called.id)).media_unread
    async with check("telethon schedules a message to a group"):
        later = await collect(budi, events.NewMessage(incoming=True))
        await ayu.send_message(group, "nanti saja", schedule=timedelta(seconds=12))
        assert [m.message for m in await ayu.get_messages(group, scheduled=True)] == ["nanti saja"]
        await soon(lambda: any(e.message.message == "nanti saja" for e in later), "the scheduled message")
        assert not await ayu.get_messages(group, scheduled=True)
    async with check("telethon brings people in, renames the group and makes admins"):
        added = await ayu(MESSAGES.AddChatUserRequest(chat.id, to_dewi, fwd_limit=50))
        assert not added.missing_invitees
        await fails(ayu(MESSAGES.AddChatUserRequest(chat.id, to_dewi, fwd_limit=0)), "USER_ALREADY_PARTICIPANT")
        await dewi.get_dialogs()
        assert await lines(dewi, group) == ["MessageActionChatAddUser"]
        await budi(MESSAGES.EditChatTitleRequest(chat.id, "Arisan RT 5"))
        await fails(budi(MESSAGES.EditChatTitleRequest(chat.id, "Arisan RT 5")), "CHAT_NOT_MODIFIED")
        await fails(budi(MESSAGES.EditChatTitleRequest(chat.id, " ")), "CHAT_TITLE_EMPTY")
        await fails(budi(MESSAGES.EditChatAdminRequest(chat.id, to_citra, True)), "USER_ID_INVALID")
        admins = await raw(budi, types.UpdateChatParticipantAdmin)
        await ayu(MESSAGES.EditChatAdminRequest(chat.id, to_budi, True))
        await soon(lambda: admins, "the new admin")
        [again] = (await budi(MESSAGES.GetChatsRequest([chat.id]))).chats
        assert again.title == "Arisan RT 5" and again.admin_rights and again.participants_count == 4
    async with check("telethon describes a group, and says what its members may do"):
        assert await ayu(MESSAGES.EditChatAboutRequest(peer, "Tiap bulan"))
        assert (await budi(MESSAGES.GetFullChatRequest(chat.id))).full_chat.about == "Tiap bulan"
        await ayu(MESSAGES.EditChatDefaultBannedRightsRequest(peer, types.ChatBannedRights(None, send_messages=True)))
        await fails(citra.send_message(group, "boleh?"), "CHAT_WRITE_FORBIDDEN")
        await budi.send_message(group, "admin boleh")
        await ayu(MESSAGES.EditChatDefaultBannedRightsRequest(peer, types.ChatBannedRights(None)))
        await citra.send_message(group, "terima kasih")
    async with check("telethon says which reactions may be given in a group"):
        only = types.ChatReactionsSome([types.ReactionEmoji("❤")])
        await fails(dewi(MESSAGES.SetChatAvailableReactionsRequest(types.InputPeerUser(1, 1), only)), "PEER_ID_INVALID")
        await fails(citra(MESSAGES.SetChatAvailableReactionsRequest(peer, only)), "CHAT_ADMIN_REQUIRED")
        changed = await raw(citra, types.UpdateChat)
        await ayu(MESSAGES.SetChatAvailableReactionsRequest(peer, only))
        await soon(lambda: changed, "the change")
        full = (await citra(MESSAGES.GetFullChatRequest(chat.id))).full_chat
        assert [one.emoticon for one in full.available_reactions.reactions] == ["❤"]
        hers = (await citra.get_messages(group, search="lagi"))[0].id
        await fails(citra(MESSAGES.SendReactionRequest(group, hers, reaction=[types.ReactionEmoji("🔥")])), "REACTION_INVALID")
        await citra(MESSAGES.SendReactionRequest(group, hers, reaction=[types.ReactionEmoji("❤")]))
        # Who gave something before may keep it, and take it back.
        await ayu(MESSAGES.SetChatAvailableReactionsRequest(peer, types.ChatReactionsNone()))
        await fails(ayu(MESSAGES.SetChatAvailableReactionsRequest(peer, types.ChatReactionsNone())), "CHAT_NOT_MODIFIED")
        await fails(ayu(MESSAGES.SendReactionRequest(group, hello.id, reaction=[types.ReactionEmoji("❤")])), "REACTION_INVALID")
        await citra(MESSAGES.SendReactionRequest(group, hers, reaction=[]))
        await ayu(MESSAGES.SetChatAvailableReactionsRequest(peer, types.ChatReactionsAll()))
        await ayu(MESSAGES.EditChatDefaultBannedRightsRequest(peer, types.ChatBannedRights(None, send_reactions=True)))
        await fails(citra(MESSAGES.SendReactionRequest(group, hers, reaction=[types.ReactionEmoji("❤")])), "CHAT_WRITE_FORBIDDEN")
        await ayu(MESSAGES.EditChatDefaultBannedRightsRequest(peer, types.ChatBannedRights(None)))
    async with check("telethon finds what was said in a group"):
        assert [m.id for m in await ayu.get_messages(group, search="lagi")] == [hello.id]
        found = await ayu.get_messages(group, search="jawaban", from_user=to_budi)
        assert len(found) == 1
    async with check("telethon shows nobody what came after he left"):
        await ayu.send_message(group, "sebelum")
        await ayu(MESSAGES.DeleteChatUserRequest(chat.id, to_citra))
        await ayu.send_message(group, "sesudah")
        known = await lines(citra, group)
        assert known[-1] == "MessageActionChatDeleteUser" and "sesudah" not in known and "sebelum" in known
        await fails(citra.send_message(group, "masih di sini?"), "PEER_ID_INVALID")
        await fails(citra(MESSAGES.GetFullChatRequest(chat.id)), "CHAT_ID_INVALID")
        dialog = next(d for d in await citra.get_dialogs() if d.entity.id == chat.id)
        assert isinstance(dialog.entity, types.ChatForbidden)
        stranger = await sign_up("+15550061009", "Asing")
        await fails(stranger(MESSAGES.GetChatsRequest([chat.id])), "CHAT_ID_INVALID")
        await fails(stranger(MESSAGES.SendMessageRequest(types.InputPeerChat(chat.id), "?", random_id=5)), "PEER_ID_INVALID")
        common = await ayu(MESSAGES.GetCommonChatsRequest(to_budi, 0, 100))
        assert [one.id for one in common.chats] == [chat.id]
        assert not (await ayu(MESSAGES.GetCommonChatsRequest(to_citra, 0, 100))).chats
    async with check("telethon catches up in a group after being away"):
        state = await budi(functions.updates.GetStateRequest())
        await budi.disconnect()
        for number in range(5):
            await ayu.send_message(group, f"kabar {number}")
        await ayu.edit_message(group, hello.id, "halo terakhir")
        await budi.connect()
        answer = await budi(functions.updates.GetDifferenceRequest(state.pts, state.date, state.qts))
        assert [m.message for m in answer.new_messages] == [f"kabar {number}" for number in range(5)]
        assert any(isinstance(u, types.UpdateEditMessage) for u in answer.other_updates)
        assert [utils.get_peer_id(one) for one in answer.chats] == [-chat.id]
    async with check("telethon sees one order in a group, on every device of every member"):
        one = await lines(ayu, group)
        assert one == await lines(ayu_two, group) == await lines(budi, group)
        late = await lines(dewi, group)
        assert one[-len(late) :] == late and len(one) > 12
    async with check("telethon respects who does not want to be brought into groups"):
        nobody = [types.InputPrivacyValueDisallowAll()]
        await citra(functions.account.SetPrivacyRequest(types.InputPrivacyKeyChatInvite(), nobody))
        added = await ayu(MESSAGES.AddChatUserRequest(chat.id, to_citra, fwd_limit=0))
        assert [one.user_id for one in added.missing_invitees] == [to_citra.id]
        made = await ayu(MESSAGES.CreateChatRequest([to_citra], "Sendiri"))
        assert [one.user_id for one in made.missing_invitees] == [to_citra.id]
        await fails(ayu(MESSAGES.CreateChatRequest([], "Kosong")), "USERS_TOO_FEW")
    async with check("telethon ends a group"):
        await fails(budi(MESSAGES.DeleteChatRequest(chat.id)), "CHAT_ADMIN_REQUIRED")
        await ayu(MESSAGES.DeleteChatRequest(chat.id))
        await fails(budi.send_message(group, "halo?"), "PEER_ID_INVALID")
    await links(ayu, budi, citra, dewi, to_budi)
    await communities(ayu, ayu_two, budi, citra, dewi)
    await migration(ayu, ayu_two, budi, citra, to_budi, to_citra)
    for client in (ayu, ayu_two, budi, citra, dewi):
        await client.disconnect()
    finish()


async def migration(ayu, ayu_two, budi, citra, to_budi, to_citra):
    """A basic group becomes a supergroup."""
    nobody = [types.InputPrivacyValueAllowAll()]
    await citra(functions.account.SetPrivacyRequest(types.InputPrivacyKeyChatInvite(), nobody))
    made = await ayu(MESSAGES.CreateChatRequest([to_budi, to_citra], "Koperasi"))
    chat_id = made.updates.chats[0].id
    old = types.PeerChat(chat_id)
    before = await ayu.send_message(old, "sebelum pindah")
    await ayu(MESSAGES.EditChatAdminRequest(chat_id, to_budi, True))
    await ayu(MESSAGES.EditChatAboutRequest(types.InputPeerChat(chat_id), "milik bersama"))
    async with check("telethon makes a supergroup of a group, and everybody is in it"):
        told = [await raw(client, types.UpdateNewMessage) for client in (budi, citra, ayu_two)]
        said = [await raw(client, types.UpdateNewChannelMessage) for client in (budi, citra, ayu_two)]
        await fails(budi(MESSAGES.MigrateChatRequest(chat_id)), "CHAT_ADMIN_REQUIRED")
        moved = await ayu(MESSAGES.MigrateChatRequest(chat_id))
        [new] = [chat for chat in moved.chats if isinstance(chat, types.Channel)]
        [gone] = [chat for chat in moved.chats if isinstance(chat, types.Chat)]
        assert new.megagroup and new.creator and new.title == "Koperasi" and not new.left
        assert gone.deactivated and gone.migrated_to.channel_id == new.id
        for one, other in zip(told, said):
            await soon(lambda: one and other, "both service messages")
            assert one[-1].message.action.channel_id == new.id
            action = other[-1].message.action
            assert isinstance(action, types.MessageActionChannelMigrateFrom) and action.chat_id == chat_id
            # Who hears of it gets the supergroup with it, as one who is in it.
            [chat] = [c for c in one[-1]._entities.values() if getattr(c, "megagroup", False)]
            assert not chat.left
        await fails(ayu(MESSAGES.MigrateChatRequest(chat_id)), "PEER_ID_INVALID")
    async with check("telethon finds the same people and rights in the supergroup"):
        people = await ayu.get_participants(new)
        roles = {p.first_name: type(p.participant).__name__ for p in people}
        assert roles == {"Ayu": "ChannelParticipantCreator", "Budi": "ChannelParticipantAdmin", "Citra": "ChannelParticipant"}
        full = (await ayu(functions.channels.GetFullChannelRequest(new))).full_chat
        assert full.about == "milik bersama" and full.migrated_from_chat_id == chat_id
        last = (await ayu.get_messages(old, limit=1))[0]
        assert full.migrated_from_max_id == last.id and isinstance(last.action, types.MessageActionChatMigrateTo)
        theirs = []
        for client in (budi, citra):
            [dialog] = [d for d in await client.get_dialogs() if d.name == "Koperasi" and d.is_channel]
            assert dialog.unread_count == 0 and dialog.entity.participants_count == 3, dialog.entity
            theirs.append((client, dialog))
        for client, dialog in theirs:
            hers = await client.send_message(dialog.entity, "sudah pindah")
            assert hers.id > 1
        assert [m.message for m in await ayu.get_messages(new, limit=2)] == ["sudah pindah", "sudah pindah"]
    async with check("telethon reads what was said in the old group, and can change nothing there"):
        assert "sebelum pindah" in await lines(ayu, old) and "sebelum pindah" in await lines(citra, old)
        assert (await ayu.get_messages(old, search="pindah", limit=5))[0].id == before.id
        await fails(citra.send_message(old, "masih ada orang?"), "CHAT_WRITE_FORBIDDEN")
        await fails(ayu(MESSAGES.EditChatTitleRequest(chat_id, "Lain")), "CHAT_ID_INVALID")
        await fails(ayu(MESSAGES.AddChatUserRequest(chat_id, to_citra, fwd_limit=0)), "USER_ALREADY_PARTICIPANT")
        [again] = (await citra(MESSAGES.GetChatsRequest([chat_id]))).chats
        assert again.deactivated and again.migrated_to.channel_id == new.id
        late = await sign_in(BUDI)
        seen = await late.get_dialogs()
        assert sorted(type(d.entity).__name__ for d in seen if d.name == "Koperasi") == ["Channel", "Chat"]
        await late.disconnect()


def ending(invite):
    """What a link ends with."""
    return invite.link.rsplit("+")[-1]


async def links(ayu, budi, citra, dewi, to_budi):
    """Links into a basic group: how people come by them, at once and when an admin lets them in."""
    made = await ayu(MESSAGES.CreateChatRequest([to_budi], "Ronda"))
    chat_id = made.updates.chats[0].id
    group, peer = types.PeerChat(chat_id), types.InputPeerChat(chat_id)
    await budi.get_dialogs()
    me = (await ayu.get_me()).id
    async with check("telethon gives out a link into a group, and somebody comes by it"):
        permanent = await ayu(MESSAGES.ExportChatInviteRequest(peer))
        assert permanent.permanent and permanent.admin_id == me
        await fails(budi(MESSAGES.ExportChatInviteRequest(peer)), "CHAT_ADMIN_REQUIRED")
        full = (await ayu(MESSAGES.GetFullChatRequest(chat_id))).full_chat
        assert full.exported_invite.link == permanent.link
        assert (await budi(MESSAGES.GetFullChatRequest(chat_id))).full_chat.exported_invite is None
        shown = await citra(MESSAGES.CheckChatInviteRequest(ending(permanent)))
        assert shown.title == "Ronda" and shown.participants_count == 2 and not shown.channel
        told = await collect(budi, events.ChatAction())
        joined = await citra(MESSAGES.ImportChatInviteRequest(ending(permanent)))
        joined = getattr(joined, "updates", joined)
        assert [one.id for one in getattr(joined, "chats", None) or joined.updates.chats] == [chat_id]
        await soon(lambda: told, "the service message")
        assert isinstance(told[0].action_message.action, types.MessageActionChatJoinedByLink)
        assert isinstance(await citra(MESSAGES.CheckChatInviteRequest(ending(permanent))), types.ChatInviteAlready)
        await fails(citra(MESSAGES.ImportChatInviteRequest(ending(permanent))), "USER_ALREADY_PARTICIPANT")
        came = await ayu(MESSAGES.GetChatInviteImportersRequest(peer, None, types.InputUserEmpty(), 10, link=permanent.link))
        assert [one.user_id for one in came.importers] == [(await citra.get_me()).id] and came.users
        await citra.send_message(group, "salam kenal")
    async with check("telethon sees that a link for one lets one in, and that an old one leads nowhere"):
        single = await ayu(MESSAGES.ExportChatInviteRequest(peer, usage_limit=1, title="satu"))
        await citra(MESSAGES.DeleteChatUserRequest(chat_id, types.InputUserSelf()))
        await citra(MESSAGES.ImportChatInviteRequest(ending(single)))
        await fails(dewi(MESSAGES.ImportChatInviteRequest(ending(single))), "INVITE_HASH_EXPIRED")
        seen = (await ayu(MESSAGES.GetExportedChatInviteRequest(peer, single.link))).invite
        assert seen.usage == 1 and seen.title == "satu"
        changed = await ayu(MESSAGES.EditExportedChatInviteRequest(peer, single.link, usage_limit=5, title="lima"))
        assert changed.invite.usage_limit == 5 and changed.invite.title == "lima"
        replaced = await ayu(MESSAGES.EditExportedChatInviteRequest(peer, permanent.link, revoked=True))
        assert replaced.new_invite.permanent and replaced.invite.revoked
        await fails(dewi(MESSAGES.ImportChatInviteRequest(ending(permanent))), "INVITE_HASH_EXPIRED")
        await fails(dewi(MESSAGES.ImportChatInviteRequest("tidakada")), "INVITE_HASH_INVALID")
        listed = await ayu(MESSAGES.GetExportedChatInvitesRequest(peer, types.InputUserSelf(), 10))
        assert {one.link for one in listed.invites} == {single.link, replaced.new_invite.link}
        [admin] = (await ayu(MESSAGES.GetAdminsWithInvitesRequest(peer))).admins
        assert (admin.invites_count, admin.revoked_invites_count) == (2, 1)
        await fails(citra(MESSAGES.GetAdminsWithInvitesRequest(peer)), "CHAT_ADMIN_REQUIRED")
        assert await ayu(MESSAGES.DeleteExportedChatInviteRequest(peer, permanent.link))
        await ayu(MESSAGES.EditExportedChatInviteRequest(peer, single.link, revoked=True))
        assert await ayu(MESSAGES.DeleteRevokedExportedChatInvitesRequest(peer, types.InputUserSelf()))
        assert not (await ayu(MESSAGES.GetExportedChatInvitesRequest(peer, types.InputUserSelf(), 10, revoked=True))).invites
    async with check("telethon lets nobody back in by a link who was made to leave"):
        await ayu(MESSAGES.DeleteChatUserRequest(chat_id, await ayu.get_input_entity((await citra.get_me()).id)))
        await fails(citra(MESSAGES.ImportChatInviteRequest(ending(replaced.new_invite))), "INVITE_HASH_EXPIRED")
    async with check("telethon asks to be let into a group, and an admin answers"):
        asking = await ayu(MESSAGES.ExportChatInviteRequest(peer, request_needed=True))
        pending = await raw(ayu, types.UpdatePendingJoinRequests)
        for _ in range(2):
            await fails(dewi(MESSAGES.ImportChatInviteRequest(ending(asking))), "INVITE_REQUEST_SENT")
        await soon(lambda: pending, "the request")
        dewi_id = (await dewi.get_me()).id
        assert pending[0].requests_pending == 1 and pending[0].recent_requesters == [dewi_id]
        full = (await ayu(MESSAGES.GetFullChatRequest(chat_id))).full_chat
        assert full.requests_pending == 1 and full.recent_requesters == [dewi_id]
        assert (await budi(MESSAGES.GetFullChatRequest(chat_id))).full_chat.requests_pending is None
        waiting = await ayu(MESSAGES.GetChatInviteImportersRequest(peer, None, types.InputUserEmpty(), 10, requested=True))
        assert [(one.user_id, one.requested) for one in waiting.importers] == [(dewi_id, True)]
        to_dewi = await ayu.get_input_entity(dewi_id)
        await fails(budi(MESSAGES.HideChatJoinRequestRequest(peer, types.InputUserSelf(), approved=True)), "CHAT_ADMIN_REQUIRED")
        await ayu(MESSAGES.HideChatJoinRequestRequest(peer, to_dewi, approved=False))
        await fails(ayu(MESSAGES.HideChatJoinRequestRequest(peer, to_dewi, approved=True)), "HIDE_REQUESTER_MISSING")
        await fails(dewi(MESSAGES.ImportChatInviteRequest(ending(asking))), "INVITE_REQUEST_SENT")
        told, own = await raw(budi, types.UpdateNewMessage), await raw(dewi, types.UpdateNewMessage)
        await ayu(MESSAGES.HideAllChatJoinRequestsRequest(peer, approved=True))
        await soon(lambda: told and own, "the service message")
        assert isinstance(told[-1].message.action, types.MessageActionChatJoinedByRequest)
        assert told[-1].message.from_id.user_id == dewi_id and own[-1].message.out
        await dewi.send_message(group, "terima kasih")
        full = (await ayu(MESSAGES.GetFullChatRequest(chat_id))).full_chat
        assert full.requests_pending is None and len(full.participants.participants) == 3
        came = await ayu(MESSAGES.GetChatInviteImportersRequest(peer, None, types.InputUserEmpty(), 10, link=asking.link))
        assert [(one.user_id, one.approved_by) for one in came.importers] == [(dewi_id, me)]


COMMUNITIES, CHANNELS = functions.communities, functions.channels


def place(chat):
    """A channel or community as its methods name it."""
    return types.InputChannel(chat.id, chat.access_hash)


def named(chats, id):
    """The one with this id among the chats of an answer."""
    [chat] = [chat for chat in chats if chat.id == id]
    return chat


async def communities(ayu, ayu_two, budi, citra, dewi):
    """Communities: who is in one finds the chats that it shows, and no others."""
    ids = [(await client.get_me()).id for client in (ayu, budi, citra, dewi)]
    to_budi, to_dewi = await ayu.get_input_entity(ids[1]), await ayu.get_input_entity(ids[3])

    async def chat(client, title, *people, **kind):
        made = (await client(CHANNELS.CreateChannelRequest(title, "", **(kind or {"megagroup": True})))).chats[0]
        if people:
            await client(CHANNELS.InviteToChannelRequest(place(made), list(people)))
        return made

    async def own(client):
        return {c.id: c for c in (await client(COMMUNITIES.GetJoinedCommunitiesRequest())).chats}

    async def full(client, community):
        return await client(CHANNELS.GetFullChannelRequest(place(community)))

    async def listed(client, community):
        return {p.peer.channel_id: p for p in (await full(client, community)).full_chat.linked_peers}

    market, kitchen = await chat(ayu, "Pasar", to_budi, to_dewi), await chat(ayu, "Dapur", to_dewi)
    office, news = await chat(ayu, "Kantor"), await chat(ayu, "Warta", broadcast=True)
    await budi.get_dialogs()
    async with check("telethon makes a community around a group, and who is in the group is in it"):
        said, changed = await raw(budi, types.UpdateNewChannelMessage), await raw(ayu_two, types.UpdateChannel)
        create = lambda peer, title="Kampung": COMMUNITIES.CreateRequest(title, peer, about="semua")
        await fails(budi(create(await budi.get_input_entity(market.id))), "CHAT_ADMIN_REQUIRED")
        await fails(ayu(create(await ayu.get_input_entity(market.id), " ")), "CHAT_TITLE_EMPTY")
        made = await ayu(create(await ayu.get_input_entity(market.id)))
        [community] = [c for c in made.chats if isinstance(c, types.Community)]
        assert community.creator and not community.left and community.title == "Kampung" and community.access_hash
        assert community.admin_rights.manage_linked_peers and named(made.chats, market.id).linked_community_id == community.id
        await soon(lambda: [u for u in said if isinstance(u.message.action, types.MessageActionChangeCommunity)], "the message")
        assert said[-1].message.action.community_id == community.id
        await soon(lambda: [u for u in changed if u.channel_id == community.id], "the community on the second device")
        theirs = (await own(budi))[community.id]
        assert not theirs.creator and not theirs.left and theirs.admin_rights is None
        assert theirs.access_hash != community.access_hash
        assert not await own(citra) and list(await own(ayu)) == [community.id]
        await fails(ayu(create(await ayu.get_input_entity(market.id))), "CHAT_LINK_EXISTS")
    async with check("telethon brings chats into a community, and hidden ones are shown to admins alone"):
        link = lambda peer, **how: COMMUNITIES.TogglePeerLinkRequest(place(community), peer, **how)
        assert await ayu(link(await ayu.get_input_entity(kitchen.id), visible=True))
        assert await ayu(link(await ayu.get_input_entity(office.id), hidden=True))
        assert await ayu(link(await ayu.get_input_entity(news.id), visible=True))
        await fails(ayu(link(await ayu.get_input_entity(news.id), visible=True)), "CHAT_NOT_MODIFIED")
        # A basic group becomes a supergroup on its way.
        plain = (await ayu(MESSAGES.CreateChatRequest([to_budi], "Ronda Malam"))).updates.chats[0]
        assert await ayu(link(types.InputPeerChat(plain.id), hidden=True))
        [became] = [c for c in (await full(ayu, community)).chats if c.title == "Ronda Malam"]
        assert became.megagroup and became.creator
        assert await budi(COMMUNITIES.GetJoinedCommunitiesRequest()) and became.id in await listed(budi, theirs)
        assert await ayu(link(await ayu.get_input_entity(became.id), deleted=True))
        await fails(ayu(link(await ayu.get_input_entity(became.id), deleted=True)), "CHAT_NOT_MODIFIED")
        mine = await listed(ayu, community)
        assert set(mine) == {market.id, kitchen.id, office.id, news.id}
        assert [mine[c.id].visible for c in (market, kitchen, office)] == [True, True, False]
        page = await full(budi, theirs)
        shown = {p.peer.channel_id: p for p in page.full_chat.linked_peers}
        assert set(shown) == {market.id, kitchen.id, news.id} and page.full_chat.about == "semua"
        assert shown[market.id].can_view_history and not shown[kitchen.id].can_view_history
        assert office.id not in [c.id for c in page.chats] and page.full_chat.admins_count is None
        door = named(page.chats, kitchen.id)
        assert door.title == "Dapur" and door.left and not door.min and door.linked_community_id == community.id
    async with check("telethon comes into a chat by its community, and reads it only then"):
        told = await raw(dewi, types.UpdateNewChannelMessage)
        history = MESSAGES.GetHistoryRequest(types.InputPeerChannel(door.id, door.access_hash), 0, None, 0, 10, 0, 0, 0)
        await fails(budi(history), "CHANNEL_PRIVATE")
        await budi(CHANNELS.JoinChannelRequest(place(door)))
        assert (await budi(history)).messages
        via = types.MessageActionChatJoinedViaCommunity
        await soon(lambda: [u for u in told if isinstance(u.message.action, via)], "who came")
        assert told[-1].message.action.community_id == community.id
        hers = named((await full(ayu, community)).chats, office.id)
        forged = types.InputChannel(office.id, hers.access_hash)
        await fails(budi(CHANNELS.JoinChannelRequest(forged)), "CHANNEL_INVALID")
        # Who is in none of the chats has nothing that opens it, and no method does.
        for request in (
            CHANNELS.GetFullChannelRequest(place(theirs)),
            COMMUNITIES.GetPeerLinkRequestsRequest(place(theirs), "", 10),
            CHANNELS.EditTitleRequest(place(theirs), "Milikku"),
            CHANNELS.DeleteChannelRequest(place(theirs)),
        ):
            await fails(citra(request), "CHANNEL_INVALID")
        for request in (
            CHANNELS.EditTitleRequest(place(theirs), "Milikku"),
            CHANNELS.DeleteChannelRequest(place(theirs)),
            COMMUNITIES.GetPeerLinkRequestsRequest(place(theirs), "", 10),
            COMMUNITIES.ToggleParticipantBannedRequest(place(theirs), await budi.get_input_entity(ids[3])),
            COMMUNITIES.TogglePeerLinkRequest(place(theirs), await budi.get_input_entity(market.id), deleted=True),
        ):
            await fails(budi(request), "CHAT_ADMIN_REQUIRED")
        # It is no chat.
        room = types.InputPeerChannel(theirs.id, theirs.access_hash)
        await fails(budi(MESSAGES.SendMessageRequest(room, "halo?", random_id=5)), "CHANNEL_INVALID")
        await fails(budi(CHANNELS.JoinChannelRequest(place(theirs))), "CHANNEL_INVALID")
    async with check("telethon asks that a chat comes into a community, and an admin answers"):
        stall, boat, net = await chat(budi, "Warung"), await chat(budi, "Perahu"), await chat(budi, "Jala")
        peers = [await budi.get_input_entity(one.id) for one in (stall, boat, net)]
        ask = lambda peer, **how: COMMUNITIES.TogglePeerLinkRequest(place(theirs), peer, **(how or {"visible": True}))
        assert await budi(ask(peers[0])) and stall.id in await listed(ayu, community)
        room = types.InputPeerChannel(community.id, community.access_hash)
        closed = types.ChatBannedRights(until_date=None, manage_linked_peers=True)
        done = await ayu(MESSAGES.EditChatDefaultBannedRightsRequest(room, closed))
        assert done.chats[0].default_banned_rights.manage_linked_peers
        pending = await raw(ayu, types.UpdatePendingJoinRequests)
        for peer in peers[1:]:
            await fails(budi(ask(peer)), "COMMUNITY_REQUEST_CREATED")
        await soon(lambda: [u for u in pending if u.requests_pending == 2], "the requests")
        assert pending[-1].peer.channel_id == community.id and pending[-1].recent_requesters[0] == ids[1]
        assert (await full(ayu, community)).full_chat.peer_link_requests_pending == 2
        assert (await full(budi, theirs)).full_chat.peer_link_requests_pending is None
        first = await ayu(COMMUNITIES.GetPeerLinkRequestsRequest(place(community), "", 1))
        second = await ayu(COMMUNITIES.GetPeerLinkRequestsRequest(place(community), first.next_offset, 1))
        assert (first.total_count, second.next_offset) == (2, None)
        assert [r.requests[0].peer.channel_id for r in (first, second)] == [net.id, boat.id]
        assert first.requests[0].requested_by == ids[1] == first.users[0].id and first.requests[0].visible
        waits = named(first.chats, net.id)
        assert waits.title == "Jala" and not waits.min
        answer = lambda chat, **how: COMMUNITIES.TogglePeerLinkRequestApprovalRequest(
            place(community), types.InputPeerChannel(chat.id, chat.access_hash), **how
        )
        assert await ayu(answer(waits, reject=True))
        await fails(ayu(answer(waits)), "HIDE_REQUESTER_MISSING")
        assert await ayu(COMMUNITIES.ToggleAllPeerLinkRequestApprovalRequest(place(community)))
        assert set(await listed(ayu, community)) & {boat.id, net.id} == {boat.id}
        assert (await budi.get_messages(boat, limit=1))[0].action.community_id == community.id
        await fails(budi(ask(peers[2])), "COMMUNITY_REQUEST_CREATED")
        assert await budi(ask(peers[2], deleted=True)) and await budi(ask(peers[0], deleted=True))
        assert stall.id not in await listed(ayu, community)
        assert (await budi.get_messages(stall, limit=1))[0].action.community_id is None
    async with check("telethon changes a community and gives rights in it, also to who is away"):
        editor = types.ChatAdminRights(change_info=True)
        await fails(budi(CHANNELS.EditAdminRequest(place(theirs), types.InputUserSelf(), editor, "")), "CHAT_ADMIN_REQUIRED")
        state = await budi(functions.updates.GetStateRequest())
        await ayu(CHANNELS.EditAdminRequest(place(community), to_budi, editor, "penulis"))
        await ayu(CHANNELS.EditTitleRequest(place(community), "Kampung Baru"))
        assert await ayu(MESSAGES.EditChatAboutRequest(room, "semua orang"))
        missed = await budi(functions.updates.GetDifferenceRequest(state.pts, state.date, state.qts))
        assert community.id in [u.channel_id for u in missed.other_updates if isinstance(u, types.UpdateChannel)]
        seen = named(missed.chats, community.id)
        assert seen.title == "Kampung Baru" and seen.admin_rights.change_info and not seen.admin_rights.ban_users
        uploaded = await budi.upload_file(png(64, 64), file_name="kampung.png")
        await budi(CHANNELS.EditPhotoRequest(place(theirs), types.InputChatUploadedPhoto(uploaded)))
        page = await full(dewi, (await own(dewi))[community.id])
        assert page.full_chat.chat_photo.sizes and page.full_chat.about == "semua orang"
        photo = named(page.chats, community.id).photo
        room_of_dewi = types.InputPeerChannel(community.id, named(page.chats, community.id).access_hash)
        small = types.InputPeerPhotoFileLocation(room_of_dewi, photo.photo_id)
        assert len(await dewi.download_file(small)) > 50
        await fails(budi(CHANNELS.EditAdminRequest(place(theirs), await budi.get_input_entity(ids[3]), editor, "")), "CHAT_ADMIN_REQUIRED")
        admins = await budi(CHANNELS.GetParticipantsRequest(place(theirs), types.ChannelParticipantsAdmins(), 0, 10, 0))
        assert {p.user_id: getattr(p, "rank", None) for p in admins.participants} == {ids[0]: None, ids[1]: "penulis"}
        one = await budi(CHANNELS.GetParticipantRequest(place(theirs), types.InputPeerSelf()))
        assert isinstance(one.participant, types.ChannelParticipantAdmin) and one.participant.is_self
        await ayu(CHANNELS.EditAdminRequest(place(community), to_budi, types.ChatAdminRights(), ""))
        assert (await own(budi))[community.id].admin_rights is None
    async with check("telethon shows the chats of a community as one, searches and mutes them together"):
        await budi(COMMUNITIES.ToggleCommunityCollapsedInDialogsRequest(place(theirs), collapsed=True))
        late = await sign_in(BUDI)
        assert (await own(late))[community.id].collapsed_in_dialogs and not (await own(ayu))[community.id].collapsed_in_dialogs
        assert {"Pasar", "Dapur"} <= {d.name for d in await late.get_dialogs()}
        await late.disconnect()
        mute = types.InputPeerNotifySettings(mute_until=2_000_000_000)
        heard = await raw(ayu_two, types.UpdateNotifySettings)
        assert await ayu(functions.account.UpdateNotifySettingsRequest(types.InputNotifyCommunity(place(community)), mute))
        await soon(lambda: heard, "the setting")
        assert heard[0].peer == types.NotifyCommunity(community.id) and heard[0].notify_settings.mute_until
        await ayu.send_message(market, "ikan segar")
        other = await chat(ayu, "Lain")
        await ayu.send_message(other, "ikan segar")
        find = lambda where: MESSAGES.SearchGlobalRequest(
            "ikan", types.InputMessagesFilterEmpty(), None, None, 0, types.InputPeerEmpty(), 0, 10, community=where
        )
        found = [m.peer_id.channel_id for m in (await ayu(find(place(community)))).messages]
        assert found == [market.id] and len((await ayu(find(None))).messages) == 2
        free = await ayu(CHANNELS.GetAdminedPublicChannelsRequest(for_community_peer=True))
        assert other.id in [c.id for c in free.chats] and market.id not in [c.id for c in free.chats]
    async with check("telethon throws somebody out of a community, and thereby of all its chats"):
        for_dewi = (await own(dewi))[community.id]
        joined = await ayu(COMMUNITIES.GetParticipantJoinedChatsRequest(place(community), to_dewi))
        assert set(joined.joined_chat_ids) == {market.id, kitchen.id} and not joined.creator_chat_ids
        ban = lambda who, **how: COMMUNITIES.ToggleParticipantBannedRequest(place(community), who, **how)
        changed = await raw(dewi, types.UpdateChannel)
        assert await ayu(ban(to_dewi)) and await ayu(ban(to_dewi))
        await soon(lambda: {community.id, market.id, kitchen.id} <= {u.channel_id for u in changed}, "what is lost")
        assert not await own(dewi)
        await fails(dewi(CHANNELS.GetFullChannelRequest(place(for_dewi))), "USER_BANNED_IN_CHANNEL")
        [gone] = (await dewi(CHANNELS.GetChannelsRequest([place(for_dewi)]))).chats
        assert isinstance(gone, types.CommunityForbidden)
        for lost in (market, kitchen):
            seen = [d for d in await dewi.get_dialogs() if d.entity.id == lost.id and not getattr(d.entity, "left", True)]
            assert not seen
        back = await ayu(MESSAGES.ExportChatInviteRequest(await ayu.get_input_entity(market.id)))
        await fails(dewi(MESSAGES.ImportChatInviteRequest(ending(back))), "USER_BANNED_IN_CHANNEL")
        refused = await ayu(CHANNELS.InviteToChannelRequest(place(market), [to_dewi]))
        assert [m.user_id for m in refused.missing_invitees] == [ids[3]]
        kicked = await ayu(CHANNELS.GetParticipantsRequest(place(community), types.ChannelParticipantsKicked("dew"), 0, 10, 0))
        assert [p.peer.user_id for p in kicked.participants] == [ids[3]]
        assert (await full(ayu, community)).full_chat.kicked_count == 1
        assert await ayu(ban(to_dewi, unban=True))
        await fails(ayu(ban(to_dewi, unban=True)), "USER_NOT_PARTICIPANT")
        await dewi(MESSAGES.ImportChatInviteRequest(ending(back)))
        assert list(await own(dewi)) == [community.id]
        # Chats of his own go with him.
        joined = await ayu(COMMUNITIES.GetParticipantJoinedChatsRequest(place(community), to_budi))
        assert joined.creator_chat_ids == [boat.id]
        assert await ayu(ban(to_budi)) and boat.id not in await listed(ayu, community)
        assert (await budi.get_messages(boat, limit=1))[0].action.community_id is None
    async with check("telethon deletes a community, and its chats stay"):
        await fails(dewi(CHANNELS.DeleteChannelRequest(place((await own(dewi))[community.id]))), "CHAT_ADMIN_REQUIRED")
        told = await raw(dewi, types.UpdateNewChannelMessage)
        deleted = await ayu(CHANNELS.DeleteChannelRequest(place(community)))
        assert isinstance(named(deleted.chats, community.id), types.CommunityForbidden)
        await soon(lambda: [u for u in told if isinstance(u.message.action, types.MessageActionChangeCommunity)], "the end")
        assert told[-1].message.action.community_id is None
        assert not await own(ayu) and not await own(dewi)
        [left] = (await ayu(CHANNELS.GetChannelsRequest([place(market)]))).chats
        assert left.linked_community_id is None and left.title == "Pasar"
        await fails(ayu(CHANNELS.GetFullChannelRequest(place(community))), "CHANNEL_INVALID")


if __name__ == "__main__":
    import asyncio

    asyncio.run(main())
