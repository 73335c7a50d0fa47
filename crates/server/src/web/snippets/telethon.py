# Connects Telethon to this server and prints one line.
import asyncio

from telethon import TelegramClient, functions
from telethon.crypto import rsa
from telethon.sessions import SQLiteSession

rsa.add_key("""{{KEY}}
""", old=False)


async def main():
    session = SQLiteSession("merpati_telethon")
    if session.server_address != "{{HOST}}" or session.port != {{PORT}}:
        session.set_dc({{DC}}, "{{HOST}}", {{PORT}})
    client = TelegramClient(session, api_id=1, api_hash="merpati")
    await client.connect()
    config = await client(functions.help.GetConfigRequest())
    print("connected to dc", config.this_dc)
    # An account signs in from here with: await client.start()
    await client.disconnect()


asyncio.run(main())
