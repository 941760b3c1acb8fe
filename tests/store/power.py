"""A power cut, simulated: what the server had not flushed is cut away after its death."""

# Rule: a shim notes each file's size when an fsync of it has ended. After SIGKILL every file is cut
#       back to the size noted last: what the kernel still held would be gone with the power.

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from adapters.redis import launcher
from adapters.redis.finding import find_server

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void note(int fd) {
  struct stat at; char link[64], path[4096], line[4300]; ssize_t got; int log, length;
  if (fstat(fd, &at) || !S_ISREG(at.st_mode)) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  if ((got = readlink(link, path, sizeof path - 1)) <= 0) return;
  path[got] = 0;
  if ((log = open(getenv("FLUSHED"), O_WRONLY | O_APPEND | O_CREAT, 0600)) < 0) return;
  length = snprintf(line, sizeof line, "%lld %s\n", (long long)at.st_size, path);
  if (write(log, line, length) != length) abort();
  close(log);
}
int fsync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fsync"), done = real(fd);
  if (!done) note(fd);
  return done;
}
int fdatasync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync"), done = real(fd);
  if (!done) note(fd);
  return done;
}
"""


class Mains:
    """The power that a server in `data` is on."""

    def __init__(self, folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Build the shim, and let servers start with it.

        Raises:
            FileNotFoundError: there is no C compiler.
        """
        self.data, self.flushed = data, folder / "flushed"
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise FileNotFoundError("cc")
        source, shim, script = folder / "shim.c", folder / "shim.so", folder / "server"
        source.write_text(SHIM)
        build = [compiler, "-shared", "-fPIC", "-o", str(shim), str(source), "-ldl"]
        subprocess.run(build, check=True, capture_output=True)
        script.write_text(
            f'#!/bin/sh\nexec env LD_PRELOAD={shim} FLUSHED={self.flushed} {find_server()} "$@"\n'
        )
        script.chmod(0o700)
        monkeypatch.setattr(launcher, "find_server", lambda: str(script))

    def cut(self) -> int:
        """Cut every file of a dead server back to what was flushed; return the bytes lost."""
        sizes = dict[str, int]()
        for line in self.flushed.read_text().splitlines():
            size, _, path = line.partition(" ")
            sizes[path] = int(size)
        lost = 0
        for file in (each for each in self.data.rglob("*") if ".aof" in each.name):
            kept = sizes.get(str(file), file.stat().st_size if "manifest" in file.name else 0)
            lost += max(file.stat().st_size - kept, 0)
            os.truncate(file, min(kept, file.stat().st_size))
        return lost
