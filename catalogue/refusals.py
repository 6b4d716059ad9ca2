"""What people ask for, and can't have now."""


class Refusal(Exception):
    """It can't be done, now or by this person: a sentence in French says why."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message
