#!/usr/bin/env python3
"""Writes the sample: two consecutive nights of exports of two invented companies.

  sample/generate.py            rewrites sample/night-1/ and sample/night-2/
  sample/generate.py --check    exits 1 where the committed files differ from what would be written

Everything is invented; mail domains end in .example. Nothing is random: each pick is a hash of what it is for, so every
machine writes the same bytes. The control totals are added up from the rows that were written, in integers."""
import datetime, hashlib, io, os, sys
from xml.sax.saxutils import escape

NIGHTS = (datetime.date(2026, 11, 19), datetime.date(2026, 11, 20))
HERE = os.path.dirname(os.path.abspath(__file__))

CUSTOMER_COLUMNS = """company customer_id name parent_id bill_to party_type intercompany contact email phone address_line1
address_line2 city region postal_code country language currency terms credit_limit customer_since channel payment_method
reminder_block group salesperson tax_id""".split()
DOCUMENT_COLUMNS = """company document_id instalment customer_id kind document_date due_date currency amount balance net_amount
tax_amount discount_date discount_amount purchase_order reference terms salesperson status payment_method reminder_block
reminder_level last_reminded_on""".split()
PAYMENT_COLUMNS = "company payment_id customer_id payment_date currency amount method reference remittance payer_name".split()
APPLICATION_COLUMNS = "company payment_id document_id amount applied_on".split()
CONTROL_COLUMNS = "company currency as_of rows total gl_balance".split()
DECISION_COLUMNS = "company customer_id kind decision_id document_id from until amount value note by plan_id".split()

