"""Telethon's round of what concerns strangers and everybody: public posts by hashtag, messages of a kind by days, a
history that goes, the bar above a chat with somebody unknown, reports that reach the operator, giving a group away, and
channels, groups, posts and polls in figures."""

import asyncio
import json
import os

from harness import DATA, check, finish, merpati, soon
from telethon import events, functions, types
from telethon.password import compute_check
from telethon_people import befriend, fails, sign_in, sign_up

AYU, BUDI, CITRA = "+15550150001", "+15550150002", "+15550150003"


def hear(client, kind):
    """A list that fills with the client's raw updates of this kind."""
    seen = []

    async def handler(update):
        if isinstance(update, kind):
            seen.append(update)

    client.add_event_handler(handler)
    return seen


async def make(client, title, **kind):
    made = await client(functions.channels.CreateChannelRequest(title, "about " + title, **kind))
    return made.chats[0]


async def tagged(client, tag, size=2):
    """All public posts with a tag, page by page."""
    found, rate, peer, last = [], 0, types.InputPeerEmpty(), 0
    while True:
        page = await client(functions.channels.SearchPostsRequest(rate, peer, last, size, hashtag=tag))
        if not page.messages:
            return found
        found += page.messages
        chats = {chat.id: chat for chat in page.chats}
        newest = page.messages[-1]
        chat = chats[newest.peer_id.channel_id]
        rate, last = int(newest.date.timestamp()), newest.id
        peer = types.InputPeerChannel(chat.id, chat.access_hash)


async def public_posts(ayu, budi, citra):
    warta, kabar = await make(ayu, "Warta", broadcast=True), await make(budi, "Kabar", broadcast=True)
    texts = lambda found: [m.message for m in found]

    async def has(tag, wanted):
        for _ in range(200):
            found = texts(await tagged(citra, tag))
            if found == wanted:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{tag}: {found}, not {wanted}")

    async with check("telethon finds posts of all public channels by their hashtag, page by page"):
        await ayu.send_message(warta, "sebelum umum #banjir")
        assert await tagged(citra, "banjir") == []
        await ayu(functions.channels.UpdateUsernameRequest(warta, "warta_kita"))
        await budi(functions.channels.UpdateUsernameRequest(kabar, "kabar_kita"))
        await has("banjir", ["sebelum umum #banjir"])
        # Posts of one second stand in no order of theirs.
        await asyncio.sleep(1.1)
        first = await budi.send_message(kabar, "air naik #Banjir")
        await asyncio.sleep(1.1)
        second = await ayu.send_message(warta, "air turun #banjir #jakarta")
        await has("#BANJIR", ["air turun #banjir #jakarta", "air naik #Banjir", "sebelum umum #banjir"])
        assert {m.peer_id.channel_id for m in await tagged(citra, "banjir")} == {warta.id, kabar.id}
        await has("jakarta", ["air turun #banjir #jakarta"])
    async with check("telethon no longer finds what was edited or deleted, or is private again"):
        await budi.edit_message(kabar, first.id, "air surut #surut")
        await has("banjir", ["air turun #banjir #jakarta", "sebelum umum #banjir"])
        await has("surut", ["air surut #surut"])
        await ayu.delete_messages(warta, [second.id])
        await has("banjir", ["sebelum umum #banjir"])
        await ayu(functions.channels.UpdateUsernameRequest(warta, ""))
        await has("banjir", [])
    async with check("telethon is told what a search over public posts costs"):
        flood = await citra(functions.channels.CheckSearchPostsFloodRequest(query="#surut"))
        assert flood.query_is_free and flood.stars_amount == 0
        search = lambda **what: citra(functions.channels.SearchPostsRequest(0, types.InputPeerEmpty(), 0, 10, **what))
        assert texts((await search(query="#surut")).messages) == ["air surut #surut"]
        await fails(search(query="air surut"), "PREMIUM_ACCOUNT_REQUIRED")
        await fails(search(), "SEARCH_QUERY_EMPTY")
    return kabar


async def days(ayu):
    async with check("telethon gets messages of a kind by days and by places"):
        me = types.InputPeerSelf()
        for number in range(7):
            await ayu.send_message("me", f"https://example.org/{number}", link_preview=False)
        await ayu.send_message("me", "tanpa tautan")
        kind = types.InputMessagesFilterUrl()
        calendar = await ayu(functions.messages.GetSearchResultsCalendarRequest(me, kind, 0, None))
        assert calendar.count == 7 and sum(day.count for day in calendar.periods) == 7
        assert len(calendar.messages) == len(calendar.periods)
        assert calendar.periods[0].max_msg_id == calendar.messages[0].id
        older = await ayu(
            functions.messages.GetSearchResultsCalendarRequest(me, kind, calendar.periods[0].max_msg_id, None)
        )
        assert sum(day.count for day in older.periods) == 6 and older.offset_id_offset == 1
        places = await ayu(functions.messages.GetSearchResultsPositionsRequest(me, kind, 0, 4))
        assert places.count == 7 and [place.offset for place in places.positions] == [0, 2, 4, 6]
        found = await ayu.get_messages("me", filter=kind, limit=10)
        assert [place.msg_id for place in places.positions] == [m.id for m in found][::2]
        ranges = await ayu(functions.messages.GetSplitRangesRequest())
        assert ranges[0].min_id <= found[-1].id and ranges[-1].max_id >= found[0].id
        empty = types.InputMessagesFilterEmpty()
        await fails(
            ayu(functions.messages.GetSearchResultsCalendarRequest(me, empty, 0, None)), "FILTER_NOT_SUPPORTED"
        )


