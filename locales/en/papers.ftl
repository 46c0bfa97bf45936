# Papers: decision, certificate. A line with | is split into several lines on paper.

paper-country = SOCIALIST REPUBLIC OF VIET NAM
paper-motto = Independence - Freedom - Happiness
paper-office = Ủy ban nhân dân
paper-issuer = Ủy ban nhân dân { $commune }
paper-chair = Chủ tịch
paper-deputy-mark = Phó Chủ tịch
paper-for-chair = KT. { $chair }
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
paper-notice-bases = Legal bases whose number or date has not been checked again: { $which }.
paper-notice-translation = Translation for information; the official document is the Vietnamese one.
paper-doubt-set = criteria set
paper-doubt-pass = pass mark
paper-doubt-authority = authority to recognise
paper-doubt-legal_basis = legal basis
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
decision-unverified = Rules not yet compared with the original text:
decision-bases = Legal bases
decision-basis-unverified = not verified
decision-criteria = Criteria set
decision-recorded = Recorded at
decision-today = As of today
decision-today-both = { $recognised } families recognised, { $revoked } revoked.
decision-part = Only the families of your own hamlet are shown.
decision-annex = Annexed list
decision-annex-n = { $n } families, by hamlet and then by name.
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
verify-differs-tell = Tell { $issuer } and bring the paper along.
verify-unknown = No paper has this code
verify-unknown-what = The system has no certificate or decision with this code. That does not yet mean that the paper is false:
verify-unknown-type = Read it again letter by letter: the code has 12 characters in three groups of four, without I, L, O or U.
verify-unknown-old = Papers given before the commune used this system have no code; ask the commune People’s Committee.
verify-unknown-ask = If the code is right and still not found, tell the commune People’s Committee named on the paper.

decide-title-short = Draw up a decision
