#!/usr/bin/env python3
"""Deterministic benchmark data: a tabular "indicator return" with seeded errors.

    python3 gen.py ROWS FOLDER [--seed N]

writes into FOLDER

    returns.csv   ROWS records, 14 columns, UTF-8, LF line ends, RFC 4180 quoting
    totals.csv    stated counts per authority+period+rag, 1 % of them wrong
    truth.json    the true count per check and the first 1000 failing row numbers

Row numbers are 1-based record numbers (the header is not counted, an embedded newline does not
start a record). The same ROWS and seed always give the same bytes (numpy PCG64, one stream).

SHAPE. authorities x 136 refs = one "quarter" of records; the quarters run on from 2014-Q1 until
ROWS is reached (so 10M rows reach 2069: the width of a quarter stays that of a real return).
A period YYYY-Qn is a quarter of financial year YYYY. 1 % of the records come late (shuffled, at the
end of the file), so the file is NOT sorted by period. Duplicates are full copies of clean records,
put somewhere after their original.

THE CHECKS (what every runner must report; `truth.json` has the answers)
 a_<column>  authority ^[EWSN]\\d{8}$ ; ref ^\\d{1,2}\\.\\d{1,2}$ ; frequency, kind, unit, better, rag in
             their lists ; period ^\\d{4}-Q[1-4]$ ; value = NUM or DNA ; target = [<|<=|>|>=]NUM or
             "Between NUM-NUM" ; numerator, denominator ^\\d*$ (may be empty)
             NUM = £?DIGITS[,DIGITS]*(.DIGITS)?[mk]?%?   (m = 1e6, k = 1e3, % has no scale)
 b_rag       rag contradicts value against target. Judged only if rag, better, target and value pass (a).
             DNA -> Grey. Else met -> Green, a miss of at most 5 % of the (nearest) target bound
             -> Amber, else Red. No comparator: better=higher means >=, better=lower means <=.
             "Between a-b": a <= v <= b. No record lies within 1e-6 of the 5 % edge, so binary and
             decimal arithmetic agree.
 c_comment   rag = Red and commentary empty or only whitespace
 d_cumul     kind = cumulative, period passes (a), value is a NUM: the value is lower than that of the
             preceding such record of the same authority+ref+financial year (by period, then row)
 e_ratio     unit = %, value is a NUM, numerator and denominator are digits, denominator > 0:
             |100*numerator/denominator - value| > half a unit of value's last shown decimal (+1e-9)
 f_dup       the (authority, ref, period) of an earlier row again (the first is not counted)
 g_totals    a totals.csv record whose n is not the number of returns.csv records with its
             authority, period and rag (row numbers here are totals.csv's)
Each record has at most one seeded error; about 0.5 % for the main checks, 0.1 % for the lesser ones.
"""
import argparse
import json
import os

import numpy as np

COLUMNS = ("authority,ref,indicator,frequency,kind,unit,better,period,target,value,rag,"
           "numerator,denominator,commentary")
CHAPTERS = [12, 14, 16, 15, 18, 17, 16, 28]            # refs 1.1 .. 8.28, 136 in all
RAG = ["Green", "Amber", "Red", "Grey"]
GREEN, AMBER, RED, GREY = range(4)
# Error codes; 0 = clean. The order fixes the random stream: append, never reorder.
CODES = ["", "a_authority", "a_ref", "a_frequency", "a_kind", "a_unit", "a_better", "a_period",
         "a_target", "a_value", "a_rag", "a_numerator", "a_denominator", "b_rag", "c_comment",
         "d_cumul", "e_ratio", "f_dup"]
CODE = {n: i for i, n in enumerate(CODES)}
# Chance of drawing a code for a record; raised where the record must also qualify.
DRAW = {"a_authority": .001, "a_ref": .005, "a_frequency": .005, "a_kind": .001, "a_unit": .001,
        "a_better": .001, "a_period": .005, "a_target": .001, "a_value": .005, "a_rag": .005,
        "a_numerator": .010, "a_denominator": .002, "b_rag": .005, "e_ratio": .0105}
P_DUP, P_LATE, P_DNA, P_WRONG_TOTAL = .005, .01, .05, .01
EDGE = 1e-6

# Number styles: (decimals, multiplier, largest mantissa). Mantissas index the string tables.
PCT1, PCT0, INT, POUND_M, POUND_K, POUND, DAYS = range(7)
STYLE = [(1, 1., 1000), (0, 1., 100), (0, 1., 60000), (3, 1e6, 60000), (1, 1e3, 60000),
         (0, 1., 60000), (1, 1., 6000)]
