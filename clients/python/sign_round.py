"""Ways to sign in beside the code: a QR code, judged by Telethon and by raw calls of its types."""

import asyncio

from harness import API_HASH, API_ID, PATIENCE_SECONDS, check, finish, soon
from telethon import errors, functions, types
from telethon_people import device, sign_up

AYU, BUDI = "+6281255500001", "+6281255500002"


async def fails(call, name):
    """The call ends with this error of the server's."""
    try:
        await call
    except errors.RPCError as error:
        # Telethon has a class for every error that it knows.
        known = name.title().replace("_", "") + "Error"
        assert name == error.message or type(error).__name__ == known, f"{error!r}, not {name}"
    else:
        raise AssertionError(f"no {name}")


async def by_qr(ayu):
    waiting = device(device_model="Telethon QR")
    async with check("Telethon's QR login ends when another device accepts the token"):
        await waiting.connect()
        qr = await waiting.qr_login()
        assert len(qr.token) >= 32
        told = []
        ayu.add_event_handler(told.append)
        wait = asyncio.create_task(qr.wait(PATIENCE_SECONDS))
        await asyncio.sleep(0)
        accepted = await ayu(functions.auth.AcceptLoginTokenRequest(qr.token))
        assert accepted.device_model == "Telethon QR" and accepted.hash != 0
        user = await wait
        assert user.id == (await ayu.get_me()).id and (await waiting.get_me()).id == user.id
        new = lambda: any(isinstance(update, types.UpdateNewAuthorization) for update in told)
        await soon(new, "the other devices hear of the new one")
        sessions = (await ayu(functions.account.GetAuthorizationsRequest())).authorizations
        assert {one.device_model for one in sessions} == {"Telethon", "Telethon QR"}
    async with check("a QR token is accepted once, and by nobody who guesses or is not wanted"):
        await fails(ayu(functions.auth.AcceptLoginTokenRequest(qr.token)), "AUTH_TOKEN_ALREADY_ACCEPTED")
        await fails(ayu(functions.auth.AcceptLoginTokenRequest(b"x" * 32)), "AUTH_TOKEN_INVALIDX")
        other = device()
        await other.connect()
        me = (await ayu.get_me()).id
        token = (await other(functions.auth.ExportLoginTokenRequest(API_ID, API_HASH, [me]))).token
        await fails(ayu(functions.auth.AcceptLoginTokenRequest(token)), "AUTH_TOKEN_EXCEPTION")
        await other.disconnect()
    async with check("a device that came by QR is signed out like any other"):
        hash = next(one.hash for one in sessions if one.device_model == "Telethon QR")
        await ayu(functions.account.ResetAuthorizationRequest(hash))
        await fails(waiting(functions.updates.GetStateRequest()), "AUTH_KEY_UNREGISTERED")
        await waiting.disconnect()


async def main():
    ayu = await sign_up(AYU, "Ayu")
    await by_qr(ayu)
    await ayu.disconnect()


asyncio.run(main())
finish()
