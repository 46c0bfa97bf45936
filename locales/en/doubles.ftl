# Households that look alike: the list, two of them side by side, merging and undoing.

doubles-title = Households that look alike
doubles-lede = Pairs that seem to be one household entered twice, or that name the same person. Compare each, then merge it or say that they are two.
doubles-show = Show
doubles-show-open = Waiting for a decision
doubles-show-apart = Told apart ({ $n })
doubles-none = No households look alike
doubles-none-apart = No pair has been told apart yet
doubles-none-more = This list follows the register by itself when households are added or change.
doubles-count = { $n ->
    [one] { $n } pair
   *[other] { $n } pairs, the likeliest first
  }
doubles-more = { $n } more are not shown yet; they appear as these are decided.
doubles-range = Pairs { $from } to { $to } of { $n }
doubles-first = First household
doubles-second = Second household
doubles-common = What they have in common
doubles-compare = Compare
doubles-side = household { $number }, { $hamlet }, { $n ->
    [one] { $n } person
   *[other] { $n } people
  }
doubles-household = Household { $number }
doubles-kind-person = The same person in both
doubles-reason-number = { $n ->
    [1] The same identity number
   *[other] The same identity numbers ({ $n } people)
  }
doubles-reason-head_day = Heads with the same name and day of birth
doubles-reason-head_year = Heads with the same name and year of birth
doubles-reason-head_name = Heads with the same name
doubles-reason-members = { $n ->
    [one] { $n } member of the same name, whose births do not contradict
   *[other] { $n } members of the same names, whose births do not contradict
  }
doubles-reason-phone = The same telephone number
doubles-reason-hamlet = The same hamlet
doubles-said = { $who } said at { $when } that these are two households.
doubles-said-changed = { $who } said at { $when } that these are two households; something that matters has changed since, so the pair is shown again.
doubles-pair-title = { $one } and { $two }
doubles-nothing-common = These two have nothing in common but the commune.
doubles-not-active = One of the two no longer lives here (closed or merged), so they cannot be merged.
doubles-beside = What is known of the two
doubles-field = Field
doubles-difference = Comparison
doubles-differs = differs
doubles-same = the same
doubles-alone = in one household only
doubles-differs-in = differs: { $fields }
doubles-born = born { $birth }
doubles-remove = Remove from this household
doubles-decide = Two households after all?
doubles-tell-apart = They are two households
doubles-together = Take “two households” back
doubles-later = Later, go to the next pair
doubles-apart-hint = Once told apart, the pair is not shown again until something that matters to it changes. This can be taken back at any time.
doubles-merge = Merge into one household
doubles-merge-officer = Merging is done by the commune officer. If they are two households, say so above.
doubles-stays = Household { $number } ({ $hamlet }) stays.
doubles-stay-other = Let household { $number } stay instead
doubles-who = { $name } (household { $number })
doubles-is-same = is the same person as { $name }
doubles-comes = comes over to the household that stays
doubles-left = does not come over (entered by mistake)
doubles-relation = Relation to the head, { $head }
doubles-empty = (empty)
doubles-both = Keep both
doubles-look = See the merged household
doubles-look-hint = Nothing changes in this step.
doubles-preview = The merged household
doubles-preview-lede = This is how the household will be. Check it, then merge.
doubles-came = from household { $number }
doubles-what-becomes = What changes
doubles-vanishes = Household { $number } ({ $head }) leaves the lists; its old address leads to the one that stays.
doubles-never-there = It was entered in { $year } only, so it is no longer counted in this year’s figures.
doubles-until-today = Figures of earlier years stay as they are; in { $year } the household is counted as gone from today.
doubles-title-along = The record of { $year } ({ $state }) goes along to the household that stays; an issued certificate keeps its words.
doubles-title-exchange = The record of { $year } ({ $state }) goes along to the household that stays, in place of one there without a result; an issued certificate keeps its words.
doubles-title-rest = The record of { $year } ({ $state }) rests with the merged household.
doubles-left-behind = Not coming over: { $names }.
doubles-undo-hint = This can be undone for 30 days, while nobody has changed the two households.
doubles-merge-now = Merge the two households
doubles-edit = Choose again
doubles-came-here = The household you opened was merged into this one.
doubles-came-from = Household { $name }, which you opened, was merged into this one.
doubles-alike = This household looks like:
doubles-merged-here = Merged into this household
doubles-unmerge = Undo the merge
doubles-waiting = { $n ->
    [one] { $n } pair of households looks like one household.
   *[other] { $n } pairs of households look like one household each.
  }
doubles-see = Compare the pairs

household-status-merged = Merged
trail-value-merged = merged
trail-field-merged_into = Merged into household
trail-field-merged_from = Took up household
trail-field-apart_from = Told apart from household
trail-field-household = Household

done-doubles-apart = They are kept as two households.
done-doubles-together = Taken back; the pair waits for a decision again.
done-households-merged = The two households were merged.
done-households-unmerged = Undone: both households are as before the merge.
