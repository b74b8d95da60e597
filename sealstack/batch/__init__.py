"""Reading millions of files: a plan, readers in many processes, a ledger of what is finished."""
