"""Telethon's part of other libraries' rounds: gives the account with this number a two-step password, since not every
library can. `set_password.py PHONE PASSWORD HINT`."""

import asyncio
import sys

from telethon_people import sign_in


async def main(phone, password, hint):
    client = await sign_in(phone)
    await client.edit_2fa(new_password=password, hint=hint)
    await client.disconnect()


asyncio.run(main(*sys.argv[1:]))