async def histories(ayu, budi, budi_two, to_budi):
    group = await make(ayu, "Kampung", megagroup=True)
    await ayu(functions.channels.InviteToChannelRequest(group, [to_budi]))
    budis = next(d.entity for d in await budi.get_dialogs() if d.name == "Kampung")
    sent = [await ayu.send_message(group, f"kabar {number}") for number in range(4)]
    texts = lambda messages: [m.message for m in messages if m.message]
    async with check("telethon clears a group for itself, and the other device hears of it"):
        heard = hear(budi_two, types.UpdateChannelAvailableMessages)
        await budi(functions.channels.DeleteHistoryRequest(budis, sent[1].id))
        await soon(lambda: heard, "what is shown from now on")
        assert heard[0].available_min_id == sent[1].id + 1
        assert texts(await budi.get_messages(budis, limit=20)) == ["kabar 3", "kabar 2"]
        assert await budi.get_messages(budis, ids=sent[0].id) is None
        assert texts(await ayu.get_messages(group, limit=20)) == ["kabar 3", "kabar 2", "kabar 1", "kabar 0"]
        full = await budi(functions.channels.GetFullChannelRequest(budis))
        assert full.full_chat.available_min_id == sent[1].id + 1
    async with check("telethon clears a group for everybody, if it may"):
        request = lambda peer: functions.channels.DeleteHistoryRequest(peer, sent[2].id, for_everyone=True)
        await fails(budi(request(budis)), "CHAT_ADMIN_REQUIRED")
        gone = hear(budi, types.UpdateDeleteChannelMessages)
        await ayu(request(group))
        await soon(lambda: sum(len(one.messages) for one in gone) >= 3, "the delete")
        for client, peer in ((ayu, group), (budi, budis)):
            assert texts(await client.get_messages(peer, limit=20)) == ["kabar 3"]
        await ayu(functions.channels.DeleteHistoryRequest(group, 0, for_everyone=True))
        assert texts(await budi.get_messages(budis, limit=20)) == []
    async with check("telethon clears no history of a channel"):
        channel = await make(ayu, "Siaran", broadcast=True)
        await fails(ayu(functions.channels.DeleteHistoryRequest(channel, 0)), "MEGAGROUP_ID_INVALID")


async def bars(ayu, citra):
    """Citra does not know Ayu, who writes to her."""
    await citra(functions.account.UpdateUsernameRequest("citra_di_sini"))
    to_citra = await ayu.get_entity("citra_di_sini")
    await ayu.send_message(to_citra, "halo, beli ini")
    (dialog,) = [d for d in await citra.get_dialogs() if d.name.startswith("Ayu")]
    peer = await citra.get_input_entity(dialog.entity)
    settings = lambda: citra(functions.messages.GetPeerSettingsRequest(peer))
    async with check("telethon may report who wrote first, until it answers"):
        before = (await settings()).settings
        assert before.report_spam and before.add_contact and before.block_contact
        await citra.send_message(peer, "tidak")
        after = (await settings()).settings
        assert not after.report_spam and after.add_contact
    async with check("telethon puts the bar away, and its other device hears of it"):
        two = await sign_in(CITRA)
        heard = hear(two, types.UpdatePeerSettings)
        assert await citra(functions.messages.HidePeerSettingsBarRequest(peer))
        await soon(lambda: heard, "the settings")
        for told in (heard[0].settings, (await settings()).settings):
            assert not told.report_spam and not told.add_contact and not told.block_contact
        await two.disconnect()
    return peer


def reports():
    lines = merpati("admin", "report", "list", "--data", DATA).splitlines()
    return lines[1:]


