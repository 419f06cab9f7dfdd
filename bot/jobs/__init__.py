"""Nudges to work: what is to be done soon, once at a time; embedded, or shared by several machines.

What must be done always stands in the tables of the store. A job only says *look there now*; one
that is lost costs a sweep, one that comes twice finds nothing left to do.
"""
