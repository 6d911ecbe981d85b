"""Libraries that are loaded before the program to make it meet what a test needs: the one place where they are compiled."""
import os, shutil, subprocess


class NoCompiler(Exception):
    pass


def library(source, folder, **texts):
    """Path of the library made of a C file, in `folder`; each of `texts` is a string constant in it."""
    compiler = next((c for c in ("cc", "gcc", "clang") if shutil.which(c)), None)
    if not compiler: raise NoCompiler
    path = os.path.join(folder, os.path.basename(source).removesuffix(".c") + ".so")
    constants = [f"-D{name}=\"{text}\"" for name, text in texts.items()]
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", *constants, "-o", path, source, "-ldl"], check=True)
    return path
