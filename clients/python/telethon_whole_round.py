"""Telethon's round of what makes private chats whole: answers to messages of other chats, parts of saved messages,
polls that close by themselves, birthdays, folders that cannot be shared, and histories brought from another messenger."""

import asyncio
import datetime

from harness import Server, check, finish, soon
from pictures import noise, png
from telethon import functions, types
from telethon_people import befriend, fails, sign_in, sign_up

AYU, BUDI, CITRA = "+15550013001", "+15550013002", "+15550013003"


def hear(client, kind):
    """A list that fills with the client's raw updates of this kind."""
    seen = []

    async def handler(update):
        if isinstance(update, kind):
            seen.append(update)

    client.add_event_handler(handler)
    return seen


async def newest(client, peer):
    return (await client.get_messages(peer, limit=1))[0]


def answer(to, text, message, of, **more):
    """A message that answers one of another chat."""
    reply = types.InputReplyToMessage(message.id, reply_to_peer_id=of, **more)
    return functions.messages.SendMessageRequest(to, text, reply_to=reply)


async def answers(ayu, budi, citra, to_budi, to_citra, to_ayu, from_ayu):
    async with check("telethon answers a message of another chat, and its words go along"):
        await budi.send_message(to_ayu, "the train leaves at **nine**")
        there = await newest(ayu, to_budi)
        await ayu(answer(to_citra, "is that ours?", there, to_budi))
        seen = await newest(citra, from_ayu)
        header = seen.reply_to
        assert header.reply_from.from_id.user_id == (await budi.get_me()).id and header.reply_from.date
        assert header.quote_text == "the train leaves at nine" and not header.quote
        assert isinstance(header.quote_entities[0], types.MessageEntityBold)
        # Where it stands is the author's to know.
        assert header.reply_to_msg_id is None and header.reply_to_peer_id is None
        own = (await newest(ayu, to_citra)).reply_to
        assert own.reply_to_msg_id == there.id and own.reply_to_peer_id.user_id == to_budi.user_id
    async with check("telethon quotes a part of a message of another chat"):
        await ayu(answer(to_citra, "then", there, to_budi, quote_text="at nine", quote_offset=17))
        header = (await newest(citra, from_ayu)).reply_to
        assert header.quote and header.quote_text == "at nine" and header.quote_offset == 17
        await fails(ayu(answer(to_citra, "no", there, to_budi, quote_text="at ten")), "QUOTE_TEXT_INVALID")
    async with check("telethon may not answer elsewhere what it does not see or may not tell"):
        await fails(ayu(answer(to_citra, "no", there, to_citra)), "REPLY_MESSAGE_ID_INVALID")
        kept = await budi(functions.messages.SendMessageRequest(to_ayu, "between us", noforwards=True))
        there_too = await newest(ayu, to_budi)
        assert kept and there_too.noforwards
        await fails(ayu(answer(to_citra, "no", there_too, to_budi)), "CHAT_FORWARDS_RESTRICTED")
    async with check("telethon's answer names nobody who does not want to be found through forwards"):
        key = types.InputPrivacyKeyForwards()
        await budi(functions.account.SetPrivacyRequest(key, [types.InputPrivacyValueDisallowAll()]))
        await ayu(answer(to_citra, "who?", there, to_budi))
        header = (await newest(citra, from_ayu)).reply_to
        assert header.reply_from.from_id is None and header.reply_from.from_name == "Budi Telethon"
        await budi(functions.account.SetPrivacyRequest(key, [types.InputPrivacyValueAllowAll()]))
    async with check("telethon's answer to another chat waits for its time like any other"):
        soon_after = (await ayu(functions.help.GetConfigRequest())).date
        request = answer(to_citra, "later", there, to_budi)
        request.schedule_date = soon_after.replace(year=soon_after.year + 1)
        told = (await ayu(request)).updates
        (message,) = [u.message for u in told if isinstance(u, types.UpdateNewScheduledMessage)]
        assert message.reply_to.reply_from and message.reply_to.reply_to_msg_id == there.id
        await ayu(functions.messages.SendScheduledMessagesRequest(to_citra, [message.id]))
        assert (await newest(citra, from_ayu)).reply_to.quote_text == "the train leaves at nine"


