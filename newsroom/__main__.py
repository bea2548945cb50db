"""Serves the newsroom until Ctrl-C: python -m newsroom [--port N] [--plain-port N]."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from types import FrameType

from newsroom.articles import ArticleError
from newsroom.server import ADDRESS, Newsroom, PortTaken

LARGEST_PORT = 65_535


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; returns 0, or 1 when the newsroom cannot be served (one line says why)."""
    options = _parser().parse_args(arguments)
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        with Newsroom(port=options.port, plain_port=options.plain_port) as newsroom:
            print(_description(newsroom), flush=True)
            stopping.wait()
    except (PortTaken, ArticleError) as error:
        print(f"newsroom: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m newsroom", description="Plays ten Indonesian outlets on loopback until Ctrl-C.")
    parser.add_argument("--port", type=_port, default=0, help="TLS port; 0 (the default) takes any free one")
    parser.add_argument("--plain-port", type=_port, help="also serve over plain http on this port, the site chosen by the Host header")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > LARGEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 0 to {LARGEST_PORT}")
    return int(text)


def _description(newsroom: Newsroom) -> str:
    host = newsroom.hosts[0]
    lines = [
        f"{len(newsroom.articles)} articles of {len(newsroom.sites)} outlets on https://{ADDRESS}:{newsroom.port} (Ctrl-C stops)",
        f"connect-to: {newsroom.connect_to}",
        f"CA file:    {newsroom.ca_file}",
        f"try:        curl --connect-to {newsroom.connect_to} --cacert {newsroom.ca_file} https://{host}/robots.txt",
    ]
    if newsroom.plain_port is not None:
        lines.append(f"plain http: curl -H 'Host: {host}' http://{ADDRESS}:{newsroom.plain_port}/")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
