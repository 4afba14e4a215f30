"""A worker without walls: one plain process for one submission, which calls the judge back.

The judge starts it where the instructor said `--Judge.sandbox=False` (`sandbox.unconfined`).
"""

from __future__ import annotations

import os
import socket
import sys

from grader.worker.session import serve
from grader.worker.warm import warm_up


def main(port: int, output_bytes: int) -> None:
    """Say the token that only the judge's own worker knows, then answer its questions."""
    token = os.environ.pop("GRADER_TOKEN")
    shell = warm_up()
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(token.encode())
    serve(connection, shell, output_bytes)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
