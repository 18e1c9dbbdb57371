"""`traced.py FILE PROGRAM…`: a Python program, each of its writes and syncs noted in FILE by strace, in their order.

The program keeps this process's number, so that signals reach it; strace looks on from a process of its own.
"""

import os
import shutil
import sys

#: What reaches a disk, and what is said on a line.
CALLS = (
    "openat,close,unlink,rename,pwrite64,write,writev,ftruncate,fallocate,fsync,fdatasync,msync,"
    "read,recvfrom,recvmsg,sendto,sendmsg,mmap"
)

notes, program = sys.argv[1], sys.argv[2:]
strace = shutil.which("strace")
if strace is None:
    sys.exit("this drill needs strace; on Debian: apt-get install strace")
os.execv(
    strace,
    [strace, "-D", "-f", "-yy", "-x", "-s", "9000", "--seccomp-bpf", "-e", "signal=none", "-e", f"trace={CALLS}",
     "-o", notes, sys.executable, *program],
)  # fmt: skip