async def reporting(ayu, budi, citra, ayus, kabar):
    posts = await citra.get_messages("kabar_kita", limit=3)
    peer = await citra.get_input_entity("kabar_kita")
    post = next(m.id for m in posts if m.message)
    report = lambda option=b"", message="", ids=(post,): citra(
        functions.messages.ReportRequest(peer, list(ids), option, message)
    )
    async with check("telethon is led through the reasons of a report, and the operator reads it"):
        first = await report()
        assert isinstance(first, types.ReportResultChooseOption)
        options = {one.text: one.option for one in first.options}
        further = await report(options["Illegal goods"])
        assert isinstance(further, types.ReportResultChooseOption) and further.title != first.title
        more = await report(options["Something else"])
        assert isinstance(more, types.ReportResultAddComment) and not more.optional
        assert reports() == []
        assert isinstance(await report(more.option, "bukan kabar"), types.ReportResultReported)
        (line,) = reports()
        for word in (f"channel {kabar.id} @kabar_kita", f"messages {post}", "other", "bukan kabar", "@citra_di_sini"):
            assert word in line, line
    async with check("telethon's same report again is the same report"):
        await report(options["Spam"])
        (line,) = reports()
        assert " spam" in line
    async with check("telethon reports people, pictures, reactions and spam"):
        assert await citra(functions.messages.ReportSpamRequest(ayus))
        assert await citra(functions.account.ReportPeerRequest(peer, types.InputReportReasonFake(), "palsu"))
        assert await citra(functions.messages.ReportReactionRequest(peer, post, ayus))
        wrong = types.InputPhoto(7, 7, b"")
        reason = types.InputReportReasonPornography()
        await fails(citra(functions.account.ReportProfilePhotoRequest(ayus, wrong, reason, "")), "PHOTO_ID_INVALID")
        assert len(reports()) == 4
    async with check("telethon cannot report what is not there, or itself"):
        await fails(report(ids=[post + 1000]), "MESSAGE_ID_INVALID")
        await fails(report(b"nothing"), "OPTION_INVALID")
        await fails(citra(functions.messages.ReportSpamRequest(types.InputPeerSelf())), "PEER_ID_INVALID")
        await fails(
            citra(functions.channels.ReportSpamRequest(peer, ayus, [post])), "CHAT_ADMIN_REQUIRED"
        )
        assert len(reports()) == 4
    async with check("the operator closes reports, and they are gone from the list"):
        for line in reports():
            number = line.split()[0]
            assert number in merpati("admin", "report", "close", number, "--data", DATA)
        assert reports() == []


async def owners(ayu, ayu_two, budi, to_budi):
    """Ayu gives what she made to Budi; the server runs without the days that password and session must be old."""
    give = lambda client, peer, user, proof: client(
        functions.messages.EditChatCreatorRequest(peer, user, proof)
    )
    nothing = types.InputCheckPasswordEmpty()

    async def proof(client, password):
        return compute_check(await client(functions.account.GetPasswordRequest()), password)

    group = await make(ayu, "Koperasi", megagroup=True)
    await ayu(functions.channels.InviteToChannelRequest(group, [to_budi]))
    budis = next(d.entity for d in await budi.get_dialogs() if d.name == "Koperasi")
    to_ayu = await budi.get_input_entity((await ayu.get_me()).id)
    async with check("telethon gives a group away with the two-step password alone"):
        await fails(give(ayu, group, to_budi, nothing), "PASSWORD_MISSING")
        await ayu.edit_2fa(new_password="rahasia sekali")
        await fails(give(ayu, group, to_budi, nothing), "PASSWORD_HASH_INVALID")
        await fails(give(ayu, group, to_budi, await proof(ayu, "salah")), "PASSWORD_HASH_INVALID")
        await fails(give(budi, budis, to_ayu, nothing), "CHAT_ADMIN_REQUIRED")
        heard = hear(budi, types.UpdateChannel)
        await give(ayu, group, to_budi, await proof(ayu, "rahasia sekali"))
        await soon(lambda: heard, "the news")
        (theirs,) = [d.entity for d in await budi.get_dialogs() if d.name == "Koperasi"]
        (mine,) = [d.entity for d in await ayu_two.get_dialogs() if d.name == "Koperasi"]
        assert theirs.creator and not mine.creator and mine.admin_rights.add_admins
        last = (await ayu.get_messages(group, limit=1))[0]
        assert isinstance(last.action, types.MessageActionChangeCreator) and last.action.new_creator_id == to_budi.id
        await fails(give(ayu, group, to_budi, await proof(ayu, "rahasia sekali")), "CHAT_ADMIN_REQUIRED")
        await fails(ayu(functions.channels.DeleteChannelRequest(group)), "CHAT_ADMIN_REQUIRED")
        await budi(functions.channels.DeleteChannelRequest(budis))
    async with check("telethon gives a broadcast channel away, without a word in it"):
        warta = await make(ayu, "Warta desa", broadcast=True)
        await ayu(functions.channels.InviteToChannelRequest(warta, [to_budi]))
        theirs = next(d.entity for d in await budi.get_dialogs() if d.name == "Warta desa")
        await fails(budi(functions.channels.UpdateUsernameRequest(theirs, "warta_desa")), "CHAT_ADMIN_REQUIRED")
        await fails(give(ayu, warta, await ayu.get_input_entity("me"), nothing), "CHAT_NOT_MODIFIED")
        heard = hear(budi, types.UpdateChannel)
        await give(ayu, warta, to_budi, await proof(ayu, "rahasia sekali"))
        await soon(lambda: heard, "the news")
        (theirs,) = [d.entity for d in await budi.get_dialogs() if d.name == "Warta desa"]
        (mine,) = [d.entity for d in await ayu_two.get_dialogs() if d.name == "Warta desa"]
        assert theirs.creator and not mine.creator and mine.admin_rights.post_messages
        assert len(await budi.get_messages(theirs, limit=10)) == 1
        await budi(functions.channels.UpdateUsernameRequest(theirs, "warta_desa"))
        await budi.send_message(theirs, "dari yang baru")
        await ayu.send_message(warta, "dari yang lama")
        await fails(ayu(functions.channels.DeleteChannelRequest(warta)), "CHAT_ADMIN_REQUIRED")
        admins = await budi.get_participants(theirs, filter=types.ChannelParticipantsAdmins())
        roles = {one.id: type(one.participant).__name__ for one in admins}
        assert roles == {to_budi.id: "ChannelParticipantCreator", (await ayu.get_me()).id: "ChannelParticipantAdmin"}
        await budi(functions.channels.DeleteChannelRequest(theirs))
    async with check("telethon gives a basic group away"):
        made = await ayu(functions.messages.CreateChatRequest([to_budi], "Arisan"))
        chat = types.InputPeerChat(made.updates.chats[0].id)
        await give(ayu, chat, to_budi, await proof(ayu, "rahasia sekali"))
        (theirs,) = [d.entity for d in await budi.get_dialogs() if d.name == "Arisan"]
        assert theirs.creator
        full = (await ayu(functions.messages.GetFullChatRequest(chat.chat_id))).full_chat
        roles = {one.user_id: type(one).__name__ for one in full.participants.participants}
        assert roles[to_budi.id] == "ChatParticipantCreator", roles
        assert roles[(await ayu.get_me()).id] == "ChatParticipantAdmin", roles


