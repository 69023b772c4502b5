"""Which model is asked: the environment, then auditor.toml; a wrong value is named."""

from pathlib import Path

import pytest

from auditor.errors import SettingsError
from auditor.settings import Settings, missing

FULL = {"OPENAI_API_KEY": "sk-x", "AUDITOR_MODEL": "m"}


def test_nothing_set_is_no_model(tmp_path: Path) -> None:
    assert Settings.read({}, tmp_path) is None
    assert Settings.read({"OPENAI_API_KEY": "sk-x"}, tmp_path) is None
    assert Settings.read({"AUDITOR_MODEL": "m"}, tmp_path) is None


def test_a_key_or_an_address_and_a_model_are_enough(tmp_path: Path) -> None:
    by_key = Settings.read(FULL, tmp_path)
    by_address = Settings.read({"OPENAI_BASE_URL": "http://h/v1", "AUDITOR_MODEL": "m"}, tmp_path)
    assert by_key is not None
    assert by_key.base_url == "https://api.openai.com/v1"
    assert by_address is not None
    assert by_address.api_key is None


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "auditor.toml").write_text('[llm]\nbase_url = "http://file/v1"\nmodel = "a"\ntimeout = 7\n')
    settings = Settings.read({"AUDITOR_MODEL": "b"}, tmp_path)
    assert settings is not None
    assert (settings.base_url, settings.model, settings.timeout) == ("http://file/v1", "b", 7)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AUDITOR_TIMEOUT", "soon"),
        ("AUDITOR_PARALLEL", "0"),
        ("OPENAI_BASE_URL", "host:80"),
        ("AUDITOR_LONGEST_ANSWER", "1"),
    ],
)
def test_a_wrong_value_names_its_variable(variable: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=variable):
        Settings.read(FULL | {variable: value}, tmp_path)


@pytest.mark.parametrize("text", ["[llm\n", "llm = 3\n", "[llm]\ncolour = 1\n"])
def test_a_wrong_file_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "auditor.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"auditor\.toml"):
        Settings.read(FULL, tmp_path)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert missing({}, tmp_path) == "AUDITOR_MODEL（模型名）、OPENAI_API_KEY（密钥）或 OPENAI_BASE_URL（接口地址）"
    assert missing({"OPENAI_API_KEY": "x"}, tmp_path) == "AUDITOR_MODEL（模型名）"
    assert missing({"AUDITOR_MODEL": "x"}, tmp_path).startswith("OPENAI_API_KEY")


def test_a_key_is_not_shown(tmp_path: Path) -> None:
    settings = Settings.read(FULL | {"OPENAI_API_KEY": "sk-topsecret"}, tmp_path)
    assert "topsecret" not in repr(settings)
    assert settings is not None
    assert "topsecret" not in settings.model_dump_json()
