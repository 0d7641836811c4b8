"""Entry point of ``python3 -m nws.kernel``."""

import os
import sys

from nws.kernel.channel import Channel
from nws.kernel.kernel import Kernel


def main() -> int:
    """Connect to the host named by the environment and serve it; the exit code tells what was wrong."""
    address, token = os.environ.pop("NWS_KERNEL", ""), os.environ.pop("NWS_KERNEL_TOKEN", "")
    host, _, port = address.rpartition(":")
    if not (host and port.isdigit()):
        print("nws.kernel is started by a host, which gives NWS_KERNEL=address:port", file=sys.stderr)
        return 2
    try:
        channel = Channel(host, int(port))
    except OSError as error:
        print(f"nws.kernel cannot reach its host at {address}: {error}", file=sys.stderr)
        return 1
    Kernel(channel).serve(token)
    return 0


if __name__ == "__main__":
    sys.exit(main())
