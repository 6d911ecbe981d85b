#!/usr/bin/env python3
"""Writes packaging/completions from what `receivables --help` and `receivables COMMAND --help` say.

  scripts/make-completions.py [--check]      --check: exits 1 where the committed files are not what would be written

RECEIVABLES names the binary (default: .build/release/receivables, else .build/debug/receivables)."""
import os, re, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINARY = os.environ.get("RECEIVABLES") or next(
    (path for path in (os.path.join(ROOT, ".build", kind, "receivables") for kind in ("release", "debug")) if os.path.exists(path)), "receivables")
FOLDER = os.path.join(ROOT, "packaging", "completions")


def told(*words):
    return subprocess.run([BINARY, *words, "--help"], check=True, capture_output=True, text=True).stdout


def commands():
    """(words, summary, options) of every command; an option is (name, value or None, help)."""
    found = []
    for line in told().splitlines():
        row = re.match(r"  ([a-z]+(?: show)?) ?(\S.*?)?  +(\S.*)$", line)
        if not row: continue
        words = row[1].split()
        options = [(m[1], m[2], m[3]) for m in re.finditer(r"^  --([a-z-]+)(?:[ \[]=?([^ \]]+)\]?)? +(\S.*)$", told(*words), re.M)]
        found.append((words, row[3], options))
    return found


def choices(value):
    return value.split("|") if value and "|" in value else None


def bash(found):
    out = ["# bash completion of receivables; made by scripts/make-completions.py", "_receivables() {",
           '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}',
           "  COMPREPLY=()", "  if [ \"$COMP_CWORD\" = 1 ]; then",
           f"    COMPREPLY=($(compgen -W '{' '.join(sorted({w[0] for w, _, _ in found}))} --help --version' -- \"$word\")); return", "  fi",
           '  case "$before" in']
    every = {name: value for _, _, options in found for name, value, _ in options}
    for name, value in sorted(every.items()):
        if choices(value): out.append(f"  --{name}) COMPREPLY=($(compgen -W '{' '.join(choices(value))}' -- \"$word\")); return ;;")
        elif value == "FILE": out.append(f"  --{name}) COMPREPLY=($(compgen -f -- \"$word\")); return ;;")
        elif value: out.append(f"  --{name}) return ;;")
    out += ["  esac", '  case "$word" in', "  -*)", '    case "$command" in']
    for words, _, options in found:
        if len(words) == 1 or words[0] == "preset":
            out.append(f"    {words[0]}) COMPREPLY=($(compgen -W '{' '.join('--' + name for name, _, _ in options)}' -- \"$word\")) ;;")
    out += ["    esac ;;", "  *)", '    case "$command" in', '    check) COMPREPLY=($(compgen -f -- "$word")) ;;',
            '    preset) COMPREPLY=($(compgen -W "show" -- "$word")) ;;', "    esac ;;", "  esac", "}", "complete -o filenames -F _receivables receivables"]
    return "\n".join(out) + "\n"


def zsh_text(text):
    return text.replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")


def zsh(found):
    out = ["#compdef receivables", "# made by scripts/make-completions.py", "_receivables() {", "  local -a commands", "  commands=("]
    out += [f"    '{words[0]}:{zsh_text(summary)}'" for words, summary, _ in found]
    out += ["  )", "  if (( CURRENT == 2 )); then _describe command commands; return; fi", '  case "$words[2]" in']
    for words, _, options in found:
        out.append(f"  {words[0]}) _arguments \\")
        for name, value, text in options:
            action = "" if value is None else f":{value.lower()}:" + (f"({' '.join(choices(value))})" if choices(value) else "_files" if value == "FILE" else " ")
            out.append(f"    '--{name}[{zsh_text(text)}]{action}' \\")
        out.append("    '*:file:_files' ;;")
    return "\n".join(out + ["  esac", "}", '_receivables "$@"']) + "\n"


def fish(found):
    out = ["# fish completion of receivables; made by scripts/make-completions.py", "complete -c receivables -n __fish_use_subcommand -f"]
    quoted = lambda text: "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    for words, summary, options in found:
        out.append(f"complete -c receivables -n __fish_use_subcommand -a {words[0]} -d {quoted(summary)}")
        for name, value, text in options:
            wants = "" if value is None else " -x -a " + quoted(" ".join(choices(value))) if choices(value) else " -r" if value == "FILE" else " -x"
            out.append(f"complete -c receivables -n '__fish_seen_subcommand_from {words[0]}' -l {name}{wants} -d {quoted(text)}")
    return "\n".join(out) + "\n"


def main():
    found = commands()
    if not found: sys.exit("make-completions: no command was found in --help")
    wanted = {"receivables.bash": bash(found), "_receivables": zsh(found), "receivables.fish": fish(found)}
    old = [name for name, text in wanted.items()
           if not os.path.exists(os.path.join(FOLDER, name)) or open(os.path.join(FOLDER, name), encoding="utf-8").read() != text]
    if "--check" in sys.argv[1:]:
        if old: sys.exit(f"packaging/completions: {', '.join(old)} not up to date; type: make docs")
        return
    os.makedirs(FOLDER, exist_ok=True)
    for name in old: open(os.path.join(FOLDER, name), "w", encoding="utf-8").write(wanted[name])


main()