async def saved(ayu, ayu_two, to_budi, to_citra):
    myself = types.InputPeerSelf()
    async with check("telethon sees saved messages by whom they are from"):
        await ayu.send_message("me", "a note")
        of_budi = (await ayu.get_messages(to_budi, search="train"))[0]
        of_citra = (await ayu.get_messages(to_citra, search="ours"))[0]
        await ayu.forward_messages("me", of_budi)
        await ayu.forward_messages("me", of_citra)
        request = lambda **more: functions.messages.GetSavedDialogsRequest(
            offset_date=None, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=10, hash=0, **more
        )
        all_parts = await ayu(request())
        parts = [part.peer.user_id for part in all_parts.dialogs]
        assert parts == [to_citra.user_id, to_budi.user_id, (await ayu.get_me()).id], parts
        assert len(all_parts.messages) == 3 and {u.id for u in all_parts.users} >= set(parts)
        first = request()
        first.limit = 1
        page = await ayu(first)
        assert isinstance(page, types.messages.SavedDialogsSlice) and page.count == 3
        rest = request()
        rest.offset_id = page.dialogs[0].top_message
        assert len((await ayu(rest)).dialogs) == 2
    async with check("telethon reads one part of saved messages"):
        request = functions.messages.GetSavedHistoryRequest(to_budi, 0, None, 0, 10, 0, 0, 0)
        history = await ayu(request)
        assert [m.message for m in history.messages] == ["the train leaves at nine"]
        assert history.messages[0].saved_peer_id.user_id == to_budi.user_id
        notes = await ayu(functions.messages.GetSavedHistoryRequest(myself, 0, None, 0, 10, 0, 0, 0))
        assert [m.message for m in notes.messages] == ["a note"]
        by_id = await ayu(functions.messages.GetSavedDialogsByIDRequest([to_budi, myself]))
        assert len(by_id.dialogs) == 2
    async with check("telethon puts a part of saved messages on top, and the other device hears it"):
        heard = hear(ayu_two, (types.UpdateSavedDialogPinned, types.UpdatePinnedSavedDialogs))
        part = types.InputDialogPeer(to_budi)
        await ayu(functions.messages.ToggleSavedDialogPinRequest(part, pinned=True))
        await soon(lambda: heard, "the pin")
        pinned = await ayu_two(functions.messages.GetPinnedSavedDialogsRequest())
        assert [d.peer.user_id for d in pinned.dialogs] == [to_budi.user_id] and pinned.dialogs[0].pinned
        await ayu(functions.messages.ToggleSavedDialogPinRequest(types.InputDialogPeer(to_citra), pinned=True))
        order = [part, types.InputDialogPeer(to_citra)]
        await ayu(functions.messages.ReorderPinnedSavedDialogsRequest(order, force=True))
        pinned = await ayu_two(functions.messages.GetPinnedSavedDialogsRequest())
        assert [d.peer.user_id for d in pinned.dialogs] == [to_budi.user_id, to_citra.user_id]
        without = functions.messages.GetSavedDialogsRequest(
            None, 0, types.InputPeerEmpty(), 10, 0, exclude_pinned=True
        )
        assert len((await ayu(without)).dialogs) == 1
    async with check("telethon deletes one part of saved messages and leaves the others"):
        gone = hear(ayu_two, types.UpdateDeleteMessages)
        await ayu(functions.messages.DeleteSavedHistoryRequest(to_budi, 0))
        await soon(lambda: gone, "the delete")
        left = [m.message for m in await ayu_two.get_messages("me", limit=10)]
        assert "a note" in left and "the train leaves at nine" not in left, left


async def polls(ayu, ayu_two, budi, to_budi, to_ayu):
    async with check("telethon's poll closes at its time, and everybody hears it once"):
        words = lambda text: types.TextWithEntities(text, [])
        options = [types.PollAnswer(words("Yes"), b"0"), types.PollAnswer(words("No"), b"1")]
        poll = types.Poll(id=0, question=words("Now?"), answers=options, hash=0, close_period=5)
        sent = await ayu.send_file(to_budi, types.InputMediaPoll(poll))
        there = await newest(budi, to_ayu)
        await budi(functions.messages.SendVoteRequest(to_ayu, there.id, [b"0"]))
        closed = lambda updates: [u for u in updates if u.poll and u.poll.closed]
        heard = [hear(client, types.UpdateMessagePoll) for client in (ayu, ayu_two, budi)]
        await soon(lambda: all(closed(updates) for updates in heard), "the end of the poll")
        await asyncio.sleep(1.5)
        assert [len(closed(updates)) for updates in heard] == [1, 1, 1]
        assert closed(heard[0])[0].results.results[0].voters == 1
        await fails(budi(functions.messages.SendVoteRequest(to_ayu, there.id, [b"1"])), "MESSAGE_POLL_CLOSED")
        assert (await ayu.get_messages(to_budi, ids=sent.id)).media.poll.closed


