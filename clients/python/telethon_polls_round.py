"""Telethon's round of what is sent along with a text and is no file: polls, quizzes, places, contacts, dice,
lists of tasks."""

import asyncio
import gzip
import json

from harness import check, finish, soon
from telethon import errors, functions, types
from telethon_people import befriend, sign_in, sign_up

AYU, BUDI, CITRA = "+15550012001", "+15550012002", "+15550012003"


def hear(client, kind):
    """A list that fills with the client's raw updates of this kind."""
    seen = []

    async def handler(update):
        if isinstance(update, kind):
            seen.append(update)

    client.add_event_handler(handler)
    return seen


def hear_lines(client):
    """A list that fills with what the server says in chats of its own; messages of before may still be on their way."""
    said = []

    async def handler(update):
        if isinstance(update, (types.UpdateNewMessage, types.UpdateNewChannelMessage)) and update.message.action:
            said.append(update.message)

    client.add_event_handler(handler)
    return said


async def refused(request, name):
    try:
        await request
    except errors.RPCError as error:
        # Telethon gives the names it knows classes of their own.
        known = type(error).__name__.upper() == name.replace("_", "") + "ERROR"
        assert known or error.message == name, f"{error!r} in place of {name}"
    else:
        raise AssertionError(f"was not refused with {name}")


def words(text):
    return types.TextWithEntities(text, [])


def poll(question, *answers, options=None, **more):
    options = options or [bytes([65 + place]) for place in range(len(answers))]
    answers = [types.PollAnswer(words(text), option) for text, option in zip(answers, options)]
    return types.Poll(id=0, question=words(question), answers=answers, hash=0, **more)


def asked(question, *answers, correct=None, solution=None, **more):
    return types.InputMediaPoll(
        poll(question, *answers, **more), correct_answers=correct, solution=solution,
        solution_entities=None if solution is None else [],
    )


def counts(results):
    return [answer.voters for answer in results.results] if results.results else None


async def newest(client, peer):
    return (await client.get_messages(peer, limit=1))[0]


def vote(peer, message, *options):
    return functions.messages.SendVoteRequest(peer, message, list(options))


