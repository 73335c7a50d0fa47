"""Telethon's round of reactions: two people, one of them with two devices."""

import asyncio

from harness import check, finish, soon
from telethon import errors, functions, types
from telethon_people import befriend, sign_in, sign_up

AYU, BUDI = "+15550011001", "+15550011002"
HEART, FIRE = types.ReactionEmoji("\u2764"), types.ReactionEmoji("\U0001f525")


def hear(client, kind):
    """A list that fills with the client's raw updates of this kind."""
    seen = []

    async def handler(update):
        if isinstance(update, kind):
            seen.append(update)

    client.add_event_handler(handler)
    return seen


def shown(message):
    """What a message shows: emoji and count."""
    return {r.reaction.emoticon: r.count for r in message.reactions.results} if message.reactions else {}


async def refused(request, name):
    try:
        await request
    except errors.RPCError as error:
        # Telethon gives the names it knows classes of their own.
        known = type(error).__name__.upper() == name.replace("_", "") + "ERROR"
        assert known or error.message == name, f"{error!r} in place of {name}"
    else:
        raise AssertionError(f"was not refused with {name}")


def react(peer, message, *reactions, **more):
    return functions.messages.SendReactionRequest(peer, message, reaction=list(reactions), **more)


async def main():
    async with check("telethon signs three devices of two people in"):
        ayu, budi = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi")
        ayu_two = await sign_in(AYU)
        to_budi = await ayu.get_input_entity(await befriend(ayu, BUDI, "Budi"))
        to_ayu = await budi.get_input_entity(await befriend(budi, AYU, "Ayu"))
        there = await ayu_two.get_input_entity(await befriend(ayu_two, BUDI, "Budi"))
    async with check("telethon reacts, and the author's devices hear it at once"):
        heard, edits = hear(ayu, types.UpdateMessageReactions), hear(ayu_two, types.UpdateEditMessage)
        sent = await ayu.send_message(to_budi, "what do you think?")
        mine = (await budi.get_messages(to_ayu, limit=1))[0]
        answer = await budi(react(to_ayu, mine.id, HEART, big=True, add_to_recent=True))
        assert any(isinstance(u, types.UpdateEditMessage) for u in answer.updates)
        await soon(lambda: heard and edits, "the reaction")
        assert heard[0].msg_id == sent.id and heard[0].reactions.results[0].reaction == HEART
        recent = heard[0].reactions.recent_reactions[0]
        assert recent.big and recent.unread and not recent.my
        assert edits[0].message.edit_hide and shown(edits[0].message) == {HEART.emoticon: 1}
    async with check("telethon sees the reaction on the message, and counts it as new until it is read"):
        assert shown((await ayu_two.get_messages(there, limit=1))[0]) == {HEART.emoticon: 1}
        dialogs = await ayu(functions.messages.GetPeerDialogsRequest([types.InputDialogPeer(to_budi)]))
        assert dialogs.dialogs[0].unread_reactions_count == 1
        unread = await ayu(functions.messages.GetUnreadReactionsRequest(to_budi, 0, 0, 10, 0, 0))
        assert [m.id for m in unread.messages] == [sent.id]
        read = hear(ayu_two, types.UpdateReadMessagesContents)
        await ayu(functions.messages.ReadReactionsRequest(to_budi))
        await soon(lambda: read, "that it was read")
        assert read[0].messages == [sent.id]
        dialogs = await ayu(functions.messages.GetPeerDialogsRequest([types.InputDialogPeer(to_budi)]))
        assert dialogs.dialogs[0].unread_reactions_count == 0
    async with check("telethon gives several reactions, lists them and takes them back"):
        await budi(react(to_ayu, mine.id, HEART, FIRE))
        await ayu(react(to_budi, sent.id, FIRE))
        update = (await budi(functions.messages.GetMessagesReactionsRequest(to_ayu, [mine.id]))).updates[0]
        results = {r.reaction.emoticon: (r.count, r.chosen_order) for r in update.reactions.results}
        assert results == {FIRE.emoticon: (2, 1), HEART.emoticon: (1, 0)}
        listed = await ayu(functions.messages.GetMessageReactionsListRequest(to_budi, sent.id, limit=2))
        rest = await ayu(
            functions.messages.GetMessageReactionsListRequest(to_budi, sent.id, limit=2, offset=listed.next_offset)
        )
        assert listed.count == 3 and len(listed.reactions) == 2 and len(rest.reactions) == 1 and not rest.next_offset
        only = await ayu(functions.messages.GetMessageReactionsListRequest(to_budi, sent.id, limit=9, reaction=FIRE))
        assert only.count == 2 and sum(bool(r.my) for r in only.reactions) == 1
        await ayu(functions.messages.ReadMessageContentsRequest([sent.id]))
        await budi(react(to_ayu, mine.id))
        assert shown((await ayu.get_messages(to_budi, limit=1))[0]) == {FIRE.emoticon: 1}
    async with check("telethon catches up on a reaction, and an edit is shown as one"):
        await ayu_two.disconnect()
        await budi(react(to_ayu, mine.id, HEART))
        await ayu.edit_message(to_budi, sent.id, "what do you think now?")
        caught = hear(ayu_two, types.UpdateEditMessage)
        await ayu_two.connect()
        await ayu_two.catch_up()
        await soon(lambda: caught, "the message as it is now")
        message = caught[-1].message
        assert message.message == "what do you think now?" and not message.edit_hide
        assert shown(message) == {FIRE.emoticon: 1, HEART.emoticon: 1}
    async with check("telethon is refused reactions that are none"):
        await refused(ayu(react(to_budi, sent.id, types.ReactionEmoji("A"))), "REACTION_INVALID")
        await refused(ayu(react(to_budi, sent.id, types.ReactionCustomEmoji(5))), "REACTION_INVALID")
        await refused(ayu(react(to_budi, sent.id, types.ReactionEmpty())), "REACTION_EMPTY")
        await refused(ayu(react(to_budi, sent.id + 1000, HEART)), "MESSAGE_ID_INVALID")
        await refused(ayu(react(to_budi, sent.id, FIRE)), "MESSAGE_NOT_MODIFIED")
        many = [types.ReactionEmoji(emoji) for emoji in "\U0001f44d\U0001f44e\U0001f525\U0001f44f"]
        await refused(ayu(react(to_budi, sent.id, *many)), "REACTIONS_TOO_MANY")
        assert shown((await ayu.get_messages(to_budi, limit=1))[0])[FIRE.emoticon] == 1
    async with check("telethon knows which reactions there are, its own and its favourite"):
        known = await ayu(functions.messages.GetAvailableReactionsRequest(0))
        assert len(known.reactions) > 60 and known.reactions[0].static_icon.mime_type == "image/webp"
        again = await ayu(functions.messages.GetAvailableReactionsRequest(known.hash))
        assert isinstance(again, types.messages.AvailableReactionsNotModified)
        assert (await budi(functions.messages.GetRecentReactionsRequest(9, 0))).reactions == [HEART]
        top = await ayu(functions.messages.GetTopReactionsRequest(3, 0))
        assert top.reactions[0] == FIRE and len(top.reactions) == 3
        assert await budi(functions.messages.ClearRecentReactionsRequest())
        assert (await budi(functions.messages.GetRecentReactionsRequest(9, 0))).reactions == []
        assert (await ayu(functions.help.GetConfigRequest())).reactions_default == HEART
        assert await ayu(functions.messages.SetDefaultReactionRequest(FIRE))
        assert (await ayu_two(functions.help.GetConfigRequest())).reactions_default == FIRE
        await refused(ayu(functions.messages.SetDefaultReactionRequest(types.ReactionEmoji("A"))), "REACTION_INVALID")
    async with check("telethon reacts with custom emoji, and finds them in lists, counters and the pictures"):
        emoji_sets = await ayu(functions.messages.GetEmojiStickersRequest(0))
        named = types.InputStickerSetID(emoji_sets.sets[0].id, emoji_sets.sets[0].access_hash)
        documents = (await ayu(functions.messages.GetStickerSetRequest(named, 0))).documents
        dove, letter = (types.ReactionCustomEmoji(document.id) for document in documents[:2])
        other = await ayu.send_message(to_budi, "with pictures")
        theirs = (await budi.get_messages(to_ayu, limit=1))[0]
        heard = hear(ayu, types.UpdateMessageReactions)
        await budi(react(to_ayu, theirs.id, dove, HEART, add_to_recent=True))
        await soon(lambda: heard, "the custom reaction")
        assert [r.reaction for r in heard[0].reactions.results] == [dove, HEART]
        assert {r.reaction.to_json() for r in heard[0].reactions.recent_reactions} == {dove.to_json(), HEART.to_json()}
        await ayu(react(to_budi, other.id, dove))
        now = (await budi.get_messages(to_ayu, ids=theirs.id)).reactions
        assert [(r.reaction, r.count) for r in now.results] == [(dove, 2), (HEART, 1)]
        only = await ayu(functions.messages.GetMessageReactionsListRequest(to_budi, other.id, limit=9, reaction=dove))
        assert only.count == 2 and all(r.reaction == dove for r in only.reactions)
        drawn = await budi(functions.messages.GetCustomEmojiDocumentsRequest([dove.document_id, 5]))
        assert [document.id for document in drawn] == [dove.document_id], "a wrong id is left out"
        recent = (await budi(functions.messages.GetRecentReactionsRequest(9, 0))).reactions
        assert recent == [dove, HEART], recent
        assert (await budi(functions.messages.GetTopReactionsRequest(200, 0))).reactions.count(dove) == 1
        for wrong in (types.ReactionCustomEmoji(5), types.ReactionCustomEmoji(sent.id), types.ReactionPaid()):
            await refused(ayu(react(to_budi, other.id, wrong)), "REACTION_INVALID")
        statuses = await ayu(functions.messages.GetStickerSetRequest(types.InputStickerSetEmojiDefaultStatuses(), 0))
        assert statuses.set.id == emoji_sets.sets[0].id
    async with check("a group and a supergroup take custom emoji where their admins let them"):
        allow = functions.messages.SetChatAvailableReactionsRequest
        made = await ayu(functions.messages.CreateChatRequest([to_budi], "Gambar"))
        group = types.InputPeerChat(getattr(made, "updates", made).chats[0].id)
        made = await ayu(functions.channels.CreateChannelRequest("Gambar", "", megagroup=True))
        channel = await ayu.get_input_entity(made.chats[0])
        for chat in (group, channel):
            sent_there = await ayu.send_message(chat, "here")
            full = functions.channels.GetFullChannelRequest(chat) if chat is channel else functions.messages.GetFullChatRequest(chat.chat_id)
            async def allowed():
                return (await ayu(full)).full_chat.available_reactions
            assert (await allowed()).allow_custom
            await ayu(react(chat, sent_there.id, dove))
            assert [r.reaction for r in (await ayu.get_messages(chat, ids=sent_there.id)).reactions.results] == [dove]
            await ayu(allow(chat, types.ChatReactionsAll()))
            assert not (await allowed()).allow_custom
            await refused(ayu(react(chat, sent_there.id, letter)), "REACTION_INVALID")
            await ayu(react(chat, sent_there.id, FIRE))
            await ayu(allow(chat, types.ChatReactionsSome([letter, HEART])))
            assert (await allowed()).reactions == [letter, HEART]
            await refused(ayu(react(chat, sent_there.id, dove)), "REACTION_INVALID")
            await ayu(react(chat, sent_there.id, letter))
            await refused(ayu(allow(chat, types.ChatReactionsSome([types.ReactionCustomEmoji(5)]))), "REACTION_INVALID")
    async with check("telethon sets whose reactions it wants to hear of"):
        settings = await ayu(functions.account.GetReactionsNotifySettingsRequest())
        assert isinstance(settings.messages_notify_from, types.ReactionNotificationsFromContacts)
        settings.messages_notify_from, settings.show_previews = types.ReactionNotificationsFromAll(), False
        await ayu(functions.account.SetReactionsNotifySettingsRequest(settings))
        settings = await ayu_two(functions.account.GetReactionsNotifySettingsRequest())
        assert isinstance(settings.messages_notify_from, types.ReactionNotificationsFromAll)
        assert not settings.show_previews
    async with check("telethon tags what it has saved and finds it by the tag"):
        me = await ayu.get_input_entity("me")
        kept = await ayu.send_message("me", "a recipe")
        await ayu.send_message("me", "something else")
        tags = hear(ayu_two, types.UpdateSavedReactionTags)
        await ayu(react(me, kept.id, FIRE))
        assert (await ayu.get_messages("me", ids=kept.id)).reactions.reactions_as_tags
        await ayu(functions.messages.UpdateSavedReactionTagRequest(FIRE, title="cooking"))
        await soon(lambda: tags, "the tag's name on the other device")
        listed = (await ayu(functions.messages.GetSavedReactionTagsRequest(0))).tags
        assert [(t.reaction, t.title, t.count) for t in listed] == [(FIRE, "cooking", 1)]
        found = await ayu(
            functions.messages.SearchRequest(
                types.InputPeerSelf(), "", types.InputMessagesFilterEmpty(), None, None, 0, 0, 10, 0, 0, 0,
                saved_reaction=[FIRE],
            )
        )
        assert [m.id for m in found.messages] == [kept.id]
    for client in (ayu, ayu_two, budi):
        await client.disconnect()


asyncio.run(main())
finish()
