"""The kernel of Python: a process that runs code for a host. Started as ``python3 -m nws.kernel``; see docs/kernels.md."""
