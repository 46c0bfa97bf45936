# Peta: seluruh negeri dan tiap provinsi.

map-title = Bagian Keluarga Belajar yang diakui: { $place }
map-about = Tiap provinsi atau kota adalah tautan ke halamannya; makin gelap, makin tinggi bagian yang dihitung. Hoàng Sa dan Trường Sa berada dalam bingkai di laut.
map-about-communes = Tiap komune, kelurahan, atau zona khusus adalah tautan ke halamannya; makin gelap, makin tinggi bagian yang dihitung.
map-says = { $place }: { $share }, { $parts }
map-says-nothing = { $place }: belum ada yang dihitung
map-isles-20333 = Kepulauan Hoàng Sa
map-isles-22736 = Kepulauan Trường Sa
map-isles-of = { $isles }, bagian dari { $place }
map-legend-nothing = belum ada yang dihitung
map-legend-zero = belum ada yang diakui
map-legend-under = di bawah { $to } %
map-legend-range = { $from } sampai di bawah { $to } %
map-legend-over = { $from } % ke atas
map-note-share = Bagian dihitung dari rumah tangga yang dimasukkan di situs ini, bukan dari semua rumah tangga di sana.
map-note-country = Garis luar disederhanakan dari Natural Earth, untuk pewarnaan dan bukan penentuan letak; Hoàng Sa (Đà Nẵng) dan Trường Sa (Khánh Hòa) digambar dalam bingkai, tidak menurut skala.
map-note-schematic = Sel-sel ini skema, bukan batas wilayah: masing-masing adalah lahan terdekat ke titik acuan sebuah komune.
map-note-points = Tiap titik adalah titik acuan sebuah komune, kelurahan, atau zona khusus; batas komune tidak digambar.
map-table = Lihat sebagai tabel
