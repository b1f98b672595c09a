"""The service over HTTP: routes, documents, limits and the people behind requests.

Nothing in here decides anything about air defence; a route reads a document, asks
whether the person may, calls the desk and writes the answer.
"""