TABLE = 65536


def shown(style, m):
    """The text of mantissa m in a style, unquoted."""
    if style == PCT1:
        return f"{m // 10}.{m % 10}%"
    if style == PCT0:
        return f"{m}%"
    if style == INT:
        return f"{m:,}"
    if style == POUND_M:
        return "£" + f"{m // 1000}.{m % 1000:03d}".rstrip("0").rstrip(".") + "m"
    if style == POUND_K:
        return f"£{m // 10}.{m % 10}k"
    if style == POUND:
        return f"£{m:,}"
    return f"{m // 10}.{m % 10}"


def quote(s):
    return '"' + s.replace('"', '""') + '"' if any(c in s for c in ',"\n') else s


WORDS = ("performance delay backlog staff vacancies recruitment agency demand winter pressure claims "
         "caseload supplier contract renewed data quality review target quarter improvement action plan "
         "board agreed monitored weekly service team budget saving profile reporting lag national average "
         "peer group cohort small numbers seasonal variation expected recover by year end").split()


def phrases(rng, n, lo, hi):
    """n plain phrases of lo..hi characters."""
    out = []
    for _ in range(n):
        want, s = int(rng.integers(lo, hi)), ""
        while len(s) < want:
            s += (" " if s else "") + WORDS[rng.integers(len(WORDS))]
        out.append(s[:want].rstrip().ljust(lo, "."))
    return out