# habit: how the customer pays. A early, B a few days late, C weeks late, D months late, N new: nothing known yet.
# id | name | street | postal code | city | region | country | language | habit | group | what is special
NORDWIND = """
10001|Bäckerei Öhlmann & Söhne GmbH|Mühlgrabenweg 4|99084|Erfurt||DE|de|A|retail|
10002|Möbelhaus Krüger-Lüdemann GmbH & Co. KG|Am Güterbahnhof 17|24103|Kiel||DE|de|D|retail|
10003|Großhandel für Büro-, Schul- und Künstlerbedarf Weißenfels-Schönebürg Verwaltungsgesellschaft mbH & Co. KG|Kaiserin-Friedrich-Promenade 112|06667|Weißenfels||DE|de|C|wholesale|
10004|Hotel Seeschlösschen am Müritzufer|Uferstraße 1|17192|Waren (Müritz)||DE|de|D|retail|channel=letter
10005|Käthe Brömmelkamp e. K.|Hintergasse 9|37073|Göttingen||DE|de|B|retail|email=
10006|Stadtwerke Grünau AöR|Rathausplatz 2|01662|Meißen||DE|de|B|public|party_type=public
10007|Ælfred Østergård Import GmbH|Hafenallee 33|20457|Hamburg||DE|de|A|wholesale|
10008|Fahrradmanufaktur Dießel & Töchter OHG|Werkhof 5|48143|Münster||DE|de|C|retail|channel=call
10009|Sanitätshaus Jäger|Lange Straße 88|26122|Oldenburg||DE|de|D|retail|
10010|Weingut Freiherr von Übelacker|Schlossberg 1|97334|Volkach||DE|de|A|retail|payment_method=direct_debit
10011|Drogerie Süßmilch KG|Marktplatz 14|72070|Tübingen||DE|de|B|retail|
10012|Werkzeugbau Nüßlein GmbH|Industriering 27|91207|Lauf an der Pegnitz||DE|de|C|wholesale|
10013|Kanzlei Dr. Bärbel Schößler|Domgasse 3|50667|Köln||DE|de|A|key|
10014|Reederei Backbord & Luv GmbH & Cie. KG|Überseeallee 8|28195|Bremen||DE|de|D|key|
10015|Blumen Gänseblümchen, Inh. Jürgen Wößner|Friedhofsweg 2|79098|Freiburg im Breisgau||DE|de|C|retail|channel=none
10016|Theater am Kölnischen Fischmarkt gGmbH|Fischmarkt 6|10178|Berlin||DE|de|B|public|
10017|Elektro Täubrich|Ringstraße 41|08056|Zwickau||DE|de|D|retail|reminder_block=X
10018|Autohaus Schönfließ AG|Chausseestraße 190|14467|Potsdam||DE|de|B|wholesale|
10019|Imkerei Zur Fleißigen Biene|Heideweg 12|29525|Uelzen||DE|de|A|retail|party_type=consumer
10020|Brückner Systemhaus Holding SE|Lindenallee 60|80331|München||DE|de|B|key|
10021|Brückner Systemhaus Niederlassung Nürnberg|Südring 7|90402|Nürnberg||DE|de|C|key|bill_to=10020;parent_id=10020
10022|Brückner Systemhaus Niederlassung Görlitz|Neißeufer 19|02826|Görlitz||DE|de|B|key|bill_to=10020;parent_id=10020
10023|Nordwind Österreich Vertriebs GmbH|Lagerhausstraße 11|4020|Linz||AT|de|B|wholesale|intercompany=true
10024|Konditorei Mayröcker|Getreidemarkt 5|5020|Salzburg||AT|de|C|retail|
10025|Alpin Sport Zürcher AG|Bahnhofquai 40|8001|Zürich||CH|de|A|wholesale|
10026|Rätische Holzbau Genossenschaft|Talstrasse 3|7000|Chur||CH|de|D|wholesale|
10027|Van der Zee & Zonen B.V.|Prinsengracht 901|1017 KB|Amsterdam||NL|en|B|wholesale|
10028|Établissements Crémieux et Fils S.A.R.L.|12 rue de la Forêt|67000|Strasbourg||FR|fr|C|wholesale|
10029|Łódzkie Zakłady Tkackie Sp. z o.o.|ul. Piotrkowska 255|90-456|Łódź||PL|en|D|wholesale|
10030|Hallgrímsson & Þórsdóttir ehf.|Laugavegur 70|101|Reykjavík||IS|en|C|wholesale|
10031|Caffè Perugino S.r.l.|Via delle Rose 18|06121|Perugia|PG|IT|en|B|retail|
10032|Mercado Azul Importações Lda.|Rua do Comércio 44|4050-210|Porto||PT|en|C|wholesale|
10033|Prairie Lantern Co.|480 Grain Exchange Bldg|55415|Minneapolis|MN|US|en|B|wholesale|currency=USD
10034|Blue Heron Outfitters LLC|2200 Alaskan Way|98121|Seattle|WA|US|en|C|wholesale|currency=USD
10035|Kiosk Hüsnü Yıldız|Sonnenallee 154|12045|Berlin||DE|de|N|retail|
10036|Zweirad Übermut UG (haftungsbeschränkt)|Kiesweg 30|04109|Leipzig||DE|de|N|retail|
10037|Apotheke zum Schwan|Schwanenplatz 1|93047|Regensburg||DE|de|A|retail|
10038|Gärtnerei Rosenstöckl|Gewächshausweg 2|84028|Landshut||DE|de|B|retail|channel=sms
10039|Musikschule Tonleiter e. V.|Notengasse 8|07743|Jena||DE|de|C|retail|
10040|Pension Möwenblick, Familie Brüggemann|Strandpromenade 21|18609|Binz||DE|de|D|retail|
10041|Ziegelei Rotbrenner GmbH|Tongrube 1|03046|Cottbus||DE|de|D|wholesale|
10042|Gemeinde Süderbrarup-Ülsby|Amtsstraße 10|24392|Süderbrarup||DE|de|B|public|party_type=public
10043|Optik Weitblick|Kornmarkt 4|54290|Trier||DE|de|A|retail|
10044|Spedition Eilmann GmbH|Autohof 3|63450|Hanau||DE|de|C|wholesale|
10045|Baustoffe Kräutner GmbH & Co. KG|Steinbruchweg 55|57072|Siegen||DE|de|D|wholesale|
10046|Praxis Dr. med. Jörg Fährmann|Ärztehaus am Wall 2|38100|Braunschweig||DE|de|B|retail|
"""
HARBOR = """
0040001|Cedar Hollow Hardware, Inc.|118 Main St|04101|Portland|ME|US|en|B|retail|
0040002|Old Wharf Chandlery|9 Custom House Wharf|04101|Portland|ME|US|en|D|retail|
0040003|Granite State Fasteners LLC|77 Elm St, Suite 400|03101|Manchester|NH|US|en|A|wholesale|
0040004|The Very Reverend Trustees of the Mount Ephraim Seamen's Orphanage and Lighthouse Benevolent Society|1 Lighthouse Rd|02554|Nantucket|MA|US|en|C|public|party_type=public
0040005|Ostrander & Quill Booksellers|340 Orchard St|10002|New York|NY|US|en|C|retail|
0040006|Three Rivers Canoe Works|55 Allegheny Ave|15212|Pittsburgh|PA|US|en|D|wholesale|channel=letter
0040007|Mesa Verde Solar Supply Corp.|7100 E Desert Inn Rd|85251|Scottsdale|AZ|US|en|B|wholesale|
0040008|Peach Tree Millwork|612 Ponce Ave NE|30308|Atlanta|GA|US|en|C|wholesale|
0040009|Bayou Teche Rice & Feed Co.|200 Levee Rd|70560|New Iberia|LA|US|en|D|wholesale|
0040010|Kestrel Analytics, PBC|1 Market Plaza, Floor 9|94105|San Francisco|CA|US|en|A|key|
0040011|Cascade Range Outfitting|1450 NW Lovejoy St|97209|Portland|OR|US|en|B|retail|channel=call
0040012|Driftless Dairy Cooperative|88 County Road K|54665|Viroqua|WI|US|en|C|wholesale|
0040013|Sandpiper Inn|17 Ocean Dr|02840|Newport|RI|US|en|D|retail|email=
0040014|Lone Juniper Ranch Supply|R.R. 2 Box 61|79830|Alpine|TX|US|en|C|wholesale|
0040015|Fjord & Field Provisions|2401 University Ave|55114|Saint Paul|MN|US|en|A|wholesale|
0040016|Borealis Instruments ULC|900 Rue Saint-Urbain|H2Z 1X8|Montréal|QC|CA|en|B|key|
0040017|Hudson & Daughters Upholstery|23 Warren St|12534|Hudson|NY|US|en|D|retail|
0040018|Copper Kettle Candy Kitchen|305 Mackinac St|49781|Saint Ignace|MI|US|en|N|retail|
0040019|Ashby Vale Garden Centre Ltd|Long Lane|LE65 1DR|Ashby-de-la-Zouch||GB|en|B|wholesale|currency=GBP
0040020|Pennyfarthing & Loom Ltd|14 Weavers' Yard|HX1 1QE|Halifax||GB|en|C|wholesale|currency=GBP
0040021|St Brannock's School|Church Hill|EX33 1AA|Braunton||GB|en|A|public|currency=GBP;party_type=public
0040022|Tŷ Gwyn Holiday Lets|Heol y Môr|SA62 6RR|St Davids||GB|en|D|retail|currency=GBP
0040023|MacAskill Hebridean Tweed|2 Pier Road|HS3 3DF|Tarbert||GB|en|C|wholesale|currency=GBP
0040024|O'Shaughnessy Marine Paints Ltd|Unit 6, Dock Estate|BS1 6XN|Bristol||GB|en|D|wholesale|currency=GBP
0040025|Quayside Coffee Roasters Ltd|Quay House|NE1 3DE|Newcastle upon Tyne||GB|en|B|retail|currency=GBP
0040026|Thornbury Clockmakers|7 Castle Street|BS35 1HB|Thornbury||GB|en|A|retail|currency=GBP
0040027|Wren & Larkspur Stationery Ltd|41 Lamb's Conduit St|WC1N 3NG|London||GB|en|B|key|also=GBP
0040028|Yorkshire Dry Stone Walling Co.|Fell View|BD24 9LF|Settle||GB|en|C|wholesale|currency=GBP
0040029|Harborview Yacht Club|1 Marina Way|21403|Annapolis|MD|US|en|D|retail|
0040030|Silver Birch Furniture Makers|18 Depot Sq|05401|Burlington|VT|US|en|B|retail|
0040031|Tumbleweed Print Shop|99 Cerrillos Rd|87501|Santa Fe|NM|US|en|C|retail|
0040032|Harbor & Pine Properties, Inc.|300 Commercial St|04101|Portland|ME|US|en|B|wholesale|intercompany=true
0040033|Gull Rock Lobster Pound||04653|Bass Harbor|ME|US|en|D|retail|email=;city=
0040034|Maple & Twine Gift Co.|14 Church St|05055|Norwich|VT|US|en|A|retail|
0040035|Nightjar Audio, Inc.|2020 Demonbreun St|37203|Nashville|TN|US|en|N|retail|
"""
PEOPLE = {"de": ["Anke Förster", "Jörg Mäder", "Sabine Grünwald", "Dr. Uwe Voß", "Céline Hübner", "Matthias Öztürk"],
          "en": ["Robin Ashcroft", "Dana Whitfield", "Luis Ortega", "Priya Raman", "Owen Gallagher", "Mei Tanaka"],
          "fr": ["Hélène Crémieux"]}
