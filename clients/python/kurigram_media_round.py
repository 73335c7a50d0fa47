"""What kurigram sees of files."""

import asyncio
import io

from harness import check, finish, soon
from kurigram_people import sign_up
from pictures import digest, jpeg_size, noise, png
from pyrogram import handlers, raw

AYU, BUDI = "+15550052001", "+15550052002"


def named(data, name):
    file = io.BytesIO(data)
    file.name = name
    return file


async def befriend(client, phone, name):
    contact = raw.types.InputPhoneContact(client_id=1, phone=phone, first_name=name, last_name="")
    imported = await client.invoke(raw.functions.contacts.ImportContacts(contacts=[contact]))
    await client.fetch_peers(imported.users)
    return imported.users[0].id


async def main():
    ayu, budi = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi")
    to_budi = await befriend(ayu, BUDI, "Budi")
    await befriend(budi, AYU, "Ayu")
    inbox = []

    async def incoming(_, message):
        inbox.append(message)

    budi.add_handler(handlers.MessageHandler(incoming))

    async def arrived(caption):
        await soon(lambda: [m for m in inbox if m.caption == caption], f"{caption} arrives")
        return next(m for m in inbox if m.caption == caption)

    async with check("kurigram sends a document and the other side gets every byte"):
        data = noise(700_001, 3)
        await ayu.send_document(to_budi, named(data, "letter.bin"), caption="a document")
        got = await arrived("a document")
        assert got.document.file_size == len(data) and got.document.file_name == "letter.bin"
        loaded = await budi.download_media(got, in_memory=True)
        assert digest(bytes(loaded.getbuffer())) == digest(data)

    async with check("kurigram sends a photo, and what comes is a JPEG of its size"):
        sent = await ayu.send_photo(to_budi, named(png(1000, 500, 2), "sea.png"), caption="a photo")
        got = await arrived("a photo")
        assert (got.photo.width, got.photo.height) == (1000, 500)
        mine, theirs = [await one.download_media(m, in_memory=True) for one, m in ((ayu, sent), (budi, got))]
        data = bytes(theirs.getbuffer())
        assert jpeg_size(data) == (1000, 500)
        assert digest(bytes(mine.getbuffer())) == digest(data)

    await ayu.terminate()
    await budi.terminate()


asyncio.run(main())
finish()
