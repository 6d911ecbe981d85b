"""What the tools that tell stories through the binary share: the binary, what a story checks with, and the run of them all."""
import argparse, os, sys

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES") or next(
    (p for p in (os.path.join(PROJECT, ".build", k, "receivables") for k in ("release", "debug")) if os.path.exists(p)), "receivables"))
# What the command line says; filled by `run`.
options = argparse.Namespace()


class Failure(Exception):
    pass


class Skipped(Exception):
    pass


def need(condition, text):
    if not condition: raise Failure(text)


def run(description, place, stories, settings={}, **numbers):
    """Tells each story in a place of its own, and ends the program: 1 where one failed.

    place     makes a place; `settings` by story are handed to it; place.remove() cleans up
    numbers   options that take a number, such as --kills, with what they are when not given"""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    for name, number in numbers.items(): parser.add_argument(f"--{name}", type=int, default=number)
    parser.parse_args(namespace=options)
    passed = failed = skipped = 0
    for story in stories:
        name = story.__name__
        if options.only not in name: continue
        own = place(**settings.get(story, {}))
        try:
            story(own)
            passed += 1
            print(f"ok   {name}", flush=True)
        except Skipped as reason:
            skipped += 1
            print(f"skip {name}: {reason}", flush=True)
        except Failure as failure:
            failed += 1
            print(f"FAIL {name}\n     " + str(failure)[:2500].replace("\n", "\n     "), flush=True)
        finally: own.remove()
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failed else 0)
