"""``jitabata doctor``: what is wrong with the whole, and how to put it right.

Part of the composition root. Each examiner looks at one side and changes nothing; ``examine`` lists
them. The words stand beside them.
"""
