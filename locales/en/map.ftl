# Maps: the country and each province.

map-title = Share of recognised Learning Families: { $place }
map-about = Each province or city is a link to its page; the darker, the higher the counted share. Hoàng Sa and Trường Sa stand in frames in the sea.
map-about-communes = Each commune, ward or special zone is a link to its page; the darker, the higher the counted share.
map-says = { $place }: { $share }, { $parts }
map-says-nothing = { $place }: nothing counted yet
map-isles-20333 = Hoàng Sa islands
map-isles-22736 = Trường Sa islands
map-isles-of = { $isles }, part of { $place }
map-legend-nothing = nothing counted yet
map-legend-zero = none recognised yet
map-legend-under = under { $to } %
map-legend-range = { $from } to under { $to } %
map-legend-over = { $from } % and more
map-note-share = The share is of the households entered on this site, not of all households there.
map-note-country = Outlines simplified from Natural Earth, for colouring and not for locating; Hoàng Sa (Đà Nẵng) and Trường Sa (Khánh Hòa) are drawn in frames, not to scale.
map-note-schematic = The cells are a schematic drawing, not boundaries: each is the land nearest to the reference point of one commune.
map-note-points = Each dot is the reference point of a commune, ward or special zone; boundaries of communes are not drawn.
map-table = See it as a table
