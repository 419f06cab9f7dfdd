"""A strict imitation of Slack: a workspace, its Web API on loopback and what it sends to an app.

Whatever an app does against Slack's documented rules (docs.slack.dev) is refused as Slack refuses it,
and what Slack would let pass is a *finding*: the rule, the call, the detail. Time is an argument, so that days pass in a test without waiting; signatures alone use the real
clock, since Bolt compares them with it.

    world = World(clock)
    world.installed("T1")
    world.room("C1", "T1", "USATO")
    async with serve(world) as url:
        ...

Not imitated: search, scheduled messages, streams, uploads, Work Objects, workflow steps, Enterprise
Grid, the exact words of ``response_metadata``. Limits that people have measured and Slack
does not publish (13,200 characters, 4,000 bytes, bursts) are taken at their strict reading.
"""
