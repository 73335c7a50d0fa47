# Connects kurigram (a living fork of Pyrogram) to this server and prints one line.
import asyncio

from pyrogram import Client, raw
from pyrogram.connection import Connection
from pyrogram.crypto import rsa

FINGERPRINT = int.from_bytes(bytes.fromhex("{{FINGERPRINT}}"), "big", signed=True)
MODULUS = int("{{MODULUS}}", 16)
rsa.server_public_keys[FINGERPRINT] = rsa.PublicKey(MODULUS, 65537)


class Merpati(Connection):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.server_address, self.port = "{{HOST}}", {{PORT}}


async def main():
    client = Client("merpati_kurigram", api_id=1, api_hash="merpati", connection_factory=Merpati)
    await client.connect()
    config = await client.invoke(raw.functions.help.GetConfig())
    print("connected to dc", config.this_dc)
    # An account signs in from here with: await client.authorize()
    await client.disconnect()


asyncio.run(main())
