"""docker-compose.yml and .env.example speak of the variables that the settings read, and of no others."""

import ast
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
STARTS_THE_WEB = ("Dockerfile", "scripts/launch.py", "apps/dashboard/bench/server.py")


def variables_of_the_settings() -> set[str]:
    """The first arguments of env(...), env.bool(...) and their like."""
    tree = ast.parse((ROOT / "spbe_eval/settings.py").read_text())
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).split(".")[0] == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def variables_of_the_example() -> set[str]:
    return set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def variables_of_compose() -> set[str]:
    return set(re.findall(r"\$\{(\w+)", COMPOSE))


def test_the_example_names_what_the_settings_and_compose_read():
    assert variables_of_the_example() == variables_of_the_settings() | variables_of_compose()


def test_compose_has_every_process_of_the_house():
    assert set(SERVICES) == {"postgres", "redis", "web", "worker", "beat", "proxy"}


def test_what_runs_the_application_reads_the_settings_from_one_file():
    assert {name for name, service in SERVICES.items() if service.get("env_file") == ".env"} == {
        "web",
        "worker",
        "beat",
    }


def test_grants_follow_the_migrations_before_anybody_is_served():
    steps = SERVICES["web"]["command"].split("&&")

    assert [step.split()[-1] for step in steps[:2]] == ["migrate", "refresh_grants"]
    assert "gunicorn" in steps[2]


def test_only_the_proxy_is_reachable_from_outside():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}


def test_the_image_and_the_machine_get_the_same_libraries():
    libraries = r"\blib[a-z0-9.-]+-?0\b"
    image = set(re.findall(libraries, (ROOT / "Dockerfile").read_text()))
    machine = set(re.findall(r"need (lib\S+)", (ROOT / "scripts/prepare.sh").read_text()))

    assert image == machine


def test_the_lock_holds_every_package_by_hash_and_names_no_index():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text()
        packages = re.split(r"\n(?=\S)", text.strip())

        assert [package for package in packages if "--hash=sha256:" not in package] == []
        assert "://" not in text


def test_the_tests_run_on_the_packages_that_are_deployed():
    deployed = locked("requirements.txt")

    assert deployed <= locked("requirements-dev.txt")


def locked(lock: str) -> set[str]:
    return set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text(), re.MULTILINE))


def test_the_web_server_works_the_same_wherever_it_is_started():
    started = [COMPOSE, *((ROOT / name).read_text() for name in STARTS_THE_WEB)]

    assert all("conf/gunicorn.py" in one for one in started)
    assert not any(option in one for one in started for option in ("--worker-class", "--threads", "--keep-alive"))
