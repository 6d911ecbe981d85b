// Writes the exports of two nights: generate INVOICES CUSTOMERS FOLDER  ->  FOLDER/day1 and FOLDER/day2, each with
// customers.csv, invoices_open.csv and payments.csv, as an ERP with its own column names would drop them.
//
// Nothing is random: every attribute is a hash of what it is for and the row's number. Day 2 is therefore day 1 with some rows
// changed: 0.6 % of the open invoices are gone, 0.2 % paid, 0.5 % part paid, 0.2 % moved to a later due date, 10 % of the paid
// ones open again, 0.5 % new. Invoices fall on customers unevenly, 5 % are in a foreign currency, 3 % are credits, 0.01 % of the
// rows are broken (an impossible date or a word for an amount) and have numbers of their own.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef uint64_t u64;
typedef unsigned long long ull;

enum { AS_OF = 20634 };  // 2026-06-30, the as-of date of day 1, in days since 1970-01-01

// What a hash is for. The numbers are part of the data: others give other files.
enum { NAME = 1, SHAPE, AMOUNT, TERMS, HOME_CURRENCY, FATE, PAID_PART, MUTATION, REOPENED, CONTACT, ORDER, BROKEN = 12, PAID_BY = 20, UNKNOWN = 30 };

static u64 scramble(u64 x) {
  x += 0x9E3779B97F4A7C15ull;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}
static u64 pick(u64 purpose, u64 number) {
  return scramble(scramble(20260630 + purpose * 0x1000003ull) ^ (number * 0x2545F4914F6CDD1Dull));
}

static const char *first_words[] = {"Müller", "Société Générale d'Équipement", "Nordström", "Peña", "Okoro", "Smith", "Kowalski", "Brûlé", "Håkansson", "Tanaka",
  "O'Brien", "Garção", "Łukasz", "Delta", "Harbour", "Pioneer", "Blue Ridge", "Vértice", "Zürcher", "Grünwald"};
static const char *trades[] = {"Logistics", "Trading", "Medical", "Foods", "Façades", "Industrial Supply", "Électronique", "Timber", "Printing", "Hydraulics", "Systems",
  "Garden & Home", "Bauteile", "Papelería", "Transport", "Marine"};
static const char *legal_forms[] = {", Inc.", " GmbH", " Ltd", ", LLC", " S.A.", " AB", "", "  & Co. KG"};
static const char *salespeople[] = {"J. Álvarez", "Mary O'Neil", "\"Bob\" Hughes", "Ute Kühn", "Ian Reed", "Chloé Petit", "T. Novák", "Sam Lee"};
static const char *cities[] = {"Zürich", "München", "Leeds", "Córdoba", "Lyon", "Austin, TX", "Malmö", "Kraków"};
static const char *currencies[] = {"EUR", "USD", "GBP"};
static const char *terms[] = {"NET30", "NET14", "NET60", "2%10NET30"};
static const int net_days[] = {30, 14, 60, 30};

static const char *company(u64 customer) { return customer % 2 ? "NORD02" : "ACME01"; }
static const char *salesperson(u64 customer) { return salespeople[(pick(CONTACT, customer) >> 40) % 8]; }

// MARK: Cells

// A cell in quotes where it needs them.
static void cell(FILE *out, const char *text) {
  if (!strpbrk(text, ",\"\n")) { fputs(text, out); return; }
  fputc('"', out);
  for (; *text; text++) {
    if (*text == '"') fputc('"', out);
    fputc(*text, out);
  }
  fputc('"', out);
}
static void customer_name(u64 customer, char *out) {
  u64 r = pick(NAME, customer);
  sprintf(out, "%s %s%s", first_words[r % 20], trades[(r >> 8) % 16], legal_forms[(r >> 16) % 8]);
}
// A day since 1970-01-01 as YYYY-MM-DD (Hinnant's civil calendar).
static void date(int day, char *out) {
  int z = day + 719468, era = z / 146097;
  unsigned of_era = z - era * 146097;
  unsigned year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  unsigned of_year = of_era - (365 * year + year / 4 - year / 100), shifted = (5 * of_year + 2) / 153;
  unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  sprintf(out, "%04u-%02u-%02u", year + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1);
}
static void amount(int64_t cents, char *out) {
  int64_t size = cents < 0 ? -cents : cents;
  sprintf(out, "%s%lld.%02lld", cents < 0 ? "-" : "", (long long)size / 100, (long long)size % 100);
}

