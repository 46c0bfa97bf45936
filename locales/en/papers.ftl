# Papers: decision, certificate. A line with | is split into several lines on paper.

paper-country = SOCIALIST REPUBLIC OF VIET NAM
paper-motto = Independence - Freedom - Happiness
paper-office = Ủy ban nhân dân
paper-issuer = Ủy ban nhân dân { $commune }
paper-chair = Chủ tịch
paper-deputy-mark = Phó Chủ tịch
paper-for-chair = KT. { $chair }
paper-acting-mark = Quyền Chủ tịch
paper-acting-chair = Q. { $chair }
paper-authority = Chair of { $issuer }
paper-day = { $day }/{ $month }/{ $year }
paper-place-day = { $place }, { $day }
paper-number = No. { $number }

paper-basis = Pursuant to { $kind } No. { $number } of { $day } { $rest };
paper-basis-proposal = At the proposal of the Study Promotion Association of { $commune }.
paper-document-kinds = Decision | Resolution | Decree | Directive | Circular | Law | Letter | Guideline | Plan | Document

paper-decision-name = Decision No. { $number } recognising { $title } { $year }
paper-decision-kind = DECISION
paper-decision-subject = On recognising the title “{ $title }” for { $year } in { $commune }
paper-decides = DECIDES:
paper-article = Article { $n }.
paper-article-recognise = The title “{ $title }” for { $year } is recognised for { $families } families in { $commune }, { $province } (list attached).
paper-article-judged = The families were appraised under “{ $criteria }”, version { $version }.
paper-article-certificates = The families in the list receive the certificate “{ $title }” for { $year }. | The Study Promotion Association of { $commune } publishes the list and hands over the certificates together with the hamlets and quarters.
paper-article-effect = This decision is in force from the day it is signed. | The Office of the People’s Council and People’s Committee, the Culture and Society Division, the Study Promotion Association of { $commune }, the heads of hamlets and quarters and the families in the list carry out this decision.
paper-recipients = To:
paper-recipients-list = - As in Article 3; | - Standing Party Committee and People’s Council of { $commune }; | - Study Promotion Association of { $province }; | - Files.
paper-foot = Decision No. { $number } of { $day }, { $issuer }

paper-annex = ANNEX
paper-annex-title = LIST OF FAMILIES RECOGNISED AS “{ $title }” FOR { $year }
paper-annex-attached = (Attached to Decision No. { $number } of { $day }, { $authority })
paper-annex-ordinal = No.
paper-annex-head = Head of the household
paper-annex-hamlet = Hamlet or quarter
paper-annex-code = Certificate code
paper-annex-total = Total: { $families } families.
paper-totals = Totals by hamlet and quarter
paper-totals-families = Families
paper-totals-all = Total

paper-certificates-name = Certificates { $title } { $year }, { $commune }
paper-certificate-kind = CERTIFICATE
paper-certificate-recognises = recognises
paper-certificate-family = the family of
paper-certificate-holds = as a
paper-certificate-year = Year { $year }
paper-certificate-register = Decision No. { $number } | of { $day } | Code to check:

paper-verify = Scan the code or type the address to check this paper:
paper-qr-decision = QR code that leads to the page checking decision { $code }
paper-qr-certificate = QR code that leads to the page checking certificate { $code }

paper-watermark-synthetic = DEMONSTRATION
paper-watermark-revoked = REVOKED
paper-notice-synthetic = Demonstration: the people and families on this paper are made up, and it has no legal force.
paper-notice-revoked = The recognition was revoked on { $day }; this certificate no longer holds.
paper-notice-unverified = Rules not yet compared with the original text: { $what }.
paper-short-synthetic = Demonstration: a made-up family
paper-short-unverified = Not compared with the original text: { $what }
paper-short-translation = Translation for information
paper-notice-translation = Translation for information; the official document is the Vietnamese one.
paper-doubt-set = criteria set
paper-doubt-pass = pass mark
paper-doubt-authority = authority to recognise
paper-doubt-legal_basis = legal basis
paper-doubt-bases = number and date of { $which }
paper-code-later = given when issued
paper-doubt-validity = how long the title lasts

family-problem = { $family }: { $sentence }

