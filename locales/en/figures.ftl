# Figures: counted, published, and the records behind them.

figures-heading = Figures: { $place }
figures-title = { $model }, { $year }, { $place }
figures-place = The place
figures-year = year { $year }
figures-households-on = Households are counted for { $day }.
figures-field-year = Year
figures-field-on = Map of the day
figures-that-day = Figures on the map of { $day }.
figures-nothing = No record yet for { $year }
figures-nothing-more = Figures appear as soon as the commune enters households and families register.
figures-rate = Rate
figures-rate-recognised = Recognised of all households
figures-rate-registered = Registered of all households
figures-of-households = { $n } of { $d } households
figures-caption = Year { $year }; households on { $day }
figures-accepted-of-submitted = passed of submitted
figures-revoked = { $n } revoked
figures-source = Counted by this site from { $households } household records and { $families } family records at { $at }.
figures-hidden-few = The figures of this place are not public: it has too few households, or a place with too few could be calculated from them. Those who may see the commune’s records see them after signing in.
figures-few = < { $n }
figures-not-shown = not shown
figures-note-hidden = Hamlets with fewer than { $n } households are not shown to the public, so that no single family is told of; where needed another hamlet is hidden so that they cannot be calculated.
figures-note-rates = Every rate is calculated from the numerator and denominator on this page and rounded to two decimals.
figures-warnings = Look again
figures-below = By place below
figures-below-caption = { $n ->
    [one] { $n } row
   *[other] { $n } rows
  }, map of { $day }
figures-remainder = Hamlets no longer in force ({ $n })
figures-total = Total: { $place }
figures-rows-empty = { $n ->
    [one] { $n } place
   *[other] { $n } places
  } without any record yet:
figures-elsewhere = Figures before and after the reform
figures-before = This unit begins on { $day }. Records made before stay with the unit where they were made and are not added here:
figures-after = This unit ended on { $day }. Records made since belong to:
figures-open = Figures of { $place }
figures-open-day = Figures of { $place } on { $day }
figures-trend = Year by year
figures-trend-one = There is one year so far; a chart appears from the second on.
figures-chart-year = { $year }: registered { $registered }, recognised { $recognised }
figures-beside = Published figures beside the counted ones
figures-beside-more = Published figures are kept as their source wrote them and are never added to counted ones.
figures-published-below = Published about places below
figures-published-all = See all of them and filter
figures-published-note = Published
published-note-languages = A note may be written in Vietnamese, English and Indonesian with | between them: readers see their own language.
figures-kinds = Counted, reported and published figures are three different kinds.
figures-kinds-more = How figures are made here
figures-sheet = Figures
figures-fact-place = Place
figures-fact-households = Households counted for

count-households = Households
count-registered = Registered
count-submitted = Submitted
count-accepted = Passed appraisal
count-recognised = Recognised
count-revoked = Revoked

warning-below-zero = a count is below zero; counters and register have come apart. Ask the administrator to run the check.
warning-recognised-above-registered = more families are recognised than registered.
warning-registered-above-total = more families are registered than there are households.
warning-recognised-above-total = more families are recognised than there are households.
warning-every-registered-recognised = every registered family is recognised; look at how they were appraised.
warning-every-household-recognised = every household is recognised; look at the register and at how they were appraised.

records-title = Records behind the number: { $place }
records-crumb = Records
records-closed = The records of single families in { $place } are not public. The number itself is.
records-who = Who may see them, within their own area:
records-back = Back to the figures
records-none = There is no record.
records-caption = Each row is one record that was counted
records-head = Head of household
records-number = Number
records-hamlet = Hamlet
records-state = State
records-pages = Pages
records-next = Next page

published-title = Published figures
published-lede = Figures the press has published about the learning society, each held against its own arithmetic.
published-search = Search by province, subject or source
published-any = Any result
published-none = No figure matches.
published-see-all = See all
published-count = { $n } of { $all } figures
published-what = What
published-counted = Counted here
published-not-counted = not counted here
published-counted-parts = { $n } of { $d } households, { $year }
published-said = Published
published-parts = { $n } of { $d }
published-source = Source
published-check = Arithmetic check
published-result = Result of the check
published-place = Place
published-subject = Subject
published-measure = Measure
published-as-of = As of
published-qualifier = Wording
published-numerator = Numerator
published-denominator = Denominator
published-rate = Published rate (%)
published-computed = Calculated rate
published-note = Remark
published-sheet = Published
published-import = Import published figures
published-import-lede = The file is looked over row by row first; nothing is saved until you confirm. The same source, place, day, subject and measure is the same figure.
published-file = CSV or Excel file
published-columns = Columns:
published-ready = { $n ->
    [one] { $n } figure
   *[other] { $n } figures
  } can be taken in.
