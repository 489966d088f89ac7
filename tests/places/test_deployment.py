"""Workflows and the deployment guide: valid, pinned, and with one address for everything."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml

from tests.browser.site import POLICY
from twoplustwo import __version__
from twoplustwo.launch import REPOSITORY

from .edition import ROOT
from .headers import Rule, nginx, table

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
ACTION = re.compile(r"uses:\s*([\w./-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$")
SITES = r"github\.com|github\.io|mybinder\.org|colab\.research\.google\.com|gitlab\.com"


def read(path) -> dict:
    # YAML 1.1 reads the key `on` as true; the text is what the hosts read.
    return yaml.safe_load(path.read_text(encoding="utf-8").replace("\non:", '\n"on":'))


def commands(job: dict) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_pinned_and_asks_for_little(path):
    flow = read(path)
    assert {"name", "on", "jobs", "permissions"} <= flow.keys()
    assert flow["permissions"] == {"contents": "read"}
    for job in flow["jobs"].values():
        assert job["runs-on"] == "ubuntu-24.04" and job["timeout-minutes"] <= 60
    used = [line.strip(" -") for line in path.read_text().splitlines() if "uses:" in line]
    assert used and all(ACTION.match(line) for line in used), used
    assert all(ACTION.match(line)[1].startswith("actions/") for line in used)


def test_pages_builds_the_site_and_publishes_that_folder():
    jobs = read(ROOT / ".github" / "workflows" / "pages.yml")["jobs"]
    assert "make site" in commands(jobs["build"])
    upload = next(s for s in jobs["build"]["steps"] if "upload-pages" in s.get("uses", ""))
    assert upload["with"]["path"] == "_build/html"
    assert jobs["deploy"]["needs"] == "build"
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_a_tag_releases_the_wheel_that_notebooks_install():
    flow = read(ROOT / ".github" / "workflows" / "release.yml")
    assert flow["on"] == {"push": {"tags": ["v*"]}}
    (job,) = flow["jobs"].values()
    run = commands(job)
    assert run.index("make site") < len(run) - 1
    assert "gh release create" in run[-1] and "_build/html/downloads/*" in run[-1]


def test_gitlab_publishes_the_same_folder():
    job = read(GITLAB)["pages"]
    assert "make site" in job["script"]
    assert job["script"][-1] == "mv _build/html public"
    assert job["artifacts"] == {"paths": ["public"]}
    assert re.fullmatch(r"python:3\.\d+\.\d+-\w+", job["image"])


@pytest.mark.parametrize("path", [*WORKFLOWS, GITLAB], ids=lambda path: path.name)
def test_every_target_of_make_is_there(path):
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"\bmake ([a-z-]+)$", path.read_text(), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("path", [*WORKFLOWS, GITLAB], ids=lambda path: path.name)
def test_workflows_hold_no_address(path):
    assert not re.search(rf"https?://|{SITES}", path.read_text())


@pytest.mark.parametrize("name", ["README.md", "CITATION.cff", "CONTRIBUTING.md", "DEPLOY.md"])
def test_every_other_address_is_the_one_of_the_setting(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for owner in re.findall(rf"(?:{SITES})/(?:v2/gh/|github/)?([\w.-]+/[\w.-]+)", text):
        assert owner.removesuffix(".git") == REPOSITORY, f"{name} names {owner}"


def test_the_citation_names_the_repository_and_the_version():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["repository-code"] == f"https://github.com/{REPOSITORY}"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert cited["version"] == project["version"] == __version__


def test_the_guide_and_its_nginx_rules_say_the_same():
    rules = table()
    for path in ("/", "/_packs/x.bin", "/_posters/x.svg", "/_assets/page.css", "/lite/index.html"):
        assert headers_of(rules, path) == nginx(f"/course{path}"), path


def headers_of(rules: list[Rule], path: str) -> dict[str, str]:
    return {rule.header: rule.value for rule in rules if path.startswith(rule.path)}


def test_the_policy_of_pages_is_the_one_that_all_pages_are_tested_with():
    assert headers_of(table(), "/")["Content-Security-Policy"] == POLICY


def test_only_files_that_never_change_are_kept_for_good():
    kept = {rule.path for rule in table() if "immutable" in rule.value}
    assert kept == {"/_packs/", "/_posters/", "/_assets/"}
    html = ROOT / "_build" / "html"
    for folder in ("_packs", "_posters"):
        files = [path for path in (html / folder).rglob("*") if path.is_file()]
        assert files and all(re.search(r"\.[0-9a-f]{12}\.", path.name) for path in files)
    for page in html.glob("book/**/*.html"):
        for asset in re.findall(r'(?:href|src)="[./]*(_assets/[^"]+)"', page.read_text()):
            assert re.search(r"\?v=[0-9a-f]{8}$", asset), f"{page}: {asset}"
