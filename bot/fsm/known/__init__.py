"""What is known of a case: what was told, what was noted, and what both come to.

Read `answering` first, the reporter's account. Then `noting` and `filling` (what rostered people
noted, and how a sheet is gone through), `grounds` and `facts` (what it comes to for a decision and
for the case), and `renewing` (what a new fact makes to be asked anew).
"""