async def polls(ayu, budi, citra, to_budi, to_ayu, to_citra, from_ayu):
    async with check("telethon asks, votes, and the one who asked hears it"):
        sent = await ayu.send_file(to_budi, asked("Rice or noodles?", "Rice", "Noodles", public_voters=True))
        assert sent.media.poll.creator and sent.media.results.total_voters == 0
        there = await newest(budi, to_ayu)
        assert there.media.poll.id == sent.media.poll.id and not there.media.poll.creator
        assert there.media.results.results is None
        heard = hear(ayu, types.UpdateMessagePoll)
        answer = await budi(vote(to_ayu, there.id, b"B"))
        mine = answer.updates[0]
        assert counts(mine.results) == [0, 1] and mine.results.results[1].chosen
        await soon(lambda: heard, "the vote")
        # Who has not chosen sees how many have, and no more.
        assert heard[0].results.total_voters == 1 and heard[0].results.results is None
    async with check("telethon changes a vote and takes it back"):
        answer = await budi(vote(to_ayu, there.id, b"A"))
        assert counts(answer.updates[0].results) == [1, 0] and answer.updates[0].results.total_voters == 1
        answer = await budi(vote(to_ayu, there.id))
        assert answer.updates[0].results.total_voters == 0
        await budi(vote(to_ayu, there.id, b"B"))
    async with check("telethon forwards a poll, and all who see it share it"):
        forwarded = await ayu.forward_messages(to_citra, sent)
        assert forwarded.media.poll.id == sent.media.poll.id
        seen = await newest(citra, from_ayu)
        await citra(vote(from_ayu, seen.id, b"B"))
        results = await budi(functions.messages.GetPollResultsRequest(to_ayu, there.id, poll_hash=0))
        assert counts(results.updates[0].results) == [0, 2]
        listed = await budi(functions.messages.GetPollVotesRequest(to_ayu, there.id, limit=1))
        assert listed.count == 2 and len(listed.votes) == 1 and listed.next_offset
        rest = await budi(
            functions.messages.GetPollVotesRequest(to_ayu, there.id, limit=10, offset=listed.next_offset, option=b"B")
        )
        people = {v.peer.user_id for v in listed.votes + rest.votes}
        assert people == {(await budi.get_me()).id, (await citra.get_me()).id} and not rest.next_offset
        await refused(ayu(functions.messages.GetPollVotesRequest(to_budi, sent.id, limit=9)), "POLL_VOTE_REQUIRED")
    async with check("telethon closes a poll, and nobody votes any more"):
        closing = types.InputMediaPoll(types.Poll(id=sent.media.poll.id, question=words(""), answers=[], hash=0, closed=True))
        await refused(
            citra(functions.messages.EditMessageRequest(from_ayu, seen.id, media=closing)), "MESSAGE_AUTHOR_REQUIRED"
        )
        heard = hear(budi, types.UpdateMessagePoll)
        closed = await ayu.edit_message(to_budi, sent.id, file=closing)
        assert closed.media.poll.closed and counts(closed.media.results) == [0, 2]
        await soon(lambda: heard and heard[-1].poll.closed, "the end of the poll")
        await refused(budi(vote(to_ayu, there.id, b"A")), "MESSAGE_POLL_CLOSED")
    async with check("telethon answers a quiz once and is told what is right"):
        quiz = await ayu.send_file(to_budi, asked("1 + 1?", "1", "2", correct=[1], solution="Count.", quiz=True))
        assert quiz.media.results.solution is None
        there = await newest(budi, to_ayu)
        assert there.media.poll.quiz and there.media.results.results is None
        results = (await budi(vote(to_ayu, there.id, b"A"))).updates[0].results
        assert results.solution == "Count." and [bool(r.correct) for r in results.results] == [False, True]
        await refused(budi(vote(to_ayu, there.id, b"B")), "REVOTE_NOT_ALLOWED")
        await refused(budi(vote(to_ayu, there.id)), "REVOTE_NOT_ALLOWED")
    async with check("telethon chooses several answers where that is allowed, and no others"):
        await ayu.send_file(to_budi, asked("Which?", "1", "2", "3", multiple_choice=True))
        there = await newest(budi, to_ayu)
        answer = await budi(vote(to_ayu, there.id, b"A", b"C"))
        assert counts(answer.updates[0].results) == [1, 0, 1] and answer.updates[0].results.total_voters == 1
        await refused(budi(vote(to_ayu, there.id, b"X")), "OPTION_INVALID")
        await refused(budi(functions.messages.GetPollVotesRequest(to_ayu, there.id, limit=9)), "BROADCAST_FORBIDDEN")
        await refused(budi(vote(to_ayu, there.id + 1000, b"A")), "MESSAGE_ID_INVALID")
        await ayu.send_file(to_budi, asked("One?", "1", "2"))
        there = await newest(budi, to_ayu)
        await refused(budi(vote(to_ayu, there.id, b"A", b"B")), "OPTIONS_TOO_MUCH")
    async with check("telethon is refused polls that are none"):
        count = (await ayu.get_messages(to_budi, limit=0)).total
        for media, name in (
            (asked("?", "1"), "POLL_ANSWERS_INVALID"),
            (asked("?", *map(str, range(11))), "POLL_ANSWERS_INVALID"),
            (asked("?", "1", "2", options=[b"A", b"A"]), "POLL_OPTION_DUPLICATE"),
            (asked("?", "1", "1"), "POLL_OPTION_DUPLICATE"),
            (asked("?", "1", "2", options=[b"A", b""]), "POLL_OPTION_INVALID"),
            (asked("", "1", "2"), "POLL_QUESTION_INVALID"),
            (asked("?" * 301, "1", "2"), "POLL_QUESTION_INVALID"),
            (asked("?", "1", "2" * 101), "POLL_ANSWER_INVALID"),
            (asked("?", "1", "2", quiz=True), "QUIZ_CORRECT_ANSWERS_EMPTY"),
            (asked("?", "1", "2", quiz=True, correct=[5]), "QUIZ_CORRECT_ANSWER_INVALID"),
            (asked("?", "1", "2", quiz=True, correct=[0, 1]), "QUIZ_CORRECT_ANSWERS_TOO_MUCH"),
        ):
            await refused(ayu(functions.messages.SendMediaRequest(to_budi, media, "")), name)
        assert (await ayu.get_messages(to_budi, limit=0)).total == count


def added(text):
    return types.InputPollAnswer(words(text))


async def unread_in(client, peer):
    """The ids of polls with unread votes in a chat, and how many the list of chats tells of."""
    peer = await client.get_input_entity(peer)
    listed = await client(functions.messages.GetUnreadPollVotesRequest(peer, 0, 0, 20, 0, 0))
    dialogs = await client(functions.messages.GetPeerDialogsRequest([types.InputDialogPeer(peer)]))
    return [m.id for m in listed.messages], dialogs.dialogs[0].unread_poll_votes_count


