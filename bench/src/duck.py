"""The same GROUP BY in DuckDB: reads the postings that the benchmark wrote out, answers the statements it is given."""

import json
import statistics
import sys
import time

try:
    import duckdb
except ImportError:
    print(json.dumps({"missing": True}))
    sys.exit(0)

folder = sys.argv[1]
statements = json.load(open(f"{folder}/statements.json", encoding="utf-8"))
con = duckdb.connect(f"{folder}/duck.db")
start = time.perf_counter()
for table in ("posting", "unit_under"):
    con.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{folder}/{table}.csv', header = true)")
con.execute("CHECKPOINT")
loaded = time.perf_counter() - start

answers = []
for sql in statements:
    con.execute(sql).fetchall()  # warm-up
    times = []
    for _ in range(5):
        start = time.perf_counter()
        rows = con.execute(sql).fetchall()
        times.append(time.perf_counter() - start)
    answers.append({"median": statistics.median(times), "best": min(times), "rows": rows})
print(json.dumps({"version": duckdb.__version__, "load": loaded, "answers": answers}))
