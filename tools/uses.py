"""What learners do beside what the lessons ask for, each in a cell: files, programs, processes, pictures."""

FILES = """
import csv, glob, json, logging, mmap, os, pathlib, shutil, sqlite3, tempfile, zipfile
folder = pathlib.Path(tempfile.mkdtemp())
a, b, c = (folder / name for name in ("a.csv", "b.csv", "c.csv"))
a.write_text("1,2")
shutil.copy(a, b)
shutil.copytree(folder, folder / "in")
shutil.move(b, c)
os.symlink("a.csv", folder / "link")
os.link(a, folder / "hard")
os.chmod(a, 0o600)
os.utime(a)
os.truncate(a, 1)
os.rename(c, b)
os.mkfifo(folder / "fifo")
list(os.walk(folder)), glob.glob(str(folder / "*"))
with zipfile.ZipFile(folder / "z.zip", "w") as file: file.write(a)
with sqlite3.connect(folder / "d.db") as db: db.execute("create table t(a)")
logging.basicConfig(filename=folder / "log")
logging.warning("x")
with open(a, "r+b") as file:
    mmap.mmap(file.fileno(), 0).close()
    os.fsync(file.fileno())
    os.ftruncate(file.fileno(), 1)
os.statvfs("."), os.access(".", os.W_OK), shutil.disk_usage("."), os.listxattr(".")
os.umask(0o022)
shutil.rmtree(folder)
"""

PROGRAMS = """
!ls -l; pwd; python -c 'import torch'; head -c 10 /dev/urandom | wc -c; date; whoami; ps; df; free; uname -a
!which python; sleep 0.1; sort /dev/null; grep -r x .; find .; touch x; cp x y; mv y z; rm z; mkdir q; rmdir q
!touch t; tar cf t.tar t; gzip t.tar; env
"""

MAGIC = """
%pip list
!nvidia-smi
!git --version
%ls
%pwd
%time 1
%timeit -n1 -r1 1
%who
%history
%lsmagic
%debug
"""

PROCESSES = """
import concurrent.futures, multiprocessing, os, resource, signal, subprocess, sys, threading, time
with concurrent.futures.ThreadPoolExecutor(2) as pool: list(pool.map(abs, [1, 2]))
with concurrent.futures.ProcessPoolExecutor(2) as pool: list(pool.map(abs, [1, 2]))
with multiprocessing.Pool(2) as pool: pool.map(abs, [1, 2])
multiprocessing.Manager().list()
multiprocessing.Value("i")
multiprocessing.Queue().put(1)
subprocess.run([sys.executable, "-c", "1"], timeout=60)
subprocess.run("true", shell=True)
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(0.05)
signal.alarm(0)
os.getppid(), os.getpgid(0), os.nice(1), os.times(), os.cpu_count(), os.sched_getaffinity(0), os.getloadavg()
resource.getrusage(resource.RUSAGE_SELF), resource.getrlimit(resource.RLIMIT_AS)
os.kill(os.getpid(), 0)
threading.Timer(0.01, print).start()
"""

ASYNC = """
import asyncio
async def main():
    await asyncio.sleep(0.01)
    await (await asyncio.create_subprocess_exec("true")).wait()
    await asyncio.get_running_loop().run_in_executor(None, abs, 1)
await main()
"""

NETWORK = """
import urllib.request
try: urllib.request.urlopen("http://example.org")
except OSError as error: print(error)
"""

TORCH = """
import torch
from torch.utils.data import DataLoader, TensorDataset
torch.set_num_threads(4)
a = torch.randn(600, 600)
(a @ a).sum(), torch.linalg.lstsq(a, a), torch.fft.fft(a), torch.sort(a)
torch.nn.Conv2d(3, 8, 3)(torch.randn(4, 3, 32, 32)).sum().backward()
torch.save(a, "a.pt")
torch.load("a.pt", mmap=True)
for batch in DataLoader(TensorDataset(a), 100, num_workers=2, persistent_workers=True): pass
torch.jit.script(torch.nn.Linear(1, 1))
torch.cuda.is_available()
with torch.profiler.profile(): a @ a
try: torch.compile(torch.sin)(torch.ones(2))
except Exception as error: print(type(error))
"""

NUMPY = """
import numpy as np
a = np.memmap("m.npy", dtype=float, mode="w+", shape=(100,))
a[:] = 1
a.flush()
np.save("a.npy", a), np.load("a.npy", mmap_mode="r"), np.savez("z.npz", a=a)
np.savetxt("t.txt", a), np.loadtxt("t.txt")
np.linalg.svd(np.random.rand(300, 300))
"""

PICTURES = """
import matplotlib, PIL.Image
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
plt.plot([1])
for name in ("a.png", "a.pdf", "a.svg"): plt.savefig(name)
plt.imread("a.png")
PIL.Image.open("a.png").convert("RGB").save("b.jpg")
FuncAnimation(plt.figure(), lambda i: [], frames=2).to_jshtml()
matplotlib.use("Agg")
plt.figure()
plt.show()
"""

LOOKING = """
import cProfile, faulthandler, gc, platform, secrets, time, tracemalloc, uuid
tracemalloc.start()
cProfile.run("1")
faulthandler.enable()
platform.platform(), uuid.uuid4(), uuid.uuid1(), secrets.token_hex(), gc.collect()
time.process_time(), time.thread_time(), time.perf_counter(), time.get_clock_info("monotonic"), time.tzset()
"""

USES = {name.lower(): source for name, source in list(globals().items()) if name.isupper() and name != "USES"}