async def lists(ayu, ayu_two, budi, to_budi, kabar):
    async with check("telethon's devices show a forum as messages, or by topics"):
        made = await ayu(functions.channels.CreateChannelRequest("Balai", "x", megagroup=True, forum=True))
        forum = made.chats[0]
        heard = hear(ayu_two, types.UpdateChannelViewForumAsMessages)
        await ayu(functions.channels.ToggleViewForumAsMessagesRequest(forum, True))
        await soon(lambda: heard, "the other device hears")
        assert heard[0].enabled and heard[0].channel_id == forum.id
        (dialog,) = [d for d in await ayu_two.get_dialogs() if d.name == "Balai"]
        assert dialog.dialog.view_forum_as_messages
        full = await ayu(functions.channels.GetFullChannelRequest(forum))
        assert full.full_chat.view_forum_as_messages
        await ayu(functions.channels.ToggleViewForumAsMessagesRequest(forum, False))
        (dialog,) = [d for d in await ayu_two.get_dialogs() if d.name == "Balai"]
        assert not dialog.dialog.view_forum_as_messages
        plain = await make(ayu, "Tanpa topik", megagroup=True)
        await fails(
            ayu(functions.channels.ToggleViewForumAsMessagesRequest(plain, True)), "CHANNEL_FORUM_MISSING"
        )
    async with check("telethon lists the channels that it left, and none as quiet that is not"):
        await ayu(functions.channels.InviteToChannelRequest(plain, [to_budi]))
        theirs = next(d.entity for d in await budi.get_dialogs() if d.name == "Tanpa topik")
        await budi(functions.channels.LeaveChannelRequest(theirs))
        left = await budi(functions.channels.GetLeftChannelsRequest(0))
        assert plain.id in [c.id for c in left.chats]
        assert not (await budi(functions.channels.GetInactiveChannelsRequest())).chats
    async with check("telethon's channel has one name, which can be neither switched off nor put in order"):
        toggle = functions.channels.ToggleUsernameRequest
        await fails(budi(toggle(kabar, "kabar_kita", True)), "USERNAME_NOT_MODIFIED")
        await fails(budi(toggle(kabar, "nama_lain", True)), "USERNAME_INVALID")
        await fails(budi(functions.channels.ReorderUsernamesRequest(kabar, ["kabar_kita"])), "USERNAME_NOT_MODIFIED")
        assert await budi(functions.channels.DeactivateAllUsernamesRequest(kabar))
        assert (await ayu.get_entity("kabar_kita")).id == kabar.id
    async with check("telethon's admins see who wrote a post, and others do not"):
        (post,) = await budi.get_messages(kabar, limit=1)
        author = await budi(functions.channels.GetMessageAuthorRequest(kabar, post.id))
        assert author.id == to_budi.id
        other = await ayu.get_input_entity("kabar_kita")
        await fails(ayu(functions.channels.GetMessageAuthorRequest(other, post.id)), "CHAT_ADMIN_REQUIRED")
    async with check("telethon tells the other side of a picture that it took"):
        told = hear(budi, types.UpdateNewMessage)
        none = types.InputReplyToMessage(0)
        await ayu(functions.messages.SendScreenshotNotificationRequest(to_budi, none, random_id=99))
        await soon(lambda: told, "the notice")
        assert isinstance(told[0].message.action, types.MessageActionScreenshotTaken)
        await fails(
            ayu(functions.messages.SendScreenshotNotificationRequest("me", none, random_id=98)), "PEER_ID_INVALID"
        )