SALES = {"NORDWIND": ["Petra Lünemann", "Björn Thiele", "Aylin Demir"], "HARBOR": ["Jo Marsh", "Casey Bright"]}

# How late each habit pays (days beyond terms), how many settled documents it leaves behind, and how late its open items are.
LATENESS = {"A": (-9, 2), "B": (0, 12), "C": (17, 32), "D": (58, 95)}
SETTLED = {"A": (2, 3), "B": (2, 3), "C": (2, 3), "D": (3, 5), "N": (0, 0)}
OPEN_AGES = {"A": [-26, -13, -2], "B": [-24, -11, -2, 5, 9], "C": [-18, -6, 8, 14, 23, 38],
             "D": [-9, 12, 34, 47, 66, 81, 97, 133, 210], "N": [-29, -15]}


def pick(low, high, *what):
    """A number from low to high, both included; the same for the same `what` on every machine."""
    digest = hashlib.sha256("/".join(map(str, what)).encode()).digest()
    return low + int.from_bytes(digest[:8], "big") % (high - low + 1)


def choose(items, *what):
    return items[pick(0, len(items) - 1, *what)]


def money(minor):
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def days(date, number):
    return date + datetime.timedelta(days=number)


def net_days(terms):
    return int(terms.split("NET")[1])


def slug(name):
    """The name as a mail domain: its first words in plain letters."""
    plain = name.lower()
    for fancy, simple in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "å": "a", "æ": "ae", "ł": "l", "ý": "y", "þ": "th",
                          "ó": "o", "é": "e", "è": "e", "ç": "c", "õ": "o", "ŷ": "y", "ı": "i", "ð": "d"}.items():
        plain = plain.replace(fancy, simple)
    words = ["".join(c for c in w if c.isascii() and c.isalnum()) for w in plain.replace("-", " ").split()]
    return "-".join([w for w in words if len(w) > 2][:2])


