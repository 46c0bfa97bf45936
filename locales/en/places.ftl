# Places: search, one place on one day, hamlets, area classes.

places-title = Places
places-lede = Administrative units before and since 1 July 2025, with the hamlets and quarters of each commune. A name or code means something only within its dates.
places-search = Name or code, with or without accents; the province may follow
places-search-button = Search
places-on = On the day
places-on-button = Show
places-none = No place found for “{ $q }”
places-none-more = Check the spelling, use fewer words, or give the commune first and then the province.
places-none-on = Nothing that matches was in force on { $day }.
places-any-day = Search at any time
places-found = { $n ->
    [one] { $n } result
   *[other] { $n } results
  } for “{ $q }”
places-found-first = The first { $n } are shown; add words to narrow the search.
places-former = former
places-on-day = On { $day } there { $n ->
    [one] is { $n } province or city.
   *[other] are { $n } provinces and cities.
  }
places-country = The whole country
places-before-known = The data begins on 31 August 2004. Choose that day or a later one.
places-column-name = Name
places-column-kind = Kind
places-column-where = Where
places-column-days = In force
places-column-code = Code
places-column-size = Area (km²)
places-column-row = Line
places-column-area = Area class
places-column-result = Result
places-days-always = in force
places-days-until = until { $to }
places-days-since = since { $from }
places-days-both = from { $from } to { $to }
places-crumbs = Where you are
places-figures = Figures
places-code = Code
places-code-own = this site’s own; hamlets have no national code
places-synthetic = synthetic
places-reused = This code also names { $other } ({ $days }). They are two different units: do not take the figures of one for the other.
places-reused-open = See { $other }
places-that-day = You are looking at this place on { $day }.
places-today = See today
places-hamlets = { $n ->
    [one] { $n } hamlet or quarter
   *[other] { $n } hamlets and quarters
  } on { $day }
places-children = { $n ->
    [one] { $n } unit
   *[other] { $n } units
  } directly below on { $day }
places-no-hamlets = No hamlet or quarter has been entered for this day. The commune officer enters them on this page.
places-former-hamlets = { $n ->
    [one] { $n } hamlet
   *[other] { $n } hamlets
  } not in force on this day
places-came-from = What it came from
places-became = What became of it
places-became-many = No source says how the population was divided, so older figures cannot be split.
places-from-merged_whole = The whole of { $place } was merged into it on { $day }.
places-from-merged_part = A part of { $place } was merged into it on { $day }.
places-from-split = It was split off from { $place } on { $day }.
places-from-renamed = It was { $place } until it was renamed on { $day }; its borders stayed.
places-from-unchanged = It is { $place }, left as it was by the reform of { $day }.
places-into-merged_whole = All of it was merged into { $place } on { $day }.
places-into-merged_part = A part of it was merged into { $place } on { $day }.
places-into-split = A part of it was split off as { $place } on { $day }.
places-into-renamed = It was renamed { $place } on { $day }; its borders stayed.
places-into-unchanged = It goes on unchanged as { $place } since { $day }.
places-open = Open
places-open-day = See it on { $day }
places-absent = names no place on { $day }
places-absent-more = It names a place at other times:
places-fact-kind = Kind
places-fact-level = Level
places-fact-source = Source
places-source-site = entered on this site
places-source-nso = Catalogue of the National Statistics Office (open package { $package })
places-source-gso = Catalogue of the General Statistics Office of 18 Jul 2025 (open package { $package })
places-below-province = Provinces and cities
places-below-district = Districts and cities
places-below-commune = Communes, wards, special zones
places-below-hamlet = Hamlets and quarters
places-area = Area class
places-area-from = as { $place }
places-area-unset = no document sets it here; taken as ordinary until one does
places-area-history = Area classes set here
places-area-span = { $class }, from { $from } to { $to }
places-area-set = Set the area class
places-area-set-hint = The class decides the pass mark of assessments begun from that day. Whatever was set for that day or later is replaced.
places-area-button = Save area class
places-area-as-commune = As the commune
places-area-words = normal; difficult
places-versions = The same code at other times
places-trail = What was changed here
places-optional = (optional)
places-add = Add a hamlet or quarter
places-add-button = Add
places-add-many = Add many at once
places-field-name = Name
places-field-name-hint = As in the document; the kind need not be repeated. For example: Pú Tậu
places-field-since = From
places-field-basis = Document
places-field-basis-hint = Number and day of the document, for example 12/NQ-HĐND of 5 December 2025
places-field-alts = Other spellings
places-field-alts-hint = Separated by commas; they help searching and matching lists
places-correct = Correct the name
places-correct-hint = For a name that was written wrongly. The hamlet stays the same; records and figures stay.
places-correct-button = Save name
places-close = Close
places-close-hint = For a hamlet that is merged or dissolved. Move its households first.
places-close-button = Save last day
places-field-last-day = Last day
places-field-last-day-hint = The last day in force
places-field-reason = Reason
places-list-title = Add hamlets and quarters of { $place }
places-list-hint = One hamlet a line: name; kind; area class. Only the name is needed. Three columns copied from a spreadsheet can be pasted.
places-list-plan = Line by line
places-list-unsaved = Nothing is saved yet
places-list-ready = { $n ->
    [one] { $n } hamlet
   *[other] { $n } hamlets
  } can be added.
places-list-not-ready = Nothing can be added yet: correct the lines with problems in the box below and check again, or no line is new.
places-list-add = Add { $n ->
    [one] { $n } hamlet
   *[other] { $n } hamlets
  }
places-list-check = Check
places-list-file = From a file
places-list-file-label = An Excel or CSV file with a column name (and kind, area class)
places-list-file-button = Read the file
places-list-template = Get the template
places-field-rows = List
places-field-rows-hint = For example: Bản Pú Tậu; ; difficult
places-field-default = Kind of names that bring none
places-row-new = will be added
places-row-there = there already, skipped
places-notes = Notes
places-rows = Rows

kind-country = Country
kind-province = Province
kind-city = City
kind-district = District
kind-commune = Commune
kind-ward = Ward
kind-township = Township
kind-special_zone = Special zone

done-hamlet-added = The hamlet has been added.
done-hamlets-added = { $n ->
    [one] { $n } hamlet has
   *[other] { $n } hamlets have
  } been added.
done-hamlet-corrected = The name has been corrected.
done-hamlet-closed = The last day has been saved.
done-hamlet-opened = It is open again.
done-area-set = The area class has been saved.
trail-field-alt_names = Other spellings
places-hamlet-more = Households and recognised families are counted from the records of this very place; where there are too few households nothing is published.
places-shares = The counted share stands under the name; where none stands, nothing is counted yet.
places-reopen = Open again
places-reopen-hint = This hamlet ended on { $day }. If that was a mistake, open it again: it is the same place with its code, households and history, as if it had never ended.
places-reopen-button = Open it again
