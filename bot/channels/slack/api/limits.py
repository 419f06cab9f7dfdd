"""How much Slack takes, and how much of it we use. Each of ours lies well inside Slack's.

Slack's own, from docs.slack.dev ("Block Kit" reference, ``chat.postMessage``, ``chat.update``):
50 blocks; section text 1 to 3,000 characters, the empty one refused; 10 context elements; 25 action
elements; 5 of ``context_actions``; button text and accessibility label 75, value 2,000; ``text`` of
``chat.update`` 4,000 bytes; ids 255. Not documented but measured by others: all blocks of one
message together about 13,200 escaped characters (``&`` counts 5, ``<`` and ``>`` 4), each block
costing about 100 beside its text (slackapi/bolt-js#2509, #2867).
"""

MOST_BLOCKS = 45  # of one message
MOST_CHARACTERS = 11_000  # escaped, of all blocks of one message, with what a block costs
BLOCK_COST = 100  # characters that a block costs beside its text
SECTION = 3_000  # characters of one section
TEXT_BYTES = 3_500  # UTF-8, of the text that notifications and screen readers use
NEWS = 2_000  # escaped characters of the latest news on a card
CONTEXT_ELEMENTS = 10  # of one context block
TITLE = 24  # characters of a form's title and buttons
HEADER = 150  # characters of a heading
BUTTON_TEXT = 75  # characters; about 30 are shown
BUTTON_VALUE = 2_000  # characters
