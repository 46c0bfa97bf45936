# The frame of every page, signing in, one's own account, and shared words: roles, rights, steps, states, levels.

frame-skip = Skip to the content
frame-menu = Menu
frame-languages = Languages
frame-sections = Sections of the site
frame-sign-in = Sign in
frame-sign-out = Sign out
frame-demo = Demonstration site.
frame-demo-more = People, households and records here are synthetic; names and codes of places are real.
frame-tour = Take the guided tour

nav-today = To do
nav-households = Households
nav-families = Learning Families
nav-decisions = Decisions
nav-figures = Figures
nav-places = Places
nav-criteria = Criteria
nav-verify = Check a certificate
nav-people = People
nav-audit = Audit trail

foot-what = Hoctap helps communes recognise Learning Families and adds up the figures of the learning society from the hamlet to the whole country.
foot-about = About
foot-published = Published figures
foot-tour = Guided tour
foot-api = Programming interface (API)
foot-style = Style sheet
foot-look = Colours
foot-look-auto = As the device
foot-look-light = Light
foot-look-dark = Dark

form-errors = Some entries need correcting

problem-page-forbidden = You do not have the right to do this
problem-page-not-found = Page not found
problem-page-clash = Not possible with the data as it stands
problem-page-busy = The system is busy
problem-page-failure = The system made an error
problem-page-input = What was sent needs correcting
problem-page-home = Go to the home page
problem-page-search = Find a place
problem-page-meant = Did you mean
problem-page-incident = Incident
problem-page-when = At
problem-page-where = On
problem-page-copy = Copy the code
problem-page-copied = Copied
problem-page-nothing-saved = Nothing was saved this time; what was saved before is still there.
problem-page-roles = Your roles today
problem-page-roles-more = Rights come with a role and a place. The administrator of your commune or province can give you another role.
problem-page-again = Try again
frame-offline = No connection.
frame-offline-more = What you typed is still on this page. Send it when the connection is back.

sign-in-title = Sign in
sign-in-login = Login name
sign-in-password = Password
sign-in-button = Sign in
sign-in-help = No account yet, or password forgotten? Ask the administrator of your commune or province.
sign-in-now = You are signed in as { $name }. Signing in here changes to the other account.
held-title = Not sent yet, and nothing is lost
held-out = Your session has ended, so nothing was saved. What you typed is held on this page: sign in in a new tab, then come back here and send it.
held-other = The page was opened in another session, so nothing was saved. You are signed in as { $name }: send what was typed under this name?
held-files = Files and photos cannot be held and must be chosen again.
held-sign-in = Sign in in a new tab
held-again = Signed in, send again
held-as = Send as { $name }
held-drop = Drop it
sign-in-demo = Demonstration accounts
sign-in-demo-more = Choose one of the login names below; they share the password

account-title = My account
account-name = Full name
account-must-change = Your present password was set by somebody else. Choose your own under “Change password” before you go on working.
account-roles = Roles
account-no-roles = You have no role yet. Ask the administrator of your area.
account-role-days = In force from { $since }; ends: { $until }
account-sessions = Signed-in devices
account-device-unknown = Unknown device
account-session-when = Signed in at { $since }; last used at { $seen }
account-this-device = This device
account-session-end = Sign this device out
account-end-all = Sign out on all devices
account-password = Change password
account-password-old = Present password
account-password-new = New password
account-password-again = New password again
account-password-hint = At least { $min } characters, not only digits. A short sentence you can remember is best.
account-password-save = Save new password

done-password = Password changed. All other devices have been signed out.
done-session-ended = The device has been signed out.
done-must-change = You are signed in.

role-administrator = Administrator
role-province_officer = Province officer
role-commune_officer = Commune officer
role-commune_chair = Chair of the commune People’s Committee
role-hamlet_head = Hamlet head
role-viewer = Viewer
role-none = None

act-see_public = viewing public pages
act-see_own_account = viewing your own account
act-see_register = viewing the household register
act-edit_register = editing households and members
act-move_household = moving a household to another place
act-close_household = closing and reopening households
act-import_register = importing the register from a file
act-export_register = exporting the register to a file
act-see_assessments = viewing assessments
act-register_families = registering and withdrawing families
act-self_assess = filling in self-assessments
act-submit_assessment = submitting and recalling self-assessments
act-appraise = appraising
act-decide = deciding on recognition
act-revoke = revoking a recognition
act-see_decisions = viewing decisions and their lists
act-see_records = viewing the records behind a figure
act-manage_hamlets = managing hamlets
act-set_area_class = setting the area class of a place
act-manage_people = managing accounts and roles
act-see_audit = viewing the audit trail
act-manage_published = importing published figures
act-see_birth = viewing birth dates of members
act-see_id_tail = viewing the last three digits of identity numbers

state-none = Not registered
state-registered = Registered
state-assessing = Self-assessment under way
state-submitted = Awaiting appraisal
state-returned = Sent back for correction
state-accepted = Passed, awaiting decision
state-rejected = Did not pass
state-recognised = Recognised
state-withdrawn = Withdrawn
state-revoked = Recognition revoked

step-none = None, the record of this year is closed
step-register = Register
step-save = Save the self-assessment
step-submit = Submit the self-assessment
step-recall = Recall the self-assessment
step-return = Send back for correction
step-accept = Appraise as passed
step-reject = Appraise as not passed
step-reopen = Reopen the appraisal
step-recognise = Decide on recognition
step-withdraw = Withdraw the registration
step-revoke = Revoke the recognition

level-country = Whole country
level-province = Province or city
level-district = District (before 1 July 2025)
level-commune = Commune, ward or special zone
level-hamlet = Hamlet or quarter

area-normal = Ordinary area
area-difficult = Difficult area

model-citizen = Learning Citizen
model-family = Learning Family
model-clan = Learning Clan
model-community = Learning Community
model-unit = Learning Unit
