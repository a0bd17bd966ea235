"""Receivables by payer and age, payables by supplier and age, and what may never come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable, added
from reportgen.analysis.business.ageing import OLDEST
from reportgen.model import printing
from reportgen.report.charts import BarPart, composition
from reportgen.report.desk.tables import figures as desk_figures
from reportgen.report.desk.tables.answers import left_out, named, scribe, unanswered
from reportgen.report.desk.tables.sheet import ChartFigure, SectionContent, TableRow
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.analysis.business.ageing import Ages, Payables, Payer, Receivables, Supplier, Unrealised
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block, Table

SECTION: Final = "ageing"
BANDS: Final[Mapping[str, Sequence[str]]] = {
    "three": ("within_3_months", "due_within_3_months"),
    "six": ("within_6_months", "due_within_6_months"),
    "year": ("within_1_year", "due_within_1_year"),
    "old": ("within_2_years", "within_3_years", "over_3_years", "due_over_1_year"),
}
"""Ages as tables print them, with the columns of both registers that make them up."""
YEARS: Final[Mapping[str, Sequence[str]]] = {
    "young": (),
    "second": ("within_2_years",),
    "third": ("within_3_years",),
    "oldest": ("over_3_years",),
}
"""Ages as they are printed where a table tells those below a year together: "young" is what `Ages.young` is."""
DRAWN: Final[Mapping[str, Sequence[str]]] = {
    "three": BANDS["three"],
    "six": BANDS["six"],
    "longer": (*BANDS["year"], *BANDS["old"]),
}
"""Ages as they are drawn, wide enough to bear their names."""
BY_ONE_YEAR: Final[Mapping[str, Sequence[str]]] = {"young": (), "old": BANDS["old"]}
OVER_A_YEAR, PROVISION = "accounts_receivable_over_1y", "bad_debt_provision_ar"
"""Amounts of the notes that a table by payer and age tells too."""


def ageing(context: HospitalContext) -> SectionContent:
    """What others owe, then what is owed to others."""
    owed: Receivables | Unavailable = context.material.analysis["business.receivables"]
    owing: Payables | Unavailable = context.material.analysis["business.payables"]
    lacks = [one for one in (owed, owing) if isinstance(one, Unavailable)]
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    totals: dict[str, Ages] = {}
    if not isinstance(owed, Unavailable):
        blocks += _receivables(writer, owed)
        totals |= {} if owed.total is None else {"receivables": owed.total}
        lacks += [owed.payers] if isinstance(owed.payers, Unavailable) else []
    if not isinstance(owing, Unavailable):
        blocks.append(_payables(writer, owing))
        totals["payables"] = owing.total
    if not blocks:
        return unanswered(context, SECTION, *lacks)
    figures = [figure for figure in (_figure(writer, totals),) if figure is not None]
    return SectionContent(_headline(writer, owed, owing), (*figures, *blocks, *left_out(context, lacks)))


def _headline(writer: CellWriter, owed: Receivables | Unavailable, owing: Payables | Unavailable) -> Text:
    say = writer.context.say
    if (
        not isinstance(owed, Unavailable)
        and not isinstance(owed.payers, Unavailable)
        and owed.payers
        and owed.total is not None
    ):
        first = owed.payers[0]
        if first.share.value is not None and owed.total.balance.value is not None:
            share = writer.said("headline.share", writer.own(first.id), first.share.value, "percent")
            balance = writer.money("headline", say("ageing.receivables"), owed.total.balance.value)
            return say("ageing.headline", balance=balance, name=writer.own(first.id), share=share)
    if not isinstance(owing, Unavailable) and owing.total.balance.value is not None:
        balance = writer.money("headline", say("ageing.payables"), owing.total.balance.value)
        return say("ageing.headline.payables", balance=balance, n=len(owing.named))
    return say("ageing.headline.plain")


def _figure(writer: CellWriter, totals: Mapping[str, Ages]) -> ChartFigure | None:
    """Both balances by age, in percent."""
    context = writer.context
    bars = []
    for name, ages in totals.items():
        bands = DRAWN if ages.undivided is None else BY_ONE_YEAR
        known = {band: ages.of(columns).value or 0.0 for band, columns in bands.items()}
        whole = sum(known.values())
        if ages.is_complete and whole > 0:
            parts = [
                BarPart(
                    context.text(f"ageing.band.{band}"),
                    value / whole * printing.PERCENT,
                    printing.number(value / whole, 1, times=printing.PERCENT),
                )
                for band, value in known.items()
            ]
            bars.append((context.text(f"ageing.{name}"), parts))
    if not bars:
        return None
    told = [
        context.say(
            "ageing.alt.bar" if len(parts) == len(DRAWN) else "ageing.alt.bar.young", name=name, share=parts[0].printed
        )
        for name, parts in bars
    ]
    alt = context.text("ageing.alt", listed=context.say.join(told, "list.semicolon"))
    caption = context.figure(SECTION, context.say("ageing.figure"))
    return ChartFigure(
        caption, context.picture(SECTION, composition(bars, alt, ink())), context.say("ageing.figure.note")
    )


def _ages(table: CellWriter, ages: Ages, bands: Mapping[str, Sequence[str]]) -> list[str]:
    return [table.write(ages.of(columns), "money") for columns in bands.values()]


def _bands(total: Ages | None, by_years: Mapping[str, Sequence[str]] = YEARS) -> Mapping[str, Sequence[str]]:
    """The ages that are printed: as the table tells them apart."""
    return BANDS if total is None or total.undivided is None else by_years


def _receivables(writer: CellWriter, found: Receivables) -> list[Table]:
    context, say = writer.context, writer.context.say
    tables: list[Table] = []
    if not isinstance(found.payers, Unavailable):
        table, bands = writer.table(), _bands(found.total)
        heads = {
            "payer": (40.0, ""),
            **dict.fromkeys(bands, (19.0, "n")),
            "balance": (22.0, "n"),
            "share": (14.0, "n"),
            "days": (15.0, "n"),
            "rejection": (16.0, "n"),
        }
        lines = [_payer(table, one, bands) for one in found.payers]
        if found.total is not None:
            ages = _ages(table, found.total, bands)
            balance = table.write(found.total.balance, "money")
            lines.append(TableRow((say("ageing.all"), *ages, balance, "", "", ""), "grand"))
        notes = [_days_note(table, found), *_by_years(table, found.total), *_provided(table, found.payers)]
        tables.append(table.grid("receivables", heads, lines, *notes, unit=desk_figures.unit(context)))
    table = writer.table()
    heads = {"item": (82.0, ""), "amount": (30.0, "n"), "part": (30.0, "n"), "change": (30.0, "n")}
    lines = [
        TableRow(
            (
                named(context, one.item),
                table.write(one.amount, "money"),
                table.write(one.share, "share"),
                table.write(one.change.rate, "percent", sign=True),
            )
        )
        for one in _at_risk(found)
    ]
    note = say("ageing.unrealised.note")
    return [*tables, table.grid("unrealised", heads, lines, note, unit=desk_figures.unit(context))] if lines else tables


def _days_note(table: CellWriter, found: Receivables) -> Text:
    """What the days are, and by how much the table differs from the notes, where these say an amount."""
    if found.statement_gap.value is None:
        return table.context.say("ageing.receivables.note.alone")
    return table.gap("ageing.receivables.note", found.statement_gap, sign=True)


def _at_risk(found: Receivables) -> list[Unrealised]:
    """What may not come in: nothing where no amount is known, else all but what the table of payers answers."""
    payers = () if isinstance(found.payers, Unavailable) else found.payers
    is_told = {
        OVER_A_YEAR: found.total is not None and found.total.old.value is not None,
        PROVISION: any(one.provided.value is not None for one in payers),
    }
    is_known = any(one.amount.value is not None for one in found.unrealised)
    return [one for one in found.unrealised if is_known and (one.amount.value is not None or not is_told.get(one.item))]


def _by_years(table: CellWriter, total: Ages | None) -> Iterator[Text]:
    """How much is older than one year and three, where ages below a year are not told apart."""
    if total is not None and total.undivided is not None:
        shares = (total.old_share, total.of(OLDEST).over(total.balance))
        old, oldest = (table.write(one, "percent") for one in shares)
        yield table.context.say("ageing.receivables.years", old=old, oldest=oldest)


def _provided(table: CellWriter, payers: Sequence[Payer]) -> Iterator[Text]:
    """What is provided for, where the table says so."""
    known = [one.provided for one in payers if one.provided.value is not None]
    if known:
        amount, n = table.write(added(known), "money"), len(known)
        yield table.context.say("ageing.receivables.provided", amount=amount, n=n)


def _payer(table: CellWriter, one: Payer, bands: Mapping[str, Sequence[str]]) -> TableRow:
    return TableRow(
        (
            table.own(one.id),
            *_ages(table, one.ages, bands),
            table.write(one.ages.balance, "money"),
            table.write(one.share, "percent"),
            table.write(one.days, "tenths"),
            table.write(one.rejection_rate, "share"),
        )
    )


def _supplier(table: CellWriter, name: Text, one: Supplier, bands: Mapping[str, Sequence[str]]) -> TableRow:
    return TableRow(
        (
            name,
            *_ages(table, one.ages, bands),
            table.write(one.ages.balance, "money"),
            table.write(one.purchases, "money"),
            table.write(one.share, "percent"),
            table.write(one.days, "tenths"),
        )
    )


def _payables(writer: CellWriter, found: Payables) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    bands = _bands(found.total, BY_ONE_YEAR)
    heads = {
        "supplier": (44.0, ""),
        **dict.fromkeys(bands, (19.0, "n")),
        "balance": (22.0, "n"),
        "purchases": (22.0, "n"),
        "share": (14.0, "n"),
        "days": (15.0, "n"),
    }
    lines = [_supplier(table, table.own(one.id), one, bands) for one in found.largest]
    if found.smaller is not None:
        lines.append(_supplier(table, say("ageing.smaller", n=int(found.smaller.id)), found.smaller, bands))
    lines += [_supplier(table, table.own(one.id), one, bands) for one in found.rest]
    sums = (found.total.balance, found.purchases)
    whole = [*_ages(table, found.total, bands), *(table.write(one, "money") for one in sums)]
    lines.append(TableRow((say("ageing.all"), *whole, "", table.write(found.days, "tenths")), "grand"))
    top = table.write(found.top_share, "percent")
    notes = [table.gap("ageing.payables.note", found.statement_gap, sign=True, top=top)]
    if found.rest:
        notes.append(say("ageing.rest", names=say.join([table.own(one.id) for one in found.rest])))
    return table.grid("payables", heads, lines, *notes, n=len(found.largest), unit=desk_figures.unit(context))