async def shared_folders(ayu, to_budi):
    async with check("telethon cannot share a folder of people"):
        title = types.TextWithEntities("Friends", [])
        folder = types.DialogFilter(2, title, pinned_peers=[], include_peers=[to_budi], exclude_peers=[])
        await ayu(functions.messages.UpdateDialogFilterRequest(2, folder))
        shared = types.InputChatlistDialogFilter(2)
        share = lambda peers: functions.chatlists.ExportChatlistInviteRequest(shared, "all", peers)
        await fails(ayu(share([])), "PEERS_LIST_EMPTY")
        await fails(ayu(share([to_budi])), "PEER_ID_INVALID")
        missing = types.InputChatlistDialogFilter(7)
        await fails(ayu(functions.chatlists.ExportChatlistInviteRequest(missing, "all", [to_budi])), "FILTER_ID_INVALID")
        assert not (await ayu(functions.chatlists.GetExportedInvitesRequest(shared))).invites
        await fails(ayu(functions.chatlists.CheckChatlistInviteRequest("nowhere")), "INVITE_SLUG_EXPIRED")
        await fails(ayu(functions.chatlists.JoinChatlistInviteRequest("", [])), "INVITE_SLUG_EMPTY")


async def birthdays(ayu, citra, to_ayu, from_ayu):
    async with check("telethon shows a birthday to whom its owner wants"):
        birthday = types.Birthday(17, 8, 1945)
        await ayu(functions.account.UpdateBirthdayRequest(birthday))
        page = lambda client, peer: client(functions.users.GetFullUserRequest(peer))
        assert (await page(ayu, "me")).full_user.birthday.day == 17
        key = types.InputPrivacyKeyBirthday()
        for rule, shown in ((types.InputPrivacyValueAllowAll(), True), (types.InputPrivacyValueDisallowAll(), False)):
            await ayu(functions.account.SetPrivacyRequest(key, [rule]))
            seen = (await page(citra, from_ayu)).full_user.birthday
            assert bool(seen) == shown and (not shown or seen.year == 1945)
        for wrong in (types.Birthday(31, 2), types.Birthday(0, 1), types.Birthday(1, 13), types.Birthday(1, 1, 3000)):
            await fails(ayu(functions.account.UpdateBirthdayRequest(wrong)), "BIRTHDAY_INVALID")
        await ayu(functions.account.UpdateBirthdayRequest())
        assert (await page(ayu, "me")).full_user.birthday is None


ANDROID = """31/12/20 21.40 - Pesan dan panggilan dienkripsi secara end-to-end.
31/12/20 21.41 - Ayu: Selamat tahun baru
semua
31/12/20 21.42 - Budi: IMG-20201231-WA0001.jpg (file terlampir)
kembang api
31/12/20 21.43 - Ayu: DOC-1.pdf (file terlampir)
31/12/20 21.44 - Budi: tiada.jpg (file terlampir)
1/1/21 00.01 - Budi: lihat https://example.org @citra
"""
IOS = """[12/31/20, 9:41:05 PM] Keluarga: \u200eMessages and calls are end-to-end encrypted.
[12/31/20, 9:41:06 PM] Dewi: \u200eDewi created group \u201cKeluarga\u201d
[12/31/20, 9:41:07 PM] Dewi: welcome
\u200e[12/31/20, 9:41:08 PM] Eka: \u200e<attached: 00000003-PHOTO.png>
[1/1/21, 12:00:00 AM] Fajar: happy new year
"""
MESSAGES = functions.messages


def moment(message):
    return message.fwd_from.date.strftime("%Y-%m-%d %H:%M:%S")


async def told(client, peer):
    """What was imported into a chat, the oldest first."""
    found = await client.get_messages(peer, limit=200)
    return [one for one in reversed(found) if one.fwd_from and one.fwd_from.imported]


async def begin(client, peer, text, files):
    uploaded = await client.upload_file(text.encode(), file_name="WhatsApp Chat.txt")
    return (await client(MESSAGES.InitHistoryImportRequest(peer, uploaded, files))).id


async def add(client, peer, number, name, data, document=False):
    uploaded = await client.upload_file(data, file_name=name)
    media = types.InputMediaUploadedPhoto(uploaded)
    if document:
        media = types.InputMediaUploadedDocument(uploaded, "application/pdf", [types.DocumentAttributeFilename(name)])
    return await client(MESSAGES.UploadImportedMediaRequest(peer, number, name, media))


