"""Jitabata: the triage desk for the kintone ecosystem.

The rooms, from the rim to the core; imports only point down this list:

    __main__, app, serving, watching, opening, settings, components
                              the command, the composition root, the environment
    channels/  web/           where people talk to us (Slack, terminal, protocol; chat, console, demo)
    feeds/                    status pages
    probes/                   our own measurements
    uploads/                  files that people send: HAR, plug-in lists, logs
    delivery/                 what leaves the house
    store/                    what outlives the process
    knowledge/                knowledge/*.yaml read and checked
    net/                      how hosts that are not ours are asked: which addresses, whose turn
    desk/                     Desk.handle(event): journal, gather facts, ask the core, carry out
    triage/  incidents/       decide; pure
    model/                    nouns: frozen dataclasses and enums
"""
