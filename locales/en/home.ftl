# The home page for everybody, and what Hoctap is.

home-title = Building a learning society
home-what = A learning society is one in which everyone, at every age, has the chance and the duty to go on learning. It begins in families, clans, communities and units, which are recognised by published criteria.
home-search = Find a province, commune or ward by name or code; accents may be left out
home-search-button = Search
home-counted = Counted by this site, { $year }
home-recognised = Learning Families recognised
home-registered = Families registered
home-decisions = Decisions on recognition lately
home-decided-families = { $n ->
    [one] { $n } family
   *[other] { $n } families
  }
home-since = Since { $day }
home-provinces = { $n ->
    [one] { $n } province or city
   *[other] { $n } provinces and cities
  }; { $communes ->
    [one] { $communes } commune, ward or special zone
   *[other] { $communes } communes, wards and special zones
  }
home-table = Provinces and cities with records, { $year }
home-country-figures = Figures for the whole country
home-published = What the press published on Learning Families

home-path = How a family is recognised
home-step-register = Register
home-step-register-more = The hamlet head lists the households that want to try this year.
home-step-assess = Self-assess
home-step-assess-more = The family scores itself item by item, with evidence; the hamlet head sends it to the commune.
home-step-appraise = Appraise
home-step-appraise-more = A commune officer who did not fill it in looks at it; what is returned carries a reason.
home-step-decide = Decide
home-step-decide-more = The commune chair signs one decision with number, date and list.
home-step-verify = Certificate
home-step-verify-more = Each has a code of its own that anyone can check, also after it was revoked.
home-models = The five learning models
home-models-more = Citizens make families, families make clans and communities, offices make units. For each this page says what is known and what is not.
home-model-citizen = An adult assesses how well he or she learns alone, uses the tools of learning and gets on with others.
home-model-family = A household that learns together: children go to school, adults go on learning.
home-model-clan = Families of one descent with a study-promotion board and fund.
home-model-community = A hamlet, commune or province in which government and people make learning possible for all.
home-model-unit = An office, school or enterprise whose members learn while they work.
home-basis-citizen = Decision 677/QĐ-TTg (2022), Decision 324/QĐ-KHVN
home-basis-family = Decision 387/QĐ-TTg (2022); before it Decision 448/QĐ-KHVN (2015)
home-basis-clan = Decision 387/QĐ-TTg (2022)
home-basis-community = Hamlets: Decision 387/QĐ-TTg (2022); communes and provinces: Circular 25/2023/TT-BGDĐT
home-basis-unit = Circular 24/2023/TT-BGDĐT; units run by communes: Decision 387/QĐ-TTg (2022)
home-model-criteria = Criteria
home-model-no-set = not entered: no original text yet
home-model-doubts = { $n ->
    [one] { $n } point not verified
   *[other] { $n } points not verified
  }
home-model-here = Counted here
home-model-counted = { $n } recognised in { $year }
home-model-uncounted = this model is not counted yet
home-model-published = { $n ->
    [one] { $n } figure
   *[other] { $n } figures
  }
home-model-unpublished = no figures yet
home-trend-table = The whole country by year, of the households entered on this site
home-newest = Newest decisions
home-newest-none = No decision yet
home-newest-none-more = When a commune issues a decision on recognition, its number, day and count of families stand here.
home-newest-number = Number
home-newest-day = Day
home-newest-commune = Commune, ward or special zone
home-newest-model = Title, year
home-newest-families = Families
home-newest-more = Lists of names are not published here. Who holds a certificate looks it up by the code printed on it:

about-counted = Counted
about-counted-more = Added up here from the records of single households. From the number of a commune or hamlet, those who may can open each record behind it.
about-reported = Reported
about-reported-more = Sent by one level to the next without the records. This site does not take in reported figures yet.
about-published = Published
about-published-more = Printed by the press or an office. Kept in its own words with its source and a check of its arithmetic; never added to counted figures.
about-rates = Every rate comes with its numerator, its denominator and the day households are counted for.
about-days = The map changes: the day you look at decides which tree is added up. Records stay with the unit where they were made.
about-criteria = Criteria
about-criteria-more = Each criteria set is a data file with its legal basis and dates. Whatever could not be compared with the document says why.
about-privacy = Personal data
about-privacy-more = The records of persons and households are seen only by the officer and chair of the commune and the head of the hamlet they belong to; higher levels see sums, and decisions with the names of heads of households. Every change and decision is written to a chained trail that cannot be altered unnoticed.
about-privacy-few = The public does not see figures of hamlets with fewer than { $n } households.
about-privacy-cookies = The only cookies remember your sign-in, language and colours; nothing tracks you and no outside service is used.
about-places = Places
about-places-more = 63 provinces, 696 districts and 10,035 communes until 30 June 2025; 34 provinces and 3,321 communes since 1 July 2025; and what became of each former unit.
about-source-units = The catalogue of the statistics office, through the open data packages vietnam-provinces and vietnamadminunits; the source of each row stands on the page of the place.
about-source-lineage = The reform rests on Resolution 202/2025/QH15 of the National Assembly and resolutions of its Standing Committee.
about-source-limits = The data has no population, and no shares where a former commune went to several new ones; “31 August 2004” means that day or earlier. Hamlets are entered by the communes.
