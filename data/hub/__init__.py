"""The Analytics Hub: how is it all going, and what has changed? (D-17, F244)"""