def customer(company, line):
    cells = line.split("|")
    number, name, street, postal, city, region, country, language, habit, group, special = cells
    extra = dict(x.split("=", 1) for x in special.split(";") if x)
    mail = slug(name)
    row = dict(
        company=company, customer_id=number, name=name, party_type="business", address_line1=street, city=city, region=region,
        postal_code=postal, country=country, language=language, group=group, contact=choose(PEOPLE[language], "who", number),
        email=f"{'buchhaltung' if language == 'de' else 'accounts'}@{mail}.example", currency="EUR" if company == "NORDWIND" else "USD",
        phone=("+49 30 5550" if country == "DE" else "+44 20 7946 0" if country == "GB" else "+1 207 555 01") + str(pick(10, 99, "phone", number)),
        terms=choose(["NET30", "NET30", "NET14", "2%10NET30"], "terms", number),
        credit_limit=money(pick(5, 60, "limit", number) * 100000), customer_since=str(datetime.date(pick(2009, 2024, "since", number), pick(1, 12, "month", number), 1)),
        salesperson=choose(SALES[company], "sales", number))
    if country not in ("DE", "GB", "US", "CA"): del row["phone"]
    if country != "US": row["tax_id"] = f"{country}{pick(100000000, 999999999, 'tax', number)}"
    if len(name) > 60: row["address_line2"] = "Abteilung Rechnungsprüfung" if language == "de" else "c/o Business Office, Attn. Treasurer's Clerk"
    currencies = [extra.get("currency", row["currency"])] + ([extra.pop("also")] if "also" in extra else [])
    row.update(extra)
    return dict(row=row, habit=habit, currencies=currencies, ages=list(OPEN_AGES[habit]))


