"""One self-contained HTML page: the report after a night, or of a campaign.

``night.page`` is the page; ``words`` its two languages, ``html`` and ``svg`` what it is
made of.
Nothing on it comes from anywhere else: no network, no fonts, no libraries.
"""
