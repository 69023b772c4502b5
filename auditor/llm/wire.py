"""The base of what models write: no extra words are asked for, and those that come anyway are passed over."""

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """A shape of answers. All fields are required and without limits: strict servers refuse anything else."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})
