"""The claims that reports make: each as it is said in Chinese and in English, and what must be true of the data then."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from report.claims.data import Data, number, shows

Said = Mapping[str, str]
NUM = r"[−+]?[\d,]+(?:\.\d+)?"
NUMBERED = re.compile(r"(?<!\?P)<n>")
UP = {"高", "提高", "升", "多", "up", "added", "rose", "higher", "高于", "above", "增"}


@dataclass(frozen=True)
class Claim:
    """One form of a sentence; `holds` is asked with its parts and the data."""

    name: str
    zh: str
    en: str
    holds: Callable[[Said, Data], bool]

    def match(self, text: str, language: str) -> re.Match[str] | None:
        """Its parts, if the text is such a sentence."""
        return _pattern(self.zh if language == "zh" else self.en).fullmatch(text)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(NUMBERED.sub(lambda _: NUM, form))


def _rises(said: Said) -> bool:
    return said["side"].lower() in UP


def _verdict(said: Said, data: Data) -> bool:
    """Like for like with the year before: what both scored, by the weights of now, and the event that moved it most."""
    was = {row.id: row for row in data.year_before.indicators if row.score is not None}
    shared = [row for row in data.scored if row["id"] in was]
    shares = {one["id"]: one["share"] for one in data.results["parts"]}
    whole = {part: sum(row["weight"] for row in data.scored if row["part"] == part) for part in shares}
    steps = {
        row["id"]: (row["score"] - was[row["id"]].score) * row["weight"] / whole[row["part"]] * shares[row["part"]]
        for row in shared
    }
    change, named = sum(steps.values()), data.indicator(said["name"])
    along = sorted(steps, key=lambda key: -steps[key] * (1 if change > 0 else -1))
    firm = next((name for name in along if name not in data.in_question), along[0])  # unless it moved much less
    first = firm if abs(steps[firm]) >= abs(steps[along[0]]) / 2 and steps[firm] * change > 0 else along[0]
    then, now = was[named["id"]].value, named["value"]
    return (
        data.grade(said["grade"]) == data.results["grade"]
        and shows(said["score"], data.results["score"])
        and shows(said["change"], abs(change))
        and _rises(said) == (change > 0)
        and named["id"] == first
        and shows(said["before"], data.displayed(named, then))
        and shows(said["after"], data.displayed(named, now))
        and (said["went"] in {"升", "rose"}) == (now > then)
    )


def _compared(said: Said, data: Data) -> bool:
    row = data.indicator(said["name"])
    edges = re.findall(r"[−\d.,]+", said["standard"])
    return (
        shows(said["value"], data.displayed(row, row["value"]))
        and all(shows(edge, best) for edge, best in zip(edges, data.best(row), strict=True))
        and (not said.get("median") or shows(said["median"], data.displayed(row, row["peer"]["median"])))
        and (not said.get("lost") or shows(said["lost"], (100 - row["score"]) * row["effective_weight"]))
        and _crossed(said, data, row)
    )


def _lately(said: Said, data: Data) -> bool:
    """The value is within its range, the newest months are on the side that is said, and the month before them is not."""
    row = data.indicator(said["name"])
    low, high = data.best(row)
    lies = [month > high if said["side"] in {"高", "above"} else month < low for month in data.months(row)]
    n = int(said["n"])
    edges = re.findall(r"[−\d.,]+", said["standard"])
    return (
        shows(said["value"], data.displayed(row, row["value"]))
        and low <= data.displayed(row, row["value"]) <= high
        and (shows(edges[0], low), shows(edges[1], high)) == (True, True)
        and all(lies[:n])
        and not any(lies[n : n + 1])
    )


def _crossed(said: Said, data: Data, row: Mapping[str, float | str]) -> bool:
    """Whether the grades named are those of the scores now and before, and the direction that of the scores."""
    if said.get("stays"):
        earlier = data.earlier(str(row["id"])).score
        now = data.banded(float(row["score"]))
        return data.grade(said["stays"]) == now and (earlier is None or data.banded(earlier) == now)
    if not said.get("was"):
        return True
    before, now = data.banded(data.earlier(str(row["id"])).score), data.banded(float(row["score"]))
    order = sorted(data.material.scheme.grades, key=lambda grade: -data.material.scheme.grades[grade])
    rises = [str(one) for one in order].index(now) < [str(one) for one in order].index(before)
    named = data.grade(said["was"]) == before and data.grade(said["now"]) == now
    return named and (not said.get("side") or (said["side"] in {"升", "up", "rose"}) == rises)


def _weakest(said: Said, data: Data) -> bool:
    weakest = min(data.results["abilities"], key=lambda row: row["score"])
    names = re.split("、|, | and ", said["names"])
    best = str(max(data.material.scheme.grades, key=lambda grade: data.material.scheme.grades[grade]))
    risky = (row for row in data.scored if data.banded(float(row["score"])) != best)
    lost = sorted(risky, key=lambda row: -(100 - row["score"]) * row["effective_weight"])
    risks, told = [row["id"] for row in lost], {data.indicator(name)["id"] for name in names}
    return (
        data.ability(said["ability"])["id"] == weakest["id"]
        and shows(said["score"], weakest["score"])
        and {*risks} >= told >= {*risks[: len(names) - 1]}  # the last may be the step that brings most
    )


def _overall(said: Said, data: Data) -> bool:
    scores = [(part["score"], part["share"] * 100) for part in data.results["parts"]]
    told = re.findall(rf"({NUM})(?:分（占| \(weight )({NUM})%", said.get("parts") or "")
    return (
        int(said["n"]) == len(data.scored)
        and shows(said["score"], data.results["score"])
        and data.grade(said["grade"]) == data.results["grade"]
        and (not told or all(shows(a, b) and shows(c, d) for (a, c), (b, d) in zip(told, scores, strict=True)))
    )


def _weak_ability(said: Said, data: Data) -> bool:
    row = data.ability(said["ability"])
    if said.get("most"):
        own = [one for one in data.scored if one["ability"] == row["id"]]
        costs = {one["id"]: (100 - one["score"]) * one["effective_weight"] for one in own}
        most = costs[data.indicator(said["most"])["id"]]
        if most < max(costs.values()) or not shows(said["lost"], most):
            return False
    return shows(said["score"], row["score"]) and shows(said["weight"], row["weight"] * 100)


def _low(said: Said, data: Data) -> bool:
    row = data.indicator(said["name"])
    has_value = said.get("value") is None or shows(said["value"], data.displayed(row, row["value"]))
    return has_value and shows(said["score"], row["score"])


def _lever(said: Said, data: Data) -> bool:
    """Some indicator has this value, and gains so much at this target, which is its best standard or a known value."""
    for row in data.scored:
        if not row["standards"] or row["value"] is None or not shows(said["value"], data.displayed(row, row["value"])):
            continue
        for target in (*data.best(row), *data.known(row)):
            gain = (data.score_at(row, target) - row["score"]) * row["effective_weight"]
            if shows(said["target"], target) and shows(said["gain"], gain):
                return True
    return False


def _extremes(said: Said, data: Data) -> bool:
    best, worst = data.indicator(said["best"]), data.indicator(said["worst"])
    members = [row["score"] for row in data.scored if row["ability"] == best["ability"]]
    ends = best["score"] == max(members) and worst["score"] == min(members)
    printed = shows(said["best_score"], best["score"]) and shows(said["worst_score"], worst["score"])
    return ends and printed and worst["ability"] == best["ability"]


def _moved_total(said: Said, data: Data) -> bool:
    ability = data.indicator(said["best"])["ability"]
    now = sum(row["points"] for row in data.scored if row["ability"] == ability)
    before = sum(row.points or 0.0 for row in data.before.indicators if row.ability == ability)
    moved = shows(said["points"], abs(now - before)) and _rises(said) == (now > before) if said.get("points") else True
    return moved and _extremes(said, data)


def _ability(said: Said, data: Data) -> bool:
    row = data.ability(said["ability"])
    is_scored = shows(said["score"], row["score"]) and data.grade(said["grade"]) == row["grade"]
    return is_scored and data.indicator(said["best"])["ability"] == row["id"] and _extremes(said, data)


def _counts(said: Said, data: Data) -> bool:
    told = re.findall(r"(\d+)(?:项「| )(.|\w+?)(?:」|,| and|$)", said["grades"])
    rows = [row for row in data.scored if row["standards"]]
    counted = {grade: sum(row["grade"] == grade for row in rows) for grade in {row["grade"] for row in rows}}
    return int(said["n"]) == len(rows) and {data.grade(name): int(n) for n, name in told} == counted


def _crossings(said: Said, data: Data) -> bool:
    now = {row["id"]: data.banded(row["score"]) for row in data.scored}
    then = {row.id: data.banded(row.score) for row in data.before.indicators if row.score is not None}
    moved = {name for name in now if name in then and now[name] != then[name]}
    each = re.findall(r"([^，：、]+?)由「(?P<w>.)」(升|降)「(.)」", said["moves"]) or re.findall(
        r"(?:^|, | and )([^,(]+?) \((\w+) (to) (\w+)\)", said["moves"]
    )
    named = all(
        data.grade(was) == then[data.indicator(name)["id"]] and data.grade(new) == now[data.indicator(name)["id"]]
        for name, was, _, new in each
    )
    return int(said["n"]) == len(moved) and bool(each) and named


def _largest_effect(said: Said, data: Data) -> bool:
    change = data.results["score"] - data.before.score
    row = data.indicator(said["name"])
    effects = {one["id"]: one["points"] - (data.earlier(one["id"]).points or 0.0) for one in data.scored}
    largest = max(effects, key=lambda name: abs(effects[name]))
    return (
        shows(said["change"], abs(change))
        and _rises(said) == (change > 0)
        and largest == row["id"]
        and shows(said["points"], effects[largest])
    )


def _card(said: Said, data: Data) -> bool:
    row = data.indicator(said["name"])
    value, best = data.displayed(row, row["value"]), data.best(row)
    if said.get("standard"):
        placed = all(shows(e, b) for e, b in zip(re.findall(r"[−\d.,]+", said["standard"]), best, strict=True))
    else:
        edge = min(best, key=lambda one: abs(one - value))
        placed = shows(said["gap"], abs(value - edge)) and (said["side_of"] in {"高", "above"}) == (value > edge)
    scored = not said.get("score") or shows(said["score"], row["score"])
    return shows(said["value"], value) and placed and scored and _crossed(said, data, row)


def _experts(said: Said, data: Data) -> bool:
    rated = {row["id"]: row["score"] for row in data.scored if row["part"] == "qualitative"}
    best, worst = data.indicator(said["best"]), data.indicator(said["worst"])
    ends = rated[best["id"]] == max(rated.values()) and rated[worst["id"]] == min(rated.values())
    printed = shows(said["best_score"], rated[best["id"]]) and shows(said["worst_score"], rated[worst["id"]])
    return int(said["n"]) == len(rated) and ends and printed


def _beside(data: Data, identifier: str) -> int:
    """The peers that share the place of the hospital: with its value, or like it within the best range."""
    one = data.material.evaluation.indicator(identifier)
    assert one.peer is not None
    row = next(row for row in data.scored if row["id"] == identifier)
    best = next(level["value"] for level in row["standards"] if level["level"] == "excellent")
    if isinstance(best, (list, tuple)) and best[0] <= one.value <= best[1]:
        return sum(best[0] <= value <= best[1] for value in one.peer.values)
    return sum(value == one.value for value in one.peer.values)


def _peers(said: Said, data: Data) -> bool:
    placed = [row["peer"] for row in data.scored if row["peer"]]
    compared = [
        (row["peer"]["rank"] + _beside(data, row["id"]), row["peer"]["n"]) for row in data.scored if row["peer"]
    ]
    upper = sum(last <= (n + 1) / 2 for last, n in compared)
    most = max(peer["n"] for peer in placed)
    return (int(said["n"]), int(said["of"]), int(said["upper"])) == (most, len(placed), upper)


def _quality(said: Said, data: Data) -> bool:
    quality = data.results["quality"]
    share = shows(said["share"], quality["completeness"] * 100)
    graded = not said.get("grade") or data.grade(said["grade"]) == quality["grade"]
    warned = number(said["warned"]) if said.get("warned") else 0
    told = "warned" not in said or warned == quality["warnings"]
    return share and graded and told and number(said["checked"]) == quality["equations_checked"]


def _effects(said: Said, data: Data) -> bool:
    then = {row.id: row.points for row in data.before.indicators if row.points is not None}
    moved = [row["points"] - then[row["id"]] for row in data.scored if row["id"] in then]
    up, down = (sum(1 for m in moved if not shows("0.00", m) and (m > 0) == wanted) for wanted in (True, False))
    return (int(said["n"]), int(said["up"]), int(said["down"])) == (len(data.scored), up, down)


def _best_reachable(said: Said, data: Data) -> bool:
    """No indicator can score more than full marks: the rest of the points, less what is no lever, bounds the path."""
    bound = next(low for grade, low in data.material.scheme.grades.items() if grade == data.grade(said["grade"]))
    return data.results["score"] <= number(said["best"]) < bound


def _figures(data: Data, item: str) -> tuple[float, float, float]:
    """An item to date, the same of last year, and its opening balance, from the cells."""
    material = data.material
    last = f"{int(material.period[:4]) - 1}{material.period[4:]}"
    found = [next((one for view in ("ytd", "") if (one := material.dataset.value(item, material.entity, when, view)) is not None), 0.0)
             for when in (material.period, last)]  # fmt: skip
    opening = material.dataset.value(item, material.entity, material.period, "open")
    return found[0], found[1], opening or 0.0


def _amounts(said: Said, **values: float) -> bool:
    """Whether amounts in Chinese ten thousands or English millions are these values."""
    pairs = [(said[f"{name}{suffix}"], value / scale) for name, value in values.items()
             for suffix, scale in (("_wan", 1e4), ("_m", 1e6)) if said.get(f"{name}{suffix}")]  # fmt: skip
    return len(pairs) == len(values) and all(shows(text, abs(value)) for text, value in pairs)


def _surplus(said: Said, data: Data) -> bool:
    now, before, _ = _figures(data, "period_surplus")
    rates = {}
    for side, item in (("income", "total_income"), ("expense", "total_expense")):
        one, other, _ = _figures(data, item)
        rates[side] = 100 * (one / other - 1)
    return (
        _amounts(said, before=before, now=now)
        and shows(said["share"], 100 * abs(now / before - 1))
        and now < before
        and rates["expense"] > rates["income"]
        and all(
            shows(said[side], abs(rate)) and (rate > 0) == (said[f"{side}_way"] in {"增长", "grew"})
            for side, rate in rates.items()
        )
    )


def _collection(said: Said, data: Data) -> bool:
    now, _, opening = _figures(data, "accounts_receivable_net")
    row = data.indicator("应收账款周转天数")
    before = data.material.history[f"{int(data.material.period[:4]) - 1}{data.material.period[4:]}"]
    then = next(one.value for one in before.indicators if one.id == row["id"])
    return (
        _amounts(said, amount=now - opening)
        and shows(said["share"], 100 * (now / opening - 1))
        and shows(said["days"], row["value"])
        and shows(said["was"], then)
        and row["value"] > then
        and now > opening
    )


LOANS = ("short_term_loans", "long_term_loans", "current_portion_non_current_liabilities")


def _carried(said: Said, data: Data) -> bool:
    """Payables that grew over what receivables grew by; less than half, since loans in all did not grow."""
    use, _, opening = _figures(data, "accounts_receivable_net")
    grown = {one: now - start for one in (*LOANS, "accounts_payable") for now, _, start in [_figures(data, one)]}
    share = grown["accounts_payable"] / (use - opening)
    owes_no_more = sum(grown[one] for one in LOANS) <= 0
    return _amounts(said, amount=use - opening) and shows(said["share"], 100 * share) and share < 0.5 and owes_no_more


def _short(said: Said, data: Data) -> bool:
    material, gaps = data.material, {}
    months = [f"{material.period[:5]}{month:02}" for month in range(1, int(material.period[5:]) + 1)]
    for name, item in (("income", "total_income"), ("expense", "total_expense")):
        planned = sum(material.dataset.value(item, material.entity, when, "budget") for when in months)
        gaps[name] = _figures(data, item)[0] - planned
    surplus = gaps["income"] - gaps["expense"]
    return _amounts(said, surplus=surplus, **gaps) and gaps["income"] < 0 and gaps["expense"] < 0 and surplus < 0


VALUE = r"(?P<value><n>)(?:%|天|倍|元|美元)?"
MEASURED = r"[¥$]?(?P<value><n>)(?:%| days?)?"
CLAIMS = (
    Claim("verdict", r"综合评价「(?P<grade>.)」，(?P<score><n>)分，(?:同口径)?比.+?(?P<side>高|低)(?P<change><n>)分；(?P<name>.+?)由(?P<before><n>)[^\d]*?(?P<went>升|降)到(?P<after><n>)[^（]*(?:（待核实）)?",
          r"(?P<grade>\w+), (?P<score><n>) points, (?P<side>up|down) (?P<change><n>) on [^;]+; (?P<name>.+) (?P<went>rose|fell) from [¥$]?(?P<before><n>)\D*? to [¥$]?(?P<after><n>)[^(]*(?: \(in question\))?", _verdict),
    Claim("point", rf"(?P<name>[^，]+?){VALUE}，标准(?P<standard>[^，]+)(?:，同级中位(?P<median><n>)|，由「(?P<was>.)」(?P<side>升|降)「(?P<now>.)」|，显著转差|，失(?P<lost><n>)分)?",
          rf"(?P<name>.+?) {MEASURED}, standard (?P<standard>[^,]+)(?:, peers (?P<median><n>)|, (?P<was>\w+) to (?P<now>\w+)|, worsening|, costs (?P<lost><n>))?", _compared),
    Claim("lately", rf"(?P<name>[^，]+?){VALUE}，近(?P<n>\d+)个月(?P<side>高|低)于标准(?P<standard>[^，]+)",
          rf"(?P<name>.+?) {MEASURED}, last (?P<n>\d+) months? (?P<side>above|below) (?P<standard>[^,]+)", _lately),
    Claim("weakest", r"(?P<ability>.+?)最弱，(?P<score><n>)分；主要风险是(?P<names>.+)",
          r"(?P<ability>.+?) is weakest at (?P<score><n>); main risks?: (?P<names>.+)", _weakest),
    Claim("overall", r"按“.+”，(?P<n>\d+)项指标综合得(?P<score><n>)分，评为「(?P<grade>.)」。(?:其中(?P<parts>.+)。)?",
          r"Under “.+”, the (?P<n>\d+) indicators together score (?P<score><n>) points, graded (?P<grade>\w+)\.(?: It is made up of (?P<parts>.+)\.)?", _overall),
    Claim("weak ability", r"得分最低的能力：(?P<ability>.+?)(?P<score><n>)分，权重(?P<weight><n>)%(?:，其中(?P<most>.+?)失分最多（(?P<lost><n>)分）)?。.*",
          r"Weakest ability: (?P<ability>.+?), (?P<score><n>) points, weight (?P<weight><n>)%(?:, where (?P<most>.+?) costs most \((?P<lost><n>) points\))?\..*", _weak_ability),
    Claim("low", rf"(?P<name>[^，]+?){VALUE}，得(?P<score><n>)分", rf"(?P<name>.+?): {MEASURED}, (?P<score><n>) points", _low),
    Claim("rated low", r"(?P<name>.+?)专家评议(?P<score><n>)分", r"(?P<name>.+?): rated (?P<score><n>) points by the experts", _low),
    Claim("lever", rf".*由{VALUE}改善到(?P<target><n>)(?:%|天|倍|元)?，可使总分提高(?P<gain><n>)分。",
          rf".*From {MEASURED} to ¥?(?P<target><n>)(?:%| days?)? would add (?P<gain><n>) points\.", _lever),
    Claim("ability moved", r"(?:使总分比.+?(?P<side>提高|降低)(?P<points><n>)分|与.+持平)；(?P<best>.+?)得分最高（(?P<best_score><n>)分），(?P<worst>.+?)得分最低（(?P<worst_score><n>)分）。",
          r"(?:(?P<side>Added|Took) (?P<points><n>) points (?:to|off) the total against .+?|As in .+?)\. Highest score: (?P<best>.+?) \((?P<best_score><n>)\); lowest: (?P<worst>.+?) \((?P<worst_score><n>)\)\.", _moved_total),
    Claim("ability", r"(?P<ability>.+?)(?P<score><n>)分，「(?P<grade>.)」；(?P<best>.+?)得分最高（(?P<best_score><n>)分），(?P<worst>.+?)得分最低（(?P<worst_score><n>)分）",
          r"(?P<ability>.+?) (?P<score><n>), (?P<grade>\w+); scores from (?P<worst_score><n>) \((?P<worst>.+?)\) to (?P<best_score><n>) \((?P<best>.+?)\)", _ability),
    Claim("counts", r"(?P<grades>(?:\d+项「.」、?)+)，共(?P<n>\d+)项定量指标", r"(?P<n>\d+) quantitative indicators?: (?P<grades>\d.+)", _counts),
    Claim("crossings", r"(?P<n>\d+)项指标等级升降(?:，其中|：)(?P<moves>.+)", r"(?P<n>\d+) indicators? changed grade(?:, among them|:) (?P<moves>.+)", _crossings),
    Claim("largest effect", r"较.+?(?P<side>升|降)(?P<change><n>)分，(?P<name>.+)影响最大（(?P<points><n>)分）",
          r"(?P<side>Up|Down) (?P<change><n>) on [^;]+; (?P<name>.+) moved it most \((?P<points><n>)\)", _largest_effect),
    Claim("card", rf"(?P<name>[^，]+?){VALUE}，(?:达到满分标准(?P<standard>[^，]+)|比满分标准(?P<side_of>高|低)(?P<gap><n>)(?:个百分点|天|倍|元)?)，(?:(?:得(?P<score><n>)分，)?仍为「(?P<stays>.)」|(?:比上[季月])?由「(?P<was>.)」(?P<side>升|降)「(?P<now>.)」)",
          rf"(?P<name>.+?) {MEASURED}, (?:reaching the full-mark standard \((?P<standard>[^)]+)\)|[¥$]?(?P<gap><n>)(?: pp| days?)? (?P<side_of>above|below) the full-mark standard), (?:still (?P<stays>\w+)(?: with (?P<score><n>) points)?|(?P<side>up|down) from (?P<was>\w+) to (?P<now>\w+)(?: on the (?:month|quarter))?)",
          _card),
    Claim("experts", r"\d+名专家评议(?P<n>\d+)项能力：(?P<best>.+?)最高（(?P<best_score><n>)分），(?P<worst>.+?)最低（(?P<worst_score><n>)分）",
          r"\d+ experts? rated (?P<n>\d+) abilit(?:y|ies): (?P<best>.+?) highest \((?P<best_score><n>)\), (?P<worst>.+?) lowest \((?P<worst_score><n>)\)", _experts),
    Claim("peers", r"与(?P<n>\d+)家同级医院相比，(?P<of>\d+)项指标中(?P<upper>\d+)项居前一半", r"Against (?P<n>\d+) peers, (?P<upper>\d+) of (?P<of>\d+) indicators stand in the better half", _peers),
    Claim("quality", r"(?:警告(?P<warned><n>)项待核实；)?数据质量「(?P<grade>.)」：完整度(?P<share><n>)%，(?P<checked><n>)项勾稽全部相符",
          r"(?:(?P<warned><n>) warnings? to settle; )?[Dd]ata quality (?P<grade>\w+): (?P<share><n>)% complete, all (?P<checked><n>) cross-checks agree", _quality),
    Claim("data", r"应报数据完整度(?P<share><n>)%；核对勾稽关系(?P<checked><n>)项.+", r"(?P<share><n>)% of the data due was received\. (?P<checked><n>) cross-checks were made, .+", _quality),
    Claim("effects", r"(?P<n>\d+)项指标中，(?P<up>\d+)项使总分上升，(?P<down>\d+)项使总分下降", r"Of (?P<n>\d+) indicators? (?P<up>\d+) raised the total and (?P<down>\d+) lowered it", _effects),
    Claim("surplus fell", r"收入(?P<income_way>增长|下降)(?P<income><n>)%，费用(?P<expense_way>增长|下降)(?P<expense><n>)%，盈余由(?P<before_wan><n>)万元降到(?P<now_wan><n>)万元，下降(?P<share><n>)%。",
          r"Income (?P<income_way>grew|fell) (?P<income><n>)% and expense (?P<expense_way>grew|fell) (?P<expense><n>)%, so the surplus fell (?P<share><n>)%, from ¥(?P<before_m><n>) m to ¥(?P<now_m><n>) m\.", _surplus),
    Claim("collection slowed", r"(?:变差的是回款|回款变慢)：应收账款\d+个月增加(?P<amount_wan><n>)万元（(?P<share><n>)%），周转由上年同期(?P<was><n>)天拖到(?P<days><n>)天。",
          r"Collection (?:did|slowed): receivables rose ¥(?P<amount_m><n>) m \((?P<share><n>)%\) in \d+ months and now take (?P<days><n>) days \((?P<was><n>) a year ago\)\.", _collection),
    Claim("owed meanwhile", r"应收账款多占(?P<amount_wan><n>)万元；同期应付账款增加，只相当于其(?P<share><n>)%。",
          r"Receivables: ¥(?P<amount_m><n>) m more; over the same time growth of payables came to only (?P<share><n>)% of that\.", _carried),
    Claim("short of budget", r"收入比按月预算少(?P<income_wan><n>)万元，费用只少支(?P<expense_wan><n>)万元，盈余因此少(?P<surplus_wan><n>)万元。",
          r"Income is ¥(?P<income_m><n>) m under the plan by month and spending only ¥(?P<expense_m><n>) m, which leaves the surplus ¥(?P<surplus_m><n>) m short\.", _short),
    Claim("best reachable", r"(?:按标杆水平测算|即使各步都超过以往一年内的改善，)最高(?P<best><n>)分，(?:尚|仍)不足以升「(?P<grade>.)」",
          r"(?P<best><n>) points at most (?:with all at benchmark level|even with steps longer than any we made within a year), short of (?P<grade>\w+)", _best_reachable),
)  # fmt: skip
"""Chinese, English, and the test of truth."""