async def notices(budi, citra, ayus):
    async with check("an operator is told of the first report that nobody has looked at, and of no other"):
        merpati("admin", "user", "make-operator", BUDI, "--data", DATA)
        told = []

        async def incoming(event):
            if event.message.peer_id == types.PeerUser(777000):
                told.append(event.message)

        budi.add_event_handler(incoming, events.NewMessage(incoming=True))
        report = lambda kind: citra(functions.account.ReportPeerRequest(ayus, kind, "nakal"))
        await report(types.InputReportReasonSpam())
        await soon(lambda: told, "the notice")
        assert "merpati admin report list" in told[0].message and "nakal" not in told[0].message
        await report(types.InputReportReasonViolence())
        await citra(functions.messages.ReportSpamRequest(ayus))
        # What the server says comes in order: this one behind any other.
        mine = await budi.send_message("me", "sesudahnya")
        await soon(lambda: mine, "the own message")
        assert len(told) == 1
        for line in reports():
            merpati("admin", "report", "close", line.split()[0], "--data", DATA)
        await report(types.InputReportReasonSpam())
        await soon(lambda: len(told) == 2, "the next one")
        for line in reports():
            merpati("admin", "report", "close", line.split()[0], "--data", DATA)
        merpati("admin", "user", "unmake-operator", BUDI, "--data", DATA)


async def long_histories(ayu, budi, to_budi):
    """Histories that are cleared in more than one step."""
    texts = [f"baris {number}" for number in range(100)]

    async def filled(client, peer, hundreds):
        """Forwards a hundred messages again and again, within one chat."""
        ids = [(await client.send_message(peer, text)).id for text in texts]
        for _ in range(hundreds - 1):
            random = [int.from_bytes(os.urandom(8), "little", signed=True) for _ in ids]
            await client(functions.messages.ForwardMessagesRequest(peer, ids, peer, random_id=random))

    async with check("telethon clears more of a supergroup than goes at once, and the rest follows by itself"):
        group = await make(ayu, "Panjang", megagroup=True)
        await ayu(functions.channels.InviteToChannelRequest(group, [to_budi]))
        budis = next(d.entity for d in await budi.get_dialogs() if d.name == "Panjang")
        await filled(ayu, group, 12)
        assert (await budi.get_messages(budis, limit=0)).total > 1_200
        gone = set()

        async def deleted(update):
            if isinstance(update, types.UpdateDeleteChannelMessages) and update.channel_id == group.id:
                gone.update(update.messages)

        budi.add_event_handler(deleted)
        told = await ayu(functions.channels.DeleteHistoryRequest(group, max_id=0, for_everyone=True))
        assert sum(len(u.messages) for u in told.updates) == 1_000
        await soon(lambda: len(gone) > 1_200, "all of it")
        assert (await budi.get_messages(budis, limit=0)).total == 0
    async with check("telethon clears a history that takes several calls, and each says whether there is more"):
        await filled(ayu, "me", 82)
        assert (await ayu.get_messages("me", limit=0)).total >= 8_200
        first = await ayu(functions.messages.DeleteHistoryRequest(types.InputPeerSelf(), max_id=0))
        assert first.offset > 0 and first.pts_count == 8_000, (first.offset, first.pts_count)
        assert (await ayu.get_messages("me", limit=0)).total == first.offset
        second = await ayu(functions.messages.DeleteHistoryRequest(types.InputPeerSelf(), max_id=0))
        assert second.offset == 0 and (await ayu.get_messages("me", limit=0)).total == 0


async def as_channels(ayu, budi, to_budi, kabar):
    """Budi writes in Ayu's group as his own channel."""
    group = await make(ayu, "Pasar", megagroup=True)
    await ayu(functions.channels.InviteToChannelRequest(group, [to_budi]))
    budis = await budi.get_input_entity(next(d.entity for d in await budi.get_dialogs() if d.name == "Pasar"))
    as_kabar = await budi.get_input_entity(kabar)
    offered = lambda: budi(functions.channels.GetSendAsRequest(budis))
    named = lambda peers: [getattr(one.peer, "channel_id", None) for one in peers]
    inbox = []

    async def hear_new(update):
        if isinstance(update, types.UpdateNewChannelMessage) and update.message.peer_id.channel_id == group.id:
            inbox.append(update.message)

    ayu.add_event_handler(hear_new)

    async def heard(text):
        await soon(lambda: [m for m in inbox if getattr(m, "message", "") == text], f"{text} arrives")
        return next(m for m in inbox if getattr(m, "message", "") == text)

    async def say(text, **more):
        await budi(functions.messages.SendMessageRequest(budis, text, **more))
        return await heard(text)

    async with check("telethon writes as its own channel in a group"):
        assert named((await offered()).peers) == [None, kabar.id]
        assert isinstance((await say("saya")).from_id, types.PeerUser)
        shown = await say("sebagai kabar", send_as=as_kabar)
        assert shown.from_id == types.PeerChannel(kabar.id) and shown.post_author is None
        (mine,) = [m for m in await budi.get_messages(budis, limit=5) if m.message == "sebagai kabar"]
        assert mine.out and mine.from_id == shown.from_id
        await budi.edit_message(budis, mine.id, "sebagai kabar, diubah")
        copy = await ayu.forward_messages("me", await ayu.get_messages(group, ids=mine.id))
        assert copy.fwd_from.from_id == types.PeerChannel(kabar.id)
    async with check("telethon keeps as whom it writes if it does not say"):
        assert await budi(functions.messages.SaveDefaultSendAsRequest(budis, as_kabar))
        assert named((await offered()).peers) == [kabar.id, None]
        full = (await budi(functions.channels.GetFullChannelRequest(budis))).full_chat
        assert full.default_send_as == types.PeerChannel(kabar.id)
        assert (await say("tanpa kata")).from_id == types.PeerChannel(kabar.id)
        himself = types.InputPeerSelf()
        assert isinstance((await say("sendiri", send_as=himself)).from_id, types.PeerUser)
        assert await budi(functions.messages.SaveDefaultSendAsRequest(budis, himself))
        assert isinstance((await say("lagi sendiri")).from_id, types.PeerUser)
    async with check("telethon cannot write as others' channels, nor as a private one"):
        private = await make(budi, "Rahasia", broadcast=True)
        for wrong in (await budi.get_input_entity(private), budis):
            await fails(say("bukan", send_as=wrong), "SEND_AS_PEER_INVALID")
        await fails(ayu(functions.messages.SendMessageRequest(group, "x", send_as=await ayu.get_input_entity("kabar_kita"))), "SEND_AS_PEER_INVALID")
    async with check("telethon keeps a channel from being written as, and lets it again"):
        sender = await ayu.get_input_entity("kabar_kita")
        bans = lambda gone: types.ChatBannedRights(until_date=None, view_messages=gone)
        await ayu(functions.channels.EditBannedRequest(group, sender, bans(True)))
        await fails(say("kabar lagi", send_as=as_kabar), "SEND_AS_PEER_INVALID")
        assert named((await offered()).peers) == [None]
        kicked = await ayu(
            functions.channels.GetParticipantsRequest(group, types.ChannelParticipantsKicked(""), 0, 10, 0)
        )
        assert [one.peer for one in kicked.participants] == [types.PeerChannel(kabar.id)] and kicked.count == 1
        await ayu(functions.channels.EditBannedRequest(group, sender, bans(False)))
        assert (await say("kabar kembali", send_as=as_kabar)).from_id == types.PeerChannel(kabar.id)


