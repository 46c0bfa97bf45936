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
import-replaces = This file is the corrected copy of “{ $name }” ({ $n } households wait): once it is entered, they leave that file’s tray.
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