async def imports(ayu, budi, citra, to_budi, to_citra, to_ayu):
    async with check("telethon learns of what kind of chat a file is"):
        parsed = await ayu(MESSAGES.CheckHistoryImportRequest(ANDROID))
        assert parsed.pm and not parsed.group and parsed.title is None
        parsed = await ayu(MESSAGES.CheckHistoryImportRequest(IOS))
        assert parsed.group and not parsed.pm and parsed.title == "Keluarga"
        await fails(ayu(MESSAGES.CheckHistoryImportRequest("Dear diary")), "IMPORT_FORMAT_UNRECOGNIZED")
        never = "31/12/20, 21:41 - Ayu: a\n12/31/20, 21:41 - Ayu: b\n"
        await fails(ayu(MESSAGES.CheckHistoryImportRequest(never)), "IMPORT_FORMAT_DATE_INVALID")
    async with check("telethon learns into which chats a history may be brought"):
        asked = await ayu(MESSAGES.CheckHistoryImportPeerRequest(to_budi))
        assert "Budi" in asked.confirm_text
        await ayu(functions.contacts.DeleteContactsRequest([to_citra]))
        await fails(ayu(MESSAGES.CheckHistoryImportPeerRequest(to_citra)), "USER_NOT_MUTUAL_CONTACT")
        await fails(begin(ayu, to_citra, ANDROID, 0), "USER_NOT_MUTUAL_CONTACT")
        await fails(ayu(MESSAGES.CheckHistoryImportPeerRequest("me")), "IMPORT_PEER_TYPE_INVALID")
        channel = (await ayu(functions.channels.CreateChannelRequest("Warta", "", broadcast=True))).chats[0]
        await fails(ayu(MESSAGES.CheckHistoryImportPeerRequest(channel)), "IMPORT_PEER_TYPE_INVALID")
    async with check("telethon brings the history of a private chat, with a photo and a document"):
        await fails(begin(ayu, to_budi, "nothing of the kind", 0), "IMPORT_FORMAT_UNRECOGNIZED")
        await fails(begin(ayu, to_budi, ANDROID, -1), "IMPORT_FILE_INVALID")
        number = await begin(ayu, to_budi, ANDROID, 3)
        doing = hear(budi, types.UpdateUserTyping)
        await ayu(MESSAGES.SetTypingRequest(to_budi, types.SendMessageHistoryImportAction(40)))
        await soon(lambda: any(isinstance(one.action, types.SendMessageHistoryImportAction) for one in doing), "told")
        photo = await add(ayu, to_budi, number, "IMG-20201231-WA0001.jpg", png(64, 48))
        assert isinstance(photo, types.MessageMediaPhoto)
        pdf = noise(5000, 3)
        document = await add(ayu, to_budi, number, "DOC-1.pdf", pdf, document=True)
        assert isinstance(document, types.MessageMediaDocument)
        await add(ayu, to_budi, number, "nobody-names.it", noise(100, 4), document=True)
        await fails(add(ayu, to_budi, number, "one-too-many.it", b"x", document=True), "MEDIA_INVALID")
        start = MESSAGES.StartHistoryImportRequest
        await fails(ayu(start(to_citra, number)), "IMPORT_ID_INVALID")
        await fails(budi(start(to_ayu, number)), "IMPORT_ID_INVALID")
        await fails(add(budi, to_ayu, number, "x.jpg", png(8, 8)), "IMPORT_ID_INVALID")
        assert not await told(ayu, to_budi)
        heard = hear(budi, types.UpdateNewMessage)
        assert await ayu(start(to_budi, number))
        await soon(lambda: len(heard) >= 5, "the history comes in")
        for client, peer, own in ((ayu, to_budi, True), (budi, to_ayu, False)):
            found = await told(client, peer)
            assert [one.fwd_from.from_name for one in found] == ["Ayu", "Budi", "Ayu", "Budi", "Budi"]
            assert [one.message for one in found] == [
                "Selamat tahun baru\nsemua",
                "kembang api",
                "",
                "tiada.jpg (file terlampir)",
                "lihat https://example.org @citra",
            ]
            assert moment(found[0]) == "2020-12-31 21:41:00" and moment(found[4]) == "2021-01-01 00:01:00"
            today = datetime.datetime.now(datetime.timezone.utc)
            assert all(one.out == own and one.silent and today - one.date < datetime.timedelta(days=1) for one in found)
            assert found[1].photo and await client.download_media(found[1], bytes)
            assert found[2].file.name == "DOC-1.pdf" and await client.download_media(found[2], bytes) == pdf
            assert isinstance(found[4].entities[0], types.MessageEntityUrl)
        await fails(ayu(start(to_budi, number)), "IMPORT_ID_INVALID")
        forwarded = await ayu.forward_messages(to_citra, (await told(ayu, to_budi))[0])
        assert forwarded.fwd_from.from_name == "Ayu" and not forwarded.fwd_from.imported
    async with check("telethon makes a supergroup of a group and brings a group's history into it"):
        made = await ayu(MESSAGES.CreateChatRequest([to_budi], "Keluarga"))
        chat = types.InputPeerChat(made.updates.chats[0].id)
        assert "Keluarga" in (await ayu(MESSAGES.CheckHistoryImportPeerRequest(chat))).confirm_text
        await fails(budi(MESSAGES.CheckHistoryImportPeerRequest(chat)), "CHAT_ADMIN_REQUIRED")
        await fails(begin(ayu, chat, IOS, 1), "IMPORT_PEER_TYPE_INVALID")
        moved = await ayu(MESSAGES.MigrateChatRequest(chat.chat_id))
        group = next(one for one in moved.chats if isinstance(one, types.Channel))
        seen = next(d.entity for d in await budi.get_dialogs() if d.is_channel and d.title == "Keluarga")
        await fails(begin(budi, seen, IOS, 1), "CHAT_ADMIN_REQUIRED")
        number = await begin(ayu, group, IOS, 1)
        await add(ayu, group, number, "00000003-PHOTO.png", png(40, 40))
        heard = hear(budi, types.UpdateNewChannelMessage)
        assert await ayu(MESSAGES.StartHistoryImportRequest(group, number))
        await soon(lambda: len(heard) >= 3, "the history comes in")
        for client, peer in ((ayu, group), (budi, seen)):
            found = await told(client, peer)
            assert [one.fwd_from.from_name for one in found] == ["Dewi", "Eka", "Fajar"]
            assert [one.message for one in found] == ["welcome", "", "happy new year"]
            assert found[1].photo and await client.download_media(found[1], bytes)
            assert moment(found[0]) == "2020-12-31 21:41:07" and moment(found[2]) == "2021-01-01 00:00:00"
    async with check("telethon's import goes on after the server is killed, and says everything once"):
        await killed()


