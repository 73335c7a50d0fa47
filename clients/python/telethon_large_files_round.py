"""What Telethon sees of files of hundreds of MiB: up and down, broken off and gone on with, over the server's death.

With `ROUND_LONG=1` also one of 2 GiB and one as large as there may be. No file is held in memory: bytes come out of a
seed and go into a hash. The server is this round's own, and what it kept goes at the end.
"""

import asyncio
import hashlib
import os
import random
import shutil

from harness import Server, check, finish, soon
from pictures import MEBIBYTE, Stream
from telethon import errors, functions, types
from telethon_people import arrivals, befriend, fails, sign_up

AYU, BUDI = "+15550057001", "+15550057002"
PART = 512 << 10
PARTS_MAX = 8000
LONG = os.environ.get("ROUND_LONG") == "1"
# The largest file, and what it takes beside; the one before has gone by then.
ROOM_BYTES = (PARTS_MAX * PART if LONG else 512 * MEBIBYTE) + (1 << 30)
# What a file of the full size may take before its check counts as failed.
LONG_SECONDS = 40 * 60


def size_of(path):
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        # It went while the others were looked at.
        return 0


def kept(server):
    """Bytes of people's files on the server's disk, as far as they have come whole."""
    walked = os.walk(os.path.join(server.data, "files", "kept"))
    return sum(size_of(os.path.join(folder, name)) for folder, _, names in walked for name in names)


async def load(client, document, digest, offset=0, until=None):
    """Puts the bytes from `offset` on into `digest`; gives how far it came, which is `until` at the most."""
    async for part in client.iter_download(document, offset=offset, request_size=PART):
        digest.update(part)
        offset += len(part)
        if until and offset >= until:
            break
    return offset


async def save(client, file_id, stream, number, total):
    part = stream.part(number, PART)
    assert await client(functions.upload.SaveBigFilePartRequest(file_id, number, total, part))


async def round_trips(server):
    ayu, budi = await sign_up(AYU, "Ayu", server), await sign_up(BUDI, "Budi", server)
    to_budi = await befriend(ayu, BUDI, "Budi")
    await befriend(budi, AYU, "Ayu")
    arrived = arrivals(budi)

    async def sends(size, seed, text):
        stream = Stream(size, seed)
        options = dict(caption=text, force_document=True, part_size_kb=512, file_size=size)
        sent = await ayu.send_file(to_budi, stream, **options)
        assert sent.document.size == size, sent.document.size
        return sent, stream.digest()

    async def goes(sent):
        await ayu.delete_messages(to_budi, sent, revoke=True)
        await soon(lambda: kept(server) == 0, "its bytes go from the disk")

    async with check("telethon sends 100 MiB, and the other side gets every byte, also after the line broke"):
        sent, expected = await sends(100 * MEBIBYTE + 77, 1, "large")
        got, digest = await arrived("large"), hashlib.sha256()
        at = await load(budi, got.document, digest, until=40 * MEBIBYTE)
        await budi.disconnect()
        await budi.connect()
        assert await load(budi, got.document, digest, at) == 100 * MEBIBYTE + 77
        assert digest.hexdigest() == expected

    async with check("telethon goes on with a download after the server was killed"):
        digest = hashlib.sha256()
        at = await load(budi, got.document, digest, until=8 * MEBIBYTE)
        server.dies()
        assert await load(budi, got.document, digest, at, until=24 * MEBIBYTE) == 24 * MEBIBYTE
        assert digest.hexdigest() == hashlib.sha256(Stream(24 * MEBIBYTE, 1).read(24 * MEBIBYTE)).hexdigest()
        await goes(sent)

    async with check("an upload outlives the server's death: it says which parts are missing, and the file is whole"):
        size = 100 * MEBIBYTE + 5
        stream, total, file_id = Stream(size, 2), -(-size // PART), 57_001
        numbers = list(range(total))
        random.Random(3).shuffle(numbers)
        lost = numbers[:3]
        for number in numbers[3 : total // 2]:
            await save(ayu, file_id, stream, number, total)
        # These are on their way when the server dies. The client brings again what was not answered.
        last = numbers[total // 2 : total // 2 + 8]
        dying = asyncio.gather(*(save(ayu, file_id, stream, number, total) for number in last))
        await asyncio.sleep(0)
        server.dies()
        await dying
        for number in numbers[total // 2 + 8 :]:
            await save(ayu, file_id, stream, number, total)
        media = types.InputMediaUploadedDocument(
            types.InputFileBig(file_id, total, "resumed.bin"), "application/octet-stream", [], force_file=True
        )
        named = []
        while len(named) <= len(lost):
            try:
                sent = await ayu(functions.messages.SendMediaRequest(to_budi, media, "resumed"))
                break
            except errors.FilePartMissingError as error:
                named.append(error.which)
            except errors.FilePart0MissingError:
                named.append(0)
            await save(ayu, file_id, stream, named[-1], total)
        assert named == sorted(lost), (named, lost)
        got, digest = await arrived("resumed"), hashlib.sha256()
        assert got.document.size == size
        assert await load(budi, got.document, digest) == size
        assert digest.hexdigest() == stream.digest()
        await goes(next(update.id for update in sent.updates if isinstance(update, types.UpdateMessageID)))

    async with check("one part more than a file may have is refused, and the last that it may have is not"):
        save_part, part = functions.upload.SaveBigFilePartRequest, bytes(PART)
        await fails(ayu(save_part(57_002, 0, PARTS_MAX + 1, part)), "FILE_PARTS_INVALID")
        await fails(ayu(save_part(57_002, PARTS_MAX, PARTS_MAX, part)), "FILE_PART_INVALID")
        await fails(ayu(save_part(57_002, 0, PARTS_MAX, part + b"!")), "FILE_PART_TOO_BIG")
        assert await ayu(save_part(57_002, PARTS_MAX - 1, PARTS_MAX, part))

    for size, words in [((2 << 30) + 1, "2 GiB"), (PARTS_MAX * PART, "4 000 MiB")] if LONG else []:
        async with check(f"telethon sends {words}, and the other side gets every byte", LONG_SECONDS):
            clock = asyncio.get_running_loop().time
            began = clock()
            sent, expected = await sends(size, 4, words)
            up, digest = clock(), hashlib.sha256()
            got = await arrived(words)
            # The line breaks once in the middle.
            at = await load(budi, got.document, digest, until=size // 2)
            await budi.disconnect()
            await budi.connect()
            assert await load(budi, got.document, digest, at) == size
            assert digest.hexdigest() == expected
            print(f"# {words}: {up - began:.0f} s up with its hash, {clock() - up:.0f} s down", flush=True)
            await goes(sent)

    await ayu.disconnect()
    await budi.disconnect()


async def main():
    with Server("large-files") as server:
        async with check("there is room for it on the disk"):
            free = shutil.disk_usage(server.data).free
            assert free >= ROOM_BYTES, f"{free >> 20} MiB are free at {server.data}, {ROOM_BYTES >> 20} are needed"
        if free >= ROOM_BYTES:
            await round_trips(server)
    shutil.rmtree(server.data)


asyncio.run(main())
finish()
