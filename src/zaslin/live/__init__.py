"""The desk in real time: one writer, its mailbox, its health, and who looks on.

``desk`` runs an ``ops.Desk`` on a thread of its own, behind a ``mailbox`` of reports
and in front of a planning worker; ``board`` is what everybody else sees of it,
``broadcast`` how they hear of news, ``health`` what all of it is worth at the moment.
``replay`` shows a recorded journal in the same way.
No database, no web, and no clock of its own.
"""
