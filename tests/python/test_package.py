"""The package as others see it: its wheel, its types, the names of the user guide."""

import ast
import base64
import hashlib
import importlib.util
import inspect
import os
import pickle
import subprocess
import sys
import tempfile
import unittest
import zipfile

import nws
import nws.client
import nws.sleigh
from kernel_process import PACKAGES, SECONDS
from nws.client import NetWorkSpace, NwsServer, NwsValueIterator
from nws.sleigh import Sleigh, SleighPending, SleighResultIterator


def sources():
    """The files of the package: path and text."""
    for folder, _, files in os.walk(os.path.join(PACKAGES, "nws")):
        for name in files:
            if name.endswith(".py"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    yield os.path.relpath(file.name, PACKAGES), file.read()


class WheelTest(unittest.TestCase):
    def setUp(self):
        spec = importlib.util.spec_from_file_location("building", os.path.join(PACKAGES, "building.py"))
        self.building = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.building)
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def build(self, name="build_wheel"):
        return os.path.join(self.directory, getattr(self.building, name)(self.directory))

    def test_the_wheel_holds_the_package_and_says_so(self):
        path = self.build()
        self.assertEqual(f"nws-{nws.__version__}-py3-none-any.whl", os.path.basename(path))
        with zipfile.ZipFile(path) as wheel:
            names = wheel.namelist()
            self.assertEqual({path.replace(os.sep, "/") for path, _ in sources()} | {"nws/py.typed"},
                             {name for name in names if not name.startswith("nws-")})
            record = wheel.read(f"nws-{nws.__version__}.dist-info/RECORD").decode()
            metadata = wheel.read(f"nws-{nws.__version__}.dist-info/METADATA").decode()
            for line in record.splitlines()[:-1]:
                name, digest, size = line.split(",")
                content = wheel.read(name)
                found = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
                self.assertEqual((f"sha256={found}", str(len(content))), (digest, size))
        self.assertEqual(sorted(names), sorted(line.split(",")[0] for line in record.splitlines()))
        self.assertIn(f"Name: nws\nVersion: {nws.__version__}\n", metadata)

    def test_the_same_files_make_the_same_wheel(self):
        with open(self.build(), "rb") as one:
            first = one.read()
        with open(self.build(), "rb") as two:
            self.assertEqual(first, two.read())

    def test_the_wheel_can_be_imported(self):
        code = "import nws.client, nws.sleigh, nws.kernel.kernel, nws.run; print(nws.__file__)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS,
                              cwd=self.directory, env=dict(os.environ, PYTHONPATH=self.build()))
        self.assertIn(".whl", done.stdout, done.stderr)

    def test_an_editable_wheel_leads_to_the_source(self):
        with zipfile.ZipFile(self.build("build_editable")) as wheel:
            self.assertEqual(os.path.realpath(PACKAGES), os.path.realpath(wheel.read("nws.pth").decode().strip()))
        self.assertRaisesRegex(RuntimeError, "no source distribution", self.building.build_sdist, self.directory)


class TypingTest(unittest.TestCase):
    def test_every_function_says_what_it_takes_and_returns(self):
        bare, count = [], 0
        for path, text in sources():
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    count += 1
                    bare += [f"{path}:{node.lineno} {node.name}: {what}" for what in self.unsaid(node)]
        self.assertGreater(count, 300)
        self.assertEqual([], bare)

    def unsaid(self, node):
        """What a definition leaves open."""
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        yield from (each.arg for each in every
                    if each is not None and each.annotation is None and each.arg not in ("self", "cls"))
        if node.returns is None:
            yield "return"

    def test_everything_public_is_documented(self):
        silent = []
        for module in (nws, nws.client, nws.sleigh):
            for name in module.__all__:
                thing = getattr(module, name)
                if isinstance(thing, type):
                    silent += [f"{name}.{key}" for key, value in vars(thing).items()
                               if not key.startswith("_") and callable(value) and not inspect.getdoc(value)
                               and key != "next"]
                if callable(thing) and not inspect.getdoc(thing):
                    silent.append(name)
        self.assertEqual([], silent)


GUIDE = {
    NetWorkSpace: ["__init__(wsName, serverHost, serverPort, useUse, server)", "__str__()", "currentWs()",
                   "declare(varName, mode)", "deleteVar(varName)", "fetch(varName)", "fetchFile(varName, fobj)",
                   "fetchTry(varName, missing)", "fetchTryFile(varName, fobj)", "find(varName)",
                   "findFile(varName, fobj)", "findTry(varName, missing)", "findTryFile(varName, fobj)",
                   "ifetch(varName)", "ifetchTry(varName)", "ifind(varName)", "ifindTry(varName)",
                   "listVars(wsName, format)", "store(varName, val)", "storeFile(varName, fobj, n)"],
    NwsServer: ["__init__(host, port)", "__str__()", "close()", "deleteWs(wsName)", "listWaits(wsName)", "listWss(format)",
                "mktempWs(wsName)", "openWs(wsName, space)", "useWs(wsName, space)"],
    NwsValueIterator: ["__init__(ws, varName, op)", "__iter__()", "next()", "reset()", "restart()", "writeTo(fobj)"],
    Sleigh: ["__str__()", "eachElem(fun, elementArgs, fixedArgs)", "eachWorker(fun, workerArgs)",
             "imap(fun, iterables)", "starmap(fun, iterable)", "status(closeGroup, timeout)", "stop()"],
    SleighPending: ["__str__()", "check()", "wait()"],
    SleighResultIterator: ["__iter__()", "next()", "shutdown()", "stop()"],
}

