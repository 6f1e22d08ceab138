"""An SMTP server on loopback for the tests: keeps each message with its envelope, and misbehaves when it is told to.

    python server.py FOLDER [PORT]

Prints the port it listens on. Each message becomes a file of FOLDER, in the order in which they came: a line of JSON with the
envelope, then the message as it was sent. It ends when its standard input does.

On standard input it takes a line of JSON at a time, and answers "ok":
    {"delay": SECONDS}               the pause between keeping a message and answering for it
    {"refuse": {ADDRESS: CODE}}      these receivers are refused with 451 or 550; "*" is everybody
    {"die_at": N, "answer": BOOL}    its process ends at the N-th message from now, which is kept, answered or not
"""

import asyncio
import json
import os
import sys

from aiosmtpd.smtp import SMTP

REFUSALS = {451: "451 4.7.1 come back later", 550: "550 5.1.1 nobody is called so here"}


class Keeper:
    """Keeps messages in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.kept = len(os.listdir(folder))
        self.delay = 0
        self.refuse = {}
        self.die_at = 0
        self.answer = True
        self.dying = False

    def tell(self, how):
        """Takes a line of standard input."""
        for key, value in how.items():
            if key not in ("delay", "refuse", "die_at", "answer"):
                raise ValueError(f"{key} is nothing that this server does")
            setattr(self, key, value)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.dying:
            os._exit(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        code = self.refuse.get(address, self.refuse.get("*"))
        if code is not None:
            return REFUSALS[code]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.keep(envelope)
        if self.die_at > 0:
            self.die_at -= 1
            if self.die_at == 0:
                if not self.answer:
                    os._exit(0)
                # The answer must be on its way before.
                self.dying = True
                asyncio.get_running_loop().call_later(0.2, os._exit, 0)
        await asyncio.sleep(self.delay)
        return "250 OK"

    def keep(self, envelope):
        """Writes a file that is whole or not there."""
        self.kept += 1
        name = os.path.join(self.folder, f"{self.kept:06d}.mail")
        head = {"from": envelope.mail_from, "to": envelope.rcpt_tos}
        with open(name + ".part", "wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + envelope.original_content)
        os.rename(name + ".part", name)


async def serve(folder, port):
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, hostname="loopback.test"), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        keeper.tell(json.loads(line))
        print("ok", flush=True)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0))