def drawn(graph):
    """A graph's columns by their names, and the places along the bottom; all that clients need is there."""
    assert isinstance(graph, types.StatsGraph), graph
    chart = json.loads(graph.json.data)
    (axis, *lines) = chart["columns"]
    assert axis[0] == "x" and chart["types"]["x"] == "x" and len(axis) > 2, chart
    assert {line[0] for line in lines} == set(chart["names"]) == set(chart["colors"]) == set(chart["types"]) - {"x"}
    assert all(len(line) == len(axis) for line in lines), chart
    return {chart["names"][line[0]]: line[1:] for line in lines}, axis[1:]


async def figures(ayu, budi, citra, to_budi):
    """Ayu looks after a channel and a group; Budi writes elsewhere; Citra reads."""
    stats = functions.stats
    channel = await make(ayu, "Warta angka", broadcast=True)
    await ayu(functions.channels.UpdateUsernameRequest(channel, "warta_angka"))
    seen = {}
    for name, client in (("budi", budi), ("citra", citra)):
        seen[name] = await client.get_input_entity("warta_angka")
    budis, citras = seen["budi"], seen["citra"]
    await citra(functions.channels.JoinChannelRequest(citras))
    await ayu(functions.channels.InviteToChannelRequest(channel, [to_budi]))
    post = await ayu.send_message(channel, "angka pertama")
    await ayu.send_message(channel, "angka kedua")
    await citra(functions.messages.GetMessagesViewsRequest(citras, [post.id], True))
    await citra(functions.messages.SendReactionRequest(citras, post.id, reaction=[types.ReactionEmoji("\U0001f44d")]))
    # To two public channels, and to one that nobody else sees.
    places = [await make(budi, title, broadcast=True) for title in ("Ulang satu", "Ulang dua", "Ulang diam")]
    for place, name in zip(places, ("ulang_satu", "ulang_dua")):
        await budi(functions.channels.UpdateUsernameRequest(place, name))
    for place in places:
        await budi.forward_messages(place, post.id, budis)
    await budi(functions.channels.LeaveChannelRequest(budis))
    total = lambda names, name: sum(names[name])
    async with check("telethon sees a channel in figures"):
        full = (await ayu(functions.channels.GetFullChannelRequest(channel))).full_chat
        assert full.can_view_stats and full.stats_dc, full
        found = await ayu(stats.GetBroadcastStatsRequest(channel))
        assert (found.followers.current, found.followers.previous) == (2, 0), found.followers
        # Nobody but Citra opened one of the two; each counts its author.
        assert (found.views_per_post.current, found.shares_per_post.current) == (1, 1.5), found
        assert found.reactions_per_post.current == 0.5, found
        # Of two members nobody learns who has muted.
        assert (found.enabled_notifications.part, found.enabled_notifications.total) == (0, 0)
        assert found.period.min_date < found.period.max_date
        (growth, days) = drawn(found.growth_graph)
        assert growth["Total followers"][-1] == 2 and days[1] - days[0] == 86_400_000, growth
        (came, _) = drawn(found.followers_graph)
        assert (total(came, "Joined"), total(came, "Left")) == (2, 1), came
        (hours, places_of_hours) = drawn(found.top_hours_graph)
        assert total(hours, "Last 7 days") == 1 and places_of_hours == list(range(24))
        (views, days) = drawn(found.interactions_graph)
        assert (total(views, "Views"), total(views, "Shares")) == (1, 3), views
        zoomed = await ayu(stats.LoadAsyncGraphRequest(found.interactions_graph.zoom_token, x=days[-1]))
        (by_hours, hours) = drawn(zoomed)
        assert hours[1] - hours[0] == 3_600_000 and total(by_hours, "Shares") <= 3, by_hours
        recent = {one.msg_id: (one.views, one.forwards, one.reactions) for one in found.recent_posts_interactions}
        assert recent[post.id] == (1, 3, 1), recent
        for unknown in (found.languages_graph, found.views_by_source_graph, found.mute_graph, found.iv_interactions_graph):
            assert isinstance(unknown, types.StatsGraphError) and unknown.error.endswith("."), unknown
    async with check("telethon gets graphs that come later, by day and by night"):
        by_night = await ayu(stats.GetBroadcastStatsRequest(channel, dark=True))
        later = by_night.new_followers_by_source_graph
        assert isinstance(later, types.StatsGraphAsync), later
        loaded = await ayu(stats.LoadAsyncGraphRequest(later.token))
        (sources, _) = drawn(loaded)
        assert (total(sources, "By themselves"), total(sources, "Added by members")) == (1, 1), sources
        by_day = await ayu(stats.LoadAsyncGraphRequest(found.new_followers_by_source_graph.token))
        colors = lambda graph: json.loads(graph.json.data)["colors"]
        assert set(colors(by_day)) == set(colors(loaded)) and colors(by_day) != colors(loaded)
        (given, _) = drawn(await ayu(stats.LoadAsyncGraphRequest(found.reactions_by_emotion_graph.token)))
        assert total(given, "\U0001f44d") == 1, given
        indonesian = await sign_in(AYU, lang_code="id")
        (came, _) = drawn((await indonesian(stats.GetBroadcastStatsRequest(channel))).followers_graph)
        assert list(came) == ["Bergabung", "Keluar"], came
        await indonesian.disconnect()
        await fails(ayu(stats.LoadAsyncGraphRequest("kosong")), "GRAPH_INVALID_RELOAD")
        await fails(budi(stats.LoadAsyncGraphRequest(later.token)), "GRAPH_INVALID_RELOAD")
    async with check("telethon sees a post in figures, and where it was forwarded for all to see"):
        of_post = await ayu(stats.GetMessageStatsRequest(channel, post.id))
        (views, _) = drawn(of_post.views_graph)
        assert (total(views, "Views"), total(views, "Shares")) == (1, 3), views
        (given, _) = drawn(of_post.reactions_by_emotion_graph)
        assert total(given, "\U0001f44d") == 1, given
        forwards, offset = [], ""
        while offset is not None:
            page = await ayu(stats.GetMessagePublicForwardsRequest(channel, post.id, offset, 1))
            assert page.count == 2 and len(page.forwards) == 1, page
            forwards += [(one.message.peer_id.channel_id, one.message.message) for one in page.forwards]
            assert {chat.title for chat in page.chats} <= {"Ulang satu", "Ulang dua", "Warta angka"}, page.chats
            offset = page.next_offset
        assert sorted(forwards) == sorted((place.id, "angka pertama") for place in places[:2]), forwards
        # What is private again, or deleted, is told no longer.
        await budi(functions.channels.UpdateUsernameRequest(places[0], ""))
        page = await ayu(stats.GetMessagePublicForwardsRequest(channel, post.id, "", 10))
        assert [one.message.peer_id.channel_id for one in page.forwards] == [places[1].id] and page.count == 1
        (copy,) = [m for m in await budi.get_messages(places[1], limit=5) if m.message]
        await budi.delete_messages(places[1], [copy.id])
        page = await ayu(stats.GetMessagePublicForwardsRequest(channel, post.id, "", 10))
        assert page.count == 0 and not page.forwards and page.next_offset is None, page
        await fails(ayu(stats.GetMessagePublicForwardsRequest(channel, post.id + 1000, "", 10)), "MESSAGE_ID_INVALID")
        await fails(ayu(stats.GetMessageStatsRequest(channel, post.id + 1000)), "MESSAGE_ID_INVALID")
    async with check("telethon sees no figures where one looks after nothing"):
        wrong = types.InputChannel(channel.id, channel.access_hash ^ 1)
        await fails(ayu(stats.GetBroadcastStatsRequest(wrong)), "CHANNEL_INVALID")
        for client, theirs in ((citra, citras), (budi, budis)):
            await fails(client(stats.GetBroadcastStatsRequest(theirs)), "CHAT_ADMIN_REQUIRED")
            await fails(client(stats.GetMessageStatsRequest(theirs, post.id)), "CHAT_ADMIN_REQUIRED")
            await fails(client(stats.GetMessagePublicForwardsRequest(theirs, post.id, "", 10)), "CHAT_ADMIN_REQUIRED")
            full = (await client(functions.channels.GetFullChannelRequest(theirs))).full_chat
            assert not full.can_view_stats and full.stats_dc is None
        await fails(ayu(stats.GetMegagroupStatsRequest(channel)), "MEGAGROUP_REQUIRED")
    group = await make(ayu, "Grup angka", megagroup=True)
    link = await ayu(functions.messages.ExportChatInviteRequest(group))
    await ayu(functions.channels.InviteToChannelRequest(group, [to_budi]))
    await citra(functions.messages.ImportChatInviteRequest(link.link.rsplit("+", 1)[-1]))
    budis = next(d.entity for d in await budi.get_dialogs() if d.name == "Grup angka")
    citras = next(d.entity for d in await citra.get_dialogs() if d.name == "Grup angka")
    said = [await budi.send_message(budis, text) for text in ("satu", "dua", "tiga")]
    await citra.send_message(citras, "empat")
    await citra(functions.channels.ReadHistoryRequest(citras, 0))
    await ayu.delete_messages(group, [said[0].id])
    asked = types.Poll(
        0, types.TextWithEntities("Jadi?", []), [
            types.PollAnswer(types.TextWithEntities(text, []), text.encode()) for text in ("Ya", "Tidak")
        ], hash=0,
    )
    polled = await budi.send_message(budis, file=types.InputMediaPoll(asked))
    await citra(functions.messages.SendVoteRequest(citras, polled.id, [b"Ya"]))
    async with check("telethon sees a group in figures"):
        found = await ayu(stats.GetMegagroupStatsRequest(group))
        assert found.members.current == 3 and found.messages.current == 4 and found.posters.current == 2, found
        assert found.viewers.current >= 1, found.viewers
        names = {user.id: user.first_name for user in found.users}
        top = [(names[one.user_id], one.messages, one.avg_chars) for one in found.top_posters]
        assert top[0] == ("Budi", 3, 2) and top[1] == ("Citra", 1, 5), top
        assert [(names[one.user_id], one.deleted, one.kicked) for one in found.top_admins] == [("Ayu", 1, 0)]
        assert [(names[one.user_id], one.invitations) for one in found.top_inviters] == [("Ayu", 1)]
        (written, _) = drawn(found.messages_graph)
        assert (total(written, "Text"), total(written, "Other")) == (3, 1), written
        (deeds, _) = drawn(found.actions_graph)
        assert total(deeds, "Deleted messages") == 1, deeds
        (sources, _) = drawn(await ayu(stats.LoadAsyncGraphRequest(found.new_members_by_source_graph.token)))
        assert (total(sources, "By link"), total(sources, "Added by members")) == (1, 1), sources
        (week, _) = drawn(await ayu(stats.LoadAsyncGraphRequest(found.weekdays_graph.token)))
        assert sum(map(sum, week.values())) == 4 and len(week) == 7, week
        await fails(ayu(stats.GetBroadcastStatsRequest(group)), "BROADCAST_REQUIRED")
        await fails(citra(stats.GetMegagroupStatsRequest(citras)), "CHAT_ADMIN_REQUIRED")
    async with check("telethon sees when people voted"):
        # Who asked has not voted: he sees when, not what.
        (votes, _) = drawn((await budi(stats.GetPollStatsRequest(budis, polled.id))).votes_graph)
        assert list(votes) == ["Votes"] and total(votes, "Votes") == 1, votes
        await budi(functions.messages.SendVoteRequest(budis, polled.id, [b"Tidak"]))
        (votes, _) = drawn((await budi(stats.GetPollStatsRequest(budis, polled.id))).votes_graph)
        assert (total(votes, "Ya"), total(votes, "Tidak")) == (1, 1), votes
        assert (await ayu(stats.GetPollStatsRequest(group, polled.id))).votes_graph
        await fails(citra(stats.GetPollStatsRequest(citras, polled.id)), "CHAT_ADMIN_REQUIRED")
        await fails(budi(stats.GetPollStatsRequest(budis, said[1].id)), "MESSAGE_ID_INVALID")
        asked_by_budi = (await budi.get_messages(budis, ids=polled.id)).media.results.can_view_stats
        seen_by_citra = (await citra.get_messages(citras, ids=polled.id)).media.results.can_view_stats
        assert asked_by_budi and not seen_by_citra


async def main():
    ayu, budi, citra = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi"), await sign_up(CITRA, "Citra")
    budi_two = await sign_in(BUDI)
    to_budi = await befriend(ayu, BUDI, "Budi")
    kabar = await public_posts(ayu, budi, citra)
    await days(ayu)
    await histories(ayu, budi, budi_two, to_budi)
    ayus = await bars(ayu, citra)
    await reporting(ayu, budi, citra, ayus, kabar)
    await notices(budi, citra, ayus)
    await long_histories(ayu, budi, to_budi)
    await as_channels(ayu, budi, to_budi, kabar)
    await figures(ayu, budi, citra, to_budi)
    ayu_two = await sign_in(AYU)
    await lists(ayu, ayu_two, budi, to_budi, kabar)
    await owners(ayu, ayu_two, budi, to_budi)
    await ayu_two.disconnect()
    for client in (ayu, budi, budi_two, citra):
        await client.disconnect()


asyncio.run(main())
finish()
