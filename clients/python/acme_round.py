"""Certificates by ACME, judged by pebble, the authority that Let's Encrypt's makers test clients with: it looks the name
up in a DNS of this round's, and sees the proof at the server's own port. Python's TLS judges what is served."""

import asyncio
import json
import os
import shutil
import socket
import ssl
import stat
import struct
import subprocess
import threading
import time
import urllib.request

from harness import DATA, HOST, PATIENCE_SECONDS, Server, certificates, check, finish, free_port, merpati, soon

NAME = "chat.merpati.test"
# Seconds that a certificate is good; the next one is got when two thirds are over.
LIFE = 24


class Names(threading.Thread):
    """A DNS that gives every name the address `at`, and nothing else."""

    def __init__(self):
        super().__init__(daemon=True)
        self.at = HOST
        self.socket = socket.socket(type=socket.SOCK_DGRAM)
        self.socket.bind((HOST, 0))
        self.port = self.socket.getsockname()[1]

    def run(self):
        while True:
            question, asker = self.socket.recvfrom(4096)
            end = question.index(b"\0", 12) + 5
            (kind,) = struct.unpack(">H", question[end - 4 : end - 2])
            answers = 1 if kind == 1 else 0
            answer = question[:2] + struct.pack(">HHHHH", 0x8180, 1, answers, 0, 0) + question[12:end]
            if answers:
                answer += struct.pack(">HHHIH", 0xC00C, 1, 1, 0, 4) + socket.inet_aton(self.at)
            self.socket.sendto(answer, asker)


FOLDER = os.path.join(os.path.dirname(DATA), "pebble")


def authority(names, tls_port):
    """Pebble, with a certificate of its own for its own address; gives it and its ports."""
    ports = free_port(), free_port()
    settings = {
        "listenAddress": f"{HOST}:{ports[0]}",
        "managementListenAddress": f"{HOST}:{ports[1]}",
        "certificate": os.path.join(FOLDER, "own.pem"),
        "privateKey": os.path.join(FOLDER, "own.key"),
        "httpPort": free_port(),
        "tlsPort": tls_port,
        "ocspResponderURL": "",
        "externalAccountBindingRequired": False,
        "certificateValidityPeriod": LIFE,
    }
    with open(os.path.join(FOLDER, "settings.json"), "w") as file:
        json.dump({"pebble": settings}, file)
    log = open(os.path.join(FOLDER, "log"), "w")
    process = subprocess.Popen(
        ["pebble", "-config", os.path.join(FOLDER, "settings.json"), "-dnsserver", f"{HOST}:{names.port}"],
        stdout=log, stderr=log, env={**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_AUTHZREUSE": "0"},
    )
    return process, *ports


def ask(url):
    trust = ssl.create_default_context(cafile=os.path.join(FOLDER, "root.pem"))
    return urllib.request.urlopen(url, timeout=5, context=trust).read()


def look(port, roots):
    """The certificate that the server shows for its name, which `roots` have signed, and a page behind it."""
    trust = ssl.create_default_context(cadata=roots)
    with socket.create_connection((HOST, port), timeout=5) as plain:
        with trust.wrap_socket(plain, server_hostname=NAME) as sealed:
            certificate = sealed.getpeercert(binary_form=True)
            sealed.sendall(b"GET /.well-known/merpati.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            page = b""
            while part := sealed.recv(4096):
                page += part
    assert page.startswith(b"HTTP/1.1 200"), page[:100]
    return certificate


def shows(port, roots):
    try:
        return look(port, roots)
    except (OSError, ssl.SSLError):
        return None


def calls(kind):
    """How often the authority was asked for something of this kind."""
    return open(os.path.join(FOLDER, "log")).read().count(kind)


async def main():
    names, http = Names(), free_port()
    names.start()
    certificates("pebble")
    pebble, port, management = authority(names, http)
    try:
        for _ in range(100):
            try:
                ask(f"https://{HOST}:{port}/dir")
                break
            except OSError:
                time.sleep(0.1)
        roots = ask(f"https://{HOST}:{management}/roots/0").decode()
        flags = ["--tls-acme", NAME, "--tls-acme-directory", f"https://{HOST}:{port}/dir"]
        flags += ["--tls-acme-root", os.path.join(FOLDER, "root.pem"), "--http", f"{HOST}:{http}"]
        async with check("a name that leads elsewhere gets no certificate, and the server serves its clients"):
            names.at = "127.0.0.2"
            with Server("acme-elsewhere", *flags) as server:
                log = server.data + ".log"
                await soon(lambda: "could not see the proof" in open(log).read(), "word of the failure")
                socket.create_connection((HOST, server.port), timeout=5).close()
                assert shows(http, roots) is None
                assert "look TLS" in merpati("doctor", "--data", server.data, *flags)
        names.at = HOST
        with Server("acme", *flags) as server:
            async with check("the server proves its name at its own port and serves the certificate that it got"):
                await soon(lambda: shows(http, roots), "a certificate that the authority signed")
                first = look(http, roots)
            async with check("account and key are their owner's alone"):
                folder = os.path.join(server.data, "acme")
                files = {name: os.stat(os.path.join(folder, name)) for name in os.listdir(folder)}
                assert set(files) == {"account.json", f"{NAME}.pem"}, files
                assert all(stat.S_IMODE(file.st_mode) == 0o600 for file in files.values())
                assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
                account = lambda: open(os.path.join(folder, "account.json")).read()
                kept = account()
            async with check("the link of an invitation names the certificate's name"):
                link = merpati("admin", "invite", "--data", server.data).split()[1]
                assert link.startswith(f"https://{NAME}:{http}/invite/"), link
            async with check("a restart asks for nothing while the certificate is good"):
                orders = calls("POST /order-plz")
                server.again()
                assert look(http, roots) == first and calls("POST /order-plz") == orders
            async with check("the next certificate is got in time, by the same account, and served without a restart"):
                renewed = lambda: shows(http, roots) not in (None, first)
                await soon(renewed, "another certificate", LIFE + PATIENCE_SECONDS)
                assert account() == kept, "it is another account"
            async with check("doctor says how long the certificate is good"):
                assert f"the certificate of {NAME} is good for 0 days" in merpati(
                    "doctor", "--data", server.data, *flags
                )
            pebble.terminate()
            async with check("an authority that is away is told, and the server goes on"):
                log = server.data + ".log"
                away = lambda: "the authority:" in open(log).read()
                await soon(away, "word of the failure", LIFE + PATIENCE_SECONDS)
                socket.create_connection((HOST, server.port), timeout=5).close()
    finally:
        pebble.kill()


if shutil.which("pebble") is None:
    print("ACME: not checked, there is no pebble here (`apt-get install pebble`)")
    raise SystemExit(0)
asyncio.run(main())
finish()
