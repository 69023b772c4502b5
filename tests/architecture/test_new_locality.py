"""The walk of CONTRIBUTING.md: a locality with columns and rules of its own is two files of data."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from support.shared import ROOT

_FAMILY = """
id = "dongchang-2024"
name = "东昌表式"
columns = ["level1", "level2", "name", "points", "target", "actual", "score", "explanation"]

[recognise]
all = ["考核内容", "应得分", "实得分"]
any = ["承办单位"]

[words.head]
unit = ["承办单位"]

[words.column]
name = ["考核内容"]
points = ["应得分"]
target = ["年度任务"]
actual = ["完成实绩"]
score = ["实得分"]
explanation = ["差异原因"]
"""
_RULES = """
id = "cn-dongchang"
name = "东昌市项目支出绩效自评（2024年表式）"
region = "东昌市"
extends = ["cn-national-2020"]

[covers]
templates = ["dongchang-2024"]
kinds = ["project"]
cite = "dongchang-form"

[covers.names]
dongchang-2024 = "东昌表式"

[citations.dongchang-form]
title = "东昌市项目支出绩效自评表（虚构）"
verified = false

[parameters."execution.points"]
title = "预算执行率分值"
unit = "分"
values = [{ from = 2024-01-01, is = 20, cite = "dongchang-form" }]

[parameters."over.explain_at"]
title = "完成率达到此数须说明原因"
unit = "比率"
values = [{ from = 2024-01-01, is = 1.10, cite = "dongchang-form" }]
"""
_FORM = """| 东昌市项目绩效自评表（2024年度） |
| 项目名称 | 古井保护与修缮 |
| 主管部门 | 东昌市文物局 | 承办单位 | 东昌市文保所 |
| 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| 年度资金总额 | 50 | 50 | 48 | 20 | 96% | 19.2 |
| 其中：当年财政拨款 | 50 | 50 | 48 | — | 96% | — |
| 年度总体目标 | 预期目标 | 实际完成情况 |
| 修缮古井20口，验收合格率100%。 | 全年修缮古井23口，验收合格率100%。 |
| 绩效指标 | 一级指标 | 二级指标 | 考核内容 | 指标解释 | 应得分 | 年度任务 | 完成实绩 | 实得分 | 差异原因 |
| 产出指标 | 数量指标 | 修缮古井数量 | 当年验收的口数 | 50 | ≥20口 | 23口 | 50 | |
| 质量指标 | 验收合格率 | 合格数÷验收数 | 30 | 100% | 100% | 30 | |
| 总分 | 100 | 99.2 |
"""


def test_a_locality_is_two_files_of_data(tmp_path: Path) -> None:
    house = tmp_path / "auditor"
    shutil.copytree(ROOT / "auditor", house, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "prompts", tmp_path / "prompts")
    (house / "parsing" / "families" / "dongchang-2024.toml").write_text(_FAMILY, encoding="utf-8")
    (house / "rulebooks" / "cn-dongchang.toml").write_text(_RULES, encoding="utf-8")
    form = tmp_path / "form.txt"
    form.write_text(_FORM, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "review", "form.txt", "--format", "json", "--engine", "offline"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    read = json.loads(done.stdout)
    rows = [
        (i["name"]["text"], i["target"]["text"], i["actual"]["text"], g["points"]["text"], g["score"]["text"])
        for i, g in zip(read["form"]["indicators"], read["form"]["groups"], strict=True)
    ]
    assert (read["form"]["template"], read["scores"]["ruleset"]) == ("dongchang-2024", "cn-dongchang")
    assert rows == [("修缮古井数量", "≥20口", "23口", "50", "50"), ("验收合格率", "100%", "100%", "30", "30")]
    assert [f["rule"] for f in read["findings"] if f["severity"] != "info"] == ["S112", "D302", "T405", "T406"]
    assert read["form"]["unparsed"] == []
