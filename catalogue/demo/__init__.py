"""The demonstration network: what a new copy of Parvis is filled with, and a generator of large
networks for measures.

What is invented is flagged `is_demonstration`; no phone number, e-mail address or SIRET is
invented for anybody. Objects are described in `data/`; loading makes each of them once
(`ledger`), then leaves it to the editors.
"""
