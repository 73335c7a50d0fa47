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
    for client in (ayu, ayu_two, budi):
        await client.disconnect()


asyncio.run(main())
finish()
