# Minutes of the appraisal and the table of the learning models.

minutes-name = Minutes of the appraisal: { $title } { $year }, { $commune }
minutes-number = No.           /BB
minutes-kind = MINUTES
minutes-subject = Appraisal of the title “{ $title }” for { $year } in { $commune }
minutes-place = Place: { $place }.
minutes-days = Appraised from { $first } to { $last }.
minutes-none = Nothing has been appraised yet; { $waiting } self-assessments are waiting.
minutes-appraisers = Appraised by: { $who }.
minutes-appraiser = { $n ->
    [one] { $who } ({ $n } verdict)
   *[other] { $who } ({ $n } verdicts)
  }
minutes-criteria = Appraised under “{ $criteria }”, version { $version }.
minutes-result = Result: { $all } families appraised; { $agreed } passed, { $rejected } not passed, { $returned } sent back or being looked at again; { $waiting } still waiting.
minutes-open = { $n ->
    [one] Not passed, sent back or being looked at again: { $n } family
   *[other] Not passed, sent back or being looked at again: { $n } families
  }
minutes-again = { $n ->
    [one] Passed after having been sent back or looked at again: { $n } family
   *[other] Passed after having been sent back or looked at again: { $n } families
  }
minutes-clear = { $n ->
    [one] Passed at once: { $n } family
   *[other] Passed at once: { $n } families
  }
minutes-found = Result and reasons
minutes-by = Appraised by, on
minutes-by-on = { $who }, { $day }
minutes-step-accept = Passed on { $day } ({ $who }).
minutes-step-accept-why = Passed on { $day } ({ $who }): { $reason }.
minutes-step-return = Sent back on { $day } ({ $who }).
minutes-step-return-why = Sent back on { $day } ({ $who }): { $reason }.
minutes-step-reject = Not passed on { $day } ({ $who }).
minutes-step-reject-why = Not passed on { $day } ({ $who }): { $reason }.
minutes-step-reopen = Reopened on { $day } ({ $who }).
minutes-step-reopen-why = Reopened on { $day } ({ $who }): { $reason }.
minutes-appraised = Appraised
minutes-agreed = Passed
minutes-rejected = Not passed
minutes-returned = Sent back, reopened
minutes-closing = Made from the steps of the appraisal recorded in the system until { $at }.
minutes-signs-appraiser = Appraiser
minutes-signs-association = For the Study Promotion Association
minutes-foot = Minutes of the appraisal: { $title } { $year }, { $commune }
minutes-pdf = Minutes of the appraisal (PDF)

models-name = Table of the learning models { $year }, { $place }
models-kind = SUMMARY TABLE
models-subject = Results of building the learning models in { $year }, { $place }
models-counted = Counted by this system from its records until { $on }; households as of { $households }. Rates are of all households.
models-not-counted = An empty cell is not counted in this system; × marks a model without levels.
models-demo = Demonstration: people and families are made up, the figures are not real.
models-all = I. The models
models-model = Model
models-total = Total
models-registered = Registered
models-registered-rate = Registered (%)
models-recognised = Recognised
models-recognised-rate = Recognised (%)
models-level-1 = Level 1
models-level-2 = Level 2
models-note = Note
models-none = Not counted in this system
models-hidden = Not shown: fewer than { $n } households
models-of-family = Learning Family
models-of-clan = Learning Clan
models-of-hamlet = Learning Community of a hamlet or quarter
models-of-unit-commune = Learning Unit managed by the commune
models-of-unit-levels = Learning Unit of district or province level
models-of-citizen = Learning Citizen
models-of-commune = Learning Community of a commune
models-below-province = II. Learning Families by commune and ward
models-below-commune = II. Learning Families by hamlet and quarter
models-place = Place
models-closing = { $n ->
    [one] The table has { $n } row, made from the figures of the system at { $at }.
   *[other] The table has { $n } rows, made from the figures of the system at { $at }.
  }
models-signs-maker = Made by
models-signs-head = Head of the office
models-foot = Table of the learning models { $year }, { $place }
models-pdf = Table of the models (PDF)
