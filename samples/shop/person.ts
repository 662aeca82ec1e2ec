import type { Random } from './random.ts'

/** Somebody who has an account; nobody like that exists. */
export interface Person {
  readonly userId: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
}

const firstNames = [
  ...['Ada', 'Amira', 'Anton', 'Bea', 'Ben', 'Carla', 'Cem', 'Clara', 'David', 'Elif', 'Emil'],
  ...['Eva', 'Felix', 'Finn', 'Greta', 'Hanna', 'Ida', 'Ilja', 'Ines', 'Jakob', 'Jana', 'Jonas'],
  ...['Julia', 'Karim', 'Lea', 'Lena', 'Leon', 'Lina', 'Luis', 'Maja', 'Marie', 'Max', 'Mia'],
  ...['Mila', 'Nina', 'Noah', 'Nora', 'Oskar', 'Paul', 'Rosa', 'Samir', 'Sofia', 'Theo', 'Zoe'],
]
const lastNames = [
  ...['Adler', 'Bauer', 'Berger', 'Brandt', 'Demir', 'Ebner', 'Fischer', 'Fuchs', 'Gruber'],
  ...['Hofer', 'Huber', 'Jansen', 'Kaya', 'Keller', 'Klein', 'Koch', 'Lang', 'Lindner', 'Maier'],
  ...['Moser', 'Novak', 'Okafor', 'Pichler', 'Reiter', 'Richter', 'Rossi', 'Sauer', 'Schmid'],
  ...['Seidl', 'Steiner', 'Thaler', 'Vogel', 'Wagner', 'Weber', 'Winkler', 'Wolf', 'Yilmaz'],
]

/** Makes people of whom no two share an id or an address. */
export function createPeople(random: Random): () => Person {
  const taken = new Set<string>()
  let count = 0
  return () => {
    count += 1
    for (;;) {
      const [firstName, lastName] = [random.pick(firstNames), random.pick(lastNames)]
      const email = `${firstName}.${lastName}@example.com`.toLowerCase()
      if (taken.has(email)) continue
      taken.add(email)
      return { userId: `customer-${10_000 + count}`, email, firstName, lastName }
    }
  }
}

/** Language, region and time zone go together. */
export const homes = {
  austria: { locale: 'de-AT', timezone: 'Europe/Vienna' },
  germany: { locale: 'de-DE', timezone: 'Europe/Berlin' },
  switzerland: { locale: 'de-CH', timezone: 'Europe/Zurich' },
  britain: { locale: 'en-GB', timezone: 'Europe/London' },
  italy: { locale: 'it-IT', timezone: 'Europe/Rome' },
} as const

export type Home = (typeof homes)[keyof typeof homes]

export function pickHome(random: Random): Home {
  const weights = { austria: 24, germany: 46, switzerland: 10, britain: 13, italy: 7 }
  return homes[random.weighted(weights)]
}
