print("receivables")
