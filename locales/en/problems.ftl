# Each sentence says what is wrong and what to do next. The key is problem- and the code.

# Input
problem-required = This entry is empty. Fill it in and send again.
problem-too-long = This text is too long. Shorten it to { $max ->
    [one] { $max } character
   *[other] { $max } characters
  } at most.
problem-not-a-number = “{ $value }” is not a number. Enter a whole number, for example 12.
problem-not-a-day = “{ $value }” is not a date. Enter day/month/year, for example 22/11/2026.
problem-no-backup-yet = There is no backup yet that could be brought back. Start a backup first.
problem-not-iso-day = “{ $value }” is not a date as programs send it. Send YYYY-MM-DD, for example 2026-11-22.
problem-no-such-day = “{ $value }” is not in the calendar: month { $month } of { $year } has { $last } days.
problem-no-such-month = “{ $value }”: there is no month { $month }. Enter the day first, then the month, for example 22/11/2026.
problem-short-year = “{ $value }”: enter all four digits of the year, for example 22/11/2026.
problem-not-a-year = “{ $value }” is not a year. Enter four digits, for example 2026.
problem-day-in-future = { $value } is in the future. Enter today or an earlier day.
problem-not-a-choice = “{ $value }” is not on the list. Choose one of: { $choices }.
problem-unknown-field = There is no field named “{ $value }”. Check the name and send again.
problem-bad-characters = These characters cannot be used: { $value }. Remove them and enter the text again.
problem-not-json = What was sent cannot be read as JSON ({ $detail }). Correct it and send again.
problem-not-form = The form could not be read ({ $detail }). Reload the page and send again.
problem-bad-cursor = This position in the list is no longer valid. Open the list from the beginning.
problem-too-large = What was sent is too large. Send { $max } at most; split a file into smaller ones.
problem-template-wrong = The template is wrong at line { $line }, letter { $column }: { $says } The line reads “{ $excerpt }”. The typesetter’s own words: { $message }. Put that line right and send it again; the template was not taken.
problem-template-unwritable = No PDF can be made of this template: { $says } The typesetter’s own words: { $message }. It was not taken.
problem-template-pages = The template makes too many pages. Look for what repeats; it was not taken.
problem-template-time = The template ran too long and was stopped. Look for a loop without an end; it was not taken.
problem-template-memory = The template asked for too much memory or broke off. Look for a list or loop that is too large; it was not taken.
problem-template-lacks = A paper made with this template lacks: { $what }. It must stand on the paper, large and dark enough to read; the template was not taken.
problem-template-codes = A paper made with this template must have { $n } QR codes with sides of at least 15 mm; { $found } were found. The template was not taken.
problem-template-not-text = This file is no Typst template in UTF-8 text. Download the built-in template, change that file, and send it.
problem-template-elsewhere = This template does not belong to the chosen place and paper. Open the page of templates again and choose there.
problem-grid-cells = { $n ->
    [one] { $n } cell is not right, so nothing was saved. What you typed is still here: put the marked cell right and save again.
   *[other] { $n } cells are not right, so nothing was saved. What you typed is still here: put the marked cells right and save again.
  }
problem-nothing-chosen = No row is chosen. Tick at least one row and try again.
problem-not-sent-yet = Nothing has been sent yet: this is the form you filled in, now in another language. Press the button to send it.
problem-changed-meanwhile = Somebody has just changed this: you opened version { $yours }, the current one is { $now }. Reload the page, look at the change and edit again.
problem-request-id-reused = This request carries the id of an earlier one but has different content. Reload the page and send again.
problem-request-id-missing = This request has no request id. Reload the page and send again.

# Places
problem-no-such-place = No place “{ $value }” was found. Check the name or code, or search on the page “Places”.
problem-place-several = Several places fit “{ $value }”. Choose one of them below, or enter the code.
problem-place-not-in-force = { $place } is not in force on { $day }. Choose a unit that is in force on that day.
problem-place-not-here = { $place } does not belong to { $here }. Choose a place in { $here }.
problem-place-exists = The name “{ $name }” already exists in this commune. Use the existing place or choose another name.
problem-place-has-households = { $count ->
    [one] { $count } household is still registered here. Move or close it first.
   *[other] { $count } households are still registered here. Move or close them first.
  }
problem-parent-not-commune = A hamlet belongs to a commune, ward or special zone. Choose one of these above it.

