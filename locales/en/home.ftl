# The home page for everybody.

home-title = Building a learning society
home-lede = Communes recognise Learning Families step by step, in the open; the figures add up from the records of each hamlet to the whole country. Anyone can read the figures and check a certificate.
home-search = Find a province, commune or ward by name or code; accents may be left out
home-search-button = Search
home-provinces = { $n ->
    [one] { $n } province or city
   *[other] { $n } provinces and cities
  }; { $communes ->
    [one] { $communes } commune, ward or special zone
   *[other] { $communes } communes, wards and special zones
  }
home-country-figures = Figures for the whole country
