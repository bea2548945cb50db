"""A real Elasticsearch for the tests: its distribution from Maven Central, a JDK that runs it, and the plugin that completes it.

The distribution is `integ-test-zip`, which has transport, security and API keys, and lacks the analysis module; `plugin/` gives the tests
the parts of it that the project's index names.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import secrets
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

VERSION = "9.5.3"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
OLDEST_JDK = 21
JDK_PACKAGES = ("openjdk-21-jdk-headless", "openjdk-25-jdk-headless", "temurin-21-jdk", "temurin-25-jdk", "java-21-openjdk-devel")
PLUGIN_SOURCES = Path(__file__).parent / "plugin"
PROJECT = Path(__file__).parents[2]
SETTINGS = """\
cluster.name: pantau-tests
discovery.type: single-node
network.host: 127.0.0.1
http.port: 0
transport.port: 0
node.portsfile: true
cluster.routing.allocation.disk.threshold_enabled: false
xpack.security.enabled: true
xpack.security.autoconfiguration.enabled: false
xpack.security.http.ssl.enabled: false
xpack.security.transport.ssl.enabled: false
"""


class Unavailable(Exception):
    """Elasticsearch cannot be had on this machine; the message is one line that says what to install."""


@dataclass(frozen=True, slots=True)
class Installation:
    """An unpacked distribution, ready to start."""

    home: Path
    jdk: Path
    account: pwd.struct_passwd | None  # whom the server runs as; None: whoever runs the tests

    @property
    def password(self) -> str:
        """The password of the user `elastic`."""
        return (self.home / "config" / "password").read_text()


def install() -> Installation:
    """Return the installation of this checkout, made now if there is none. The caller holds the lock.

    Raises `Unavailable` where a JDK or Maven is missing and cannot be installed, or Maven cannot get the distribution.
    """
    jdk = find_jdk()
    account = _account()
    home = base_directory(account) / f"elasticsearch-{VERSION}-{_fingerprint()}"
    if not home.exists():
        with tempfile.TemporaryDirectory(dir=home.parent, prefix="unpacking-") as scratch:
            unpacked = _unpack(_download(jdk, Path(scratch)), Path(scratch))
            _add_plugin(unpacked, jdk)
            (unpacked / "config" / "elasticsearch.yml").write_text(SETTINGS)
            _set_password(unpacked, jdk)
            _hand_over(unpacked, account)
            unpacked.rename(home)
    return Installation(home, jdk, account)


def base_directory(account: pwd.struct_passwd | None) -> Path:
    """Return the directory that keeps the distribution: `var/elasticsearch` of the project, or one that `account` can reach."""
    directory = PROJECT / "var" / "elasticsearch"
    if account and not all(parent.stat().st_mode & 0o001 for parent in (PROJECT, *PROJECT.parents)):
        checkout = hashlib.sha256(str(PROJECT).encode()).hexdigest()[:8]
        directory = Path("/var/cache/pantau-tests") / checkout
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def find_jdk() -> Path:
    """Return the home of a JDK (with its compiler) of version 21 or newer, installing one when run by root.

    Raises `Unavailable` where there is none.
    """
    jdk = _installed_jdk()
    if jdk is None:
        for package in JDK_PACKAGES:
            if _install_package(package) and (jdk := _installed_jdk()):
                break
    if jdk is None:
        raise Unavailable(f"Elasticsearch needs a JDK of version {OLDEST_JDK} or newer: install one, or set JAVA_HOME to it.")
    return jdk


def _installed_jdk() -> Path | None:
    named = [Path(os.environ[name]) for name in ("JAVA_HOME", "ES_JAVA_HOME") if os.environ.get(name)]
    compiler = shutil.which("javac")
    found = [Path(compiler).resolve().parents[1]] if compiler else []
    packaged = sorted(Path("/usr/lib/jvm").glob("*")) + sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home"))
    return next((home for home in named + found + packaged if _jdk_version(home) >= OLDEST_JDK), None)


def _jdk_version(home: Path) -> int:
    release = home / "release"
    if not (home / "bin" / "javac").exists() or not release.is_file():
        return 0
    version = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE)
    return int(version.group(1)) if version else 0


def _install_package(package: str) -> bool:
    if os.geteuid() != 0:
        return False
    if shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _quietly(["apt-get", "update", "-qq"], env=environment)
        return _quietly(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], env=environment)
    manager = shutil.which("dnf")
    return bool(manager) and _quietly([str(manager), "install", "-y", "-q", package])


def _quietly(command: list[str], env: dict[str, str] | None = None) -> bool:
    return subprocess.run(command, capture_output=True, env=env, check=False).returncode == 0


def _account() -> pwd.struct_passwd | None:
    """Elasticsearch refuses to run as root; nobody is on every system."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _fingerprint() -> str:
    sources = sorted(path for path in PLUGIN_SOURCES.iterdir() if path.is_file())
    return hashlib.sha256(b"".join([SETTINGS.encode(), *(path.read_bytes() for path in sources)])).hexdigest()[:8]