# Households
problem-birth-shape = “{ $value }” is not a date of birth. Enter day/month/year, for example 05/03/1980; only the year if the day is not known; nothing if neither is.
problem-birth-range = The date of birth { $value } is not between 1900 and today. Check it.
problem-birth-serial = This cell shows { $value } because the year { $year } was typed into a cell formatted as a date. Change the format to text and type the year again, or type day/month/year.
problem-id-shape = “{ $value }” is not an identity number. Enter the 12 digits of the identity card or the 9 digits of the old one; leave it empty if there is none.
problem-id-against-birth = The identity number says the birth year is { $year }, which differs from the one entered. Check both.
problem-id-against-sex = The identity number does not match the sex chosen. Check both.
problem-id-taken = { $household ->
    [none] This identity number belongs to another person whom this account may not see. Check the number; if it is right, ask the administrator to compare.
   *[other] This identity number belongs to another person (household { $household }). Check whether somebody was entered twice.
  }
problem-two-sexes = Both the column for men and the one for women are filled. Leave only one.
problem-one-head = A household has exactly one head. Choose “Head” for one member and another relation for the others.
problem-household-closed = This household has been closed since { $day }. Reopen it before editing.
problem-household-open = This household is open; there is nothing to reopen.
problem-household-not-here-in-year = The household has belonged to this place only since { $since } and cannot be assessed here for { $year }. Choose another year, or register it where it lived before.
problem-household-number-taken = Household number { $number } is already used in this hamlet. Enter another number.
problem-household-already-there = The household already belongs to { $place }; there is nothing to move. To move it elsewhere, choose another place.
problem-household-busy = The household’s Learning Family record for { $year } is not finished. Finish it or withdraw the registration first.
problem-likely-duplicate = This may be the same household as { $name } ({ $number }). Open that one and compare; if they are two households, confirm it and save again.
problem-day-too-early = This day is before { $since }, the first day of the household here. Enter { $since } or a later day.
problem-household-merged = { $household ->
    [none] This household was merged into another one. Open that one to change it, or take the merge back.
   *[other] This household was merged into household { $household }. Open that one to change it, or take the merge back.
  }
problem-merge-itself = Both are the same household. Choose two different ones.
problem-merge-elsewhere = The two households belong to two communes and cannot be merged. Move one of them to the same commune first, or close the one that is no longer there.
problem-merge-both-registered = Both households are in the procedure for the title of { $year }. A family goes through it once a year: withdraw the registration of one of them, or finish both, then merge.
problem-merge-two-titles = Both households were recognised for { $year }. A family holds one title a year: ask the chair to revoke one of the two, then merge.
problem-merge-person-twice = { $name } is said to be somebody who was already chosen in another row. Each person can be the same as one person only.
problem-merge-number-twice = { $name } and { $other } have the same identity number. If they are one person, choose “is the same person”; if not, correct the number of one of them first.
problem-not-merged = This household was not merged into another one, or that was taken back. There is nothing to undo.
problem-merge-built-on = { $household ->
    [none] One of the two households was changed, moved, closed, registered or appraised since, so the merge cannot be taken back. Add the missing household as a new one.
   *[other] Household { $household } was changed, moved, closed, registered or appraised since, so the merge cannot be taken back. Add the missing household as a new one.
  }
problem-merge-too-old = More than 30 days have passed: what was there before is no longer kept, so the merge cannot be taken back. Add the missing household as a new one.

# Import
problem-file-unreadable = { $detail ->
    [damaged] The file is damaged or cut off. Open it in a spreadsheet program, save it again and upload it once more.
    [encoding] The file uses an old text encoding, so Vietnamese names could be ruined. Save it as UTF-8 or as an Excel workbook (.xlsx) and upload it once more.
   *[other] The file could not be read ({ $detail }). Save it as an Excel workbook (.xlsx) and upload it once more.
  }
