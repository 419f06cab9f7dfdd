"""Report to advice: understand, evidence, weigh, ask, advise. Pure."""