def commentary_parts(rng):
    """Two pools; a commentary is heads[i] + ', ' + tails[j], already escaped for a quoted field."""
    heads = [p.capitalize() for p in phrases(rng, 4000, 20, 100)]
    for i in range(0, 4000, 8):                        # 12 %: doubled quotes
        w = heads[i].split(" ")
        w[len(w) // 2] = '""' + w[len(w) // 2] + '""'
        heads[i] = " ".join(w)
    for i in range(3, 4000, 20):                       # 5 % of commentaries, about 2 % of records: newline
        heads[i] = heads[i].replace(" ", "\n", 1)
    return heads, phrases(rng, 4000, 20, 98)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("rows", type=int)
    ap.add_argument("outdir", metavar="folder")
    ap.add_argument("--seed", type=int, default=20140401)
    a = ap.parse_args()
    n = a.rows
    outdir = a.outdir
    os.makedirs(outdir, exist_ok=True)
    rng = np.random.default_rng(a.seed)

    # ---- the fixed frame: authorities and refs ---------------------------------------------------
    refs = [f"{c}.{i}" for c, k in enumerate(CHAPTERS, 1) for i in range(1, k + 1)]
    n_ref = len(refs)
    n_auth = max(1, min(330, n // (n_ref * 8)))
    auths = [("E06", "E07", "E08", "E09", "E10", "W06")[i % 6] + f"{i + 1:06d}" for i in range(n_auth)]
    n_ser = n_auth * n_ref
    pick = lambda opts, p: np.array(rng.choice(len(opts), n_ref, p=p))
    kinds, freqs = ["cumulative", "snapshot", "rolling"], ["Monthly", "Quarterly", "Annual"]
    units, betters = ["%", "number", "£", "days"], ["higher", "lower"]
    kind_r, freq_r = pick(kinds, [.3, .5, .2]), pick(freqs, [.2, .6, .2])
    unit_r, better_r = pick(units, [.5, .25, .15, .1]), pick(betters, [.6, .4])
    style_r = np.where(unit_r == 0, np.where(rng.random(n_ref) < .7, PCT1, PCT0),
              np.where(unit_r == 1, INT, np.where(unit_r == 2, rng.integers(POUND_M, POUND + 1, n_ref), DAYS)))
    # target form: 0 plain, 1 strict comparator, 2 comparator with =, 3 range
    form_r = rng.choice(4, n_ref, p=[.6, .2, .1, .1])
    starts = ["Percentage of", "Number of", "Average time to process", "Total cost of", "Rate of", "Share of"]
    texts = [quote(f"{starts[rng.integers(6)]} {p}" + (", all ages" if rng.random() < .15 else ""))
             for p in phrases(rng, n_ref, 12, 56)]
    heads, tails = commentary_parts(rng)
    fields = [[au, r, texts[j], freqs[freq_r[j]], kinds[kind_r[j]], units[unit_r[j]], betters[better_r[j]]]
              for au in auths for j, r in enumerate(refs)]
    prefix = [",".join(f) for f in fields]

    rep = lambda x: np.tile(x, n_auth)                 # a per-ref array as a per-series array
    kind, style, better, form, is_pct = rep(kind_r), rep(style_r), rep(better_r), rep(form_r), rep(unit_r == 0)
    cumulative = kind == 0
    dec = np.array([s[0] for s in STYLE])[style]
    scale = 10.0 ** dec
    mult = np.array([s[1] for s in STYLE])[style]
    cap = np.array([s[2] for s in STYLE])[style]
    raw = [shown(s, m) if m <= STYLE[s][2] else "" for s in range(len(STYLE)) for m in range(TABLE)]
    quoted = [quote(s) for s in raw]
    digits = [str(i) for i in range(20000)]
    base = rep(rng.uniform(.25, .9, n_ref)) * rng.uniform(.85, 1.1, n_ser) * cap    # annual target mantissa
    base = np.where(is_pct, base, base * .6)

    draw_names, draw_cum = list(DRAW), np.cumsum(list(DRAW.values()))
    draw_code = np.array([CODE[x] for x in draw_names])
    n_dup = round(n * P_DUP)
    n_base = n - n_dup
    n_per = -(-n_base // n_ser)
    periods = [f"{2014 + q // 4}-Q{q % 4 + 1}" for q in range(n_per)]
    counts = np.zeros((n_auth, n_per, 4), np.int64)
    found = {c: [0, []] for c in CODES[1:]}
    late, waiting = [], []                             # late: (line, code); waiting: copies to place next
    out = open(f"{outdir}/returns.csv", "w", encoding="utf-8", newline="", buffering=1 << 22)
    out.write(COLUMNS + "\n")
    row = made = dups = 0

    def emit(lines, codes):
        nonlocal row
        out.write("".join(lines))
        for i in np.flatnonzero(codes):
            f = found[CODES[codes[i]]]
            f[0] += 1
            if len(f[1]) < 1000:
                f[1].append(int(row + i + 1))
        row += len(lines)

    prev = np.zeros(n_ser)                             # cumulative: last mantissa shown in this year
    fy_drop = None
    for p, period in enumerate(periods):
        q = p % 4
        if q == 0:                                     # a new financial year
            fy_factor = rng.normal(1.0, .09, n_ser)
            fy_drift = base * rng.uniform(.97, 1.04, n_ser)
            last_q = min(3, n_per - 1 - p)
            # d_cumul: the quarter (2nd..4th) in which this series drops, else -1
            fy_drop = np.full(n_ser, -1)
            if last_q >= 1:
                hit = cumulative & (rng.random(n_ser) < .005 * (last_q + 1) / max(.05, cumulative.mean()))
                fy_drop[hit] = rng.integers(1, last_q + 1, hit.sum())
            prev[:] = 0
        in_drop = fy_drop >= 0
        # ---- targets -----------------------------------------------------------------------------
        share = np.where(cumulative, (q + 1) / 4, 1.0)
        t_lo = np.where(style == PCT1, np.round(fy_drift * share / 5) * 5, np.round(fy_drift * share))
        t_lo = np.maximum(t_lo, 4).astype(np.int64)
        t_lo = np.minimum(t_lo, (cap * .97).astype(np.int64))
        t_hi = np.minimum(np.round(t_lo * 1.25).astype(np.int64) + 1, cap)
        # ---- values ------------------------------------------------------------------------------
        centre = np.where(form == 3, t_lo * 1.12, np.where(better == 0, t_lo * 1.04, t_lo * .96))
        m = np.round(centre * fy_factor * rng.normal(1, .05, n_ser)).astype(np.int64)
        m = np.clip(m, 1, cap)
        m = np.where(cumulative, np.maximum(m, prev.astype(np.int64)), m)
        dropping = fy_drop == q
        m = np.where(dropping, np.maximum((prev * .8).astype(np.int64), 0), m)
        dropping &= m < prev                           # (a previous 0 cannot drop)
        lo, hi = t_lo / scale * mult, t_hi / scale * mult
        for _ in range(3):                             # step off the 5 % edges
            v = m / scale * mult
            edge = (np.abs(np.abs(v - lo) - .05 * lo) < EDGE * lo) | (np.abs(np.abs(v - hi) - .05 * hi) < EDGE * hi)
            # upward, except where a drop must stay a drop
            m = np.where(edge, np.where(dropping | (m >= cap), m - 1, m + 1), m)
            if not edge.any():
                break
        m = np.where(cumulative & ~dropping, np.maximum(m, prev.astype(np.int64)), m)
        v = m / scale * mult
        edge = (np.abs(np.abs(v - lo) - .05 * lo) < EDGE * lo) | (np.abs(np.abs(v - hi) - .05 * hi) < EDGE * hi)
        dna = ((rng.random(n_ser) < P_DNA) & ~in_drop) | edge       # what still lies on an edge is not stated
        dropping &= ~edge
        # after a drop the next quarter is compared with the dropped value: keep prev as the higher one
        prev = np.where(dna, prev, np.maximum(prev, m))
        # ---- the true rag ------------------------------------------------------------------------
        op_less = better == 1
        met = np.where(form == 3, (v >= lo) & (v <= hi),
              np.where(form == 1, np.where(op_less, v < lo, v > lo), np.where(op_less, v <= lo, v >= lo)))
        bound = np.where((form == 3) & (v > hi), hi, lo)
        near = np.abs(v - bound) <= .05 * bound
        rag = np.where(dna, GREY, np.where(met, GREEN, np.where(near, AMBER, RED)))
        # ---- seeded errors -----------------------------------------------------------------------
        u = rng.random(n_ser)
        k = np.searchsorted(draw_cum, u, side="right")
        code = np.where(k < len(draw_code), np.append(draw_code, 0)[np.minimum(k, len(draw_code))], 0)
        code[in_drop] = 0
        code[dropping] = CODE["d_cumul"]
        frac = is_pct & ~dna                           # records that state numerator and denominator
        for c in ("a_numerator", "a_denominator", "e_ratio"):
            code[(code == CODE[c]) & ~frac] = 0
        shown_rag = rag.copy()
        is_b = code == CODE["b_rag"]
        shown_rag[is_b] = (rag[is_b] + rng.integers(1, 4, is_b.sum())) % 4
        quiet = rng.random(n_ser)
        code[(code == 0) & ~in_drop & (shown_rag == RED) & (quiet < .035)] = CODE["c_comment"]
        # ---- numerator and denominator -----------------------------------------------------------
        den = np.where(dec == 1, rng.integers(1001, 9999, n_ser), rng.integers(101, 5000, n_ser))
        full = (100 * scale).astype(np.int64)
        num = (2 * m * den + full) // (2 * full)       # round(m*den/full): gives m back when rounded
        num = np.where(code == CODE["e_ratio"], num + den // 25 + 2, num)
        # ---- text --------------------------------------------------------------------------------
        has_c = (shown_rag == RED) | (rng.random(n_ser) < .25)
        has_c &= code != CODE["c_comment"]
        ci, cj = rng.integers(0, 4000, n_ser).tolist(), rng.integers(0, 4000, n_ser).tolist()
        comm = [f'"{heads[i]}, {tails[j]}"' if h else "" for h, i, j in zip(has_c.tolist(), ci, cj)]
        value = [quoted[i] for i in (style * TABLE + m).tolist()]
        for i in np.flatnonzero(dna).tolist():
            value[i] = "DNA"
        target = []
        shown_lo, shown_hi = (style * TABLE + t_lo).tolist(), (style * TABLE + t_hi).tolist()
        for f, less, x, y in zip(form.tolist(), op_less.tolist(), shown_lo, shown_hi):
            if f == 0:
                target.append(quoted[x])
            elif f == 3:
                target.append(quote("Between " + raw[x] + "-" + raw[y]))
            else:
                target.append(quote((("<", "<=") if less else (">", ">="))[f - 1] + raw[x]))
        frac_l = frac.tolist()
        nums = [digits[i] if f else "" for f, i in zip(frac_l, np.where(frac, num, 0).tolist())]
        dens = [digits[i] if f else "" for f, i in zip(frac_l, np.where(frac, den, 0).tolist())]
        rags = [RAG[i] for i in shown_rag.tolist()]
        patch = np.flatnonzero(code)
        way = rng.integers(0, 4, n_ser)
        pre, per = prefix.copy(), {}
        for i in patch.tolist():
            c, w = CODES[code[i]], int(way[i])
            f = fields[i]
            if c == "a_authority":
                pre[i] = ",".join([(f[0] + "0", f[0].lower(), f[0] + "X", "E-" + f[0])[w]] + f[1:])
            elif c == "a_ref":
                pre[i] = ",".join([f[0], (f[1] + "a", f[1].replace(".", "-"), "x" + f[1], f[1] + ".")[w]] + f[2:])
            elif c == "a_frequency":
                pre[i] = ",".join(f[:3] + [("Weekly", "quarterly", "Anual", "")[w]] + f[4:])
            elif c == "a_kind":
                pre[i] = ",".join(f[:4] + [("Cumulative", "cumul", "", "snap")[w]] + f[5:])
            elif c == "a_unit":
                pre[i] = ",".join(f[:5] + [("percent", "GBP", "", "Days")[w]] + f[6:])
            elif c == "a_better":
                pre[i] = ",".join(f[:6] + [("up", "Higher", "", "down")[w]])
            elif c == "a_period":
                y, qq = period[:4], period[5:]
                per[i] = (y + qq, f"{y}-{qq.lower()}", f"{qq} {y}", f"{y}/{qq}")[w]
            elif c == "a_target":
                target[i] = ("TBC", "95 percent", "", "~50")[w]
            elif c == "a_value":
                value[i] = ("12.3.4%", "abc", "", "4O%")[w]
            elif c == "a_rag":
                rags[i] = ("Purple", "green", "", "Gray")[w]
            elif c == "a_numerator":
                nums[i] = ("n/a", nums[i] + "x", "-" + nums[i], "1.5")[w]
            elif c == "a_denominator":
                dens[i] = ("n/a", dens[i] + "x", "-" + dens[i], "1.5")[w]
            elif c == "c_comment":
                comm[i] = ("", "   ", " ", '"  \n "')[w]
        get = per.get
        lines = [f"{a_},{get(i, period)},{t},{v_},{r},{nu},{de},{co}\n"
                 for i, (a_, t, v_, r, nu, de, co) in enumerate(zip(pre, target, value, rags, nums, dens, comm))]
        # ---- order: authorities shuffled; some records late; copies go in after their originals -----
        order = (rng.permutation(n_auth)[:, None] * n_ref + np.arange(n_ref)).ravel()
        order = order[:n_base - made]
        made += len(order)
        ok = (code[order] != CODE["a_authority"]) & (code[order] != CODE["a_period"]) & (code[order] != CODE["a_rag"])
        np.add.at(counts, (order[ok] // n_ref, p, shown_rag[order[ok]]), 1)
        is_late = rng.random(len(order)) < P_LATE
        late += [(lines[i], code[i]) for i in order[is_late].tolist()]
        here = order[~is_late]
        clean = here[(code[here] == 0) & ~in_drop[here]]
        want = round(n_dup * made / n_base) - dups
        chosen = rng.choice(clean, min(want, len(clean)), replace=False)
        dups += len(chosen)
        np.add.at(counts, (chosen // n_ref, p, shown_rag[chosen]), 1)
        block = [lines[i] for i in here.tolist()]
        bcode = code[here]
        if waiting:                                    # copies from the period before, at random places
            at = np.sort(rng.integers(0, len(block) + 1, len(waiting)))
            merged, mcode, s = [], [], 0
            for pos, line in zip(at.tolist(), waiting):
                merged += block[s:pos]
                mcode.append(bcode[s:pos])
                merged.append(line)
                mcode.append([CODE["f_dup"]])
                s = pos
            merged += block[s:]
            mcode.append(bcode[s:])
            block, bcode = merged, np.concatenate(mcode).astype(np.int64)
        waiting = [lines[i] for i in chosen.tolist()]
        emit(block, bcode)
    tail = late + [(line, CODE["f_dup"]) for line in waiting]
    tail = [tail[i] for i in rng.permutation(len(tail)).tolist()]
    emit([t[0] for t in tail], np.array([t[1] for t in tail], np.int64))
    out.close()

    # ---- totals.csv ------------------------------------------------------------------------------
    bad_rows, r = [], 0
    with open(f"{outdir}/totals.csv", "w", encoding="utf-8", newline="") as f:
        f.write("authority,period,rag,n\n")
        wrong = rng.random(counts.size) < P_WRONG_TOTAL
        delta = rng.integers(1, 4, counts.size)
        for ia, au in enumerate(auths):
            for p, period in enumerate(periods):
                for g in range(4):
                    c = int(counts[ia, p, g])
                    if wrong[r]:
                        c += int(delta[r])
                        bad_rows.append(r + 1)
                    f.write(f"{au},{period},{RAG[g]},{c}\n")
                    r += 1
    truth = {"rows": row, "bytes": os.path.getsize(f"{outdir}/returns.csv"), "authorities": n_auth,
             "periods": n_per, "totals_rows": r,
             "checks": {c: {"count": k, "first": f} for c, (k, f) in found.items()}}
    truth["checks"]["g_totals"] = {"count": len(bad_rows), "first": bad_rows[:1000]}
    json.dump(truth, open(f"{outdir}/truth.json", "w"))
    print(outdir, row, "rows", truth["bytes"], "bytes", round(truth["bytes"] / row, 1), "B/row",
          {c: x["count"] for c, x in truth["checks"].items()})


if __name__ == "__main__":
    main()
