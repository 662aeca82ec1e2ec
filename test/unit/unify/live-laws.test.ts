import { describe } from 'vitest'
import { liveLawsSuite } from './live-laws.ts'

describe('profiles as stored, of anything that may happen', () => liveLawsSuite(100))