# Decisions
decisions-crumbs = Where this page is
decisions-of = Decisions of recognition: { $place }
decisions-lede = Decisions that recognise titles, the newest first. Open one to see its list and to print the decision and the certificates.
decisions-caption = Decisions issued
decisions-place = Place
decisions-all-of = All of { $place }
decisions-all-years = All years
decisions-filter = Filter
decisions-number = Decision number
decisions-issued-on = Date
decisions-commune = Commune or ward
decisions-title = Title
decisions-year = Year of the title
decisions-families = Families
decisions-issuer = Issued by
decisions-signatory = Signed by
decisions-code = Code to check
decisions-none = No decision yet
decisions-none-more = No decision of recognition in this place and year. A decision appears here as soon as it is issued.
decisions-pages = Pages of the list
decisions-first-page = First page
decisions-next-page = Next page
decisions-made = Made at
decisions-made-by = Made by
decisions-notes = Notes
decisions-rows = Rows

decision-title = Decision No. { $number }
decision-lede = { $title } { $year }: { $families } families.
decision-pdf = Decision (PDF)
decision-print = Print view
decision-print-how = Use your browser’s print command (Ctrl+P). Menu and buttons do not appear on paper.
decision-certificates-one = Certificates, one a sheet
decision-certificates-four = Certificates, four a sheet
decision-certificates-hamlet = Certificates of one hamlet or quarter
decision-unverified = Rules not yet compared with the original text:
decision-bases = Legal bases
decision-basis-unverified = not verified
decision-criteria = Criteria set
decision-recorded = Recorded at
decision-today = As of today
decision-today-both = { $recognised } families recognised, { $revoked } revoked.
decision-part = Only the families of your own hamlet are shown.
decision-annex = Annexed list
decision-annex-n = { $n ->
    [one] { $n } family.
   *[other] { $n } families, by hamlet and then by name.
  }
decision-points = Points
decision-state-today = Today
decision-papers = Papers
decision-trail = History
decision-copy = Copy
decision-copied = Copied

certificate-pdf = Certificate (PDF)
certificate-family = The family’s record
certificate-decision = Decision
certificate-ordinal = Number in the list
certificate-revoke = Revoke the recognition
certificate-revoke-what = Only this family loses its recognition; the others in the decision stay. The figures of hamlet and commune change at once, and it cannot be undone.
certificate-revoke-why = Reason
certificate-revoke-public = The reason is shown to anybody who checks this certificate. Write nothing private.
certificate-revoke-do = Revoke this family’s recognition
done-revoked = The recognition has been revoked. The public check shows it at once.
done-no-pdf = This installation cannot make PDF files. Print this page instead.

# The public check
verify-lede = Type the code printed beside the QR code on a certificate or decision to see whether it is genuine and still holds.
verify-code = Code to check
verify-code-label = Code on the paper
verify-code-hint = 12 letters and digits; capitals, small letters, with or without dashes.
verify-another = Check another code
verify-do = Check
verify-is-recognised = Genuine certificate; the family is recognised for { $year }
verify-is-revoked = Genuine certificate, but the recognition for { $year } was revoked
verify-is-issued = Genuine decision, recorded in the system
verify-is-expired = Genuine certificate; the title for { $year } has run out
verify-today = How it stands today
verify-line-expired = Run out
verify-not-revoked = Not revoked (seen at { $at }).
verify-valid-until = The title for { $year } holds until { $day }.
verify-expired-on = The title for { $year } held until { $day } and has run out. That it was once recognised stays true.
verify-validity-unverified = (the term was not compared with the original text)
verify-no-term = The criteria set no term for the title.
verify-place-same = { $place } still has the name and borders on the paper.
verify-place-merged = { $place } was merged; today it belongs to { $now }.
verify-place-ended = { $place } is no more since { $day }.
verify-family-of = The family of { $name }
verify-revoked = Revoked on { $day }. Reason: { $reason }
verify-revoked-on = Revoked on
verify-revoked-why = Reason of the revocation
verify-commune = Commune or ward; province or city
verify-as-on-day = (names as on the day of the decision)
verify-at = Checked at { $at }.
verify-place-now = The place today
verify-place-until = { $place } had this name and these borders until { $day }. Today it belongs to:
verify-place-part = (a part)
verify-place-still = The certificate keeps its value; it need not be exchanged because places were reorganised.
verify-differs = If the paper differs from what stands here
verify-differs-compare = Compare every line: name, hamlet, year, number and date of the decision, signatory.
verify-differs-trust = What stands on this page is right. A paper that differs may have been altered or copied wrongly.
verify-differs-tell = Tell
verify-differs-bring = Bring the paper along and say which line differs.
verify-differs-keep = Keep the paper as it is: erase nothing, add nothing. Do not post a picture with people’s names.
verify-report-hint = You may use this sentence and add which line differs:
verify-report = The paper with code { $code }, decision No. { $number }, differs from the check at { $at }.
verify-unknown = No paper has this code
verify-unknown-what = The system has no certificate or decision with this code. That does not yet mean that the paper is false:
verify-unknown-type = Read it again letter by letter: the code has 12 characters in three groups of four, without I, L, O or U.
verify-unknown-old = Papers given before the commune used this system have no code; ask the commune People’s Committee.
verify-unknown-ask = If the code is right and still not found, tell the commune People’s Committee named on the paper.
verify-hint-number = This looks like the number of a decision, not like a code. The code stands beside the QR code.
verify-hint-digits = This looks like a person’s identity number. Do not type it here; the code stands beside the QR code and usually has letters and digits.
verify-hint-letter = No code ever has: { $what }.
verify-hint-length = A code has 12 letters and digits; { $what } were typed.
verify-hint-confused = The shape is right; perhaps one letter was misread: 8 and B, 5 and S, 2 and Z, 0 and D, V and Y look alike.

