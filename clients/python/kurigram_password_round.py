"""The two-step password, judged by kurigram: enabled, asked for, changed, removed."""

import asyncio

from harness import check, finish, login_code
from kurigram_people import device, sign_in, sign_up

from pyrogram import errors, raw

AYU = "+15550120101"
ONE, TWO = "satu", "dua"


async def with_code(name):
    """A device on which the right code was entered and the password is still missing."""
    client = device(name)
    await client.connect()
    sent = await client.send_phone_number_code(AYU)
    try:
        await client.sign_in(AYU, sent.phone_code_hash, login_code(AYU))
    except errors.SessionPasswordNeeded:
        return client
    raise AssertionError("the code was enough")


async def main():
    ayu = await sign_up(AYU, "Ayu")
    async with check("kurigram enables a password, and the next sign-in needs it"):
        assert await ayu.enable_cloud_password(ONE, hint="angka")
        second = await with_code("two")
        assert await second.get_password_hint() == "angka"
        try:
            await second.check_password(TWO)
        except errors.PasswordHashInvalid:
            pass
        else:
            raise AssertionError("a wrong password opened the account")
        user = await second.check_password(ONE)
        assert user.is_self and user.id == ayu.me.id
        await second.invoke(raw.functions.updates.GetState())
        await second.disconnect()
    async with check("kurigram changes the password"):
        assert await ayu.change_cloud_password(ONE, TWO)
        third = await with_code("three")
        assert (await third.check_password(TWO)).id == ayu.me.id
        await third.disconnect()
    async with check("kurigram removes the password, and the code is enough again"):
        assert await ayu.remove_cloud_password(TWO)
        fourth = await sign_in(AYU, "four")
        assert fourth.me.id == ayu.me.id
        await fourth.stop()
    await ayu.stop()


asyncio.run(main())
finish()
