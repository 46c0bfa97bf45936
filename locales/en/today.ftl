today-title = Good day, { $name }
today-to-do = To do, { $year }
today-nothing = Nothing waits for you today
today-waiting = For your information
today-look = Look
today-deadlines = Deadlines of { $year }
today-due = { $day } ({ $days ->
    [one] 1 day left
   *[other] { $days } days left
})
today-unverified = Not verified
today-shortcuts = Frequent work
today-import = Import a list of households
today-add-household = Add a household
today-returned = { $n ->
    [one] assessment was returned
   *[other] assessments were returned
} to be completed
button-today-returned = Complete
today-assess = { $n ->
    [one] registered family has
   *[other] registered families have
} not sent a self-assessment
button-today-assess = Self-assess
today-register = { $n ->
    [one] household is
   *[other] households are
} not registered
button-today-register = Register
today-at-commune = { $n ->
    [one] assessment waits
   *[other] assessments wait
} for appraisal at the commune
today-at-chair = accepted { $n ->
    [one] family waits
   *[other] families wait
} for the decision
today-at-hamlet = { $n ->
    [one] assessment is
   *[other] assessments are
} still at the hamlet
today-at-appraiser = { $n ->
    [one] assessment waits
   *[other] assessments wait
} for appraisal
today-appraise = { $n ->
    [one] assessment was
   *[other] assessments were
} sent in and { $n ->
    [one] waits
   *[other] wait
} for appraisal
button-today-appraise = Appraise
today-nobody-registered = { $n ->
    [one] household
   *[other] households
}, none registered this year
today-no-register = register is empty: import the list from Excel
button-today-no-register = Import
today-decide = { $n ->
    [one] family passed appraisal and waits
   *[other] families passed appraisal and wait
} for your decision
button-today-decide = Decide
today-silent-communes = { $n ->
    [one] commune has
   *[other] communes have
} no registered family this year
button-today-silent-communes = See figures
today-idle-accounts = open { $n ->
    [one] account has
   *[other] accounts have
} no role today
button-today-idle-accounts = See people
today-accounts = { $n ->
    [one] account
   *[other] accounts
}
deadline-register = Registration
deadline-submit = Handing in
deadline-decide = Decision
deadline-report = Yearly report
today-onward = Open
today-late = The deadline has passed: { $day }.
today-imports = { $n ->
    [one] file of households was sent and is
   *[other] files of households were sent and are
} not imported yet
button-today-imports = Look and import
today-undecided-communes = { $n ->
    [one] commune has
   *[other] communes have
} registrations but no decision yet
today-decisions = { $n ->
    [one] decision
   *[other] decisions
} since the first of the month
today-locked-accounts = { $n ->
    [one] account must
   *[other] accounts must
} wait after many wrong passwords
button-today-locked-accounts = See people
today-new-accounts = { $n ->
    [one] account has
   *[other] accounts have
} no password of their own yet
today-check-found = { $n ->
    [one] thing was
   *[other] things were
} found wrong by the last check
button-today-check-found = Look
today-upkeep = How the site itself is
today-check = Full check
today-check-last = last at { $at }: { $n ->
    [one] { $n } thing
   *[other] { $n } things
  } wrong
today-check-never = never run yet
today-check-how = Run on the server:
today-backup = Backup
today-backup-unknown = no backup is known
today-backup-how = Everything about the running of the site
today-next-hamlet_head = When the commune returns a form or the hamlet has new households, it appears here.
today-next-commune_officer = When hamlet heads send assessments, or a file waits to be imported, it appears here.
today-next-commune_chair = When families pass appraisal, the decision to make appears here.
today-next-province_officer = Every commune has registered families. The figures of each stand under Figures.
today-next-administrator = No account needs anything.
today-next-viewer = This role only reads: new decisions appear in the list of decisions.
today-next-operator = Nothing is late. The state of the site stands under Operations.