async def open_polls(ayu, ayu_two, budi, citra, to_budi, to_ayu, to_citra, from_ayu):
    add, drop = functions.messages.AddPollAnswerRequest, functions.messages.DeletePollAnswerRequest
    made = await ayu(functions.channels.CreateChannelRequest("Polls", "", megagroup=True))
    group = made.chats[0]
    await ayu(functions.channels.InviteToChannelRequest(group, [to_budi, to_citra]))
    await budi.get_dialogs(), await citra.get_dialogs()
    budis, citras = await budi.get_entity(types.PeerChannel(group.id)), await citra.get_entity(types.PeerChannel(group.id))
    async with check("telethon adds an answer to an open poll, and everybody sees whose it is"):
        sent = await ayu.send_file(group, asked("Where?", "Here", "There", open_answers=True, public_voters=True))
        assert sent.media.poll.open_answers
        heard, said = hear(citra, types.UpdateMessagePoll), hear_lines(citra)
        answer = await budi(add(budis, sent.id, added("Elsewhere")))
        third = answer.updates[0].poll.answers[2]
        me = (await budi.get_me()).id
        assert third.text.text == "Elsewhere" and third.added_by.user_id == me and third.date
        assert answer.updates[0].poll.hash != sent.media.poll.hash
        await soon(lambda: heard and said, "the answer")
        assert said[0].action.answer.text.text == "Elsewhere" and said[0].from_id.user_id == me
        assert said[0].reply_to.reply_to_msg_id == sent.id
        assert [a.text.text for a in heard[0].poll.answers] == ["Here", "There", "Elsewhere"]
        assert heard[0].poll.answers[2].added_by.user_id == me and not heard[0].poll.answers[0].added_by
        await refused(citra(add(citras, sent.id, added("Elsewhere"))), "POLL_OPTION_DUPLICATE")
        await refused(citra(add(citras, sent.id, added(" "))), "POLL_ANSWER_INVALID")
        await refused(citra(add(citras, sent.id, added("x" * 101))), "POLL_ANSWER_INVALID")
        await refused(citra(add(citras, sent.id + 50, added("No"))), "MESSAGE_ID_INVALID")
    async with check("telethon votes for it, and the one who asked finds votes that it has not seen"):
        notified = hear(ayu, types.UpdateMessagePoll)
        await citra(vote(citras, sent.id, third.option))
        await soon(lambda: notified, "the vote")
        assert notified[-1].results.has_unread_votes
        assert notified[-1].peer.channel_id == group.id and notified[-1].msg_id == sent.id
        assert await unread_in(ayu, group) == ([sent.id], 1)
        assert await unread_in(citra, citras) == ([], 0)
        again = await citra.get_messages(citras, ids=sent.id)
        assert not again.media.results.has_unread_votes
    async with check("telethon has seen the votes, and its other device hears that"):
        seen = hear(ayu_two, types.UpdateMessagePoll)
        await ayu(functions.messages.ReadPollVotesRequest(group))
        await soon(lambda: seen, "that they were seen")
        assert not seen[-1].results.has_unread_votes and await unread_in(ayu, group) == ([], 0)
        # One's own vote is no news.
        await ayu(vote(group, sent.id, third.option))
        assert await unread_in(ayu, group) == ([], 0)
        await budi(vote(budis, sent.id, b"A"))
        assert await unread_in(ayu, group) == ([sent.id], 1)
        await ayu(functions.channels.ReadMessageContentsRequest(group, [sent.id]))
        assert await unread_in(ayu, group) == ([], 0)
    async with check("telethon takes an added answer away with the votes for it, and nobody else's"):
        await refused(citra(drop(citras, sent.id, third.option)), "MESSAGE_AUTHOR_REQUIRED")
        await refused(budi(drop(budis, sent.id, b"A")), "OPTION_INVALID")
        await refused(budi(drop(budis, sent.id, b"Z")), "OPTION_INVALID")
        heard, said = hear(citra, types.UpdateMessagePoll), hear_lines(citra)
        answer = await budi(drop(budis, sent.id, third.option))
        assert [a.option for a in answer.updates[0].poll.answers] == [b"A", b"B"]
        assert answer.updates[0].results.total_voters == 1 and counts(answer.updates[0].results) == [1, 0]
        await soon(lambda: heard and said, "that it is gone")
        assert isinstance(said[0].action, types.MessageActionPollDeleteAnswer)
        assert said[0].action.answer.option == third.option
        # What was chosen is gone, so one may choose anew, and does not know how many others did.
        assert len(heard[-1].poll.answers) == 2 and heard[-1].results.results is None
        await refused(citra(vote(citras, sent.id, third.option)), "OPTION_INVALID")
        answer = await citra(vote(citras, sent.id, b"B"))
        assert counts(answer.updates[0].results) == [1, 1] and answer.updates[0].results.total_voters == 2
        listed = await citra(functions.messages.GetPollVotesRequest(citras, sent.id, limit=9))
        assert listed.count == 2 and len(listed.votes) == 2
        fourth = (await budi(add(budis, sent.id, added("Elsewhere")))).updates[0].poll.answers[2]
        assert fourth.option != third.option
        # Who asked may take away what others added.
        answer = await ayu(drop(group, sent.id, fourth.option))
        assert len(answer.updates[0].poll.answers) == 2
    async with check("telethon adds to no poll that is not open, closed, full, or elsewhere"):
        shut = await ayu.send_file(group, asked("Shut?", "1", "2"))
        await refused(budi(add(budis, shut.id, added("3"))), "POLL_OPTION_INVALID")
        for flags in ({"open_answers": True}, {"open_answers": True, "public_voters": True, "quiz": True, "correct": [0]}):
            await refused(ayu(functions.messages.SendMediaRequest(group, asked("?", "1", "2", **flags), "")), "MEDIA_INVALID")
        for place in range(3, 11):
            await budi(add(budis, sent.id, added(str(place))))
        await refused(budi(add(budis, sent.id, added("11"))), "POLL_ANSWERS_INVALID")
        copy = await ayu.forward_messages(to_budi, sent)
        theirs = await newest(budi, to_ayu)
        assert theirs.media.poll.id == copy.media.poll.id
        await refused(budi(add(to_ayu, theirs.id, added("3"))), "POLL_OPTION_INVALID")
        ends = types.InputMediaPoll(types.Poll(id=sent.media.poll.id, question=words(""), answers=[], hash=0, closed=True))
        await ayu.edit_message(group, sent.id, file=ends)
        await refused(budi(add(budis, sent.id, added("3"))), "MESSAGE_POLL_CLOSED")
        await citra(functions.channels.LeaveChannelRequest(citras))
        await refused(citra(add(citras, sent.id, added("3"))), "CHANNEL_PRIVATE")
    async with check("telethon finds unread votes in topics of a forum"):
        made = await ayu(functions.channels.CreateChannelRequest("Topics", "", megagroup=True, forum=True))
        forum = made.chats[0]
        await ayu(functions.channels.InviteToChannelRequest(forum, [to_budi]))
        await budi.get_dialogs()
        budis = await budi.get_entity(types.PeerChannel(forum.id))
        topic = (await ayu(functions.messages.CreateForumTopicRequest(forum, "Food"))).updates[0].id
        asking = await ayu.send_file(forum, asked("Rice?", "1", "2"), reply_to=topic)
        await budi(vote(budis, asking.id, b"A"))
        counted = lambda listed: {t.id: t.unread_poll_votes_count for t in listed.topics}
        topics = functions.messages.GetForumTopicsRequest(forum, None, 0, 0, 20)
        assert counted(await ayu(topics)) == {1: 0, topic: 1}
        within = lambda top: ayu(functions.messages.GetUnreadPollVotesRequest(forum, 0, 0, 20, 0, 0, top_msg_id=top))
        assert [m.id for m in (await within(topic)).messages] == [asking.id] and not (await within(1)).messages
        await ayu(functions.messages.ReadPollVotesRequest(forum, top_msg_id=1))
        assert counted(await ayu(topics)) == {1: 0, topic: 1}
        await ayu(functions.messages.ReadPollVotesRequest(forum, top_msg_id=topic))
        assert counted(await ayu(topics)) == {1: 0, topic: 0}
    async with check("telethon finds unread votes in private chats and basic groups as well"):
        # Those of before.
        assert len((await unread_in(ayu, to_budi))[0]) > 1
        await ayu(functions.messages.ReadPollVotesRequest(to_budi))
        mine = await ayu.send_file(to_budi, asked("Two?", "1", "2", open_answers=True, public_voters=True))
        theirs = await newest(budi, to_ayu)
        await budi(vote(to_ayu, theirs.id, b"A"))
        assert await unread_in(ayu, to_budi) == ([mine.id], 1)
        await ayu(functions.messages.ReadMessageContentsRequest([mine.id]))
        assert await unread_in(ayu, to_budi) == ([], 0)
        said = hear_lines(ayu)
        third = (await budi(add(to_ayu, theirs.id, added("3")))).updates[0].poll.answers[2]
        await soon(lambda: said, "that it was added")
        assert said[0].action.answer.option == third.option
        assert said[0].reply_to.reply_to_msg_id == mine.id
        await budi(vote(to_ayu, theirs.id, third.option))
        assert await unread_in(ayu, to_budi) == ([mine.id], 1)
        # A poll that is gone has no votes.
        await ayu.delete_messages(to_budi, [mine.id], revoke=True)
        assert await unread_in(ayu, to_budi) == ([], 0)
        made = await ayu(functions.messages.CreateChatRequest([to_budi, to_citra], "Three"))
        small = types.PeerChat(made.updates.chats[0].id)
        asking = await ayu.send_file(small, asked("Three?", "1", "2", open_answers=True, public_voters=True))
        await budi.get_dialogs()
        theirs = await newest(budi, small)
        said = hear_lines(ayu)
        answer = await budi(add(await budi.get_input_entity(small), theirs.id, added("3")))
        await soon(lambda: said, "that it was added")
        assert said[0].action.answer.text.text == "3" and said[0].reply_to.reply_to_msg_id == asking.id
        await budi(vote(await budi.get_input_entity(small), theirs.id, answer.updates[0].poll.answers[2].option))
        assert await unread_in(ayu, small) == ([asking.id], 1)
        await ayu(functions.messages.ReadPollVotesRequest(await ayu.get_input_entity(small)))
        assert await unread_in(ayu, small) == ([], 0)


