# Files that are going in, the tray, the preview person by person
import-state-applying = Being entered
import-count-left-out = { $n ->
    [one] { $n } household was left out by choice.
   *[other] { $n } households were left out by choice.
}
import-progress = { $done } of { $of } households entered
import-time-left = { $s ->
    [one] About { $s } second left.
   *[other] About { $s } seconds left.
}
import-going-on = You may close this page: the work goes on. Come back whenever you like.
import-look-again = Look again
import-tray-waits = { $n ->
    [one] { $n } household waits to be put right
   *[other] { $n } households wait to be put right
}
import-tray-waits-more = What is right is in the register. Put the cells of the others right here on the screen; the file need not be sent again. It is kept for 30 days after it was sent.
import-put-right = Put right on screen
import-like = The columns have the meaning they were given for the file “{ $name }”.
import-guess = Guess the columns anew
import-replaces = { $n ->
    [one] This file is the corrected copy of “{ $name }” ({ $n } household waits): once it is entered, it leaves that file’s tray.
   *[other] This file is the corrected copy of “{ $name }” ({ $n } households wait): once it is entered, they leave that file’s tray.
  }
import-show-all = All
import-show-add = To be added
import-show-change = To be changed
import-rows-pages = Pages
import-rows-page = Page { $page } of { $pages }
import-rows-previous = Previous page
import-rows-next = Next page
import-person-new = joins the household
import-person-changed = changes
import-person-same = stays as is
import-person-stays = stays: in the register, not named in the file
import-person-by-person = Person by person
import-before-after = { $field }: { $before } → { $after }
import-field-new = { $field }: { $after } (empty before)
import-field-hidden = { $field }: changes
tray-title = Rows that wait
tray-lede = { $n ->
    [one] { $n } household could not be entered. Put the marked cells right and save; then it leaves the tray and can be entered.
   *[other] { $n } households could not be entered. Put the marked cells right and save; a household that is right leaves the tray and can be entered.
}
tray-all-good = Nothing is left to put right.
tray-empty = The tray is empty
tray-empty-more = Every household of this file is in the register or was left out.
tray-back = To the file’s page
tray-enter = { $n ->
    [one] Enter { $n } household that is right
   *[other] Enter { $n } households that are right
}
tray-close = { $n ->
    [one] Done: leave this household out and close the tray
   *[other] Done: leave these { $n } households out and close the tray
}
tray-as-sent = { $n ->
    [one] Drop { $n } correction, take the file as sent
   *[other] Drop { $n } corrections, take the file as sent
}
tray-row = row { $row }
tray-other-cells = Other cells of this row
tray-save = Save and check again
tray-apart = It is another household, enter it
tray-leave = Leave this household out
tray-left-out = Left out ({ $n })
tray-bring-back = Bring back
tray-none = No number
tray-pages = Pages of the tray
tray-page = Page { $page } of { $pages }
tray-previous = Previous page
tray-next = Next page
done-import-put = { $n ->
    [one] { $n } correction saved.
   *[other] { $n } corrections saved.
}
done-import-nothing-put = No cell was changed.
done-import-begun = { $n ->
    [one] Entering has begun. { $n } household is left.
   *[other] Entering has begun. { $n } households are left.
}
tray-hamlet = Hamlet or quarter of this household
tray-hamlet-hint = The file names none.
tray-hamlet-named = Hamlet or quarter meant by “{ $name }”
tray-hamlet-named-hint = Choose it once: it holds for every household of this file that says the same. Or put the cell right below.
tray-hamlet-choose = Choose…
tray-in-file = In the file
tray-in-register = In the register
tray-same = It is this household, bring it up to date
tray-elsewhere = The register has it in another hamlet. If the family moved, record the move there first; then this row finds it.
tray-said = What was said here
tray-said-hamlet = “{ $text }” is { $hamlet }
tray-said-placed = Row { $row } belongs to { $hamlet }
tray-said-apart = { $name } (row { $row }) is another household than the one it looks like
tray-said-same = { $name } (row { $row }) is the household of the register that it looks like
tray-take-back = Take back
tray-leave-first = Leave out the household of row { $row } instead
trail-field-same = Households found in the register
trail-field-hamlets = Hamlets named
import-holds-ethnicity = This column tells ethnicity.
import-holds-religion = This column tells religion.
import-holds-health = This column tells disability or health.
import-holds-poverty = This column tells poverty, income or benefits.
import-holds-party = This column tells membership of the party.
import-not-read = The register does not read it, and its contents are not shown.
import-not-shown = Its contents are not shown here; give it no meaning unless the register needs it.
