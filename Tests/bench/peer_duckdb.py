#!/usr/bin/env python3
"""The nightly job in DuckDB, as a capable analyst would write it: peer_duckdb.py EXPORTS STATE OUT AS_OF

Reads EXPORTS/{customers,invoices_open,payments}.csv, compares them with the database file STATE, brings it up to date in one
transaction and writes OUT/{rejects,changes,reminders,aging,payments_unmatched}.csv and OUT/statements.txt. It does less than the
product does: no earlier versions of documents, no files kept, no reasons, no sha256, no fsync of what it writes."""
import os, sys
import duckdb

exports, state, out, as_of = sys.argv[1:5]
os.makedirs(out, exist_ok=True)
db = duckdb.connect(state)
# Two threads as on the machine; DuckDB 2.0.0's `type_pushdown` would move TRY_CAST into the reader, where a bad cell is an error.
db.execute("SET threads = 2; SET preserve_insertion_order = false; SET disabled_optimizers = 'type_pushdown'")


def rows_of(name):
    return f"""read_csv('{exports}/{name}.csv', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')"""


def write(name, query, how="HEADER"):
    db.execute(f"COPY ({query}) TO '{out}/{name}' ({how})")


MONEY, LATE = "DECIMAL(18, 2)", f"DATE '{as_of}' - due_date"

db.execute("BEGIN")
db.execute(f"""
CREATE TABLE IF NOT EXISTS invoice(
  company VARCHAR, invoice_no VARCHAR, customer_no VARCHAR, currency VARCHAR, amount {MONEY}, balance {MONEY},
  invoice_date DATE, due_date DATE, stage TINYINT);
CREATE TABLE IF NOT EXISTS payment(
  company VARCHAR, payment_no VARCHAR, customer_no VARCHAR, payment_date DATE, currency VARCHAR, amount {MONEY},
  invoice_no VARCHAR, method VARCHAR);
CREATE TEMP TABLE read AS
  SELECT company, invoice_no, customer_no, currency, TRY_CAST(amount AS {MONEY}) amount, TRY_CAST(balance AS {MONEY}) balance,
    TRY_CAST(invoice_date AS DATE) invoice_date, TRY_CAST(due_date AS DATE) due_date
  FROM {rows_of('invoices_open')}""")
BROKEN = "(amount IS NULL OR balance IS NULL OR invoice_date IS NULL OR due_date IS NULL)"
write("rejects.csv", f"SELECT company, invoice_no FROM read WHERE {BROKEN} ORDER BY ALL")

# Tonight beside what was known: `was` is the old balance, `kind` what happened, `stage` how often the customer should have heard.
db.execute(f"""
CREATE TEMP TABLE tonight AS
  SELECT COALESCE(t.company, s.company) company, COALESCE(t.invoice_no, s.invoice_no) invoice_no,
    COALESCE(t.customer_no, s.customer_no) customer_no, COALESCE(t.currency, s.currency) currency,
    COALESCE(t.amount, s.amount) amount, COALESCE(t.balance, 0) balance,
    COALESCE(t.invoice_date, s.invoice_date) invoice_date, COALESCE(t.due_date, s.due_date) due_date,
    s.balance was, COALESCE(s.stage, 0) stage_before,
    CASE WHEN COALESCE(t.balance, 0) <= 0 THEN 0 WHEN t.late >= 60 THEN 3 WHEN t.late >= 30 THEN 2 WHEN t.late >= 7 THEN 1
      ELSE 0 END::TINYINT stage,
    CASE WHEN s.company IS NULL THEN 'new'
      WHEN t.company IS NULL THEN CASE WHEN s.balance <> 0 THEN 'paid' END
      WHEN s.balance <> 0 AND t.balance = 0 THEN 'paid'
      WHEN s.balance = 0 AND t.balance <> 0 THEN 'reopened'
      WHEN s.balance <> t.balance OR s.amount <> t.amount OR s.due_date <> t.due_date OR s.invoice_date <> t.invoice_date
        OR s.customer_no <> t.customer_no OR s.currency <> t.currency THEN 'changed' END kind
  FROM (SELECT *, {LATE} late FROM read WHERE NOT {BROKEN}) t FULL JOIN invoice s USING (company, invoice_no);
DROP TABLE read;
CREATE TEMP TABLE aging AS
  SELECT company, customer_no, currency,
    sum(CASE WHEN late <= 0 THEN balance ELSE 0 END) not_due, sum(CASE WHEN late BETWEEN 1 AND 30 THEN balance ELSE 0 END) d1_30,
    sum(CASE WHEN late BETWEEN 31 AND 60 THEN balance ELSE 0 END) d31_60,
    sum(CASE WHEN late BETWEEN 61 AND 90 THEN balance ELSE 0 END) d61_90,
    sum(CASE WHEN late > 90 THEN balance ELSE 0 END) d91_plus, sum(balance) total
  FROM (SELECT *, {LATE} late FROM tonight WHERE balance <> 0) GROUP BY ALL;
CREATE OR REPLACE TABLE customer AS SELECT * FROM {rows_of('customers')}""")
write("changes.csv", f"""SELECT kind, company, customer_no, invoice_no, currency, COALESCE(was, 0)::{MONEY} old_balance,
  balance::{MONEY} new_balance FROM tonight WHERE kind IS NOT NULL ORDER BY company, invoice_no""")
write("reminders.csv", f"""SELECT company, customer_no, invoice_no, stage, {LATE} days_overdue, currency, balance
  FROM tonight WHERE stage > stage_before ORDER BY company, invoice_no""")
write("aging.csv", "SELECT * FROM aging ORDER BY company, customer_no, currency")
# A text file in one sort: a line with the customer's name, a line per open item, a total per currency, an empty line.
write("statements.txt", """SELECT line FROM (
    SELECT company, customer_no, 0 part, NULL::DATE due, '' no,
      'STATEMENT' || chr(9) || company || chr(9) || customer_no || chr(9) || customer_name line
      FROM customer SEMI JOIN aging USING (company, customer_no)
    UNION ALL SELECT company, customer_no, 1, due_date, invoice_no, invoice_no || chr(9) || invoice_date || chr(9) || due_date
      || chr(9) || currency || chr(9) || amount || chr(9) || balance FROM tonight WHERE balance <> 0
    UNION ALL SELECT company, customer_no, 2, NULL, currency, 'TOTAL' || chr(9) || currency || chr(9) || total FROM aging
    UNION ALL SELECT DISTINCT company, customer_no, 3, NULL::DATE, '', '' FROM aging)
  ORDER BY company, customer_no, part, due, no""", "FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE ''")
db.execute(f"""
CREATE OR REPLACE TABLE invoice AS
  SELECT company, invoice_no, customer_no, currency, amount, balance, invoice_date, due_date, stage FROM tonight;
CREATE TEMP TABLE come AS
  SELECT company, payment_no, customer_no, TRY_CAST(payment_date AS DATE) payment_date, currency,
    TRY_CAST(amount AS {MONEY}) amount, invoice_no, method FROM {rows_of('payments')};
INSERT INTO payment SELECT come.* FROM come ANTI JOIN payment USING (company, payment_no)""")
write("payments_unmatched.csv", """SELECT company, payment_no, customer_no, invoice_no, currency, amount
  FROM come ANTI JOIN invoice USING (company, invoice_no) ORDER BY payment_no""")
db.execute("COMMIT")
db.execute("CHECKPOINT")
db.close()
