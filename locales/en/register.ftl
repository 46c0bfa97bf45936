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
column-head_given = Given name of head (own column)
column-name_given = Given name (own column)
column-men = Men (column of marks)
column-birth_of_men = Birth of men (own column)
column-birth_day = Birth: day
column-birth_month = Birth: month
column-birth_year = Birth: year
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
trail-field-added = Households added
trail-field-changed = Households changed
trail-field-unchanged = Households as they were
trail-field-waiting = Households waiting
trail-field-sheet = Sheet
trail-field-columns = Columns
trail-field-format = Kind of file
trail-value-waiting = waiting
trail-field-head_given = Given name of head (own column)
trail-field-name_given = Given name (own column)
trail-field-men = Men (column of marks)
trail-field-birth_of_men = Birth of men (own column)
trail-field-birth_day = Birth: day
trail-field-birth_month = Birth: month
trail-field-birth_year = Birth: year
trail-field-letters = Letters of the file
trail-value-undone = taken back
trail-value-tcvn3 = TCVN3 (ABC)
trail-value-vni = VNI
trail-value-keep = left as they are
trail-value-applied = imported
trail-value-active = lives here
trail-value-moved_out = moved away
trail-value-dissolved = no longer exists

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
done-household-moved-back = The household is back where it lived before.
done-household-moved = The household was moved.
done-household-moved-withdrawn = The household was moved to another commune; this year’s registration at the old place was withdrawn.
done-household-closed = The household was closed.
done-household-closed-withdrawn = The household was closed; its registration of this year was withdrawn.
done-household-reopened = The household was reopened.

register-notes-sheet = Notes
register-rows = Rows

export-sheet = Households
export-households = Households
export-made = Made on
export-by = Made by
export-note-back = This file can be changed and imported again. Imported unchanged, it changes nothing.
export-note-private = It holds personal data. Give it only to those responsible, and delete it when it is no longer needed.

imports-title = Importing the register
imports-none = No file was sent yet
imports-none-more = Send a list of households as Excel, ODS or CSV. Every change is shown first; nothing is written before you say so.
import-new = Send a file
import-new-lede = The list a hamlet already has will do; there is no need to copy it into a template.
import-title = Import of { $name }
import-place = Whose list is it?
import-place-hint = Choose the hamlet if the whole file is about one and has no column for it.
import-choose-file = The list
import-file-hint = Excel (.xlsx, .xls), ODS or CSV, at most { $mb } MB. Choose it, or drop it into the box.
import-sending = Sending…
import-say-sent = { "{percent}" } % sent
import-say-failed = The file could not be sent. Check the connection and send it again.
import-look = Send and look
import-nothing-yet = Nothing is written to the register in this step.
import-template = No list yet?
import-template-more = Download a workbook to fill, with the commune’s hamlets to choose from.
import-template-of = Template for { $place }
import-template-title = List of households, { $place }
import-template-sheet = Households
import-template-help = How to fill
import-template-file = households-template
import-template-1 = Each row is one person. The rows of a household follow each other under the same number; the row whose relation is “Head” is the head.
import-template-2 = Leave empty what is not known. The example row is not imported; it may stay.
import-template-3 = After sending, everything is shown first. Wrong cells are named one by one; the households that are right can go in.
import-not-listed-title = Not in the list
import-not-listed = This value is not in the list. If it is right all the same, keep it.
import-example-number = EXAMPLE
import-example-name = Lò Văn Mẫu
import-example-relation = Head
import-example-sex = Male
import-example-birth = 05/03/1984
import-example-id_number = 012345678901
import-example-address = Group 2
import-example-phone = 0912 345 678
import-example-note = Newly separated household
import-help-number = The household’s number in its hamlet. Left empty, the next one is taken.
import-help-hamlet = Name of the hamlet or quarter; accents may be missing.
import-help-name = The full name.
import-help-relation = Choose from the list. Each household has exactly one head.
import-help-sex = Male or Female; empty if not known.
import-help-birth = Day/month/year, such as 05/03/1984; only the year if nothing more is known.
import-help-id_number = 12 digits of the identity card or 9 of the old one. Encrypted when saved.
import-help-address = Where in the hamlet: group, lane, house number.
import-help-phone = A telephone number.
import-help-note = Anything to remember about the household.

