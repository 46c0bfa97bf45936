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
paper-notice-unverified = Rules not yet compared with the original text: { $what }.
paper-notice-bases = Legal bases whose number or date has not been checked again: { $which }.
paper-notice-translation = Translation for information; the official document is the Vietnamese one.
paper-doubt-set = criteria set
paper-doubt-pass = pass mark
paper-doubt-authority = authority to recognise
paper-doubt-legal_basis = legal basis
paper-doubt-validity = how long the title lasts

family-problem = { $family }: { $sentence }