OPTIONS = {
    NetWorkSpace.__init__: {"persistent": False, "create": True},
    NwsServer.openWs: {"persistent": False, "create": True},
    NwsServer.useWs: {"create": True},
    Sleigh.__init__: {"launch": "local", "workerCount": 3, "nodeList": None, "nwsHost": None, "nwsPort": None,
                      "nwsHostRemote": None, "nwsPortRemote": None, "scriptExec": None, "scriptDir": None,
                      "scriptName": None, "modulePath": None, "workingDir": None, "logDir": None, "user": None,
                      "wsNameTemplate": "sleigh_ride_%04d", "userWsNameTemplate": "sleigh_user_%04d",
                      "verbose": False},
    Sleigh.eachElem: {"elementArgs": [[]], "fixedArgs": [], "type": None, "blocking": True, "argPermute": None,
                      "loadFactor": None, "accumulator": None},
    Sleigh.eachWorker: {"type": None, "blocking": True, "accumulator": None},
    Sleigh.imap: {"type": None, "loadFactor": 10}, Sleigh.starmap: {"type": None, "loadFactor": 10},
    Sleigh.status: {"closeGroup": False, "timeout": 0.0}, NetWorkSpace.listVars: {"wsName": None, "format": "string"},
    NwsServer.listWss: {"format": "string"}, NwsServer.mktempWs: {"wsName": "__pyws__%d"},
    NetWorkSpace.storeFile: {"n": 0}, NetWorkSpace.fetchTry: {"missing": None}, NetWorkSpace.findTry: {"missing": None},
}

CONSTANTS = {"DICT": "dict", "FIFO": "fifo", "LIFO": "lifo", "MULTI": "multi", "SINGLE": "single", "STRING": "string",
             "V_FETCHERS": 2, "V_FINDERS": 3, "V_MODE": 4, "V_VALUES": 1, "V_VARIABLE": 0, "WS_MINE": 1, "WS_NAME": 0,
             "WS_NUMVARS": 4, "WS_OWNER": 2, "WS_PERSISTENT": 3, "WS_VARLIST": 5}

BASES = {
    "NwsException": "Exception", "NwsServerException": "NwsException", "NwsOperationException": "NwsException",
    "NwsConnectException": "NwsServerException", "NwsConnectionDroppedException": "NwsServerException",
    "NwsUnsupportedOperationException": "NwsServerException", "NwsDeclarationFailedException": "NwsOperationException",
    "NwsNoWorkspaceException": "NwsOperationException", "NwsNoWorkSpaceException": "NwsOperationException",
    "SleighException": "Exception", "SleighGatheredException": "SleighException",
    "SleighIllegalValueException": "SleighException", "SleighJoinException": "SleighException",
    "SleighNwsException": "SleighException", "SleighOccupiedException": "SleighException",
    "SleighScriptException": "SleighException", "SleighStoppedException": "SleighException",
    "SleighTaskException": "SleighException",
}


class GuideTest(unittest.TestCase):
    """The names in appendix A of the user guide."""

    def test_methods_take_the_arguments_of_the_guide_in_their_order(self):
        for owner, methods in GUIDE.items():
            for method in methods:
                name, _, given = method.rstrip(")").partition("(")
                with self.subTest(f"{owner.__name__}.{name}"):
                    names = [key for key in inspect.signature(getattr(owner, name)).parameters if key != "self"]
                    expected = given.split(", ") if given else []
                    self.assertEqual(expected, names[:len(expected)])

    def test_options_have_the_names_and_defaults_of_the_guide(self):
        for method, options in OPTIONS.items():
            parameters = inspect.signature(method).parameters
            with self.subTest(method.__qualname__):
                self.assertEqual(options, {name: parameters[name].default for name in options})

    def test_constants_and_names(self):
        self.assertEqual(CONSTANTS, {name: getattr(nws.client, name) for name in CONSTANTS})
        self.assertIs(nws.client.NetWorkSpace, nws.client.NetWorkspace)
        self.assertEqual(["buffered", "returned", "stopped", "submitted"],
                         [name for name, value in sorted(vars(SleighResultIterator).items())
                          if isinstance(value, property)])

    def test_exceptions_inherit_as_in_the_guide(self):
        for name, base in BASES.items():
            module = nws.sleigh if name.startswith("Sleigh") else nws.client
            with self.subTest(name):
                self.assertIn(base, [each.__name__ for each in getattr(module, name).__mro__[1:]])

    def test_exceptions_can_be_pickled(self):
        error = nws.sleigh.SleighTaskException(nws.RemoteError("E", "m", "s", "python"), 3, 1)
        for each in (error, nws.client.NwsException("m", "code"), nws.sleigh.SleighException("m"),
                     nws.client.NwsNoWorkSpaceException("m", "no_workspace")):
            copy = pickle.loads(pickle.dumps(each))
            self.assertEqual((type(each), str(each), vars(each).keys()), (type(copy), str(copy), vars(copy).keys()))
        self.assertEqual("code", pickle.loads(pickle.dumps(nws.client.NwsException("m", "code"))).code)


if __name__ == "__main__":
    unittest.main()