// MARK: Invoices

typedef struct { u64 customer; int issued, due, currency; int64_t amount, balance; const char *status; int is_gone; } Invoice;

static int64_t invoice_amount(u64 r) {
  u64 size = (r >> 20) % 1000, spread = r >> 32;
  if (size < 600) return 500 + spread % 99500;
  return size < 950 ? 100000 + spread % 2000000 : 2000000 + spread % 80000000;
}

// An invoice as day 1 has it.
static Invoice invoice(u64 number, u64 customers) {
  Invoice it = {0};
  double share = (double)(pick(SHAPE, number) >> 11) / 9007199254740992.0;
  it.customer = (u64)(share * share * customers);  // the first customers have most
  if (it.customer >= customers) it.customer = customers - 1;
  u64 r = pick(AMOUNT, number), home = pick(HOME_CURRENCY, it.customer) % 3;
  it.currency = r % 20 == 0 ? (home + 1) % 3 : home;
  it.issued = AS_OF - (r >> 8) % ((r >> 40) % 8 == 0 ? 400 : 75);
  it.due = it.issued + net_days[pick(TERMS, it.customer) % 4];
  it.amount = it.balance = invoice_amount(r);
  it.status = "OPEN";
  u64 fate = pick(FATE, number) % 1000;
  if (fate < 30) { it.amount = it.balance = -(it.amount / 4 + 1); it.status = "CREDIT"; }
  else if (fate < 110) { it.balance = it.amount - it.amount * (10 + (int)(pick(PAID_PART, number) % 80)) / 100; it.status = "PARTIAL"; }
  else if (fate < 130) it.status = "DISPUTED";
  else if (fate < 135) { it.balance = 0; it.status = "PAID"; }
  return it;
}

// What a day did to it.
static void age_by_a_day(Invoice *it, u64 number) {
  u64 chance = pick(MUTATION, number) % 10000;
  if (it->balance == 0) {
    if (pick(REOPENED, number) % 10 == 0) { it->balance = it->amount; it->status = "OPEN"; } else it->is_gone = 1;
  } else if (chance < 60) it->is_gone = 1;
  else if (chance < 80) { it->balance = 0; it->status = "PAID"; }
  else if (chance < 130) {
    int64_t half = it->balance / 2;
    it->balance -= half ? half : 1;
    if (it->balance == 0) it->balance = 1;
    it->status = "PARTIAL";
  } else if (chance < 150) it->due += 30;
}

// MARK: Files

static FILE *open_csv(const char *folder, int day, const char *name, const char *header) {
  char path[1024];
  snprintf(path, sizeof path, "%s/day%d/%s", folder, day, name);
  FILE *out = fopen(path, "w");
  if (!out) { perror(path); exit(73); }
  setvbuf(out, NULL, _IOFBF, 1 << 20);
  fprintf(out, "%s\n", header);
  return out;
}
static void close_csv(FILE *out) {
  if (fclose(out)) { perror("close"); exit(74); }
}

static void write_customers(const char *folder, int day, u64 customers) {
  FILE *out = open_csv(folder, day, "customers.csv", "company,customer_no,customer_name,address,city,country,email,terms,currency,credit_limit,salesperson,status");
  char name[256];
  for (u64 i = 0; i < customers; i++) {
    u64 r = pick(CONTACT, i);
    customer_name(i, name);
    fprintf(out, "%s,C%07llu,", company(i), (ull)i);
    cell(out, name);
    fprintf(out, ",%llu Main St,", (ull)(r % 900 + 1));
    cell(out, cities[(r >> 10) % 8]);
    fprintf(out, ",%s,ap%llu@cust%llu.example,%s,%s,%llu.00,", (r >> 20) % 2 ? "DE" : "US", (ull)(r >> 24) % 10, (ull)i, terms[pick(TERMS, i) % 4],
      currencies[pick(HOME_CURRENCY, i) % 3], (ull)(1000 + (r >> 30) % 99000));
    cell(out, salesperson(i));
    fputs(",ACTIVE\n", out);
  }
  close_csv(out);
}

