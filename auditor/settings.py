"""Which language model to ask, if any: read once from the environment and ``auditor.toml``.

The environment wins. Without a model nothing ever leaves the machine.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError

from auditor.errors import SettingsError
from auditor.model.base import Frozen

FILE = "auditor.toml"
VARIABLES = {
    "api_key": "OPENAI_API_KEY",
    "base_url": "OPENAI_BASE_URL",
    "model": "AUDITOR_MODEL",
    "timeout": "AUDITOR_TIMEOUT",
    "parallel": "AUDITOR_PARALLEL",
    "longest_answer": "AUDITOR_LONGEST_ANSWER",
    "cache": "AUDITOR_CACHE",
}
_WHERE = f"环境变量或 {FILE} 的 [llm]"


class Settings(Frozen):
    """The endpoint of a language model, and how it is asked. The environment variable stands in brackets."""

    api_key: SecretStr | None = Field(default=None, description="OPENAI_API_KEY; local servers need none")
    base_url: str = Field(
        default="https://api.openai.com/v1", pattern=r"^https?://[^\s/]+", description="OPENAI_BASE_URL"
    )
    model: str = Field(min_length=1, description="AUDITOR_MODEL")
    timeout: int = Field(default=120, ge=1, le=3600, description="seconds for one answer (AUDITOR_TIMEOUT)")
    parallel: int = Field(default=8, ge=1, le=256, description="requests at once (AUDITOR_PARALLEL)")
    longest_answer: int = Field(default=6000, ge=64, description="tokens of one answer (AUDITOR_LONGEST_ANSWER)")
    cache: str | None = Field(default=None, description="file of the stored answers (AUDITOR_CACHE)")

    @classmethod
    def read(cls, environment: Mapping[str, str], folder: Path) -> Self | None:
        """The settings in force; None where no model is configured.

        A model is configured when it is named and there is a key or an address.

        Raises:
            SettingsError: a value is missing or does not fit; the line names the variable.
        """
        given: dict[str, object] = dict(_from_file(folder / FILE))
        given |= {k: environment[v] for k, v in VARIABLES.items() if environment.get(v, "").strip()}
        if not given.get("api_key") and not given.get("base_url"):
            return None
        if not given.get("model"):
            return None
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            wrong = error.errors(include_input=False, include_url=False)[0]
            key = str(wrong["loc"][0]) if wrong["loc"] else ""
            raise SettingsError(VARIABLES.get(key, key), f"值不对，请检查{_WHERE}") from None


def missing(environment: Mapping[str, str], folder: Path) -> str:
    """The variables that have to be set before a model can be asked, in words."""
    given = {**_from_file(folder / FILE), **{k: 1 for k, v in VARIABLES.items() if environment.get(v, "").strip()}}
    gone = [] if given.get("model") else ["AUDITOR_MODEL（模型名）"]
    if not given.get("api_key") and not given.get("base_url"):
        gone.append("OPENAI_API_KEY（密钥）或 OPENAI_BASE_URL（接口地址）")
    return "、".join(gone)


def from_environment() -> Settings | None:
    """The settings of this process: its environment, and ``auditor.toml`` in its working directory."""
    return Settings.read(os.environ, Path.cwd())


def _from_file(path: Path) -> dict[str, object]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("llm", {})
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(FILE, f"读不了（{error}）") from None
    if not isinstance(table, dict):
        raise SettingsError(FILE, "[llm] 应为一个表")
    unknown = sorted(set(table) - set(VARIABLES))
    if unknown:
        raise SettingsError(FILE, f"[llm] 没有 {'、'.join(unknown)} 这一项，可用：{'、'.join(VARIABLES)}")
    return table
