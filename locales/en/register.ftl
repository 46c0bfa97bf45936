# The household register: list, household, members, moving, closing, files in and out.

register-crumbs = Where this page is
register-synthetic = Made-up data
register-undo = Undo
register-choose = Choose…
register-cancel = Cancel
register-save = Save
register-saving = Saving…
register-continue = Continue
register-acts = Actions
register-reason = Reason
register-reason-more = More about the reason (if needed)
register-trail = What was changed

column-head = Head of household
column-number = Household number
column-hamlet = Hamlet or quarter
column-name = Full name
column-relation = Relation to head
column-sex = Sex
column-birth = Date of birth
column-id_number = Identity number
column-id_tail = Last 3 digits
column-address = Address
column-phone = Phone
column-note = Note

relation-head = Head
relation-spouse = Spouse
relation-child = Child
relation-parent = Parent
relation-grandchild = Grandchild
relation-grandparent = Grandparent
relation-sibling = Sibling
relation-other = Other

sex-male = Male
sex-female = Female
sex-unknown = Not written down

why-moved = Moved away
why-died = Died
why-mistake = Entered by mistake
why-other = Another reason

household-status-active = Lives here
household-status-moved_out = Moved away
household-status-dissolved = No longer exists
household-status-all = All

trail-field-why = Why the person left

households-title = Households
households-import = Import an Excel file
households-add = Add a household
households-search = Find by the name of anyone in it or by number, without accents
households-search-button = Find
households-place = Place
households-status = Status
households-filter = Filter
households-members = People
households-count = { $n ->
    [0] No household
    [one] { $n } household
   *[other] { $n } households, by name of the head
  }
households-keys = Keys:
households-pages = Pages of the list
households-range = Households { $from } to { $to } of { $n }
households-first = Back to the first page
households-next = Next page
households-none = The register is still empty
households-none-more = Import the hamlet’s list from Excel, or add households one by one.
households-none-found = No household fits
households-none-found-more = Search for less, or choose another place or status.
households-show-all = Show all households

household-title = Household of { $name }
household-edit = Edit
household-move = Move household
household-close = Close household
household-reopen = Reopen household
household-place = Lives at
household-closed-since = { $status }, since { $day }.
household-members = Members ({ $n })
household-add-member = Add a member
household-change-head = Change the head
household-former = Former members ({ $n })
household-left = Left on { $day }
household-restore = Put back
household-assessments = Learning titles over the years
household-no-assessments = No assessment yet.
household-year = Year
household-model = Title
household-state = State
household-points = Points
household-stays = Where it lived
household-no-stays = No stay is left in the register.
household-stay-open = since { $since }
household-stay-closed = from { $since } to { $until }

household-new = Add a household
household-number-hint = Left empty, the next number of the hamlet is taken.
household-since = Lives here since
household-since-hint = Left empty, the first day of this year counts.
household-people = Members
household-people-hint = The first row is the head. Write births as day/month/year, or only the year if nothing more is known. Empty rows are passed over.
household-id-kept = A number ending in { $tail } was received. Leave empty to keep it.
household-more-rows = More rows
household-save = Save household
household-double = This household looks like one that is already in the commune.
household-double-see = See household { $number }
household-double-sure = I have compared them: this is another household. Add it.
household-edit-more = Names of head and members are changed in the list of members, the place by “Move household”.

member-head-hint = To make somebody else the head, use “Change the head” on the household’s page.
member-birth-hint = For example 05/03/1980; 1980 if only the year is known; empty if nothing is known.
member-id-hint = 12 digits of the identity card or 9 of the old one. It is encrypted when saved and never shown again.
member-id-hint-tail = A number ending in { $tail } is kept. Leave empty to keep it.
member-id-hint-kept = A number is kept. Leave empty to keep it.
member-clear-id = Remove the identity number that is kept
member-save-next = Save and add another
member-remove = Remove from household
member-remove-title = Remove { $name } from the household
member-remove-more = The person leaves the present list of the household; earlier years stay as they were.
member-remove-head = This is the head. Choose another head first, then remove this person.
member-why = Why
member-left-on = No longer there since

household-head-now = Head at present: { $name }
household-head-who = Who becomes the head?
household-head-next = New head: { $name }. Check what the others are to the new head.
household-head-other = Choose somebody else

household-move-title = Move the household of { $name }
household-lives = Lives at { $place }
household-move-to = Moves to
household-move-hint = Only places this account may move households to. For a household that leaves altogether use “Close household”.
household-move-on = Lives there since
household-move-number = Number at the new place
household-move-number-hint = Left empty, it keeps its number; where another household has it, the next one is taken.
household-move-rule = Within the commune this year’s registration goes along to the new hamlet. To another commune, a registration of this year that was not submitted is withdrawn, and the family registers anew. One that was submitted must be finished or sent back first. What was decided stays where it was decided.

household-close-title = Close the household of { $name }
household-close-more = For a household that moved away or no longer exists. Its records are kept and it can be reopened.
household-close-status = This household has
household-close-on = No longer here since
household-close-rule = A registration of this year that was not submitted is withdrawn for the same reason. One that was submitted must be finished or sent back first.
household-reopen-title = Reopen the household of { $name }
household-reopen-on = Lives here again since
household-reopen-hint = Keep this day if the closing was a mistake; if the household went and came back, enter the day it came back.

done-household-added = The household was added to the register.
done-household-saved = The household was saved.
done-member-added = The member was added.
done-member-saved = The member was saved.
done-member-removed = The member was removed from the household.
done-member-restored = The member is back in the household.
done-head-changed = The head was changed.
done-household-moved = The household was moved.
done-household-moved-withdrawn = The household was moved to another commune; this year’s registration at the old place was withdrawn.
done-household-closed = The household was closed.
done-household-closed-withdrawn = The household was closed; its registration of this year was withdrawn.
done-household-reopened = The household was reopened.
