# The recognition path: registering, self-assessing, sending, and the record of a family in a year.

path-title = Learning Families { $year }
path-year = Year
path-year-crumb = Learning Families { $year }
path-place = Place
path-crumbs = Where this page is
path-whole-commune = { $place } (all hamlets)
path-show = Show
path-find = Search
path-search = Search by name, accents not needed
path-tabs = Work of the year
path-tab-hub = Progress
path-tab-register = Registration
path-tab-grid = Score many
path-tab-assess = List of sheets
path-tab-paper = Paper sheet
path-pages = Pages of the list
path-first-page = First page
path-next-page = Next page
path-busy = Sending…
path-unnamed = A record outside what you may see
path-refused = Not done for { $n ->
    [one] one family
   *[other] { $n } families
 }; the others were kept
path-keys = Keys j and k move between rows, space picks, / searches.

path-stages = The six steps of the year
path-stage-register = Registration
path-stage-assess = Self-assessment
path-stage-submit = Submission
path-stage-appraise = Appraisal
path-stage-decide = Decision
path-stage-certificate = Certificate
path-passed = { $n } done
path-waiting = { $n } waiting
path-by-state = Families by state
path-by-hamlet = By hamlet
path-state = State
path-families = Families
path-households = Households living here
path-accepted = Accepted
path-recognised = Recognised
path-none-registered = No family is registered for { $year } yet.
path-go-register = Go to registration
path-no-households = { $place } has no households yet
path-no-households-next = Add households one by one or import them from an Excel file, then register them.
path-what-to-do = What to do
path-todo-register = households not registered yet
path-todo-assess = registered families without a self-assessment
path-todo-submit = sheets begun or returned, not yet sent
path-todo-appraise = sheets sent, waiting for appraisal
path-todo-decide = families that passed, waiting for the decision
path-todo-certificate = families waiting for the certificate

path-register-title = Register Learning Families for { $year }
path-register-caption = Households living in { $place } and their registration for { $year }
path-only-missing = Only households not registered
path-all-registered = All households are registered for { $year }
path-nothing-found = Nothing matches
path-nothing-found-next = Try fewer letters, no filter, or another place.
path-head = Head of household
path-number = Number
path-hamlet = Hamlet
path-pick-all = Pick all on this page
path-pick-one = Pick the household of { $name }
path-picked = Picked:
path-register-button = Register the picked households
path-withdraw-open = Withdraw…
path-withdraw-reason = Reason (required once answers are saved)
done-registered = Registered { $n ->
    [one] one family
   *[other] { $n } families
 }.
done-withdrawn = Withdrew { $n ->
    [one] one family
   *[other] { $n } families
 }.

path-list-title = Self-assessments { $year }
path-any-state = Any state
path-found = { $n ->
    [one] { $n } family
   *[other] { $n } families
  }
path-answered = Items answered
path-asked = Items asked
path-points = Points
path-mark = Pass mark
path-area = Area class
path-enough = enough
path-not-enough = not enough, needs { $mark }
path-under-floor = an item is below its minimum
path-assess-button = Assess
path-open = Open
path-submit-picked = Send the picked sheets
done-submitted = Sent { $n ->
    [one] one self-assessment
   *[other] { $n } self-assessments
 }.
path-list-of = Learning Families { $year }, { $place }
path-about-table = About this table
path-made = Made at
path-rows = Rows
path-list-note = Points are those the families gave themselves; what counts officially is the appraisal and the decision.

path-grid-title = Score many families, { $year }
path-grid-caption = { $place }, { $year }
path-grid-hint = Arrow keys and Enter move between cells; a block copied from Excel can be pasted. Type x where an item is set aside. An empty cell is no answer.
path-grid-rows = { $n ->
    [one] { $n } family on this page
   *[other] { $n } families on this page
  }
path-grid-items = What the items ask
path-grid-exempt = may be set aside in some cases (type x)
path-grid-empty = No sheet is waiting for answers
path-grid-empty-next = Register families first; a sheet that was sent must be recalled before it can be changed.
path-same-as-before = Fill in as last year
path-filled-from-before = Empty cells were filled from the latest earlier assessment. Change what is different, then save; nothing is kept before that.
path-before = Last year: { $value }
path-before-year = In { $year }: { $value }.
path-now = Kept now: { $value }
path-now-empty = Kept now: no answer
path-total = Total
path-of-mark = needs { $mark }
path-save-all = Save the table
path-save-and-submit-complete = Save, and send the complete sheets
done-saved-many = Saved the sheets of { $n ->
    [one] one family
   *[other] { $n } families
 }.
done-nothing-changed = No cell was changed, so nothing was written.
done-none-complete = Saved. No sheet was sent, because none is complete yet.

path-paper-title = Paper sheet for self-assessment { $year }
path-paper-hint = For places without network: print this page (landscape), write the points at each home, then enter them under “Score many”.
path-paper-mark = { $mark } points are needed.
path-paper-empty = No household needs a sheet
path-signature = Signature
path-paper-place = Date ……………, filled in by (signature, full name): ………………………………