import-file = File
import-commune = Commune
import-sent = Sent
import-state = State
import-state-waiting = Waiting
import-state-undone = Taken back
import-undo = { $n ->
    [one] Take this import back ({ $n } household)
   *[other] Take this import back ({ $n } households)
  }
import-undo-hint = Possible for 30 days after the file was sent, while nobody has changed or registered these households.
import-undoing = Taking back…
import-undone-note = This import was taken back: new households are out of the register, changed ones are as before.
import-discard = Throw this file away
done-import-undone = { $n ->
    [one] Taken back: { $n } household is as before the import.
   *[other] Taken back: { $n } households are as before the import.
  }
done-import-discarded = The file is thrown away. The register has not changed.
import-state-applied = Imported
import-would = If this file is imported
import-came = What came of it
import-count-add = households are added
import-count-change = households change
import-count-same = households stay as they are
import-count-added = Households added
import-count-changed = Households changed
import-count-waiting = Households waiting for correction
import-passed-over = { $n ->
    [one] { $n } row that is no member of a household (heading, total, example) was passed over.
   *[other] { $n } rows that are no members of a household (headings, totals, examples) were passed over.
  }
import-see-households = See the households
import-apply = { $n ->
    [one] Import { $n } household
   *[other] Import { $n } households
  }
import-applying = Importing…
import-apply-waiting = Households with mistakes wait in a tray to be put right on screen, or in the file; nobody goes in twice.
import-nothing-new = Every household of the file is in the register as it is. Nothing changes.
import-nothing-good = No household can go in yet. See what is wrong below, or choose again what the columns mean.
import-problems = What is wrong
import-problems-n = { $n ->
    [one] { $n } place to look at
   *[other] { $n } places to look at
  }
import-problems-title = What is wrong in { $name }
import-problems-download = Download this list
import-problems-note = Each mistake names sheet and cell. Put it right on screen, or in the copy with notes and send that.
import-problems-more = This page shows the first { $n }; the download has all.
import-sheet = Sheet
import-cell = Cell
import-what = What is wrong and what to do
import-letters = Letters of the file
import-letters-hint = This file seems to be typed in { $script }, a script from before Unicode. Look at one cell and choose how to read it.
import-letters-tcvn3 = TCVN3 (ABC)
import-letters-vni = VNI
import-letters-turn = Turn into Unicode
import-letters-keep = Leave as it is in the file
import-all-sheets = Read the sheets with the same columns too:
import-marked-file = with-notes
import-marked-download = Download a copy with notes to correct
import-columns = What the columns mean
import-column = Column in the file
import-samples = First values
import-means = Means
import-means-nothing = (not used)
import-head-row = Row of the heads
import-hamlet = Hamlet of rows that name none
import-hamlet-none = (none)
import-sure = Add households that look like others all the same (I have compared them).
import-again = Look again with these choices
import-looking = Looking…
import-rows = Households that are added or change
import-row = Row
import-becomes = What happens
import-becomes-add = Added
import-becomes-change = Changes

done-import-read = The file was read. Nothing is written to the register yet.
done-import-decided = The file was looked at again with the new choices.
done-import-applied = { $n ->
    [0] Imported; no household changed.
    [one] { $n } household was imported.
   *[other] { $n } households were imported.
  }
import-state-discarded = Thrown away
import-restore = Bring the file back
import-thrown-away = This file was thrown away. It can be brought back with all that was chosen and put right in it until 30 days after it was sent; then it is deleted.
done-import-restored = The file is back.

find-title = Find a person
find-lede = By name, at every place whose register you may see.
find-name = Name, accents not needed: its beginning (nguyen van) or its end (van an, an)
find-button = Find
find-year = Year of birth
find-everywhere = All my places
find-everywhere-link = Find this person at all places
find-start = Write the name of the person
find-start-more = Family and middle name, or the given name, or all of it. Only people who live in households of the register are found.
find-nobody = Nobody's name begins or ends with “{ $q }”
find-nobody-more = A name is found by its beginning, or by whole words at its end, not by a word in the middle alone. Try fewer words.
find-without = Find without year and place
find-households = Search the list of households
find-front = Names that begin with “{ $q }”
find-back = Names that end with “{ $q }”
find-household = Household
find-commune = Commune or ward
find-many = There are more. Write more of the name, the year of birth, or choose a place.
find-stopped = Very many people elsewhere bear this name, and not all were looked at. Write more of the name, or go on.
find-go-on = Go on looking