async def killed():
    """A history of more than one piece, and a kill while it is written."""
    lines = [f"31/12/20, 21:41 - Ayu: line {at}\n" for at in range(700)]
    with Server("imports") as server:
        ayu, budi = [await sign_up(phone, "Orang", server=server) for phone in (AYU, BUDI)]
        to_budi = await ayu.get_input_entity(await befriend(ayu, BUDI, "Budi"))
        to_ayu = await budi.get_input_entity(await befriend(budi, AYU, "Ayu"))
        number = await begin(ayu, to_budi, "".join(lines), 0)
        heard = hear(budi, types.UpdateNewMessage)
        await ayu(MESSAGES.StartHistoryImportRequest(to_budi, number))
        await soon(lambda: heard, "it has begun")
        server.dies()
        last = lambda: budi.get_messages(to_ayu, limit=1)
        while (await last())[0].message != "line 699":
            await asyncio.sleep(0.1)
        found = [one async for one in budi.iter_messages(to_ayu, reverse=True)]
        assert [one.message for one in found if one.message] == [f"line {at}" for at in range(700)]
        for client in (ayu, budi):
            await client.disconnect()


async def main():
    async with check("telethon signs three people in"):
        ayu, budi, citra = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi"), await sign_up(CITRA, "Citra")
        ayu_two = await sign_in(AYU)
        to_budi = await ayu.get_input_entity(await befriend(ayu, BUDI, "Budi"))
        to_citra = await ayu.get_input_entity(await befriend(ayu, CITRA, "Citra"))
        to_ayu = await budi.get_input_entity(await befriend(budi, AYU, "Ayu"))
        from_ayu = await citra.get_input_entity(await befriend(citra, AYU, "Ayu"))
        await citra.send_message(from_ayu, "which one is ours?")
    await answers(ayu, budi, citra, to_budi, to_citra, to_ayu, from_ayu)
    await saved(ayu, ayu_two, to_budi, to_citra)
    await polls(ayu, ayu_two, budi, to_budi, to_ayu)
    await shared_folders(ayu, to_budi)
    await birthdays(ayu, citra, to_ayu, from_ayu)
    await imports(ayu, budi, citra, to_budi, to_citra, to_ayu)
    for client in (ayu, ayu_two, budi, citra):
        await client.disconnect()


asyncio.run(main())
finish()