def _download(jdk: Path, scratch: Path) -> Path:
    maven = shutil.which("mvn") or (_install_package("maven") and shutil.which("mvn"))
    if not maven:
        raise Unavailable("Elasticsearch for the tests comes from Maven Central: install Maven (the command mvn).")
    command = [maven, "-B", "-q", COPY_GOAL, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={scratch}"]
    run = subprocess.run(command, cwd=scratch, env={**os.environ, "JAVA_HOME": str(jdk)}, capture_output=True, text=True, check=False)
    archives = sorted(scratch.glob("*.zip"))
    if run.returncode or not archives:
        cause = next((line for line in (run.stdout + run.stderr).splitlines() if "ERROR" in line), f"mvn ended with {run.returncode}")
        raise Unavailable(f"Maven could not get {ARTIFACT}: {cause}")
    return archives[0]


def _unpack(archive: Path, directory: Path) -> Path:
    with zipfile.ZipFile(archive) as members:
        members.extractall(directory)
    archive.unlink()
    home = directory / f"elasticsearch-{VERSION}"
    for program in [*(home / "bin").iterdir(), *(home / "lib" / "tools" / "server-launcher").glob("server-launcher")]:
        program.chmod(0o755)  # zipfile drops the executable bit
    return home


def _add_plugin(home: Path, jdk: Path) -> None:
    classes = home / "plugin-classes"
    target = home / "plugins" / "indonesian-analysis"
    target.mkdir(parents=True)
    compile_ = [str(jdk / "bin" / "javac"), "--release", str(OLDEST_JDK), "-cp", str(home / "lib" / "*"), "-d", str(classes)]
    _must([*compile_, *map(str, sorted(PLUGIN_SOURCES.glob("*.java")))], "compile the plugin")
    _must(
        [str(jdk / "bin" / "jar"), "--create", "--file", str(target / "indonesian-analysis.jar"), "-C", str(classes), "."],
        "pack the plugin",
    )
    shutil.rmtree(classes)
    descriptor = (PLUGIN_SOURCES / "plugin-descriptor.properties").read_text()
    (target / "plugin-descriptor.properties").write_text(descriptor.replace("=VERSION", f"={VERSION}"))


def _set_password(home: Path, jdk: Path) -> None:
    password = secrets.token_urlsafe(18)
    keystore = str(home / "bin" / "elasticsearch-keystore")
    environment = {"PATH": os.environ["PATH"], "ES_JAVA_HOME": str(jdk)}
    _must([keystore, "create"], "create the keystore", env=environment)
    _must([keystore, "add", "-x", "bootstrap.password"], "set the password", env=environment, text=password)
    kept = home / "config" / "password"
    kept.touch(mode=0o600)
    kept.write_text(password)


def _must(command: list[str], purpose: str, env: dict[str, str] | None = None, text: str | None = None) -> None:
    run = subprocess.run(command, env=env, input=text, capture_output=True, text=True, check=False)
    if run.returncode:
        cause = " ".join((run.stderr or run.stdout).split())[:400]
        raise Unavailable(f"Could not {purpose} for Elasticsearch {VERSION}: {cause}")


def _hand_over(home: Path, account: pwd.struct_passwd | None) -> None:
    if account:
        home.parent.chmod(0o755)
        for path in [home, *home.rglob("*")]:
            os.chown(path, account.pw_uid, account.pw_gid)
