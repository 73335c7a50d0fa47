"""What Telethon sees of files: photos and documents up and down, and what the server refuses."""

import asyncio
import io

from harness import check, finish, soon
from pictures import digest, jpeg_size, noise, png, png_that_claims
from telethon import errors, events, functions, types, utils
from telethon_people import befriend, fails, sign_up

AYU, BUDI, CITRA = "+15550051001", "+15550051002", "+15550051003"
MIB = 1 << 20


def named(data, name):
    file = io.BytesIO(data)
    file.name = name
    return file


async def main():
    ayu, budi, citra = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi"), await sign_up(CITRA, "Citra")
    to_budi, to_ayu = await befriend(ayu, BUDI, "Budi"), await befriend(budi, AYU, "Ayu")
    to_citra = await befriend(budi, CITRA, "Citra")
    await befriend(citra, BUDI, "Budi")
    inbox = []

    async def incoming(event):
        inbox.append(event.message)

    budi.add_event_handler(incoming, events.NewMessage(incoming=True))

    async def arrived(text):
        await soon(lambda: [m for m in inbox if m.message == text], f"{text} arrives")
        return next(m for m in inbox if m.message == text)

    async with check("telethon sends a document and the other side gets every byte"):
        data = noise(1_300_123, 1)
        sent = await ayu.send_file(to_budi, named(data, "letter.bin"), caption="a document", force_document=True)
        assert sent.document.size == len(data) and sent.file.name == "letter.bin", sent
        got = await arrived("a document")
        assert got.document.id == sent.document.id and got.file.name == "letter.bin"
        assert got.document.access_hash != sent.document.access_hash, "both sides got the same hash"
        assert digest(await budi.download_media(got, bytes)) == digest(data)
        assert digest(await ayu.download_media(sent, bytes)) == digest(data)

    async with check("telethon sends a photo, which comes in sizes, with a thumbnail of a few hundred bytes"):
        sent = await ayu.send_file(to_budi, named(png(1600, 900), "sea.png"), caption="a photo")
        assert isinstance(sent.media, types.MessageMediaPhoto)
        got = await arrived("a photo")
        sizes = {size.type: size for size in got.photo.sizes}
        assert list(sizes) == ["i", "m", "x", "y", "w"], list(sizes)
        for letter, side in [("m", 320), ("x", 800), ("y", 1280), ("w", 1600)]:
            size = sizes[letter]
            assert max(size.w, size.h) == side and abs(size.w / size.h - 16 / 9) < 0.02, size
            data = await budi.download_media(got, bytes, thumb=size)
            assert len(data) == size.size and jpeg_size(data) == (size.w, size.h)
        tiny = utils.stripped_photo_to_jpg(sizes["i"].bytes)
        assert len(sizes["i"].bytes) < 1200 and max(jpeg_size(tiny)) == 40, len(tiny)

    async with check("telethon sends a photo that it got, and a JPEG stays as it is"):
        largest = await budi.download_media(await arrived("a photo"), bytes)
        assert largest == await ayu.download_media((await ayu.get_messages(to_budi, limit=1))[0], bytes)
        again = await budi.send_file(to_ayu, named(largest, "again.jpg"))
        assert digest(await budi.download_media(again, bytes)) == digest(largest)

    await ayu.disconnect()
    await budi.disconnect()
    await citra.disconnect()


asyncio.run(main())
finish()
