"""A Dask cluster at ``tls://``: certificates come from Dask's own configuration."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time

import pytest

pytest.importorskip("distributed")

from tests.grading.handed import archive, notebook
from tests.grading.sessions import ROOT, plan
from twoplustwo.grading.crew import CrewError
from twoplustwo.grading.session import grade

LIMIT = 60
needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes certificates")


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """Dask's configuration, as its environment variables have it, with a certificate for all."""
    place = tmp_path_factory.mktemp("tls")
    key, made = place / "key.pem", place / "cert.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(made)]
    subprocess.run(words, check=True, capture_output=True)
    found = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(made)}
    for role in ("CLIENT", "SCHEDULER", "WORKER"):
        found[f"DASK_DISTRIBUTED__COMM__TLS__{role}__CERT"] = str(made)
        found[f"DASK_DISTRIBUTED__COMM__TLS__{role}__KEY"] = str(key)
    return found


@pytest.fixture(scope="module")
def address(settings, tmp_path_factory):
    """The address of a scheduler and one worker that speak TLS alone."""
    place = tmp_path_factory.mktemp("cluster")
    file = place / "scheduler.json"
    kinds = {
        "scheduler": ["--host", "127.0.0.1", "--port", "0"],
        "worker": ["--nthreads", "1", "--no-nanny", "--local-directory", str(place)],
    }
    running = []
    try:
        for kind, options in kinds.items():
            command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options]
            command += ["--protocol", "tls", "--no-dashboard", "--scheduler-file", str(file)]
            with (place / f"{kind}.log").open("ab") as log:
                running.append(
                    subprocess.Popen(
                        command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log
                    )
                )
            end = time.monotonic() + LIMIT
            while not file.exists() or not file.read_text():
                assert time.monotonic() < end, (place / f"{kind}.log").read_text()
                time.sleep(0.05)
        log = place / "worker.log"
        while "Registered to" not in log.read_text():
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"]
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


def configured(monkeypatch, **settings: str) -> None:
    """Give this process the settings, as a start with these variables would."""
    import dask

    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    dask.config.refresh()


@pytest.fixture(autouse=True)
def afterwards(monkeypatch):
    yield
    import dask

    monkeypatch.undo()
    dask.config.refresh()


@needs_openssl
def test_an_encrypted_cluster_grades(tmp_path, monkeypatch, settings, address):
    assert address.startswith("tls://")
    configured(monkeypatch, **settings)
    archive({f"s{n}.ipynb": notebook("mine") for n in range(3)}, tmp_path / "hand.zip")
    assert grade(plan(tmp_path, tmp_path / "hand.zip", scheduler=address)).statuses == {"graded": 3}


@needs_openssl
def test_without_a_certificate_nothing_is_sent_and_the_settings_are_named(tmp_path, address):
    archive({"s1.ipynb": notebook("mine")}, tmp_path / "hand.zip")
    with pytest.raises(CrewError, match=r"tls\.ca-file") as error:
        grade(plan(tmp_path, tmp_path / "hand.zip", scheduler=address))
    assert address in str(error.value)
    assert not (tmp_path / "out" / "ledger.sqlite").exists()


@needs_openssl
def test_where_encryption_is_wanted_an_open_address_is_refused(tmp_path, monkeypatch, settings):
    wanted = {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true"}
    configured(monkeypatch, **settings, **wanted)
    archive({"s1.ipynb": notebook("mine")}, tmp_path / "hand.zip")
    with pytest.raises(CrewError, match="encryption"):
        grade(plan(tmp_path, tmp_path / "hand.zip", scheduler="tcp://127.0.0.1:9"))


@needs_openssl
def test_an_encrypted_cluster_does_not_answer_an_open_address(tmp_path, monkeypatch, address):
    from twoplustwo.grading import cluster

    monkeypatch.setattr(cluster, "CONNECT", 2.0)
    archive({"s1.ipynb": notebook("mine")}, tmp_path / "hand.zip")
    with pytest.raises(CrewError, match="no Dask scheduler answers"):
        there = address.replace("tls://", "tcp://")
        grade(plan(tmp_path, tmp_path / "hand.zip", scheduler=there))