async def places(ayu, budi, to_budi, to_ayu):
    point = types.InputGeoPoint(-6.2, 106.8, accuracy_radius=30)
    async with check("telethon sends a place, a venue and a contact, and forwards them"):
        sent = await ayu.send_file(to_budi, types.InputMediaGeoPoint(point))
        assert abs(sent.media.geo.lat + 6.2) < 1e-9 and sent.media.geo.accuracy_radius == 30
        venue = types.InputMediaVenue(point, "Monas", "Gambir", "foursquare", "4b", "park")
        await ayu.send_file(to_budi, venue)
        assert (await newest(budi, to_ayu)).media.title == "Monas"
        await ayu.send_file(to_budi, types.InputMediaContact(BUDI, "Budi", "", "BEGIN:VCARD\nEND:VCARD"))
        there = await newest(budi, to_ayu)
        assert there.media.user_id == (await budi.get_me()).id and "VCARD" in there.media.vcard
        kept = await budi.forward_messages("me", there)
        assert kept.media.phone_number == BUDI
    async with check("telethon moves a live place and ends it"):
        live = await ayu.send_file(to_budi, types.InputMediaGeoLive(point, period=900, heading=90))
        assert live.media.period == 900 and live.media.heading == 90
        edits = hear(budi, types.UpdateEditMessage)
        await ayu.edit_message(to_budi, live.id, file=types.InputMediaGeoLive(types.InputGeoPoint(1, 2), proximity_notification_radius=50))
        await soon(lambda: edits, "the move")
        assert edits[0].message.media.geo.lat == 1 and edits[0].message.media.period == 900
        await ayu.edit_message(to_budi, live.id, file=types.InputMediaGeoLive(types.InputGeoPointEmpty(), stopped=True))
        await soon(lambda: len(edits) > 1, "the end")
        assert edits[1].message.media.period < 900 and edits[1].message.media.geo.lat == 1
        await refused(
            budi(functions.messages.EditMessageRequest(to_ayu, edits[1].message.id, media=types.InputMediaGeoLive(point))),
            "MESSAGE_AUTHOR_REQUIRED",
        )
        forwarded = await ayu.forward_messages("me", live)
        assert isinstance(forwarded.media, types.MessageMediaGeo)
    async with check("telethon throws a die, once however often it is sent"):
        request = functions.messages.SendMediaRequest(to_budi, types.InputMediaDice("\U0001f3b2"), "", random_id=77)
        one, two = await ayu(request), await ayu(request)
        value = lambda answer: [u.message.media.value for u in answer.updates if hasattr(u, "message")]
        assert value(one) == value(two) and 1 <= value(one)[0] <= 6
        assert (await newest(budi, to_ayu)).media.value == value(one)[0]
    async with check("telethon finds how each game comes out, and is told of all games"):
        get = lambda kind: ayu(functions.messages.GetStickerSetRequest(kind, 0))
        config = (await ayu(functions.help.GetAppConfigRequest(0))).config
        told = {entry.key: entry.value for entry in config.value}
        games = [game.value for game in told["emojies_send_dice"].value]
        assert games == ["\U0001f3b2", "\U0001f3af", "\U0001f3c0", "\u26bd", "\U0001f3b3", "\U0001f3b0"], games
        winning = {game.key: {part.key: part.value.value for part in game.value.value} for game in told["emojies_send_dice_success"].value}
        assert winning["\U0001f3b0"]["value"] == 64 and "\U0001f3b2" not in winning
        for game, sides in zip(games, (6, 6, 5, 5, 6, 64)):
            found = await get(types.InputStickerSetDice(game))
            if sides == 64:
                assert len(found.documents) == 21 and found.set.count == 21
                parts = found.documents
            else:
                # By their places as well as by the numbers that they stand for.
                by_number = {pack.emoticon[0]: pack.documents for pack in found.packs}
                parts = found.documents
                assert [[d.id] for d in parts] == [by_number[sign] for sign in "#123456"[: sides + 1]], game
            data = [gzip.decompress(await ayu.download_media(part, bytes)) for part in parts]
            assert all(json.loads(part)["tgs"] == 1 for part in data) and len(set(data)) == len(data), game
            thrown = await ayu.send_file(to_budi, types.InputMediaDice(game))
            assert 1 <= thrown.media.value <= sides and thrown.media.emoticon == game
            theirs = await newest(budi, to_ayu)
            assert theirs.media.value == thrown.media.value
            kept = await budi.forward_messages("me", theirs)
            assert kept.media.value == thrown.media.value and kept.media.emoticon == game
            again = functions.messages.EditMessageRequest(to_budi, thrown.id, media=types.InputMediaDice(game))
            await refused(ayu(again), "MEDIA_NEW_INVALID")
        await refused(get(types.InputStickerSetDice("A")), "STICKERSET_INVALID")
        playing = await ayu(functions.messages.GetEmojiGameInfoRequest())
        assert isinstance(playing, types.messages.EmojiGameUnavailable)
    async with check("telethon is given each special set that clients ask for, and some are empty"):
        for kind in ("AnimatedEmojiAnimations", "EmojiGenericAnimations", "PremiumGifts", "TonGifts"):
            found = await get(getattr(types, f"InputStickerSet{kind}")())
            assert found.set.count == 0 and not found.documents and not found.packs, kind
            named = types.InputStickerSetID(found.set.id, found.set.access_hash)
            assert (await get(named)).set.short_name == found.set.short_name
        for kind in ("AnimatedEmoji", "EmojiDefaultStatuses", "EmojiDefaultTopicIcons", "EmojiChannelDefaultStatuses"):
            assert (await get(getattr(types, f"InputStickerSet{kind}")())).documents, kind
        await refused(get(types.InputStickerSetEmpty()), "STICKERSET_INVALID")
        offered = await ayu(functions.messages.GetFeaturedStickersRequest(0))
        assert [covered.set.short_name for covered in offered.sets] == ["Merpati"]
    async with check("telethon finds where people are now"):
        recent = functions.messages.GetRecentLocationsRequest
        live = await ayu.send_file(to_budi, types.InputMediaGeoLive(point, period=900))
        there = await newest(budi, to_ayu)
        here = await budi.send_file(to_ayu, types.InputMediaGeoLive(point, period=0x7FFFFFFF))
        assert [m.id for m in (await budi(recent(to_ayu, 10, 0))).messages] == [here.id, there.id]
        assert len((await budi(recent(to_ayu, 1, 0))).messages) == 1
        await ayu.edit_message(to_budi, live.id, file=types.InputMediaGeoLive(types.InputGeoPointEmpty(), stopped=True))
        async def ended():
            return [m.id for m in (await budi(recent(to_ayu, 10, 0))).messages] == [here.id]
        async with asyncio.timeout(20):
            while not await ended():
                await asyncio.sleep(0.2)
        await budi.delete_messages(to_ayu, [here.id, there.id])
    async with check("telethon is refused places and dice that are none"):
        for media, name in (
            (types.InputMediaGeoPoint(types.InputGeoPoint(91, 0)), "GEO_POINT_INVALID"),
            (types.InputMediaGeoPoint(types.InputGeoPointEmpty()), "GEO_POINT_INVALID"),
            (types.InputMediaGeoLive(point, period=59), "MEDIA_INVALID"),
            (types.InputMediaGeoLive(point, period=900, heading=361), "MEDIA_INVALID"),
            (types.InputMediaDice("A"), "EMOTICON_INVALID"),
            (types.InputMediaContact("", "", "", ""), "MEDIA_INVALID"),
            (types.InputMediaEmpty(), "MEDIA_EMPTY"),
        ):
            await refused(ayu(functions.messages.SendMediaRequest(to_budi, media, "")), name)
    async with check("telethon finds places, polls and contacts by their kind"):
        for kind, wanted in (
            (types.InputMessagesFilterGeo, 3),
            (types.InputMessagesFilterContacts, 1),
            (types.InputMessagesFilterPoll, 4),
        ):
            assert len(await ayu.get_messages(to_budi, filter=kind, limit=50)) == wanted, kind
        filters = [types.InputMessagesFilterGeo(), types.InputMessagesFilterPoll()]
        counters = await ayu(functions.messages.GetSearchCountersRequest(to_budi, filters))
        assert [counter.count for counter in counters] == [3, 4]


