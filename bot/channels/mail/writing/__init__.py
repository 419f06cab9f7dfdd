"""Mails as they leave: what the desk says to headers, text and HTML. Pure; everything is escaped."""