class Books:
    """What the two ERPs know: rows by feed, built up in night one and changed in night two."""

    def __init__(self):
        self.customers = [customer(c, l) for c, text in (("NORDWIND", NORDWIND), ("HARBOR", HARBOR)) for l in text.strip().splitlines()]
        self.documents, self.payments, self.applications, self.decisions = [], [], [], []
        self.numbers = {"NORDWIND": 260100, "HARBOR": 71500}

    def who(self, number):
        return next(c for c in self.customers if c["row"]["customer_id"] == number)

    def find(self, number):
        return next(d for d in self.documents if d["document_id"] == number)

    def new_number(self, company, prefix=None):
        self.numbers[company] += 1
        return f"{prefix or ('RE' if company == 'NORDWIND' else 'INV')}-{self.numbers[company]}"

    def add(self, who, due, amount, currency=None, **more):
        """An invoice due on `due`; negative amounts are credits and have no due date."""
        row, currency = who["row"], currency or who["currencies"][0]
        credit = amount < 0
        company, kind = row["company"], more.pop("kind", "credit_note" if credit else "invoice")
        prefix = {"credit_note": "GS" if company == "NORDWIND" else "CN", "on_account": "ZA" if company == "NORDWIND" else "OA"}.get(kind)
        term = net_days(row["terms"])
        number = more.pop("document_id", None) or self.new_number(company, prefix)
        net = amount * 100 // 119 if company == "NORDWIND" and row["country"] == "DE" else amount
        document = dict(
            company=company, document_id=number, customer_id=row["customer_id"], kind=kind, document_date=days(due, 0 if credit else -term),
            due_date="" if credit else due, currency=currency, amount=amount, balance=amount, net_amount=net, tax_amount=amount - net,
            terms="" if credit else row["terms"], salesperson=row["salesperson"], payment_method=row.get("payment_method", ""))
        if row["terms"].startswith("2%") and not credit:
            document.update(discount_date=days(document["document_date"], 10), discount_amount=amount // 50)
        if pick(0, 2, "po", number) == 0 and not credit: document["purchase_order"] = f"PO-{pick(10000, 99999, 'po#', number)}"
        document.update(more)
        self.documents.append(document)
        return document

    def pay(self, documents, date, parts=None, method="transfer", **more):
        """One payment that the ERP applied to `documents`, in full or `parts` of them."""
        parts = parts or [d["balance"] for d in documents]
        company, one = documents[0]["company"], documents[0]
        number = f"{'ZE' if company == 'NORDWIND' else 'PMT'}-{len(self.payments) + 5001}"
        name = self.who(one["customer_id"])["row"]["name"]
        payment = dict(company=company, payment_id=number, customer_id=one["customer_id"], payment_date=date, currency=one["currency"],
                       amount=sum(parts), method=method, reference=one["document_id"] if len(documents) == 1 else "",
                       remittance=" ".join(d["document_id"] for d in documents), payer_name=name)
        payment.update(more)
        self.payments.append(payment)
        for d, part in zip(documents, parts):
            d["balance"] -= part
            self.applications.append(dict(company=company, payment_id=number, document_id=d["document_id"], amount=part, applied_on=date))
        return payment

    def receive(self, who, date, amount, currency=None, **more):
        """Money that nothing was applied to."""
        company = who["row"]["company"]
        payment = dict(company=company, payment_id=f"{'ZE' if company == 'NORDWIND' else 'PMT'}-{len(self.payments) + 5001}",
                       customer_id=who["row"]["customer_id"], payment_date=date, currency=currency or who["currencies"][0], amount=amount,
                       method="transfer", payer_name=who["row"]["name"])
        payment.update(more)
        self.payments.append(payment)
        return payment

    def decide(self, who, kind, **more):
        row = self.who(who)["row"]
        since = more.pop("since", NIGHTS[0])
        number = f"D-{len(self.decisions) + 1:03d}"
        self.decisions.append(dict(company=row["company"], customer_id=who, kind=kind, decision_id=number, **{"from": since}, by="Vera Lindqvist") | more)


def price(number, serial):
    size = pick(1, 10, "size", number, serial)
    return pick(8_00, 90_00, "small", number, serial) if size == 1 else \
        pick(2_500_00, 18_000_00, "large", number, serial) if size > 8 else pick(95_00, 2_400_00, "middle", number, serial)


def history(books, who, asof):
    """Documents of the last months that were settled: the evidence that scores rest on."""
    number, habit = who["row"]["customer_id"], who["habit"]
    low, high = (10, 12) if who["row"]["group"] == "key" else SETTLED[habit]
    batch = []
    for serial in range(pick(low, high, "settled", number) if high else 0):
        late = pick(*LATENESS[habit], "late", number, serial)
        due = days(asof, -max(late, 0) - 12 - 11 * serial - pick(0, 6, "gap", number, serial))
        batch.append((books.add(who, due, price(number, f"s{serial}")), days(due, late)))
    while batch:
        # every third payment settles two documents of about the same week
        size = 2 if len(batch) > 1 and pick(0, 2, "pair", number, len(batch)) == 0 and abs((batch[0][1] - batch[1][1]).days) < 21 else 1
        paid, batch = batch[:size], batch[size:]
        books.pay([d for d, _ in paid], max(date for _, date in paid),
                  method=choose(["transfer", "transfer", "transfer", "cheque", "card"], "method", number, len(batch)))


def open_items(books, who, asof):
    """What is open tonight, with the level that the ERP's own dunning had reached."""
    number = who["row"]["customer_id"]
    for serial, age in enumerate(who["ages"]):
        if serial and pick(0, 9, "some", number, serial) < (5 if who["habit"] == "D" else 2): continue
        age += pick(0, 2, "age", number, serial) if age > 12 else 0
        age = max(age, 2 - net_days(who["row"]["terms"]))
        more = {}
        if age >= 66: more = dict(reminder_level=2 if age < 130 else 3, last_reminded_on=days(asof, -pick(9, 20, "last", number)))
        elif age >= 34: more = dict(reminder_level=1, last_reminded_on=days(asof, -pick(9, 20, "last", number)))
        currency = who["currencies"][serial % len(who["currencies"])]
        books.add(who, days(asof, -age), price(number, f"o{serial}"), currency, **more)


def special_cases(books, asof):
    """What the regular customers do not show: one case each, named."""
    ago = lambda n: days(asof, -n)
    who = books.who
    # credit notes: one names its invoice, one is free
    wrong = books.add(who("10012"), ago(21), 1_785_00)
    books.add(who("10012"), ago(12), -535_50, reference=wrong["document_id"])
    books.add(who("0040008"), ago(15), -240_00)
    # part payments, one of them a few days ago
    for number, age, share in (("10003", 52, 40), ("10044", 19, 25), ("0040012", 45, 60), ("0040023", 27, 50)):
        part = books.add(who(number), ago(age), 3_200_00, document_id=None)
        books.pay([part], ago(24 if age > 30 else 3), [part["amount"] * share // 100])
    # money on account: small beside the debt, larger than the debt, and the only thing there is
    for number, amount in (("10009", -150_00), ("10024", -9_500_00), ("0040017", -75_25), ("0040003", -1_000_00), ("0040026", -310_00)):
        cash = books.receive(who(number), ago(9), -amount, remittance="a conto")
        books.add(who(number), ago(9), amount, kind="on_account", document_id=cash["payment_id"].replace("ZE", "ZA").replace("PMT", "OA"), reference=cash["payment_id"])
    # a receipt that names its invoice and is not posted yet
    seen = books.add(who("10046"), ago(11), 412_93)
    books.receive(who("10046"), asof, 412_93, reference=seen["document_id"], remittance=f"Rechnung {seen['document_id']}")
    # three instalments of one invoice
    machine = books.new_number("NORDWIND")
    for index, age in enumerate((35, 5, -26)):
        books.add(who("10041"), ago(age), 4_000_00, document_id=machine, instalment=str(index + 1), document_date=ago(65))
    boat = books.new_number("HARBOR")
    for index, age in enumerate((10, -20)):
        books.add(who("0040029"), ago(age), 6_250_00, document_id=boat, instalment=str(index + 1), document_date=ago(40))
    # no due date: aged by its terms, and by its document date where there are none
    books.add(who("10018"), ago(20), 88_06, due_date="", document_date=ago(50), terms="NET30")
    books.add(who("0040031"), ago(40), 129_99, due_date="", document_date=ago(70), terms="")
    # a debit note, a charge, a tiny rest, a very old item, and an ERP block on one document
    books.add(who("0040007"), ago(16), 62_50, kind="debit_note")
    books.add(who("10045"), ago(14), 25_00, kind="charge")
    books.add(who("10043"), ago(31), 4_17)
    books.add(who("10002"), ago(1_010), 733_08, reminder_level=3, last_reminded_on=ago(400))
    books.add(who("10039"), ago(29), 540_00, reminder_block="in Klärung")
    # reminded by the ERP three days ago: too soon to write again
    books.add(who("10032"), ago(36), 1_118_20, reminder_level=1, last_reminded_on=ago(3))
    # a direct debit that went through; the bank returns it before night two
    debit = books.add(who("10010"), ago(24), 642_60, document_id="RE-259990")
    books.pay([debit], ago(23), method="direct_debit")
    # paid, and paid back by the customer's bank before night two: open again
    bounced = books.add(who("0040014"), ago(18), 1_980_00, document_id="INV-71490")
    books.pay([bounced], ago(6), method="cheque")


def number_by_date(books):
    """Gives documents and payments the numbers that an ERP would have given: in the order of their dates."""
    new = {}
    def renumber(rows, key, date):
        for company in ("NORDWIND", "HARBOR"):
            counted = [r for r in rows if r["company"] == company and not r[key].startswith(("RE-2599", "INV-7149", "ZA-", "OA-"))]
            order = sorted({r[key]: r[date] for r in counted}.items(), key=lambda item: (item[1], item[0]))
            numbers = sorted(int(number.split("-")[1]) for number, _ in order)
            new.update((number, f"{number.split('-')[0]}-{serial}") for (number, _), serial in zip(order, numbers))
    renumber(books.documents, "document_id", "document_date")
    renumber(books.payments, "payment_id", "payment_date")
    for old, number in list(new.items()):
        if old.startswith(("ZE-", "PMT-")): new[old.replace("ZE-", "ZA-").replace("PMT-", "OA-")] = number.replace("ZE-", "ZA-").replace("PMT-", "OA-")
    for row in books.documents + books.payments + books.applications:
        for key in ("document_id", "payment_id", "reference", "remittance"):
            if row.get(key): row[key] = " ".join(new.get(word, word) for word in row[key].split(" "))
    books.payments.sort(key=lambda r: (r["company"], r["payment_date"], r["payment_id"]))
    books.applications.sort(key=lambda r: (r["company"], r["applied_on"], r["payment_id"], r["document_id"]))


def decisions(books, asof):
    find = lambda number, low=7: next(d for d in books.documents if d["customer_id"] == number and d["balance"] > 0 and d["due_date"]
                                      and (asof - d["due_date"]).days >= low)["document_id"]
    books.decide("10012", "dispute", document_id=find("10012"), note="quantity short by 40 pieces")
    books.decide("0040020", "dispute", document_id=find("0040020"), amount="35.00", note="freight charged twice")
    books.decide("10026", "promise", until=days(asof, 8), amount="1500.00", note="promised on the phone")
    books.decide("0040009", "promise", until=days(asof, -9), note="kept nothing so far", since=days(asof, -20))
    books.decide("10040", "hold", until=days(asof, 20), note="season ended, talks with the family")
    for month, amount in ((10, "2000.00"), (41, "2000.00"), (71, "2000.00")):
        books.decide("10045", "plan", plan_id="P-1", until=days(asof, month), amount=amount)
    books.decide("10014", "exclude", note="managing director writes himself")
    books.decide("0040022", "insolvency", note="winding-up petition, 2 November 2026")
    books.decide("0040024", "legal", note="with the solicitors")
    books.decide("10013", "score", value="95", until=days(asof, 40), note="partner of long standing")
    books.decide("10044", "channel", value="letter", note="asked for paper")
    books.decide("0040005", "call", note="reads no mail in November")


def second_night(books, asof):
    """One business day later: about one in twenty of the open items is paid, a few are new, one is open again."""
    ago = lambda n: days(asof, -n)
    for d in books.documents: d.pop("gone", None)
    is_plain = lambda d: d["balance"] == d["amount"] > 0 and not d.get("instalment") and d["kind"] == "invoice" and d["due_date"]
    plain = [d for d in books.documents if is_plain(d)]
    busy = {d["customer_id"] for d in books.decisions} | {"10010", "0040014"}
    payers = [d for d in plain if d["customer_id"] not in busy and -12 <= (asof - d["due_date"]).days <= 60]
    for index, d in enumerate(payers[4::9]):
        # most leave the export, some stay in it with nothing open, two leave it and nobody says why
        if index % 9 == 8: d["balance"] = 0
        else: books.pay([d], ago(1) if index % 2 else asof)
        if index % 4 != 1: d["gone"] = True
    for d, share in [(d, s) for d, s in zip([d for d in payers[1::30] if d["balance"]], (30, 50, 75, 20))]:
        books.pay([d], asof, [d["amount"] * share // 100])
    # the bank returns a direct debit, and a cheque bounces: both invoices are open again
    for number in ("RE-259990", "INV-71490"):
        d = books.find(number)
        d["balance"] = d["amount"]
        books.receive(books.who(d["customer_id"]), asof, -d["amount"], method="return", reference=number, remittance=f"RETURN {number}")
    # a credit note is set off against its invoice
    credit = next(d for d in books.documents if d["kind"] == "credit_note" and d.get("reference"))
    books.find(credit["reference"])["balance"] += credit["balance"]
    credit["balance"] = 0
    # one cancelled, one given more time, one order number put right
    quiet = [d for d in plain if d["balance"] == d["amount"] and not d.get("gone")]
    quiet[7].update(balance=0, status="cancelled")
    quiet[15].update(due_date=days(quiet[15]["due_date"], 30))
    quiet[23].update(purchase_order="PO-77001-B")
    for index, number in enumerate("10001 10007 10011 10020 10027 10033 10036 0040003 0040010 0040016 0040019 0040027 0040034".split()):
        books.add(books.who(number), days(asof, 30), price(number, "night two"))
    books.add(books.who("10007"), asof, -119_00)
    # a new customer, a new mail address, and one who has nothing open any more and leaves the customer file
    newcomer = customer("NORDWIND", "10047|Töpferei Tonfläche GbR|Brennofenweg 3|56203|Höhr-Grenzhausen||DE|de|N|retail|")
    books.customers.append(newcomer)
    books.add(newcomer, days(asof, 14), 318_92)
    books.who("10011")["row"]["email"] = "rechnung@suessmilch-drogerien.example"
    leaver = "0040035"
    for d in [d for d in books.documents if d["customer_id"] == leaver and d["balance"]]:
        books.pay([d], asof)
        d["gone"] = True
    books.customers = [c for c in books.customers if c["row"]["customer_id"] != leaver]
    books.decide("10012", "release", value="dispute", since=asof, note="missing pieces delivered")
    books.decide("10029", "promise", until=days(asof, 12), note="payment run on the 30th", since=asof)
    books.decide("0040011", "dispute", since=asof, note="whole account under review")


def text_of(value):
    return "" if value is None else value if isinstance(value, str) else str(value)


def cells(row, columns):
    for name in columns:
        value = row.get(name, "")
        yield name, money(value) if isinstance(value, int) and name in MONEY else text_of(value)


MONEY = {"amount", "balance", "net_amount", "tax_amount", "discount_amount", "total", "gl_balance"}


def as_csv(rows, columns):
    out = io.StringIO()
    quoted = lambda v: '"' + v.replace('"', '""') + '"' if any(c in v for c in ',"\n') else v
    for line in [columns] + [[v for _, v in cells(r, columns)] for r in rows]:
        out.write(",".join(map(quoted, line)) + "\n")
    return out.getvalue()


def as_xml(rows, columns, element):
    out = ['<?xml version="1.0" encoding="UTF-8"?>', "<receivables>"]
    for row in rows:
        out += [f"  <{element}>"] + [f"    <{n}>{escape(v)}</{n}>" for n, v in cells(row, columns) if v] + [f"  </{element}>"]
    return "\n".join(out + ["</receivables>", ""])


def controls(documents, asof):
    """Per company and currency: open rows and their sum, as the ledger account has it."""
    sums = {}
    for d in documents:
        rows, total = sums.get((d["company"], d["currency"]), (0, 0))
        sums[d["company"], d["currency"]] = rows + (d["balance"] != 0), total + d["balance"]
    return [dict(company=c, currency=k, as_of=asof, rows=str(rows), total=total, gl_balance=total) for (c, k), (rows, total) in sorted(sums.items())]


def files(books, asof, payments, applications, decided):
    shown = sorted((d for d in books.documents if not d.get("gone")), key=lambda d: (d["company"], d["document_date"], d["document_id"], d.get("instalment", "")))
    of = lambda company: [d for d in shown if d["company"] == company]
    return {
        "customers.csv": as_csv([c["row"] for c in books.customers], CUSTOMER_COLUMNS),
        "open-items-nordwind.csv": as_csv(of("NORDWIND"), DOCUMENT_COLUMNS),
        "open-items-harbor.xml": as_xml(of("HARBOR"), DOCUMENT_COLUMNS, "document"),
        "payments.csv": as_csv(books.payments[payments:], PAYMENT_COLUMNS),
        "applications.csv": as_csv(books.applications[applications:], APPLICATION_COLUMNS),
        "controls.csv": as_csv(controls(shown, asof), CONTROL_COLUMNS),
        "decisions.csv": as_csv(books.decisions[decided:], DECISION_COLUMNS),
    }


def nights():
    books = Books()
    for who in books.customers:
        history(books, who, NIGHTS[0])
        open_items(books, who, NIGHTS[0])
    special_cases(books, NIGHTS[0])
    number_by_date(books)
    decisions(books, NIGHTS[0])
    first = files(books, NIGHTS[0], 0, 0, 0)
    seen = len(books.payments), len(books.applications), len(books.decisions)
    second_night(books, NIGHTS[1])
    return {"night-1": first, "night-2": files(books, NIGHTS[1], *seen)}


def main():
    wrong = []
    for night, content in nights().items():
        folder = os.path.join(HERE, night)
        os.makedirs(folder, exist_ok=True)
        for name, text in content.items():
            path, data = os.path.join(folder, name), text.encode()
            if "--check" not in sys.argv:
                with open(path, "wb") as f: f.write(data)
            elif not os.path.exists(path) or open(path, "rb").read() != data: wrong.append(os.path.relpath(path, HERE))
    if wrong: sys.exit(f"sample: {', '.join(wrong)} differ from what sample/generate.py writes")


if __name__ == "__main__":
    main()