published-not-ready = Nothing can be taken in yet: correct the rows with problems in the file and read it again, or nothing is new.
published-take = Take in { $n ->
    [one] { $n } figure
   *[other] { $n } figures
  }
published-row-new = new
published-row-changed = replaces what is there
published-row-same = there already, unchanged
done-published-taken = { $n ->
    [one] { $n } figure has
   *[other] { $n } figures have
  } been taken in.

qualifier-exact = { $value }
qualifier-more-than = more than { $value }
qualifier-more-than-both = more than { $value }
qualifier-nearly = nearly { $value }
qualifier-nearly-both = nearly { $value }
qualifier-approximately = about { $value }
qualifier-approximately-both = about { $value }
qualifier-target = target { $value }
qualifier-as-written = { $value } (as written)

check-agrees = { $quotient }, as published: { $rate }.
check-cut = { $quotient } when rounded, but { $rate } was published: further digits were cut off, not rounded.
check-disagrees = { $quotient }, but { $rate } was published.
check-above-hundred = More than all: the numerator is above the denominator, or the rate above 100 %.
check-bounds-kept = { $quotient }, which fits the wording ({ $rate }).
check-bounds-broken = { $quotient }, which does not fit the wording ({ $rate }).
check-not-checkable = Cannot be checked: { $missing }.
check-number-only = Only a number was published; there is nothing to calculate.
check-missing-numerator = no numerator was published
check-missing-denominator = no denominator was published
check-missing-rate = no rate was published
check-name-agrees = The arithmetic agrees
check-name-cut = Cut instead of rounded
check-name-disagrees = The arithmetic disagrees
check-name-above-hundred = Above 100 %
check-name-bounds-kept = Fits its wording
check-name-bounds-broken = Does not fit its wording
check-name-not-checkable = Cannot be checked

subject-family = Learning Families
subject-clan = Learning Clans
subject-community = Learning Communities
subject-community_commune = Learning Communities of commune level
subject-unit = Learning Units
subject-unit_district = Learning Units of district level
subject-unit_province = Learning Units of province level
subject-unit_province_level_1 = Learning Units of province level, level 1
subject-unit_province_level_2 = Learning Units of province level, level 2
subject-citizen = Learning Citizens
subject-citizen_group_3_and_4 = Learning Citizens, groups 3 and 4
subject-literacy = Illiteracy elimination
subject-primary_universalisation = Universal primary education
subject-lower_secondary_universalisation = Universal lower secondary education
subject-lower_secondary_universalisation_level_3_all_districts = Universal lower secondary education at level 3 in all districts
subject-association_branch_and_group = Study-promotion branches and groups
subject-fund_vnd = Study-promotion fund (VND)
subject-education_promotion_fund_vnd = Study-promotion fund (VND)
subject-to_hieu_scholarship_fund_vnd = Tô Hiệu scholarship fund (VND)
subject-workforce_information_and_life_skills = Workers with information and life skills
subject-population_15_plus_technical_or_vocational_qualification = People aged 15 and over with a technical or vocational qualification
subject-population_15_plus_university_degree = People aged 15 and over with a university degree
subject-continuing_education_centre = Continuing education centres
subject-training_course_for_cadres = Training courses for cadres
subject-technology_transfer_class = Technology transfer classes
subject-award = Awards
subject-award_budget_vnd = Award budget (VND)

measure-registered = registered
measure-recognised = recognised
measure-standard_level = standard level reached
measure-active = active
measure-balance_or_annual = balance or yearly income
measure-rated_good = rated good
measure-target_recognised = target to be recognised
measure-target = target
measure-existing = existing
measure-held = held
measure-mobilised = mobilised
measure-given = given
measure-spent = spent
published-withdraw = Withdraw this figure
published-withdraw-hint = For a figure that was taken in wrongly, not one that its source got wrong. A withdrawn figure stays to be seen with the reason, but stands beside counted ones no more.
published-withdraw-reason = Reason
published-withdraw-reason-hint = For example: the neighbouring province’s column was copied
published-withdraw-button = Withdraw it
published-restore = Put it in force again
published-withdrawn-why = Withdrawn { $day }: { $reason }
published-withdrawn-more = It stands beside counted figures no more. Taking in this same content again does not bring it back; corrected content does.
published-row-withdrawn = withdrawn with this very content, stays withdrawn
check-name-withdrawn = withdrawn
done-published-withdrawn = The figure is withdrawn.
done-published-restored = The figure is in force again.
