"""Full triage of Slack events against a Bolt app that does nothing, on one server in one run.

    python -m tests.benchmarks.slack

A process serves both over HTTP (uvicorn): ours with its inbox, worker, the real desk on SQLite in a
file and the pump, which posts to the strict imitation of Slack; beside it a Bolt app
whose one listener does nothing. This process is Slack: it signs and sends events over kept
connections, takes the answers and looks at each. Every event is the first post of another person
of another company in an opted-in room: mostly troubles of their own, questions, and one report in five
of one and the same fault.

It is measured twice: ``durable`` as it is served, where each commit waits for the disk, which is what
the bars are about, and without that wait, which shows what the program itself costs.

The bars: at least 25 % of the events a second that the empty app acknowledges, counted until the last
answer stands in its thread; at half of that load 99 of 100 acknowledgements within 100 ms; every one
within a second. Not measured: the pace that Slack asks for (it would be all that one sees), our own
posts that come back as events, feeds, ticks.
"""
