"""The logger that the SDK gets wherever it handles secrets: it says nothing.

At level DEBUG the SDK writes whole requests and answers, and its flow for installations warns with
the code that it could not exchange. What went wrong is told by our own logger, without secrets.
"""

import logging

quiet = logging.getLogger("jitabata.slack.quiet")
quiet.setLevel(logging.CRITICAL + 1)
