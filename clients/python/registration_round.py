"""Who may sign up, on servers of their own: by invitation, then nobody. Telethon is the judge of the errors."""

import asyncio

from harness import Server, check, finish, login_code, merpati
from telethon import errors, functions, types
from telethon_people import device, sign_in, sign_up

AYU, BUDI, CITRA = "+15550110001", "+15550110002", "+15550110003"


async def refused(phone, server):
    """Asks for a code, enters it, and is refused at the sign-in, and at a sign-up without one, alike."""
    client = device(server=server)
    await client.connect()
    sent = await client.send_code_request(phone)
    code = login_code(phone, server.data)
    for request in (
        functions.auth.SignInRequest(phone, sent.phone_code_hash, code),
        functions.auth.SignUpRequest(phone, sent.phone_code_hash, "Nobody", ""),
    ):
        try:
            await client(request)
        except errors.PhoneNumberUnoccupiedError:
            continue
        finally:
            assert not await client.is_user_authorized()
        raise AssertionError(f"{phone} was let in by {type(request).__name__}")
    await client.disconnect()


async def wrong_code_is_told_first(phone, server):
    """Without the code, nobody learns whether a number is invited or has an account."""
    client = device(server=server)
    await client.connect()
    sent = await client.send_code_request(phone)
    assert isinstance(sent.type, types.auth.SentCodeTypeApp), sent.type
    try:
        await client.sign_in(phone, "00000")
    except errors.PhoneCodeInvalidError:
        await client.disconnect()
    else:
        raise AssertionError("a wrong code was taken")


async def by_invitation():
    with Server("registration", "--registration", "invite") as server:
        async with check("invite: a number that nobody invited is told that it is not known"):
            await refused(BUDI, server)
        async with check("invite: an invited number signs up"):
            merpati("admin", "invite", "--data", server.data, AYU)
            ayu = await sign_up(AYU, "Ayu", server=server)
            assert (await ayu.get_me()).phone == AYU[1:]
            await ayu.disconnect()
        async with check("invite: a wrong code is a wrong code for every number"):
            for phone in (AYU, BUDI):
                await wrong_code_is_told_first(phone, server)
        merpati("admin", "invite", "--data", server.data, CITRA)


async def closed():
    with Server("registration", "--registration", "closed") as server:
        async with check("closed: nobody signs up, though invited before"):
            for phone in (BUDI, CITRA):
                await refused(phone, server)
        async with check("closed: who has an account signs in"):
            ayu = await sign_in(AYU, server=server)
            assert (await ayu.get_me()).first_name == "Ayu"
            await ayu.disconnect()


async def main():
    await by_invitation()
    await closed()


asyncio.run(main())
finish()
