/** What the shop sells. */
export interface Product {
  readonly id: string
  readonly name: string
  readonly brand: string
  readonly category: string
  /** In euros. */
  readonly price: number
}

export const shopUrl = 'https://www.fernweg.example'
export const shopName = 'Fernweg Outdoor'
export const currency = 'EUR'

const ranges: Readonly<Record<string, readonly (readonly [string, string, number])[]>> = {
  'leather shoes': [
    ['Arlberg Leather Boot', 'Bergholz', 219],
    ['Tauern Leather Hiker', 'Bergholz', 189],
    ['Salzach Derby', 'Lindauer', 149],
    ['Isar Chelsea Boot', 'Lindauer', 169],
    ['Wien Oxford', 'Lindauer', 159],
    ['Nordkap Winter Boot', 'Fjellvik', 249],
    ['Lofoten Moccasin', 'Fjellvik', 119],
    ['Mosel Loafer', 'Lindauer', 129],
  ],
  'trail shoes': [
    ['Karwendel Trail 3', 'Steinbock', 139],
    ['Karwendel Trail GTX', 'Steinbock', 169],
    ['Kobold Speed', 'Ridgeline', 129],
    ['Kobold Ultra', 'Ridgeline', 159],
    ['Moorhexe Grip', 'Ridgeline', 119],
    ['Gamsblick Mid', 'Steinbock', 179],
  ],
  sneakers: [
    ['Kiez Canvas Low', 'Ridgeline', 69],
    ['Kiez Canvas High', 'Ridgeline', 79],
    ['Hafen Knit', 'Fjellvik', 99],
    ['Linie 8 Runner', 'Ridgeline', 109],
  ],
  jackets: [
    ['Regenpfeifer Shell', 'Wetterfest', 229],
    ['Regenpfeifer Light', 'Wetterfest', 159],
    ['Daunenfalter Down', 'Fjellvik', 279],
    ['Almwind Softshell', 'Bergholz', 149],
    ['Nebelhorn Fleece', 'Bergholz', 89],
  ],
  backpacks: [
    ['Tagtraum 22', 'Wetterfest', 99],
    ['Tagtraum 30', 'Wetterfest', 129],
    ['Fernweh 55+10', 'Wetterfest', 239],
    ['Stadtrand Rolltop', 'Lindauer', 119],
  ],
  tents: [
    ['Zugvogel 1', 'Wetterfest', 249],
    ['Zugvogel 2', 'Wetterfest', 349],
    ['Murmeltier 4', 'Steinbock', 499],
  ],
  accessories: [
    ['Merino Sock 2-Pack', 'Bergholz', 24],
    ['Leather Care Kit', 'Lindauer', 19],
    ['Falter Gaiter', 'Steinbock', 39],
    ['Thermos 0.75', 'Fjellvik', 34],
    ['Headlamp 350', 'Ridgeline', 59],
    ['Trekking Poles Carbon', 'Steinbock', 119],
  ],
}

export const products: readonly Product[] = Object.entries(ranges).flatMap(([category, range]) =>
  range.map(([name, brand, price], index) => ({
    id: `${slug(category).slice(0, 3).toUpperCase()}-${101 + index}`,
    ...{ name, brand, category, price },
  })),
)

export const categories: readonly string[] = Object.keys(ranges)

export function productsOf(category: string): readonly Product[] {
  return products.filter((product) => product.category === category)
}

/** What visitors type, by the category they look for. */
export const searches: Readonly<Record<string, readonly string[]>> = {
  'leather shoes': ['leather boots', 'lederschuhe', 'chelsea boot', 'winter boots leather'],
  'trail shoes': ['trail running', 'gore-tex trail', 'karwendel'],
  sneakers: ['canvas sneaker', 'white sneakers'],
  jackets: ['rain jacket', 'daunenjacke', 'softshell'],
  backpacks: ['rucksack 30l', 'daypack', 'rolltop'],
  tents: ['2 person tent', 'zelt'],
  accessories: ['merino socks', 'headlamp', 'trekking poles'],
}

/** The form of a name in addresses. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