def todo(title, *tasks, **more):
    return types.InputMediaTodo(types.TodoList(words(title), [types.TodoItem(id, words(text)) for id, text in tasks], **more))


def tasks(message):
    """The tasks of a list, and who has done which."""
    done = {one.id: one.completed_by.user_id for one in message.media.completions or []}
    return [(item.id, item.title.text) for item in message.media.todo.list], done


def toggle(peer, message, done=(), undone=()):
    return functions.messages.ToggleTodoCompletedRequest(peer, message, list(done), list(undone))


def append(peer, message, *items):
    items = [types.TodoItem(id, words(text)) for id, text in items]
    return functions.messages.AppendTodoListRequest(peer, message, items)


async def todos(ayu, budi, citra, to_budi, to_ayu, to_citra):
    me, him = (await ayu.get_me()).id, (await budi.get_me()).id
    edits, told = hear(ayu, types.UpdateEditMessage), hear(ayu, types.UpdateNewMessage)
    async with check("telethon sends a list of tasks, which is its author's alone unless he says otherwise"):
        sent = await ayu.send_file(to_budi, todo("Pasar", (1, "Beras"), (2, "Cabai"), (7, "Teh")))
        there = await newest(budi, to_ayu)
        assert tasks(there) == ([(1, "Beras"), (2, "Cabai"), (7, "Teh")], {}) and there.media.todo.title.text == "Pasar"
        await refused(budi(toggle(to_ayu, there.id, [1])), "MESSAGE_AUTHOR_REQUIRED")
        await refused(budi(append(to_ayu, there.id, (8, "Gula"))), "MESSAGE_AUTHOR_REQUIRED")
        await ayu(toggle(to_budi, sent.id, [1]))
        done = (await budi.get_messages(to_ayu, ids=there.id))
        assert tasks(done)[1] == {1: me} and done.edit_hide, "what is done is no edit that people see"
        await refused(ayu(toggle(to_budi, sent.id, [1], [2])), "TODO_NOT_MODIFIED")
    async with check("telethon lets others do tasks and add some, and both sides hear it"):
        more = todo("Pasar pagi", (1, "Beras"), (2, "Cabai"), others_can_append=True, others_can_complete=True)
        edited = await ayu.edit_message(to_budi, sent.id, file=more)
        assert tasks(edited) == ([(1, "Beras"), (2, "Cabai")], {1: me}) and not edited.edit_hide
        del edits[:], told[:]
        answer = await budi(toggle(to_ayu, there.id, [2], [1]))
        kinds = [type(update) for update in answer.updates]
        assert kinds == [types.UpdateEditMessage, types.UpdateNewMessage], kinds
        assert tasks(answer.updates[0].message)[1] == {2: him}
        await soon(lambda: edits and told, "the task and that it is told of")
        assert tasks(edits[0].message)[1] == {2: him} and edits[0].message.id == sent.id
        notice = told[0].message
        assert notice.action.completed == [2] and notice.action.incompleted == [1]
        assert notice.reply_to.reply_to_msg_id == sent.id
        del edits[:], told[:]
        await budi(append(to_ayu, there.id, (3, "Gula")))
        await soon(lambda: edits and told, "the new task")
        assert tasks(edits[0].message)[0][-1] == (3, "Gula") and told[0].message.action.list[0].title.text == "Gula"
    async with check("telethon hears after being away what was done in a list, whoever's it is"):
        await budi.disconnect()
        await ayu(toggle(to_budi, sent.id, [1, 3], [2]))
        missed = hear(budi, types.UpdateEditMessage)
        await budi.connect()
        await budi.catch_up()
        await soon(lambda: missed, "what was missed")
        assert tasks(missed[-1].message)[1] == {1: me, 3: me} and missed[-1].message.id == there.id
        assert tasks(await budi.get_messages(to_ayu, ids=there.id))[1] == {1: me, 3: me}
    async with check("telethon forwards a list without who did what, and nobody changes that"):
        forwarded = await budi.forward_messages("me", await budi.get_messages(to_ayu, ids=there.id))
        assert tasks(forwarded) == ([(1, "Beras"), (2, "Cabai"), (3, "Gula")], {})
        await refused(budi(toggle("me", forwarded.id, [2])), "MESSAGE_AUTHOR_REQUIRED")
        own = await budi.send_file("me", todo("Sendiri", (1, "Tidur")))
        await budi(toggle("me", own.id, [1]))
        assert tasks(await budi.get_messages("me", ids=own.id))[1] == {1: him}
    async with check("telethon's two people who do tasks at once lose none of them"):
        many = [(number, f"Tugas {number}") for number in range(1, 31)]
        sent = await ayu.send_file(to_budi, todo("Semua", *many, others_can_complete=True))
        there = await newest(budi, to_ayu)
        await asyncio.gather(
            *(ayu(toggle(to_budi, sent.id, [number])) for number in range(1, 11)),
            *(budi(toggle(to_ayu, there.id, [number])) for number in range(11, 21)),
        )
        for client, peer, id in ((ayu, to_budi, sent.id), (budi, to_ayu, there.id)):
            done = tasks(await client.get_messages(peer, ids=id))[1]
            assert done == {number: me if number < 11 else him for number in range(1, 21)}
        await refused(ayu(append(to_budi, sent.id, (31, "Lagi"))), "MEDIA_INVALID")
    async with check("telethon is refused lists of tasks that are none"):
        count = (await ayu.get_messages(to_budi, limit=0)).total
        for media, name in (
            (todo("A"), "TODO_ITEMS_EMPTY"),
            (todo("A", (1, "a"), (1, "b")), "TODO_ITEM_DUPLICATE"),
            (todo("A", *((number, "a") for number in range(1, 32))), "MEDIA_INVALID"),
            (todo("", (1, "a")), "MEDIA_INVALID"),
            (todo("A" * 33, (1, "a")), "MEDIA_INVALID"),
            (todo("A", (1, "a" * 65)), "MEDIA_INVALID"),
            (todo("A", (-1, "a")), "MEDIA_INVALID"),
        ):
            await refused(ayu(functions.messages.SendMediaRequest(to_budi, media, "")), name)
        assert (await ayu.get_messages(to_budi, limit=0)).total == count
        text = await ayu.send_message(to_budi, "no list")
        await refused(ayu(toggle(to_budi, text.id, [1])), "MESSAGE_ID_INVALID")
        await refused(ayu(append(to_budi, sent.id)), "TODO_ITEMS_EMPTY")
        await refused(ayu(append(to_budi, sent.id + 1000, (1, "a"))), "MESSAGE_ID_INVALID")
    made = await ayu(functions.messages.CreateChatRequest([to_budi], "Kerja"))
    group = types.InputPeerChat(getattr(made, "updates", made).chats[0].id)
    made = await ayu(functions.channels.CreateChannelRequest("Kerja", "", megagroup=True))
    supergroup = await ayu.get_input_entity(made.chats[0])
    await ayu(functions.channels.InviteToChannelRequest(supergroup, [to_budi]))
    async with check("telethon shares a list of tasks in a group and a supergroup"):
        theirs = await budi.get_dialogs()
        for chat, edited in ((group, types.UpdateEditMessage), (supergroup, types.UpdateEditChannelMessage)):
            heard = hear(ayu, edited)
            sent = await ayu.send_file(chat, todo("Kerja", (1, "Rapat"), (2, "Surat"), others_can_complete=True))
            here = next(d.input_entity for d in theirs if d.name == "Kerja" and d.is_channel == (chat is supergroup))
            async with asyncio.timeout(20):
                while not (there := await newest(budi, here)).media:
                    await asyncio.sleep(0.1)
            await refused(budi(append(here, there.id, (3, "Lagi"))), "MESSAGE_AUTHOR_REQUIRED")
            answer = await budi(toggle(here, there.id, [2]))
            assert type(answer.updates[0]) is edited and len(answer.updates) == 2
            await soon(lambda: heard, "the task in a group")
            assert tasks(heard[0].message)[1] == {2: him} and heard[0].message.id == sent.id
            told = await newest(ayu, chat)
            assert told.action.completed == [2] and told.reply_to.reply_to_msg_id == sent.id
            await refused(citra(toggle(chat, there.id, [1])), "CHANNEL_INVALID" if chat is supergroup else "PEER_ID_INVALID")
            await ayu.edit_message(chat, sent.id, file=todo("Kerja", (2, "Surat"), (3, "Pulang")))
            assert tasks(await budi.get_messages(here, ids=there.id)) == ([(2, "Surat"), (3, "Pulang")], {2: him})
            await refused(budi(toggle(here, there.id, [3])), "MESSAGE_AUTHOR_REQUIRED")
        made = await ayu(functions.channels.CreateChannelRequest("Kabar", "", broadcast=True))
        broadcast = await ayu.get_input_entity(made.chats[0])
        await refused(ayu(functions.messages.SendMediaRequest(broadcast, todo("A", (1, "a")), "")), "MEDIA_INVALID")
        banned = types.ChatBannedRights(None, send_polls=True)
        await ayu(functions.messages.EditChatDefaultBannedRightsRequest(supergroup, banned))
        await refused(budi(functions.messages.SendMediaRequest(here, todo("A", (1, "a")), "")), "CHAT_WRITE_FORBIDDEN")


async def main():
    async with check("telethon signs three people in"):
        ayu, budi, citra = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi"), await sign_up(CITRA, "Citra")
        to_budi = await ayu.get_input_entity(await befriend(ayu, BUDI, "Budi"))
        to_citra = await ayu.get_input_entity(await befriend(ayu, CITRA, "Citra"))
        to_ayu = await budi.get_input_entity(await befriend(budi, AYU, "Ayu"))
        from_ayu = await citra.get_input_entity(await befriend(citra, AYU, "Ayu"))
    await polls(ayu, budi, citra, to_budi, to_ayu, to_citra, from_ayu)
    await places(ayu, budi, to_budi, to_ayu)
    await todos(ayu, budi, citra, to_budi, to_ayu, to_citra)
    ayu_two = await sign_in(AYU)
    await open_polls(ayu, ayu_two, budi, citra, to_budi, to_ayu, to_citra, from_ayu)
    for client in (ayu, ayu_two, budi, citra):
        await client.disconnect()


asyncio.run(main())
finish()
