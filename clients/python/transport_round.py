"""MTProxy's secrets and quick acknowledgements, judged by Telethon's transports.

Telethon wants no quick acknowledgements; its codecs are taught to here, while what is acknowledged is sealed by
Telethon itself.
"""

import asyncio
import hashlib
import struct

from harness import HOST, Server, check, finish, soon
from telethon import functions
from telethon.crypto import AES
from telethon.network import (
    ConnectionTcpAbridged,
    ConnectionTcpFull,
    ConnectionTcpIntermediate,
    ConnectionTcpMTProxyAbridged,
    ConnectionTcpMTProxyIntermediate,
    ConnectionTcpMTProxyRandomizedIntermediate,
    ConnectionTcpObfuscated,
)
from telethon.network.connection.tcpabridged import AbridgedPacketCodec
from telethon.network.connection.tcpintermediate import IntermediatePacketCodec, RandomizedIntermediatePacketCodec
from telethon_people import device, sign_up

AYU = "+6281255520001"
SECRET = "00112233445566778899aabbccddeeff"


class Wanting:
    """A codec that wants a quick acknowledgement for each packet that an auth key has sealed."""

    got = []

    def encode_packet(self, data):
        packet = bytearray(super().encode_packet(data))
        if data[:8] != bytes(8):
            # The first byte of abridged, the last of the length elsewhere.
            packet[0 if isinstance(self, AbridgedPacketCodec) else 3] |= 0x80
        return bytes(packet)


class QuickAbridged(Wanting, AbridgedPacketCodec):
    async def read_packet(self, reader):
        while True:
            first = await reader.readexactly(1)
            if not first[0] & 0x80:
                break
            self.got.append(struct.unpack(">I", first + await reader.readexactly(3))[0])
        length = first[0]
        if length == 127:
            length = int.from_bytes(await reader.readexactly(3), "little")
        return await reader.readexactly(length << 2)


async def packet_behind_acks(codec, reader):
    while True:
        length = struct.unpack("<I", await reader.readexactly(4))[0]
        if not length & 0x80000000:
            return await reader.readexactly(length)
        codec.got.append(length)


class QuickIntermediate(Wanting, IntermediatePacketCodec):
    async def read_packet(self, reader):
        return await packet_behind_acks(self, reader)


class QuickPadded(Wanting, RandomizedIntermediatePacketCodec):
    async def read_packet(self, reader):
        packet = await packet_behind_acks(self, reader)
        return packet[: len(packet) - len(packet) % 4]


class Abridged(ConnectionTcpAbridged):
    packet_codec = QuickAbridged


class Intermediate(ConnectionTcpIntermediate):
    packet_codec = QuickIntermediate


class ObfuscatedPadded(ConnectionTcpObfuscated):
    packet_codec = QuickPadded


def tokens_of(client):
    """What each packet that this client seals is acknowledged with: the beginning of the hash behind msg_key."""
    state, wanted = client._sender._state, []
    seal = state.encrypt_message_data

    def sealed(data):
        packet = seal(data)
        key, iv = state._calc_key(state.auth_key.key, packet[8:24], True)
        plain = AES.decrypt_ige(packet[24:], key, iv)
        wanted.append(struct.unpack("<I", hashlib.sha256(state.auth_key.key[88:120] + plain).digest()[:4])[0] | 1 << 31)
        return packet

    state.encrypt_message_data = sealed
    return wanted


async def quick_acks():
    for connection in (Abridged, Intermediate, ObfuscatedPadded):
        async with check(f"each packet is quickly acknowledged on {connection.__name__}"):
            client = device(connection)
            connection.packet_codec.got = got = []
            wanted = tokens_of(client)
            await client.connect()
            for _ in range(3):
                await client(functions.help.GetNearestDcRequest())
            assert len(wanted) >= 4
            await soon(lambda: set(wanted) <= set(got), f"{wanted} acknowledged, got {got}")
            await client.disconnect()


async def proxied():
    for prefix, connections in {
        "": (
            ConnectionTcpMTProxyAbridged,
            ConnectionTcpMTProxyIntermediate,
            ConnectionTcpMTProxyRandomizedIntermediate,
        ),
        "dd": (ConnectionTcpMTProxyRandomizedIntermediate,),
    }.items():
        with Server(f"proxy{prefix}", "--proxy-secret", prefix + SECRET) as server:
            for connection in connections:
                async with check(f"{connection.__name__} speaks through a {prefix or 'plain'} secret"):
                    proxy = (HOST, server.port, prefix + SECRET)
                    client = device(connection, server=server, proxy=proxy)
                    await client.connect()
                    assert (await client(functions.help.GetConfigRequest())).this_dc == 2
                    await client.disconnect()
            async with check(f"another secret than the {prefix or 'plain'} one gets no answer"):
                proxy = (HOST, server.port, "dd" + "0" * 32)
                client = device(connections[-1], server=server, proxy=proxy, connection_retries=0)
                try:
                    await client.connect()
                except (ConnectionError, asyncio.IncompleteReadError):
                    pass
                else:
                    raise AssertionError("it was let in")
            async with check(f"beside a {prefix or 'plain'} secret clients come as ever"):
                ayu = await sign_up(AYU, "Ayu", server=server, connection=ConnectionTcpFull)
                await ayu.disconnect()
                client = device(ConnectionTcpObfuscated, server=server)
                await client.connect()
                await client.disconnect()


async def main():
    await quick_acks()
    await proxied()


asyncio.run(main())
finish()
