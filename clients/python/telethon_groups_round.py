"""The round of Telethon in a basic group: four people, one of them with two devices and one with a habit of leaving."""

from datetime import timedelta

from harness import check, finish, soon
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


if __name__ == "__main__":
    import asyncio

    asyncio.run(main())
