# The home page for everybody, and what Hoctap is.

home-title = Building a learning society
home-what = A learning society is one in which everyone, at every age, has the chance and the duty to go on learning. It begins in families, clans, communities and units, which are recognised by published criteria.
home-lede = Communes recognise Learning Families step by step, in the open; the figures add up from the records of each hamlet to the whole country. Anyone can read the figures and check a certificate.
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
about-privacy-cookies = The only cookies remember your sign-in and language; nothing tracks you and no outside service is used.
about-places = Places
about-places-more = 63 provinces, 696 districts and 10,035 communes until 30 June 2025; 34 provinces and 3,321 communes since 1 July 2025; and what became of each former unit.
about-source-units = The catalogue of the statistics office, through the open data packages vietnam-provinces and vietnamadminunits; the source of each row stands on the page of the place.
about-source-lineage = The reform rests on Resolution 202/2025/QH15 of the National Assembly and resolutions of its Standing Committee.
about-source-limits = The data has no population, and no shares where a former commune went to several new ones; “31 August 2004” means that day or earlier. Hamlets are entered by the communes.
