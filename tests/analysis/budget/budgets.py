"""Budget tables as a hospital would put them down."""

from __future__ import annotations

from collections.abc import Mapping

LINE_HEAD = (
    "预算科目", "预算类别", "编制数", "批复数", "调整后预算", "费用申请", "报销数", "付款数", "记账数", "归口部门", "差异说明",
)  # fmt: skip
Rows = list[tuple[object, ...]]


def lines(period: str, *rows: tuple[object, ...]) -> Rows:
    """预算执行全过程表 of a period."""
    return [("预算执行全过程表",), (period,), LINE_HEAD, *rows]


def targets(period: str, *rows: tuple[object, ...]) -> Rows:
    """科室目标成本表."""
    return [("科室目标成本表",), (period,), ("科室", "目标成本", "责任人"), *rows]


def departments(period: str, costs: Mapping[str, object]) -> Rows:
    """科室收支表 with nothing but direct cost."""
    head = ("科室", "科室类别", "科室收入", "直接成本合计")
    return [("科室收支表",), (period,), head, *((name, "临床服务类", 0, cost) for name, cost in costs.items())]


def projects(period: str, *rows: tuple[object, ...]) -> Rows:
    """项目绩效表: code, name, carried in, budget, spent, aim, achieved, direction, end."""
    head = (
        "项目代码", "项目名称", "上年结转", "项目预算", "项目执行数", "目标值", "实际完成值", "指标方向", "项目截止日",
    )  # fmt: skip
    return [("项目绩效表",), (period,), head, *rows]