static void write_invoice(FILE *out, const Invoice *it, u64 number) {
  char name[256], issued[16], due[16], total[32], left[32];
  customer_name(it->customer, name);
  date(it->issued, issued);
  date(it->due, due);
  amount(it->amount, total);
  amount(it->balance, left);
  fprintf(out, "%s,C%07llu,", company(it->customer), (ull)it->customer);
  cell(out, name);
  fprintf(out, ",INV%08llu,%s,%s,%s,%s,%s,PO-%06llu,%s,", (ull)number, issued, due, currencies[it->currency], total, left, (ull)(pick(ORDER, number) % 1000000),
    terms[pick(TERMS, it->customer) % 4]);
  cell(out, salesperson(it->customer));
  fprintf(out, ",%s\n", it->status);
}

static void write_broken(FILE *out, const Invoice *it, u64 number) {
  char issued[16], due[16], total[32], left[32];
  date(it->issued, issued);
  date(it->due, due);
  amount(it->amount, total);
  amount(it->balance, left);
  fprintf(out, "%s,C%07llu,\"Bad, row\",BAD%08llu,%s,%s,EUR,%s,%s,PO-0,NET30,x,OPEN\n", company(it->customer), (ull)it->customer, (ull)number,
    number % 2 ? "2026-02-30" : issued, due, number % 2 ? total : "n/a", left);
}

static void write_payment(FILE *out, const Invoice *it, u64 number, int day) {
  char paid_on[16], sum[32];
  date(AS_OF + day - 1, paid_on);
  amount(it->amount / 2 + 1, sum);
  fprintf(out, "%s,C%07llu,P%d%08llu,%s,%s,%s,%s%08llu,%s\n", company(it->customer), (ull)it->customer, day, (ull)number, paid_on, currencies[it->currency], sum,
    pick(UNKNOWN, number) % 100 == 0 ? "UNK" : "INV", (ull)number, number % 3 ? "ACH" : "CHECK");
}

static void write_day(const char *folder, int day, u64 invoices, u64 customers) {
  FILE *open_items = open_csv(folder, day, "invoices_open.csv", "company,customer_no,customer_name,invoice_no,invoice_date,due_date,currency,amount,balance,po_no,terms,salesperson,status");
  FILE *payments = open_csv(folder, day, "payments.csv", "company,customer_no,payment_no,payment_date,currency,amount,invoice_no,method");
  u64 all = invoices + (day == 2 ? invoices / 200 : 0);
  for (u64 i = 0; i < all; i++) {
    Invoice it = invoice(i, customers);
    if (i >= invoices) {
      it.issued = AS_OF + 1;
      it.due = it.issued + net_days[pick(TERMS, it.customer) % 4];
    } else if (day == 2) age_by_a_day(&it, i);
    if (!it.is_gone) write_invoice(open_items, &it, i);
    if (pick(BROKEN + day, i) % 10000 == 7) write_broken(open_items, &it, i);
    if (pick(PAID_BY + day, i) % 20 == 0 && it.amount > 0) write_payment(payments, &it, i, day);
  }
  close_csv(open_items);
  close_csv(payments);
}

int main(int count, char **arguments) {
  if (count != 4) { fprintf(stderr, "usage: generate INVOICES CUSTOMERS FOLDER\n"); return 64; }
  u64 invoices = strtoull(arguments[1], 0, 10), customers = strtoull(arguments[2], 0, 10);
  const char *folder = arguments[3];
  mkdir(folder, 0755);
  for (int day = 1; day <= 2; day++) {
    char path[1024];
    snprintf(path, sizeof path, "%s/day%d", folder, day);
    mkdir(path, 0755);
    write_customers(folder, day, customers);
    write_day(folder, day, invoices, customers);
  }
}
