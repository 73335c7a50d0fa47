"""What the operator does to accounts, as Telethon sees it: keeping out, deleting, marking; and deleting oneself."""

import asyncio

from harness import DATA, check, finish, merpati, soon
from telethon import errors, events, functions
from telethon_people import befriend, sign_in, sign_up

AYU, BUDI, CITRA = "+15550130001", "+15550130002", "+15550130003"


def admin(*arguments):
    return merpati("admin", "user", *arguments, "--data", DATA)


async def is_out(client):
    """The session's key is nobody's any more."""
    try:
        await asyncio.wait_for(client(functions.updates.GetStateRequest()), 20)
    except (errors.AuthKeyUnregisteredError, errors.UnauthorizedError, errors.AuthKeyNotFound, ConnectionError):
        return True
    return False


async def sees_deleted(client, phone, peer, history):
    """Others see a deleted account, keep what it wrote, and can send it nothing."""
    (user,) = await client(functions.users.GetUsersRequest([await client.get_input_entity(peer)]))
    assert user.deleted and not user.first_name and not user.username and not user.phone and not user.contact
    assert [m.message async for m in client.iter_messages(peer)] == history
    try:
        await client.send_message(peer, "are you there?")
    except errors.InputUserDeactivatedError:
        pass
    else:
        raise AssertionError("a message to a deleted account was taken")
    contacts = await client(functions.contacts.GetContactsRequest(0))
    assert user.id not in [contact.user_id for contact in contacts.contacts]
    try:
        await client(functions.contacts.ResolvePhoneRequest(phone))
    except errors.PhoneNotOccupiedError:
        pass
    else:
        raise AssertionError("the number of a deleted account leads to somebody")


async def main():
    ayu, budi = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi")
    budi_two = await sign_in(BUDI)
    await budi(functions.account.UpdateUsernameRequest("budi_was_here"))
    to_budi = await befriend(ayu, BUDI, "Budi")
    to_ayu = await befriend(budi, AYU, "Ayu")
    await ayu.send_message(to_budi, "hello")
    await budi.send_message(to_ayu, "an answer")

    async with check("an account that is kept out is out, and comes back when it is let in"):
        admin("block", BUDI)
        assert await is_out(budi) and await is_out(budi_two)
        assert "+15550130002" in [row.split()[1] for row in admin("list").splitlines()[1:]]
        try:
            await sign_in(BUDI)
        except errors.PhoneNumberBannedError:
            pass
        else:
            raise AssertionError("a blocked account signed in")
        admin("unblock", BUDI)
        budi = await sign_in(BUDI)
        budi_two = await sign_in(BUDI)
    async with check("an operator's mark is shown, and goes"):
        admin("make-operator", "@budi_was_here")
        shown = dict(line.split(": ", 1) for line in admin("show", BUDI).splitlines())
        assert shown["operator"].endswith("Z"), shown
        admin("unmake-operator", BUDI)
        assert "operator: -" in admin("show", BUDI)
    async with check("a deleted account is out on every device"):
        told = []

        async def hear(update):
            told.append(update)

        ayu.add_event_handler(hear, events.Raw())
        assert str(to_budi.id) in admin("delete", BUDI)
        assert await is_out(budi) and await is_out(budi_two)
        await soon(lambda: any(getattr(update, "user_id", 0) == to_budi.id for update in told), "word of it")
    async with check("others see a deleted account, and keep what it wrote"):
        await sees_deleted(ayu, BUDI, to_budi, ["an answer", "hello"])
    async with check("its number and its username are free again"):
        assert BUDI not in admin("list")
        citra = await sign_up(BUDI, "Citra")
        assert (await citra.get_me()).id != to_budi.id
        await citra(functions.account.UpdateUsernameRequest("budi_was_here"))
        assert not [m async for m in citra.iter_messages("me")]
        assert (await ayu.get_entity("@budi_was_here")).id == (await citra.get_me()).id
    async with check("a deleted account stays deleted, and nobody else is"):
        run = admin("delete", str(to_budi.id))
        assert str(to_budi.id) in run
        assert (await citra.get_me()).first_name == "Citra" and (await ayu.get_me()).first_name == "Ayu"
    async with check("a person deletes the own account"):
        dewi = await sign_up(CITRA, "Dewi")
        to_dewi = await befriend(ayu, CITRA, "Dewi")
        await ayu.send_message(to_dewi, "so long")
        assert await dewi(functions.account.DeleteAccountRequest("enough"))
        assert await is_out(dewi)
        await sees_deleted(ayu, CITRA, to_dewi, ["so long"])
    for client in (ayu, budi, budi_two, citra, dewi):
        await client.disconnect()


asyncio.run(main())
finish()
