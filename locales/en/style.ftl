# The style page.

style-lede = For people who write pages: every shared value and every component, with words close to the real work of a commune. Names of people and figures in the specimens are made up; the specimens speak Vietnamese.
style-parts = Parts of the style sheet
style-colours = Colours
style-type = Letters
style-sizes = Gaps and lines
style-work = Work
style-words = Words, buttons, notices
style-tables = Tables
style-forms = Forms
style-score = Scoring
style-figures = Figures
style-decide = Decisions
style-verify = Checking
style-problem = Problem page
style-colours-more = Each colour has one task. The upper value is the one in the light, the lower one in the dark. Vermilion (--seal) is kept for recognising and revoking, gold marks where you are. A test holds every pair of ink and ground to enough contrast.
style-type-more = Vietnamese stacks marks above and below: Ộ, Ẫ, Ự need taller lines than English. The two lines of each size below must not touch.
style-sizes-more = All gaps, heights of lines, strokes and corners. On a phone buttons are taller, so that a finger can hit them.
style-token = Name
style-value = Value
