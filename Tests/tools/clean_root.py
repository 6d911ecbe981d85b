#!/usr/bin/env python3
"""Makes a clean Debian of what this machine has, without network: clean_root.py FOLDER PACKAGE...

The essential packages, those named, and what all of these depend on are copied file by file, with dpkg's own records of them, so that inside the
folder dpkg knows a small machine and nothing else of this one. Users are those of base-passwd. What a package needs and this machine does not have is
told and ends with 1."""
import glob, os, re, shutil, subprocess, sys, tempfile

FIELDS = "${Package}\t${Architecture}\t${Essential}\t${Priority}\t${Status}\t${Pre-Depends}, ${Depends}\t${Provides}\n"


def installed():
    """What is installed: name -> (essential, the alternatives of each dependency, names it provides)."""
    found = {}
    for line in subprocess.run(["dpkg-query", "-W", "-f", FIELDS], capture_output=True, text=True, check=True).stdout.splitlines():
        name, arch, essential, priority, status, depends, provides = line.split("\t")
        if status != "install ok installed": continue
        needs = [[re.sub(r"[ (:].*", "", one.strip()) for one in part.split("|")] for part in depends.split(",") if part.strip()]
        found[name] = (essential == "yes" or priority == "required", needs, [re.sub(r" .*", "", p.strip()) for p in provides.split(",") if p.strip()])
    return found


def closure(wanted, have):
    provider = {p: name for name, (_, _, provides) in have.items() for p in provides}
    chosen, rest = set(), list(wanted)
    while rest:
        name = rest.pop()
        if name in chosen: continue
        if name not in have: sys.exit(f"clean_root: package {name} is needed and not installed here")
        chosen.add(name)
        for alternatives in have[name][1]:
            one = next((a for a in alternatives if a in have), None) or next((provider[a] for a in alternatives if a in provider), None)
            if one is None: sys.exit(f"clean_root: {name} needs {' or '.join(alternatives)}, which is not installed here")
            rest.append(one)
    return sorted(chosen)


def copy_files(root, names):
    listed = subprocess.run(["dpkg-query", "-L", *names], capture_output=True, text=True).stdout.splitlines()
    paths = sorted({p for p in listed if p.startswith("/") and p != "/." and os.path.lexists(p)})
    for link in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        if not os.path.islink("/" + link): continue
        os.symlink(os.readlink("/" + link), os.path.join(root, link))
        os.makedirs(os.path.join(root, os.readlink("/" + link)))
    for folder in paths:  # folders first, so that no file makes one with a mode of its own
        if os.path.isdir(folder) and not os.path.islink(folder): os.makedirs(root + folder, mode=os.stat(folder).st_mode & 0o7777, exist_ok=True)
    files = [p for p in paths if os.path.islink(p) or not os.path.isdir(p)]
    with tempfile.NamedTemporaryFile() as wanted:
        wanted.write("\0".join(p[1:] for p in files).encode())
        wanted.flush()
        line = 'tar -C / -c --no-recursion --ignore-failed-read --null -T "$1" -f - | tar -C "$0" -x --keep-directory-symlink -f -'
        done = subprocess.run(["bash", "-o", "pipefail", "-c", line, root, wanted.name], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0: sys.exit(f"clean_root: the files could not be copied: {done.stderr[-500:]}")


def copy_records(root, names):
    base = os.path.join(root, "var/lib/dpkg")
    for folder in ("info", "updates", "triggers", "alternatives", "parts"): os.makedirs(os.path.join(base, folder), exist_ok=True)
    for name in names:
        for path in glob.glob(f"/var/lib/dpkg/info/{name}.*") + glob.glob(f"/var/lib/dpkg/info/{name}:*"): shutil.copy2(path, os.path.join(base, "info"))
    if os.path.exists("/var/lib/dpkg/info/format"): shutil.copy2("/var/lib/dpkg/info/format", os.path.join(base, "info"))
    with open(os.path.join(base, "status"), "w", encoding="utf-8") as f:
        for name in names: f.write(subprocess.run(["dpkg-query", "-s", name], capture_output=True, text=True, check=True).stdout.rstrip("\n") + "\n\n")
    for name in ("available", "diversions", "statoverride"): open(os.path.join(base, name), "w").close()


def main(root, wanted):
    have = installed()
    names = closure([n for n, (base, _, _) in have.items() if base] + wanted, have)
    os.makedirs(root, exist_ok=True)
    copy_files(root, names)
    copy_records(root, names)
    for folder, mode in (("tmp", 0o1777), ("var/tmp", 0o1777), ("proc", 0o555), ("dev", 0o755), ("var/log", 0o755), ("var/cache", 0o755)):
        os.makedirs(os.path.join(root, folder), exist_ok=True)
        os.chmod(os.path.join(root, folder), mode)
    for name in ("passwd", "group"): shutil.copy(f"/usr/share/base-passwd/{name}.master", os.path.join(root, "etc", name))
    for name in ("shadow", "gshadow", "subuid", "subgid"): open(os.path.join(root, "etc", name), "w").close()
    os.mknod(os.path.join(root, "dev/null"), 0o020666, os.makedev(1, 3))
    os.chmod(os.path.join(root, "dev/null"), 0o666)
    subprocess.run(["chroot", root, "/sbin/ldconfig"], check=True)
    print(f"clean_root: {len(names)} packages")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]), sys.argv[2:])
