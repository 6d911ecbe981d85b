"""Many nights of a story in one line: `walk FIRST LAST`, for run.py.

A ladder takes months. `walk` runs one night a day over the file `documents.csv` of the scenario, as an ERP exports the whole position every evening,
and writes what a credit manager would look at: one line for as long as nothing changes for a customer, with the first night, the last one, what
went out or why nothing did. The scenario's `walk.csv` holds the lines that have to come out; UPDATE_GOLDEN=1 rewrites it.

What happens on the way stands in the scenario's file `walk`, a line each, by the day of the night that sees it:
  2026-10-12 .. 2026-10-20 no run                   nobody starts the program on these days
  2026-11-02 balance INV-1 600.00                   the export of that night shows this balance; 0.00 is paid, and the row goes
  2026-11-12 decide D1,ACME,C1,dispute,INV-1,,,,,,Jo   a row of the decisions feed (columns as in `COLUMNS`)
  2026-10-26 event bounced C3                       the newest message to the customer comes back
  2026-11-16 again                                  the night is taken back, and run once more the same evening"""
import csv, datetime, io, os

COLUMNS = "decision_id,company,customer_id,kind,document_id,from,until,amount,value,plan_id,by"
TABLE = ["first_night", "last_night", "customer_id", "action", "reason", "level", "channel", "template", "amount_due", "goes_out", "why"]


class Walk:
    def __init__(self, story, first, last):
        self.story = story
        self.first, self.last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        self.skipped, self.events = set(), {}
        with open(os.path.join(story.folder, "documents.csv"), encoding="utf-8", newline="") as f: self.documents = list(csv.DictReader(f))
        with open(os.path.join(story.folder, "walk"), encoding="utf-8") as f:
            for line in f:
                if line.strip() and not line.startswith("#"): self.plan(line.split("  #")[0].split())
        self.open, self.lines, self.messages = {}, [], {}

    def plan(self, words):
        if words[1:2] == [".."]:
            day, end = datetime.date.fromisoformat(words[0]), datetime.date.fromisoformat(words[2])
            while day <= end:
                self.skipped.add(day)
                day += datetime.timedelta(days=1)
        else: self.events.setdefault(datetime.date.fromisoformat(words[0]), []).append(words[1:])

    def run(self):
        day = self.first
        while day <= self.last:
            if day not in self.skipped: self.night(day)
            day += datetime.timedelta(days=1)
        for customer in sorted(self.open): self.lines.append(self.open[customer])
        self.lines.sort(key=lambda line: (line[2], line[0]))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(TABLE)
        writer.writerows(self.lines)
        return text.getvalue().encode()

    def night(self, day):
        again = False
        for words in self.events.get(day, []):
            if words[0] == "balance":
                for row in self.documents:
                    if row["document_id"] == words[1]: row["balance"] = words[2]
            elif words[0] == "decide": self.drop(f"decisions-{day}.csv", COLUMNS + "\n" + " ".join(words[1:]) + "\n", append=True)
            elif words[0] == "event":
                header = "company,message_id,event,at,detail\n"
                self.drop(f"events-{day}.csv", header + f"ACME,{self.messages[words[2]]},{words[1]},{day}T06:00:00Z,mailbox unknown\n", append=True)
            elif words[0] == "again": again = True
        text = io.StringIO()
        writer = csv.DictWriter(text, self.documents[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in self.documents if row["balance"] != "0.00")
        self.drop(f"documents-{day}.csv", text.getvalue())
        self.command(day, 22)
        if again:
            self.note(day)
            self.story.do_command(0, ["withdraw", self.story.run_name(), "--by", "Jo", "--reason", "wrong enclosure"])
            for row in self.open.values():
                if row[1] == str(day) and row[3] == "send": row[3] = "withdrawn"
            self.command(day, 23)
        self.note(day)

    def command(self, day, hour):
        self.story.do_command(0, ["run", "--as-of", str(day), "--now", f"{day}T{hour}:00:00Z"])

    def drop(self, name, text, append=False):
        path = os.path.join(self.story.root, "inbox", name)
        if append and os.path.exists(path): text = text.split("\n", 1)[1]
        with open(path, "a" if append else "w", encoding="utf-8") as f: f.write(text)

    def note(self, day):
        """Continues the lines of customers for whom tonight is as the night before, and begins the others."""
        templates = {}
        for table in ("reminders/email/index.csv",):
            header, rows = self.story.table(table)
            for row in rows: templates[row[0]] = row[header.index("template")]
        header, rows = self.story.table("reminders/reminders.csv")
        seen = set()
        for cells in rows:
            row = dict(zip(header, cells))
            customer = row["customer_id"]
            seen.add(customer)
            if row["action"] == "send": self.messages[customer] = row["message_id"]
            line = [
                str(day), str(day), customer, row["action"], row["reason"], row["level"] if row["action"] == "send" else "", row["channel"],
                templates.get(row["message_id"], ""), row["amount_due"], row["not_before"][:10], row["explanation"],
            ]
            before = self.open.get(customer)
            if before and before[3] == "suppress" and before[3:9] == line[3:9]: before[1] = str(day)
            else:
                if before: self.lines.append(before)
                self.open[customer] = line
        for customer in list(self.open):
            if customer not in seen: self.lines.append(self.open.pop(customer))
