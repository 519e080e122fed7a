"""Each file in versions/ is one step from the tables of an older program to those of this one."""