problem-file-kind = What is in “{ $name }” is not a spreadsheet. Kinds that are read: .xlsx, .xls, .ods, .csv. Open the file in a spreadsheet program, save it as Excel (.xlsx) and upload it again.
problem-file-encrypted = The file is locked with a password. Remove the password from the file and upload it again.
problem-letters-undecided = Nobody has said yet how the letters of the file are to be read. Choose under “Letters of the file” and look again.
problem-sheet-empty = The sheet “{ $sheet }” has no row of data: the file is empty, or has a header row alone. Choose the right file, or fill in rows below the header, and upload again.
problem-sheets-too-many = The file has too many sheets. A file may have { $max } at most: delete the sheets that are not needed and upload it again.
problem-sheet-beside = The sheet “{ $sheet }” ({ $n } people) is read. The sheet “{ $other }” of the file also holds { $m } people and is not read. Choose it if it is the one you mean.
problem-columns-aside = Columns { $columns } are not read: ethnicity, religion, schooling, disability, circumstances and other items of the survey form do not belong in the household register.
problem-rows-hidden = { $n ->
    [one] { $n } row is hidden in the file ({ $first }). It is read like all others. Delete it from the file if it should not go in.
   *[other] { $n } rows are hidden in the file (the first: { $first }). They are read like all others. Delete them from the file if they should not go in.
  }
problem-cells-beyond = Something stands too far to the right ({ $cell }) and is not read. If it belongs to the register, move it next to the table; otherwise leave it.
problem-cell-error = This cell holds the error of a formula ({ $value }) and no value. Correct the formula or type the value.
problem-cell-uncounted = The formula in this cell ({ $value }) has no saved result. Open the file in a spreadsheet program, save it and upload it again, or type the value.
problem-header-missing = These columns were not found: { $columns }. Name the columns as in the template, in one row above the data.
problem-column-twice = The column “{ $column }” occurs twice. Delete or rename one of them.
problem-household-repeated = The same people stand already in the household of row { $first }. Leave one of the two out; if they are two households, say so.
problem-row-repeated = This row repeats row { $first }. Keep only one of them.
problem-hamlet-unknown = { $nearest ->
    [none] The commune has no hamlet “{ $value }”. Correct the name after the list of places, or add the hamlet first.
   *[other] The commune has no hamlet “{ $value }”. Nearest names: { $nearest }. Correct the name, or add the hamlet first.
  }
problem-member-without-household = This member row belongs to no household. Give the household number, or put the row below its head.
problem-import-not-applied = There is nothing to take back: the file was not entered, has been taken back, or changed no household.
problem-import-of-another = Only the person who sent the file can download this copy, because it holds identity numbers. Ask them, or send a file of your own.
problem-import-built-on = { $household ->
    [none] A household of the file was changed, moved, closed or registered after the import, so the file cannot be taken back as a whole. Correct the households that need it.
   *[other] The household { $household } was changed, moved, closed or registered after the import, so the file cannot be taken back as a whole. If a later file changed it, take that one back first; otherwise correct the households that need it.
  }
problem-import-too-old = It is too late to take this back: what was there before is kept no longer.
problem-import-applied = This file has already been imported. To change something, upload a new file.
problem-import-applying = This file is being entered. Wait until it is done, then look at the result.
problem-nothing-to-import = No row of the file can be imported. Correct the rows with problems and upload again.

# Criteria and answers
problem-no-criteria = There is no criteria set { $model ->
    [family] { model-family }
    [clan] { model-clan }
    [community] { model-community }
    [unit] { model-unit }
    [citizen] { model-citizen }
   *[other] { $model }
  } for { $year }. Choose another year, or ask the administrator.
problem-answer-missing = Item { $item } has no answer. Answer it and send again.
problem-answer-unknown = Item { $item } is not in the criteria set of this sheet. Reload the page and enter it again.
problem-answer-range = The points of item { $item } must be from { $min } to { $max }. Enter them again.
problem-answer-kind = { $expected ->
    [points] Item { $item } is answered with points. Enter them again.
    [yes_no] Item { $item } is answered with yes or no. Choose again.
    [ratio] Item { $item } needs two numbers: how many reach it, and of how many. Enter them again.
    [choice] Item { $item } is answered by choosing one of its options. Choose again.
   *[other] The answer to item { $item } has the wrong form ({ $expected }). Enter it again.
  }
problem-answer-step = The points of item { $item } must be a multiple of { $step }. Enter them again.
problem-answer-not-exempt = Item { $item } has no exemption. Answer it.
problem-answer-choice = “{ $value }” is not an option of item { $item }. Choose one of: { $choices }.
problem-ratio-parts = In item { $item } the whole must be above 0, and the part neither below 0 nor above the whole. Enter both numbers again.

