today-title = Good day, { $name }
today-to-do = To do, { $year }
today-nothing = Nothing waits for you today
today-nothing-more = When something is your turn, this page says how many and where.
today-waiting = At somebody else's step
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