path-form-title = Self-assessment of the household of { $name }, { $year }
path-whole-story = See the whole record
path-max = at most { $max } points
path-floor = Fewer than { $floor } points here means not passing.
path-exempt = Set this item aside: { $when }
path-exempt-short = set aside
path-yes = Yes
path-no = No
path-whole-of = The whole of item { $item }
path-less = Fewer points for item { $item }
path-more = More points for item { $item }
path-changed = changed
path-note-and-photos = Note and photos
path-note = Note
path-photo-add = Add photos
path-photo-of = Photo for item { $item }
path-photo-drop = Take { $name } away when saving
path-photos-left = { $n } more photos fit, { $max } at most for each family. Photos are made smaller, and the place and time stored in them are removed before they are kept.
path-same-as-year = Fill in as in { $year }
path-prefilled = Items without an answer were filled from { $year }. Change what is different, then save; nothing is kept before that.
path-save = Save
path-save-next = Save and go to the next family
path-save-submit = Save and send
path-say-pass = Reaches the {"{"}pass{"}"} points needed.
path-say-short = {"{"}short{"}"} points short of the {"{"}pass{"}"} needed.
path-say-open = {"{"}open{"}"} items without an answer.
path-say-changed = {"{"}changed{"}"} items differ from last year.
path-short-of = { $short } points short of the { $mark } needed.
path-reaches = Reaches the { $mark } points needed.
path-upload-sent = {"{"}percent{"}"}% sent
path-upload-failed = Not sent: the connection was lost. What you entered is still on the page; save again once there is network.
path-saved-not-sent = What you entered is saved. The sheet could not be sent; see below what needs to be put right.
path-clash = While this sheet was open, { $name } did “{ $step }” at { $at }.
path-clash-next = Nothing of yours was written. What you typed is still in the boxes; beside each item that differs stands what is kept now. Check, then save to use what is in the boxes.
path-returned-why = { $name } returned this sheet:
path-unverified = not verified
path-why-unverified = Why?
path-set-draft = These criteria are a draft, used because no issued text is known for this year.
path-set-paraphrase = The wording is a paraphrase, not the official text.
done-saved = The self-assessment is saved.
done-saved-next = The sheet before is saved. This is the next family.
done-saved-last = Saved. No further family on the list needs a sheet.
done-submitted-one = The self-assessment was sent to the commune.
done-recalled = The sheet was recalled and can be changed.
done-withdrawn-one = The registration was withdrawn.

path-story-title = Household of { $name }, Learning Family { $year }
path-story-lede = Household { $number }, { $place }
path-next = What comes next
path-others-turn = { $step }: done by { $who }
path-appraise-button = Appraise
path-decide-button = Decide on recognition
path-register-again = Register again
path-result = The result, and why
path-no-answers = No item is answered yet
path-no-answers-next = Points and their explanation appear here after the first save.
path-result-passed = Passes: { $total } of { $max } points, { $mark } are needed.
path-result-open = Not finished: { $answered } of { $asked } items are answered.
path-result-short = Not enough: { $total } points, { $short } short of the { $mark } needed.
path-result-blocked = Does not pass: { $total } points reach the { $mark } needed, but an item is below its minimum.
path-where-lost = Where points were lost, most first:
path-gap = { $lost ->
    [one] Item { $item }: { $lost } point lost
   *[other] Item { $item }: { $lost } points lost
  }
path-gap-blocks = { $lost ->
    [one] Item { $item }: { $lost } point lost and below its minimum
   *[other] Item { $item }: { $lost } points lost and below its minimum
  }
path-mark-why = The mark of { $mark } applies to this place: { $area }.
path-line-met = Met
path-line-part = Met in part
path-line-unmet = Not met
path-why-missing = No answer yet.
path-why-invalid = The answer cannot be counted; open the sheet to put it right.
path-why-exempt = Set aside: { $when }.
path-why-not-applicable = Does not apply to this family.
path-why-full = All points.
path-why-lost = { $n ->
    [one] { $n } point lost.
   *[other] { $n } points lost.
  }
path-why-below-floor = { $lost ->
    [one] { $lost } point lost; below the minimum of { $floor } for this item, so the whole does not pass.
   *[other] { $lost } points lost; below the minimum of { $floor } for this item, so the whole does not pass.
  }
path-why-met = Met.
path-why-said-no = Answered no, so level { $level } is not met.
path-why-below-threshold = Level { $level } needs at least { $share }; { $more } more are missing.
path-why-below-option = Level { $level } needs at least “{ $option }”.
path-judged-by = Judged by: { $title }.
path-photos = Photos
path-events = What happened
path-event-score = { $total } points, { $mark } needed
path-event-day = effective { $day }
path-event-photos = { $n ->
    [one] { $n } photo added
   *[other] { $n } photos added
  }
path-event-photos-gone = { $n ->
    [one] { $n } photo taken away
   *[other] { $n } photos taken away
  }
path-links = Related
path-household-page = Page of the household of { $name }
path-decision-page = Decision { $number } of { $day }
path-other-year = Record of { $year }
path-back-to-list = Sheets of { $place }, { $year }
path-trail = Audit trail
path-trail-open = { $n ->
    [one] Show { $n } line
   *[other] Show { $n } lines
  }
trail-field-step = Step
trail-field-n = Step number
