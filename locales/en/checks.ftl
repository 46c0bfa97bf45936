check-household-without-head = An active household has no head. Open its page and choose one.
check-household-two-heads = A household has more than one head. Open its page and correct the relations.
check-head-name-differs = The head's name in lists differs from the member who is head. Save the household's page again.
check-stay-missing = An active household has no current stay. Restore from a backup and tell the developers.
check-stay-of-closed-household = A closed household still has an open stay. Tell the developers.
check-stay-elsewhere = A household's current stay is not at the hamlet it is listed in. Tell the developers.
check-stay-after-hamlet = An active household lives in a hamlet that has ended. Move the household, or open the hamlet again.
check-stay-inverted = A stay ends before it begins. Tell the developers.
check-household-place = A household's hamlet is not in its commune. Tell the developers.
check-identity-number-twice = One ID number stands with two people. Compare the two households and correct one.
check-merged-without-target = A household is called merged and it is not known into which, or the other way round. Restore from a backup and tell the developers.
check-merged-in-a-circle = Households are merged into each other in a circle. Tell the developers.
check-merged-with-title = A merged household still holds an assessment that counts; it should have gone along to the household that stays. Tell the developers.
check-assessment-without-steps = An assessment has no steps. Restore from a backup.
check-step-missing = A step is missing in the middle of an assessment. Restore from a backup.
check-assessment-place = An assessment's hamlet is not in its commune. Tell the developers.
check-criteria-not-kept = An assessment uses a criteria version that is not kept. Restore from a backup.
check-recognised-without-decision = A family is recognised without a decision. Tell the developers.
check-certificate-missing = A family of a decision has no certificate. Tell the developers.
check-certificate-without-decision = A certificate does not match its assessment's decision. Tell the developers.
check-certificate-not-recognised = A certificate stands for a family that is not recognised. Tell the developers.
check-certificate-of-another-cycle = A certificate is of another year or commune than its decision. Tell the developers.
check-record-differs = This record is not as the last act on it left it, or no act ever made it: somebody wrote into the database itself. Compare it with its trail, with the paper and with a backup.
check-decision-families = A decision's number of families differs from its certificates. Tell the developers.
check-session-of-disabled-account = A closed account still has a session. Sign it out.
check-grant-inverted = A role ends before it begins. Correct its days.
check-grant-after-unit = A role is held at a place no longer in force. Grant it anew at the successor.
check-unit-inverted = A place ends before it begins. Tell the developers.
check-unit-outside-parent = A place is in force outside the days of the one above. Look at the hamlet's days.
check-unit-versions-overlap = Two versions of one place code overlap. Tell the developers.
check-path-missing = The tree of places lacks a pair. Tell the developers.
check-path-without-parent = The tree of places has a pair that follows no parent. Tell the developers.
check-path-days = A pair of the tree of places has wrong days. Tell the developers.
check-tally-differs = A counter differs from the recount. Run “hoctap recount --repair” and tell the developers.
check-tally-negative = A counter is below nothing. Run “hoctap recount --repair” and tell the developers.
check-tally-above-commune = A counter stands above the commune, so that sums count it twice. Run “hoctap recount --repair” and tell the developers.
check-audit-chain-broken = The audit chain was changed or torn. Keep the database as it is and compare it with a backup.
check-standing-differs = An assessment's state differs from its steps. Restore from a backup.
check-stay-overlap = A household lives at two places at once. Tell the developers.
check-stay-gap = There is a gap between two stays of a household. Look at the days it moved.
check-person-found-elsewhere = A person is found at a place where the household does not live. Save the household's page again.
check-search-text-stale = A household's search text is out of date. Save its page again.
severity-error = error
severity-warning = warning
severity-note = note
check-sound = Nothing wrong found: { $checks } checks, { $lines } audit lines.
check-found = { $n ->
    [one] { $n } finding needs attention.
   *[other] { $n } findings need attention.
  }
recount-same = Every counter equals the recount.
recount-differs = { $n ->
    [one] { $n } counter differs from the recount.
   *[other] { $n } counters differ from the recount.
  }
recount-repaired = { $n ->
    [one] { $n } counter was put right.
   *[other] { $n } counters were put right.
  }
