"""The folder without Python: it is built, and started where there is no network, it reads a sheet and gives its report."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import needs

ROOT = Path(__file__).parents[2]

#: Run where there is no network but the computer itself: starts the program, and goes the way that a browser would.
DRIVE = """
import atexit, fcntl, http.client, json, re, socket, struct, subprocess, sys, time
from urllib.parse import urlsplit
program, sheet, home = sys.argv[1:]
# The computer's own address, up: SIOCSIFFLAGS with IFF_UP and IFF_RUNNING.
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 0x41))
window = subprocess.Popen([program, "app", "--no-browser"], stdout=subprocess.PIPE, text=True, env={"HOME": home})
atexit.register(window.kill)
address = urlsplit(window.stdout.readline().strip())

def ask(method, path, body=None, **headers):
    connection = http.client.HTTPConnection(address.netloc, timeout=120)
    connection.request(method, path, body, {**headers, "Origin": f"http://{address.netloc}"})
    answer = connection.getresponse()
    return answer, answer.read()

cookie = ask("GET", "/?" + address.query)[0].headers["set-cookie"].split(";")[0]
form = re.search(rb'name="form" value="(\\w+)"', ask("GET", "/", Cookie=cookie)[1])[1].decode()

def send(path, *parts):
    parts = ((b'"form"', form.encode()), *parts)
    heads = [b"--x\\r\\nContent-Disposition: form-data; name=" + name + b"\\r\\n\\r\\n" for name, _ in parts]
    body = b"".join(head + value + b"\\r\\n" for head, (_, value) in zip(heads, parts)) + b"--x--\\r\\n"
    return ask("POST", path, body, Cookie=cookie, **{"Content-Type": "multipart/form-data; boundary=x"})

send("/files", (b'"file"; filename="daftar.xlsx"', open(sheet, "rb").read()))
send("/audits", (b'"as_of"', b"2025-10-31"), (b'"pack"', b"uu-18-2017"))
while not (job := json.loads(ask("GET", "/work.json", Cookie=cookie)[1]))["ended"]:
    time.sleep(0.2)
for path in ("page", "xlsx", "docx", "json"):
    answer, content = ask("GET", f"/audits/1/{path}", Cookie=cookie)
    print(path, answer.status, len(content))
print("findings", b"uu18-2017-" in ask("GET", "/audits/1/page", Cookie=cookie)[1])
send("/end")
print("ended", window.wait(60))
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="a place without a network is made by Linux")
def test_the_folder_works_without_python_and_network(tmp_path):
    if shutil.which("unshare") is None:
        needs.unavailable("no `unshare`: no place without a network can be made")
    built = subprocess.run(
        [sys.executable, ROOT / "examples" / "window" / "build.py", tmp_path / "built"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr[-2_000:]
    program = built.stdout.split()[-1]
    drive = tmp_path / "drive.py"
    drive.write_text(DRIVE, encoding="utf-8")

    sheet = ROOT / "examples" / "own-list" / "daftar.xlsx"
    done = subprocess.run(
        ["unshare", "--net", "--map-root-user", sys.executable, drive, program, sheet, tmp_path],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-2_000:]
    lines = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert [lines[form].split()[0] for form in ("page", "xlsx", "docx", "json")] == ["200"] * 4
    assert (lines["findings"], lines["ended"]) == ("True", "0")