# Recognition
problem-step-out-of-order = The step “{ $step }” is not possible while the record is in the state “{ $state }”. Needed first: { $missing }. Who takes that step: { $who }.
problem-not-registered = The family is not registered for this year. Register it first; who does that: { $who }.
problem-already-registered = The family is already registered for { $year }. Open the existing record and go on there.
problem-year-in-future = There are no figures for { $year } as of { $day } yet. Choose an earlier year or a later day.
problem-too-many = At most { $max } items can be done at a time. Split them into several requests.
problem-cycle-year = The year { $year } is not open for recognition. Choose a year from { $first } to { $last }.
problem-reason-required = This needs a reason. Write it so that whoever reads it later understands why.
problem-self-appraisal = { $name } took part in this self-assessment and may not appraise it. Another officer of the commune has to.
problem-below-pass-mark = The result { $total } is below the mark { $mark }, so it cannot be appraised as passed. Send it back for correction, or appraise it as not passed.
problem-decision-number-taken = Decision number { $number } is already used. Check the register of documents and enter another number.
problem-decision-date = The decision date { $day } is not valid. Enter a day not after today and not before the day of the appraisal.
problem-decision-not-authority = This account has no authority to decide here on { $day }. Who has: { $who }.
problem-criteria-mixed = The chosen families were judged under two criteria sets: { $one } and { $other }. Untick one group and issue one decision for each set.
problem-evidence-kind = Files of the kind of “{ $name }” are not accepted as evidence. Choose a JPEG, PNG or WebP picture.
problem-evidence-full = A record keeps { $max ->
    [one] { $max } piece
   *[other] { $max } pieces
  } of evidence at most. Remove one before adding another.

# Accounts and system
problem-sign-in-wrong = Login name or password is wrong. Check the keyboard and Caps Lock and try again.
problem-sign-in-wait = Too many wrong attempts. Wait { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
  } and try again.
problem-sign-in-needed = This page needs you to be signed in. Sign in and try again.
problem-password-weak = This password is too easy to guess. Enter { $min ->
    [one] { $min } character
   *[other] { $min } characters
  } or more, not only digits.
problem-password-wrong = The present password is wrong. Enter it again.
problem-password-differs = The two entries of the new password differ. Enter them again.
problem-login-taken = The login name “{ $login }” is already taken. Choose another.
problem-login-shape = This login name does not have the right form. Use lower-case letters without accents and digits, without spaces, for example lan.pungtai.
problem-role-dates = The last day is before the first. Enter a last day on or after the first.
problem-role-level = The role “{ $role }” cannot be given at the level “{ $level }”. Choose a place at a level that fits the role.
problem-role-held = This person already holds the role “{ $role }” at { $place } on some of these days. Choose other days, or end that role first.
problem-role-end = This role cannot end on that day. Choose a last day from { $first } to { $last }.
problem-role-ended = This role already ended on { $day }. Nothing needs to be done.
problem-last-administrator = This is the last administrator. Give the role to somebody else first.
problem-own-role = You cannot change your own role. Ask another administrator.
problem-own-account = This is your own account. Change your password on the page “My account”; for anything else ask another administrator.
problem-password-must-change = The password of this account was set by somebody else. Sign in on the website and choose your own under “My account”, then go on.
problem-setup-code-wrong = The setup code is wrong. Ask whoever installed the server for it and enter it again.
problem-forged-request = The page was open too long, or the request did not come from it; nothing was saved. Open the page again and repeat.
problem-forbidden = This account does not have the right needed here: { $act }. If you need it, ask the administrator for a role.
problem-not-found = This page or record does not exist, or not any more. Check the address, or search from the home page.
problem-busy = Many people are using the system, so this could not be done. Wait a few seconds and try again.
problem-cannot-store = The system cannot save anything at the moment: its disk is full or may only be read. Nothing was saved. Tell whoever runs the system; what is already saved can still be read.
problem-failure = The system made an error and could not do this. Try again in a few minutes; if it happens again, give the administrator the incident code { $incident }.
problem-place-open = This hamlet has no end of its own, so there is nothing to open again. Look at its page once more.
problem-place-built-on = It cannot be opened again: { $place } has taken its place meanwhile. Correct or close that one first.
problem-published-withdrawn = This figure has been withdrawn already. To have it back, press “Put it in force again” on its page.
problem-published-in-force = This figure is not withdrawn; there is nothing to take back.
problem-import-discarded = This file was thrown away. Bring it back first, then go on.
problem-import-not-discarded = This file is not among those thrown away; open its page to see where it is.