decide-title-short = Draw up a decision

# Appraisal
appraise-title = Appraise the Learning Families of { $year }
appraise-one = Appraise: { $name }
appraise-story = See the whole record
appraise-caption = Self-assessments of the families
appraise-order = Families to look at closely come first: below the mark, changed much since last year, without evidence.
appraise-mark = Pass mark { $mark } points ({ $area }).
appraise-last = Last year
appraise-evidence = Evidence
appraise-sent-by = Self-assessed by
appraise-look = To look at
appraise-below = { $short } points short of { $mark }
appraise-floor = An item is under its minimum
appraise-changed = { $by } points against last year
appraise-no-evidence = No evidence attached
appraise-own = You took part in this self-assessment
appraise-own-more = You took part in this self-assessment, so another officer of the commune must give the verdict. You may still send it back.
appraise-other = Send back or not passed
appraise-reason = Reason
appraise-reason-hint = Needed for sending back, not passing and reopening. The family and the hamlet head read it.
appraise-accept-picked = Pass the chosen families
appraise-written-by = Filled in by
appraise-since = Against { $year }
appraise-then = { $n ->
    [one] { $n } family of the hamlet is waiting; { $name } opens after the verdict.
   *[other] { $n } families of the hamlet are waiting; { $name } opens after the verdict.
  }
appraise-not-now = This record is not waiting for appraisal.
appraise-none-submitted = Nothing is waiting for appraisal
appraise-none-returned = Nothing has been sent back
appraise-none-accepted = No family is waiting for a decision
appraise-none-rejected = No family was found not to pass
appraise-none-more = Choose another place or state, or look at how far the year has come.
done-accepted = { $n ->
    [one] { $n } family passed appraisal.
   *[other] { $n } families passed appraisal.
  }
done-accepted-one = The family passed appraisal.
done-returned-one = Sent back for correction.
done-rejected-one = Found not to pass.
done-reopened-one = The appraisal is open again.

# Drawing up a decision
decide-title = Decision on the Learning Families of { $year }
decide-lede = { $n ->
    [one] { $place }: { $n } family passed appraisal and waits for the decision.
   *[other] { $place }: { $n } families passed appraisal and wait for the decision.
  }
decide-none = No family is waiting for a decision
decide-none-more = Families appear here after a commune officer has passed them.
decide-authority = Under { $basis } the authority is: { $who }.
decide-doubts-on-paper = The decision and the certificates say so.
decide-families = Families to be recognised
decide-all-or-none = One decision for all chosen families. If one of them cannot be recognised, nothing is issued until it is unticked.
decide-accepted-by = Passed by
decide-paper = The decision
decide-number-hint = As in the register of documents, such as 12/QĐ-UBND. Used once a year.
decide-day-hint = Not after today, not before the appraisal.
decide-issued-at = Place beside the date
decide-signatory-title = Title of the signatory
decide-title-hint = Chủ tịch or Phó Chủ tịch; for a deputy the paper adds the line KT. CHỦ TỊCH.
decide-bases-hint = One basis a line, as it stands on paper. Add the number of the association’s proposal if there is one.
decide-preview = Preview the decision
decide-preview-title = Preview of the decision
decide-preview-lede = { $n ->
    [one] Not issued yet. Read the text and the list of { $n } family before issuing it.
   *[other] Not issued yet. Read the text and the list of { $n } families before issuing it.
  }
decide-sure = { $n ->
    [one] Recognises { $n } family. Once issued it cannot be changed; only single families can be revoked.
   *[other] Recognises { $n } families. Once issued it cannot be changed; only single families can be revoked.
  }
decide-edit = Change it
decide-issue = Issue the decision
decide-issuing = Issuing…
done-issued = { $n ->
    [one] The decision recognises { $n } family. Print it and the certificate with the buttons below.
   *[other] The decision recognises { $n } families. Print it and the certificates with the buttons below.
  }
