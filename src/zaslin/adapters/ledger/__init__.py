"""The durable journal: SQLite on one machine, PostgreSQL behind several processes.

``database.open_database`` gives a :class:`~zaslin.adapters.ledger.database.Database`,
``shelf`` the journals in it, ``journal.LedgerJournal`` one of them as a desk writes it.
``lead`` says which process writes; ``transfer`` backs up and restores.
One transaction keeps an entry with its postings, its receipt and its documents, or
nothing of them.
"""
